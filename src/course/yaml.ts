import * as z from 'zod/mini';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { type Fault, type Path, readYaml, type Span, type YamlText } from './yamlText.ts';

/** The descriptions become course.schema.json, which editors show while a course is written. */
const describe = (description: string) => [z.globalRegistry, { description }] as const;
const text = () => z.string().check(z.minLength(1));

const item = z.strictObject({
  id: z
    .string()
    .check(z.regex(/^[A-Za-z][A-Za-z0-9_-]*$/))
    .register(...describe('Stable id of the item, unique in the course, e.g. C2_W2_Lab_1.')),
  kind: z
    .enum(['slides', 'lab', 'assignment'])
    .register(...describe('What the item is: a deck to read, a lab to run, or an assignment that is checked.')),
  title: text().register(...describe('The title as the learner sees it.')),
  file: text().register(
    ...describe('Where the item lies: a path below the folder of this file, with forward slashes.'),
  ),
  readme: z
    .optional(z.array(text()))
    .register(...describe('File names by which a README of the same course links this item in this week.')),
});

const week = z.strictObject({
  title: text().register(...describe('The title of the week, without its number.')),
  objectives: z
    .array(text())
    .register(...describe('What the learner can do after this week: one sentence each, beginning with a verb.')),
  items: z.array(item).register(...describe('The slides, labs and assignments of the week, in reading order.')),
});

const course = z.strictObject({
  title: text().register(...describe('The title of the course, without its number.')),
  weeks: z
    .array(week)
    .check(z.minLength(1))
    .register(...describe('The weeks of the course, in order.')),
});

/** The shape of course.yaml. course/course.schema.json says the same to editors; a test holds the two together. */
export const courseFileSchema = z
  .strictObject({
    courses: z
      .array(course)
      .check(z.minLength(1))
      .register(...describe('The courses, in order.')),
  })
  .register(...describe('A course of the shape that MLOps Lab shows: courses, weeks, and items in each week.'));

export type CourseFile = z.infer<typeof courseFileSchema>;

/** A course.yaml as it was read, with everything that is wrong with it but what only the disk can tell. */
export interface ExaminedCourse {
  readonly text: YamlText;
  /** In the order of the text. */
  readonly faults: readonly Fault[];
  /** Only where no fault is an error. */
  readonly file?: CourseFile;
}

/**
 * Reads the text of a course.yaml.
 * @param name the file as the user knows it; it begins each error message.
 * @throws UserError `course-yaml` with the line of the first fault: syntax, shape, or an id that occurs twice.
 */
export async function readCourseYaml(source: string, name = 'course.yaml'): Promise<CourseFile> {
  const { file, faults } = await examineCourseYaml(source);
  if (file) return file;
  const { from, message } = faults.find(({ severity }) => severity === 'error') ?? { from: 0, message: '' };
  const line = source.slice(0, from).split('\n').length;
  throw new UserError('course-yaml', t('{0}, line {1}: {2}', name, line, message));
}

/** Never throws; its time is bounded as that of `readYaml`, to which it adds little. */
export async function examineCourseYaml(source: string): Promise<ExaminedCourse> {
  const text = await readYaml(source);
  const result = z.safeParse(courseFileSchema, text.value);
  const wrong = result.success ? [] : result.error.issues.flatMap((issue) => faultsOf(issue, text));
  const broken = text.faults.some(({ severity }) => severity === 'error');
  // What is wrong with the shape of a text that is no YAML mostly goes with its first error.
  const faults = [...text.faults, ...(broken ? [] : [...wrong, ...repeatedIds(text)])].sort((a, b) => a.from - b.from);
  const sound = result.success && !faults.some(({ severity }) => severity === 'error');
  return { text, faults, ...(sound ? { file: result.data } : {}) };
}

/** An item as it stands in the text, whatever is wrong with it. */
export interface WrittenItem {
  readonly path: Path;
  /** Zero-based. */
  readonly course: number;
  readonly week: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The items of a text in their order, those of a course.yaml under way too. */
export function* writtenItems({ value }: YamlText): Generator<WrittenItem> {
  for (const [course, { weeks }] of mapsIn(fieldsOf(value).courses)) {
    for (const [week, { items }] of mapsIn(weeks)) {
      for (const [i, fields] of mapsIn(items)) {
        yield { path: ['courses', course, 'weeks', week, 'items', i], course, week, fields };
      }
    }
  }
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

function mapsIn(list: unknown): (readonly [number, Fields])[] {
  return Array.isArray(list) ? list.map((value: unknown, index) => [index, fieldsOf(value)] as const) : [];
}

/** Each key that is not known is a fault of its own. */
function faultsOf(issue: z.core.$ZodIssue, text: YamlText): Fault[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const at = text.keySpan([...path, key]) ?? text.span(path);
      const where = nameOf(path);
      const message = t('“{0}” is not known in {1}; remove it or correct its spelling.', key, where);
      return error('unknown-key', at, message, [...path, key]);
    });
  }
  const span = text.span(path);
  if (issue.code === 'invalid_type' && path.length > 0 && !text.keySpan(path) && isKey(path)) {
    const name = String(path.at(-1));
    const wanted = typeName(issue.expected);
    const message = t('“{0}” is missing in {1}; give it as {2}.', name, nameOf(path.slice(0, -1)), wanted);
    return [error('missing-key', span, message, path)];
  }
  return [error(codes[issue.code] ?? 'not-valid', span, sentence(issue), path)];
}

const codes: Readonly<Record<string, string>> = {
  invalid_value: 'unknown-value',
  too_small: 'empty',
  invalid_format: 'id-format',
  invalid_type: 'wrong-type',
};

const isKey = (path: Path) => typeof path.at(-1) === 'string';

function error(code: string, { from, to }: Span, message: string, path: Path): Fault {
  return { code, severity: 'error', from, to, message, path };
}

function sentence(issue: z.core.$ZodIssue): string {
  const where = nameOf(issue.path);
  switch (issue.code) {
    case 'invalid_value':
      return t('{0} must be one of {1}.', where, issue.values.map(String).join(', '));
    case 'too_small':
      return t('{0} must not be empty.', where);
    case 'invalid_format':
      return t('{0} must begin with a letter and hold only letters, digits, “_” and “-”.', where);
    case 'invalid_type':
      return t('{0} must be given as {1}.', where, typeName(issue.expected));
    default:
      return t('{0} is not valid: {1}', where, issue.message);
  }
}

/** The key at the end of a path; an entry of a list by that list's key, and its place as people count. */
function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return t('the file');
  return typeof last === 'number' ? t('{0} ({1})', String(path.at(-2)), last + 1) : String(last);
}

function typeName(expected: string): string {
  if (expected === 'array') return t('a list');
  if (expected === 'object') return t('a group of named values');
  return t('text');
}

function repeatedIds(text: YamlText): Fault[] {
  const seen = new Set<unknown>();
  const faults: Fault[] = [];
  for (const { path, fields } of writtenItems(text)) {
    const { id } = fields;
    if (typeof id !== 'string') continue;
    const message = t('The id “{0}” occurs twice; give each item its own.', id);
    const at = [...path, 'id'];
    if (seen.has(id)) faults.push(error('duplicate-id', text.span(at), message, at));
    seen.add(id);
  }
  return faults;
}
