/** What is wrong with a quiz beyond its shape: keys of another kind, answers that cannot be right, texts that mislead. */
import { t } from '../platform/l10n.ts';
import { parseDeepLink } from '../shared/deepLink.ts';
import { errorAt, type Fields, fieldsOf } from '../shared/yaml/faults.ts';
import type { Fault, Path, YamlText } from '../shared/yaml/yamlText.ts';
import { htmlIn } from './markdown.ts';
import type { Kind } from './model.ts';
import type { QuizFile, WrittenForm } from './quizFile.ts';

/** By kind, the keys that it needs and those that it may have, beside those of every form. */
const keysOfKind: Readonly<Record<Kind, { readonly needs: readonly string[]; readonly may: readonly string[] }>> = {
  one: { needs: ['options'], may: ['output'] },
  several: { needs: ['options'], may: ['output'] },
  read: { needs: ['output', 'options'], may: [] },
  number: { needs: ['answer', 'tolerance', 'why'], may: ['output', 'unit', 'slips', 'see'] },
  order: { needs: ['steps', 'why'], may: ['output', 'see'] },
  match: { needs: ['pairs'], may: ['output', 'lures'] },
};
const ofEveryForm = new Set(['id', 'objective', 'kind', 'stem', 'nudge', 'figures', 'again']);

/** Words. What is longer is not read, or is two questions. */
const longestStem = 60;

const warningAt = (...args: Parameters<typeof errorAt>): Fault => ({ ...errorAt(...args), severity: 'warning' });

/** What questions lack among each other: ids that occur twice, second forms. */
export function questionFaults(questions: QuizFile['questions'], text: YamlText): Fault[] {
  const seen = new Set<string>();
  return questions.flatMap(({ id, again }, index) => {
    const path = ['questions', index, 'id'];
    const isTwice = seen.has(id);
    seen.add(id);
    const twice = t('The id “{0}” occurs twice; give each question its own.', id);
    const alone = t('“{0}” has no second form; write it under “again”, or the same question is asked twice.', id);
    return [
      ...(isTwice ? [errorAt('duplicate-id', text.span(path), twice, path)] : []),
      ...(again ? [] : [warningAt('no-second-form', text.span(path), alone, path)]),
    ];
  });
}

/** @param path of the form in the text */
export function formFaults(form: WrittenForm, path: Path, text: YamlText): Fault[] {
  return [
    ...keyFaults(form, path, text),
    ...stemFaults(form, path, text),
    ...answerFaults(form, path, text),
    ...sameFaults(form, path, text),
    ...markupFaults(fieldsOf(text.at(path)), path, text),
    ...linkFaults(form, path, text),
    ...figureFaults(form, path, text),
  ];
}

function keyFaults({ kind }: WrittenForm, path: Path, text: YamlText): Fault[] {
  const given = Object.keys(fieldsOf(text.at(path)));
  const { needs, may } = keysOfKind[kind];
  const at = text.span([...path, 'kind']);
  const missing = needs.filter((key) => !given.includes(key));
  const strange = given.filter((key) => !ofEveryForm.has(key) && !needs.includes(key) && !may.includes(key));
  return [
    ...missing.map((key) =>
      errorAt('missing-key', at, t('A question of the kind “{0}” needs “{1}”.', kind, key), path),
    ),
    ...strange.map((key) => {
      const message = t(
        '“{0}” means nothing in a question of the kind “{1}”; remove it, or change the kind.',
        key,
        kind,
      );
      return errorAt('strange-key', text.keySpan([...path, key]) ?? at, message, [...path, key]);
    }),
  ];
}

function stemFaults({ stem }: WrittenForm, path: Path, text: YamlText): Fault[] {
  const words = stem.split(/\s+/).filter(Boolean).length;
  const message = t('This question has {0} words; keep it under {1}.', words, longestStem);
  return words < longestStem ? [] : [warningAt('long-stem', text.span([...path, 'stem']), message, path)];
}

function answerFaults(form: WrittenForm, path: Path, text: YamlText): Fault[] {
  const fault = (key: string, code: string, message: string) => [
    errorAt(code, text.span([...path, key]), message, [...path, key]),
  ];
  const { kind, options, answer, tolerance, slips = [], steps, pairs } = form;
  if (kind === 'number') {
    if (answer === undefined || tolerance === undefined) return [];
    if (!Number.isFinite(answer))
      return fault('answer', 'wrong-key', t('The answer must be a number that can be typed.'));
    // Around 0 nothing tells how much is little.
    if (!(tolerance >= 0 && (answer === 0 || tolerance <= Math.max(1, Math.abs(answer)))))
      return fault('tolerance', 'wrong-key', t('The tolerance must lie between 0 and the answer itself.'));
    return slips.flatMap(({ value }, index) => {
      if (Math.abs(value - answer) > tolerance) return [];
      const at = [...path, 'slips', index, 'value'];
      const message = t('{0} counts as right: the answer is {1}, and may be off by {2}.', value, answer, tolerance);
      return [errorAt('wrong-key', text.span(at), message, at)];
    });
  }
  if (kind === 'order') {
    if (!steps || (steps.length >= 3 && steps.length <= 6)) return [];
    return fault('steps', 'option-count', t('Give three to six steps.'));
  }
  if (kind === 'match') {
    if (!pairs || (pairs.length >= 3 && pairs.length <= 6)) return [];
    return fault('pairs', 'option-count', t('Give three to six pairs.'));
  }
  if (!options) return [];
  const [right, wrong] = [options.filter((each) => each.right), options.filter((each) => !each.right)];
  const most = kind === 'several' ? 6 : 5;
  const ideas = options.flatMap((each, index) => {
    const at = [...path, 'options', index];
    if (each.right && each.idea !== undefined)
      return [
        errorAt('strange-key', text.span([...at, 'idea']), t('A right option has no wrong idea; remove it.'), at),
      ];
    if (each.right || each.idea !== undefined) return [];
    return [
      errorAt('missing-key', text.span(at), t('A wrong option needs “idea”: the wrong idea that leads to it.'), at),
    ];
  });
  if (options.length < 3 || options.length > most)
    return [...fault('options', 'option-count', t('Give three to {0} options.', most)), ...ideas];
  if (right.length === 0)
    return [...fault('options', 'wrong-key', t('No option is right; mark one by “right: true”.')), ...ideas];
  if (kind !== 'several' && right.length > 1) {
    const message = t('{0} options are right, and only one can be chosen; use the kind “several”.', right.length);
    return [...fault('options', 'wrong-key', message), ...ideas];
  }
  if (wrong.length === 0)
    return [...fault('options', 'wrong-key', t('Every option is right, so nothing is asked.')), ...ideas];
  return ideas;
}

/** Two options, steps or sides that read the same cannot be told apart. */
function sameFaults(
  { options = [], steps = [], pairs = [], lures = [] }: WrittenForm,
  path: Path,
  text: YamlText,
): Fault[] {
  const repeated = (texts: readonly string[], placeOf: (index: number) => Path) => {
    const seen = new Set<string>();
    return texts.flatMap((each, index) => {
      const folded = foldedText(each);
      const at = [...path, ...placeOf(index)];
      if (!seen.has(folded)) {
        seen.add(folded);
        return [];
      }
      return [errorAt('same-option', text.span(at), t('“{0}” stands here twice; give each its own text.', each), at)];
    });
  };
  const rights = new Set(pairs.map(({ right }) => right));
  return [
    ...repeated(
      options.map((option) => option.text),
      (index) => ['options', index, 'text'],
    ),
    ...repeated(steps, (index) => ['steps', index]),
    ...repeated(
      pairs.map(({ left }) => left),
      (index) => ['pairs', index, 'left'],
    ),
    ...repeated([...rights, ...lures], (index) => (index < rights.size ? ['pairs'] : ['lures', index - rights.size])),
  ];
}

/** HTML in any text of a form: it is shown as letters, so the author meant something else. */
function markupFaults(fields: Fields, path: Path, text: YamlText): Fault[] {
  return Object.entries(fields).flatMap(([key, value]) =>
    ['again', 'output', 'id', 'objective', 'kind'].includes(key) ? [] : inTexts(value, [...path, key]),
  );

  function inTexts(value: unknown, at: Path): Fault[] {
    if (typeof value === 'string') {
      const found = htmlIn(value);
      const message = t(
        '“{0}” is HTML, which is shown as letters; write Markdown, or put code between backticks.',
        found ?? '',
      );
      return found === undefined ? [] : [errorAt('html', text.span(at), message, at)];
    }
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) =>
      inTexts(inner, [...at, Array.isArray(value) ? Number(key) : key]),
    );
  }
}

/** Links that lead out of the course, or to nothing that the course can have. */
function linkFaults({ options = [], slips = [], pairs = [], see }: WrittenForm, path: Path, text: YamlText): Fault[] {
  const places: (readonly [string | undefined, Path])[] = [
    [see, ['see']],
    ...options.map((each, index) => [each.see, ['options', index, 'see']] as const),
    ...slips.map((each, index) => [each.see, ['slips', index, 'see']] as const),
    ...pairs.map((each, index) => [each.see, ['pairs', index, 'see']] as const),
  ];
  return places.flatMap(([link, place]) => {
    if (link === undefined) return [];
    const at = [...path, ...place];
    const found = parseDeepLink(link);
    if (found && found.kind !== 'deck') return [];
    const message = t(
      '“{0}” is no link into the course; write mlops-lab:lab/ID#cell or mlops-lab:slides/ID#page=NAME.',
      link,
    );
    return [errorAt('no-link', text.span(at), message, at)];
  });
}

/** A figure that stands nowhere in its question would be checked for nothing. */
function figureFaults({ figures = [] }: WrittenForm, path: Path, text: YamlText): Fault[] {
  const { figures: _, again: __, ...said } = fieldsOf(text.at(path));
  const words = JSON.stringify(said);
  return figures.flatMap(({ shown }, index) => {
    const at = [...path, 'figures', index, 'shown'];
    const isThere = new RegExp(`(^|[^\\d.])${escaped(shown)}(?![\\d]|\\.\\d)`).test(words);
    const message = t('“{0}” stands nowhere in this question.', shown);
    return isThere ? [] : [errorAt('figure-unused', text.span(at), message, at)];
  });
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** A text without its marks, case and last point. */
const foldedText = (text: string) =>
  text
    .replace(/[*_`]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.!]$/, '')
    .toLowerCase();
