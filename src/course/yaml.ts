import type { Document, LineCounter } from 'yaml';
import * as z from 'zod/mini';
import { messageOf, UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { ItemKind } from './model.ts';

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

/**
 * Reads the text of a course.yaml.
 * @param name the file as the user knows it; it begins each error message.
 * @throws UserError `course-yaml` with the line of the first fault: syntax, shape, or an id that occurs twice.
 */
export async function readCourseYaml(source: string, name = 'course.yaml'): Promise<CourseFile> {
  // The largest thing that the extension holds, which starts without it.
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const document = parse(yaml, source, lines, name);
  const at = (path: readonly PropertyKey[]) => lineOf(yaml, document, path, lines);

  const result = z.safeParse(courseFileSchema, toValue(document, name));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw fault(name, at(issue?.path ?? []), issue ? sentence(issue) : messageOf(result.error));
  }
  const twice = repeatedId(result.data);
  if (twice) throw fault(name, at(twice.path), t('The id “{0}” occurs twice; give each item its own.', twice.id));
  return result.data;
}

/** Finds the id of a file that a README links in a week; weeks and courses count from 1. */
export type IdLookup = (course: number, week: number, kind: ItemKind, fileName: string) => string | undefined;

/** The same file name may stand for different items in different weeks, or for a deck and a lab: all three decide. */
export function idLookup(file: CourseFile): IdLookup {
  const ids = new Map<string, string>();
  const key = (...parts: (string | number)[]) => parts.join('/').toLowerCase();
  file.courses.forEach((course, c) => {
    course.weeks.forEach((week, w) => {
      for (const { id, kind, readme = [] } of week.items) {
        for (const name of readme) ids.set(key(c + 1, w + 1, kind, name), id);
      }
    });
  });
  return (course, week, kind, name) => ids.get(key(course, week, kind, name));
}

/** The file names by which a README links an item, by its id. */
export function readmeNames(file: CourseFile): (id: string) => readonly string[] {
  const items = file.courses.flatMap(({ weeks }) => weeks.flatMap(({ items }) => items));
  const names = new Map(items.map(({ id, readme = [] }) => [id, readme]));
  return (id) => names.get(id) ?? [];
}

type Yaml = typeof import('yaml');

function parse({ parseDocument }: Yaml, source: string, lines: LineCounter, name: string): Document {
  // The parser recurses: absurdly deep nesting overflows the stack, which is the file's fault and not ours.
  const document = attempt(name, () => parseDocument(source, { lineCounter: lines, prettyErrors: false }));
  const [error] = document.errors;
  if (error) throw fault(name, lines.linePos(error.pos[0]).line, t('This is not valid YAML: {0}', error.message));
  return document;
}

function toValue(document: Document, name: string): unknown {
  return attempt(name, () => document.toJS({ maxAliasCount: 100 }));
}

function attempt<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw fault(name, 1, t('This is not valid YAML: {0}', messageOf(error)));
  }
}

function fault(name: string, line: number, message: string): UserError {
  return new UserError('course-yaml', t('{0}, line {1}: {2}', name, line, message));
}

/** One-based line of the value at `path`; where it is missing, of what should hold it. */
function lineOf({ isNode }: Yaml, document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function sentence(issue: z.core.$ZodIssue): string {
  const where = issue.path.length ? issue.path.map(String).join('.') : t('the file');
  switch (issue.code) {
    case 'unrecognized_keys':
      return t('“{0}” is not known in {1}; remove it or correct its spelling.', issue.keys.join(', '), where);
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

function typeName(expected: string): string {
  if (expected === 'array') return t('a list');
  if (expected === 'object') return t('a group of named values');
  return t('text');
}

function repeatedId(file: CourseFile): { id: string; path: PropertyKey[] } | undefined {
  const seen = new Set<string>();
  for (const [c, course] of file.courses.entries()) {
    for (const [w, week] of course.weeks.entries()) {
      for (const [i, { id }] of week.items.entries()) {
        if (seen.has(id)) return { id, path: ['courses', c, 'weeks', w, 'items', i, 'id'] };
        seen.add(id);
      }
    }
  }
  return undefined;
}
