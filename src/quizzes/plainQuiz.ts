/** A quiz in plain text: what a terminal shows of it, and what is typed there. */
import { t } from '../platform/l10n.ts';
import type { Answer, Comment } from './answers.ts';
import { plainText } from './markdown.ts';
import { type Form, rightSides } from './model.ts';
import type { QuizResult } from './result.ts';
import type { CurrentQuestion } from './state.ts';

const letterOf = (place: number) => String.fromCharCode(97 + place);

/** The question with its options, each with the letter to type. */
export function questionText({ form, shown }: CurrentQuestion, number: number, of: number): string {
  const lines = [t('Question {0} of {1}', number, of), '', plainText(form.stem), ''];
  if (form.output !== undefined)
    lines.push(
      ...form.output
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`),
      '',
    );
  if (form.kind === 'match')
    lines.push(...form.pairs.map(({ left }, index) => `  ${index + 1}. ${plainText(left)}`), '');
  lines.push(...textsOf(form, shown).map((text, place) => `  ${letterOf(place)}) ${text}`));
  lines.push('', howTo(form));
  return lines.join('\n');
}

/** What stands behind the letters, in the order in which it is shown. */
function textsOf(form: Form, shown: readonly number[]): string[] {
  if (form.kind === 'number') return [];
  const all =
    form.kind === 'order'
      ? form.steps
      : form.kind === 'match'
        ? rightSides(form)
        : form.options.map(({ text }) => text);
  return shown.map((place) => plainText(all[place] ?? ''));
}

function howTo(form: Form): string {
  switch (form.kind) {
    case 'number':
      return form.unit === undefined ? t('Type a number.') : t('Type a number, in {0}.', form.unit);
    case 'order':
      return t('Type the letters in the right order, such as: b a c');
    case 'match':
      return t('Type a letter for each number in turn, such as: b a c');
    case 'several':
      return t('Type the letters of all that are right, such as: a c');
    default:
      return t('Type a letter.');
  }
}

/** The answer that was typed; `undefined` where it cannot be read. Whether it is complete is for the reducer to say. */
export function typedAnswer({ form, shown }: CurrentQuestion, typed: string): Answer | undefined {
  if (form.kind === 'number') return { kind: 'number', typed };
  const letters =
    typed
      .toLowerCase()
      .replace(/\d+\s*[.)=:-]?/g, ' ')
      .match(/[a-z]+/g) ?? [];
  // “bac” is as good as “b a c”.
  const places = letters
    .join('')
    .split('')
    .map((letter) => shown[letter.charCodeAt(0) - 97]);
  const known = places.filter((place) => place !== undefined);
  if (known.length === 0 || known.length < places.length) return undefined;
  if (form.kind === 'order') return known.length === form.steps.length ? { kind: 'order', order: known } : undefined;
  if (form.kind === 'match') return known.length === form.pairs.length ? { kind: 'match', sides: known } : undefined;
  const chosen = [...new Set(known)];
  return form.kind !== 'several' && chosen.length > 1 ? undefined : { kind: 'options', chosen };
}

/** The whys, each with a word that says whether it is right: no color is needed. */
export function commentsText(comments: readonly Comment[]): string {
  return comments
    .map(({ about, right, chosen, idea, why, see }) => {
      const mark = right ? t('right') : t('wrong');
      const head = `  [${chosen ? `${mark}, ${t('your answer')}` : mark}] ${about === undefined ? '' : plainText(about)}`;
      const lines = [
        idea && t('The idea behind it: {0}', plainText(idea)),
        why && plainText(why),
        see && t('See {0}', see),
      ];
      return [head, ...lines.flatMap((line) => (line ? `      ${line}` : []))].join('\n');
    })
    .join('\n');
}

/** @param textOf the sentence of an objective, by its id */
export function resultText(result: QuizResult, textOf: (objective: string) => string): string {
  const { first, second, questions, objectives } = result;
  const lines = [t('{0} of {1} right at the first try, {2} at the second.', first, questions, second), ''];
  for (const { objective, right, of, again, see } of objectives) {
    lines.push(`  ${again ? t('see again') : t('shown')}  ${t('{0} of {1}', right, of)}  ${textOf(objective)}`);
    if (again) lines.push(...see.map((link) => `      ${link}`));
  }
  return lines.join('\n');
}
