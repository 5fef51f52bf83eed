/** What is wrong with a quiz.yaml: its text, and what it says of the course around it. */
import { t } from '../../platform/l10n.ts';
import { parseDeepLink } from '../../shared/deepLink.ts';
import { fieldsOf, mapsIn } from '../../shared/yaml/faults.ts';
import { type Finding, type Fix, type Problem, problemsIn } from '../../shared/yaml/problem.ts';
import { keysAt, valuesAt } from '../../shared/yaml/schema.ts';
import { nearest, nextFreeId, replacement, wellFormedId } from '../../shared/yaml/suggest.ts';
import type { Fault, Path, YamlText } from '../../shared/yaml/yamlText.ts';
import { examineQuiz } from '../quizFile.ts';
import { quizSchema } from './schema.ts';

/** What a quiz is held against: the course that lists it. */
export interface CourseAround {
  /** The id under which the course lists this quiz; `undefined` where it does not. */
  readonly id?: string;
  /** Ids of objectives, with their texts. */
  readonly objectives: ReadonlyMap<string, string>;
  /** Ids of items that can be linked. */
  readonly decks: ReadonlySet<string>;
  readonly labs: ReadonlySet<string>;
}

/**
 * Everything that is wrong with a quiz, in the order of its text.
 * @param file its name, as it is shown
 * @param around without it nothing is said of the course
 */
export async function quizProblems(file: string, source: string, around?: CourseAround): Promise<Problem[]> {
  const { text, faults } = await examineQuiz(source);
  const findings = [...faults.map((fault) => withFix(fault, text)), ...(around ? courseFindings(text, around) : [])];
  return problemsIn(file, source, findings);
}

/** A fault with what mends it, where that is clear. */
function withFix(fault: Fault, text: YamlText): Finding {
  const fix = fault.path && fixOf(fault.code, fault.path, text);
  return fix ? { ...fault, fix } : fault;
}

function fixOf(code: string, path: Path, text: YamlText): Fix | undefined {
  const written = code === 'unknown-key' ? path.at(-1) : text.at(path);
  if (typeof written !== 'string') return undefined;
  const holder = path.slice(0, -1);
  if (code === 'unknown-key') {
    const free = keysAt(quizSchema, holder).filter((key) => text.keySpan([...holder, key]) === undefined);
    return replacement(nearest(written, free));
  }
  if (code === 'unknown-value') return replacement(nearest(written, valuesAt(quizSchema, path)));
  const ids = new Set(
    mapsIn(fieldsOf(text.value).questions).flatMap(([, { id }]) => (typeof id === 'string' ? id : [])),
  );
  if (code === 'duplicate-id') return replacement(nextFreeId(written, ids));
  return code === 'id-format' ? replacement(wellFormedId(written)) : undefined;
}

function courseFindings(text: YamlText, around: CourseAround): Finding[] {
  const { id, questions } = fieldsOf(text.value);
  return [
    ...idFindings(id, text, around),
    ...mapsIn(questions).flatMap(([index, question]) => [
      ...objectiveFindings(question.objective, ['questions', index, 'objective'], text, around),
      ...linkFindings(question, ['questions', index], text, around),
    ]),
  ];
}

/** Answers are kept under the quiz's own id: under another the course would never hear of them. */
function idFindings(id: unknown, text: YamlText, around: CourseAround): Finding[] {
  if (typeof id !== 'string' || around.id === id) return [];
  const at = text.span(['id']);
  if (around.id === undefined) {
    const message = t('No course.yaml lists this quiz; add it there as an item of the kind “quiz”.');
    return [{ ...at, severity: 'warning', code: 'quiz-unlisted', message }];
  }
  const message = t('course.yaml calls this quiz “{0}”; give both the same id, or its answers are lost.', around.id);
  return [{ ...at, severity: 'error', code: 'quiz-id', message, ...fixed(around.id) }];
}

function objectiveFindings(objective: unknown, path: Path, text: YamlText, around: CourseAround): Finding[] {
  if (typeof objective !== 'string' || around.objectives.has(objective)) return [];
  const message = t('course.yaml has no objective “{0}”; name one of its ids.', objective);
  const fix = fixed(nearest(objective, [...around.objectives.keys()]));
  return [{ ...text.span(path), severity: 'error', code: 'unknown-objective', message, ...fix }];
}

/** Links to items that the course does not have, wherever in a question they stand. */
function linkFindings(value: unknown, path: Path, text: YamlText, around: CourseAround): Finding[] {
  if (typeof value === 'string') {
    if (path.at(-1) !== 'see') return [];
    const link = parseDeepLink(value);
    if (!link || link.kind === 'deck') return [];
    const known = link.kind === 'lab' ? around.labs : around.decks;
    if (known.has(link.item)) return [];
    const message = t('The course has no item “{0}” that this link could lead to.', link.item);
    return [{ ...text.span(path), severity: 'error', code: 'dead-link', message }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    linkFindings(inner, [...path, Array.isArray(value) ? Number(key) : key], text, around),
  );
}

function fixed(text: string | undefined): { fix?: Fix } {
  const fix = replacement(text);
  return fix ? { fix } : {};
}
