/** What somebody answered, whether it is right, and what is said of it. */
import { t } from '../platform/l10n.ts';
import { type Form, type MatchForm, type NumberForm, type OptionsForm, type OrderForm, rightSides } from './model.ts';

/** Options, steps and sides are named by their places in the file, from 0, however they are shown. */
export type Answer =
  | { readonly kind: 'options'; readonly chosen: readonly number[] }
  /** As it was typed. */
  | { readonly kind: 'number'; readonly typed: string }
  | { readonly kind: 'order'; readonly order: readonly number[] }
  /** For each left side the chosen place in `rightSides`; `undefined` where none is chosen yet. */
  | { readonly kind: 'match'; readonly sides: readonly (number | undefined)[] };

/** What is said of one part of a question once it is over; Markdown. */
export interface Comment {
  /** The option, step or pair that it is about; absent where it is about the whole. */
  readonly about?: string;
  readonly right: boolean;
  readonly chosen: boolean;
  readonly idea?: string | undefined;
  readonly why?: string | undefined;
  readonly see?: string | undefined;
}

/** A question that nobody has touched. @param shown the places of steps as they are shown at first */
export function emptyAnswer(form: Form, shown: readonly number[]): Answer {
  switch (form.kind) {
    case 'number':
      return { kind: 'number', typed: '' };
    case 'order':
      return { kind: 'order', order: shown };
    case 'match':
      return { kind: 'match', sides: form.pairs.map(() => undefined) };
    default:
      return { kind: 'options', chosen: [] };
  }
}

/** Why an answer cannot be given yet: a sentence; `undefined` for one that can. */
export function incomplete(form: Form, answer: Answer): string | undefined {
  if (answer.kind === 'options' && answer.chosen.length === 0) {
    return form.kind === 'several' ? t('Choose at least one option.') : t('Choose an option.');
  }
  if (answer.kind === 'number' && numberOf(answer.typed) === undefined) return t('Type a number, such as 0.25 or 40.');
  if (answer.kind === 'match' && answer.sides.includes(undefined)) return t('Choose something for each line.');
  return undefined;
}

export function isRight(form: Form, answer: Answer): boolean {
  switch (form.kind) {
    case 'number':
      return answer.kind === 'number' && isWithin(form.answer, form.tolerance, numberOf(answer.typed));
    case 'order':
      return answer.kind === 'order' && answer.order.every((step, place) => step === place);
    case 'match':
      return answer.kind === 'match' && form.pairs.every((_, index) => isMatched(form, answer.sides, index));
    default:
      return (
        answer.kind === 'options' && form.options.every(({ right }, index) => answer.chosen.includes(index) === right)
      );
  }
}

/** The number that was typed, with a decimal comma or thousands apart; `undefined` for what is none. */
export function numberOf(typed: string): number | undefined {
  const bare = typed
    .trim()
    .replace(/[−–]/g, '-')
    .replace(/(?<=\d)[ \u00A0\u202F](?=\d{3}(\D|$))/g, '');
  const isGrouped = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) && !/^[-+]?0,/.test(bare);
  const plain = isGrouped ? bare.replaceAll(',', '') : bare.replace(/^([-+]?\d*),(\d+)$/, '$1.$2');
  const match = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?)\s*%?$/i.exec(plain);
  const value = match ? Number(match[1]) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** A hair more than the tolerance: 0.3 − 0.1 is no 0.2 in binary. */
function isWithin(answer: number, tolerance: number, value: number | undefined): boolean {
  return value !== undefined && Math.abs(value - answer) <= tolerance + 1e-9 * Math.max(1, Math.abs(answer));
}

function isMatched(form: MatchForm, sides: readonly (number | undefined)[], index: number): boolean {
  const side = sides[index];
  return side !== undefined && rightSides(form)[side] === form.pairs[index]?.right;
}

/** The whys of a question, those of what was chosen first. */
export function commentsOn(form: Form, answer: Answer): Comment[] {
  switch (form.kind) {
    case 'number':
      return numberComments(form, answer.kind === 'number' ? numberOf(answer.typed) : undefined);
    case 'order':
      return orderComments(form, answer.kind === 'order' ? answer.order : []);
    case 'match':
      return matchComments(form, answer.kind === 'match' ? answer.sides : []);
    default:
      return optionComments(form, answer.kind === 'options' ? answer.chosen : []);
  }
}

function optionComments({ options }: OptionsForm, chosen: readonly number[]): Comment[] {
  const comments = options.map(({ text, right, idea, why, see }, index) => {
    return { about: text, right, chosen: chosen.includes(index), idea, why, see };
  });
  return comments.sort((a, b) => Number(b.chosen) - Number(a.chosen) || Number(b.right) - Number(a.right));
}

function numberComments(
  { answer, tolerance, unit, slips, why, see }: NumberForm,
  value: number | undefined,
): Comment[] {
  const slip = slips.find((each) => value !== undefined && isWithin(each.value, tolerance, value));
  const right = isWithin(answer, tolerance, value);
  const told = [answer, unit].filter((part) => part !== undefined).join(' ');
  return [
    ...(slip && !right ? [{ ...slip, about: String(slip.value), right: false, chosen: true }] : []),
    { about: told, right: true, chosen: right, why, see },
  ];
}

function orderComments({ steps, why, see }: OrderForm, order: readonly number[]): Comment[] {
  const place = order.findIndex((step, index) => step !== index);
  const right = place < 0;
  const list = steps.map((step, index) => `${index + 1}. ${step}`).join(' ');
  const first =
    right || steps[place] === undefined
      ? []
      : [{ about: t('Place {0}', place + 1), right: false, chosen: true, why: t('Here comes: {0}', steps[place]) }];
  return [...first, { about: list, right: true, chosen: right, why, see }];
}

function matchComments(form: MatchForm, sides: readonly (number | undefined)[]): Comment[] {
  const comments = form.pairs.map(({ left, right, why, see }, index): Comment => {
    const matched = isMatched(form, sides, index);
    const about = matched ? `${left} — ${right}` : t('{0}: it is {1}', left, right);
    return { about, right: matched, chosen: matched, why, see };
  });
  return comments.sort((a, b) => Number(a.right) - Number(b.right));
}
