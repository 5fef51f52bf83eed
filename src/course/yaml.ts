import * as z from 'zod/mini';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { itemKinds } from '../shared/model.ts';
import { errorAt, faultsOf, fieldsOf, mapsIn } from '../shared/yaml/faults.ts';
import { type Fault, type Path, readYaml, type YamlText } from '../shared/yaml/yamlText.ts';

/** The descriptions become course.schema.json, which editors show while a course is written. */
const describe = (description: string) => [z.globalRegistry, { description }] as const;
const text = () => z.string().check(z.minLength(1));

const id = () => z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_-]*$/));

const item = z.strictObject({
  id: id().register(...describe('Stable id of the item, unique in the course, e.g. C2_W2_Lab_1.')),
  kind: z
    .enum(itemKinds)
    .register(
      ...describe('What the item is: a deck to read, a lab to run, an assignment that is checked, or a quiz to take.'),
    ),
  title: text().register(...describe('The title as the learner sees it.')),
  file: text().register(
    ...describe('Where the item lies: a path below the folder of this file, with forward slashes.'),
  ),
  readme: z
    .optional(z.array(text()))
    .register(...describe('File names by which a README of the same course links this item in this week.')),
});

const isEvidence = (written: string) => /^[A-Za-z][A-Za-z0-9_-]*#[A-Za-z0-9][A-Za-z0-9_-]*$/.test(written);

const objective = z.strictObject({
  id: id().register(
    ...describe('Stable id of the objective, unique in the course: ticks are kept under it, and quizzes name it.'),
  ),
  text: text().register(...describe('One sentence that begins with a verb.')),
  was: z
    .optional(z.array(text()))
    .register(...describe('Texts that the objective had before it got its id: what was ticked then stays ticked.')),
  seed: z
    .optional(z.array(text()))
    .register(...describe('Keys of the objectives of the original course that this one covers, e.g. L1.')),
  evidence: z
    .optional(z.array(z.string().check(z.refine(isEvidence, 'write ITEM#NAME'))))
    .register(
      ...describe(
        'Where somebody shows it, as ITEM#NAME: a named page of a deck, a cell or check of a lab, or a question of a quiz.',
      ),
    ),
});

const week = z.strictObject({
  title: text().register(...describe('The title of the week, without its number.')),
  objectives: z
    .array(z.union([text(), objective]))
    .register(
      ...describe('What the learner can do after this week: a sentence each, or an id with its text and evidence.'),
    ),
  items: z
    .array(item)
    .register(...describe('The slides, labs, assignments and quizzes of the week, in reading order.')),
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

/** The objectives of a text that have fields, in their order. */
export function* writtenObjectives({ value }: YamlText): Generator<Omit<WrittenItem, 'course' | 'week'>> {
  for (const [course, { weeks }] of mapsIn(fieldsOf(value).courses)) {
    for (const [week, { objectives }] of mapsIn(weeks)) {
      for (const [o, fields] of mapsIn(objectives)) {
        yield { path: ['courses', course, 'weeks', week, 'objectives', o], fields };
      }
    }
  }
}

function repeatedIds(text: YamlText): Fault[] {
  const seen = new Set<unknown>();
  const faults: Fault[] = [];
  const add = (id: unknown, path: Path, sentence: (id: string) => string) => {
    if (typeof id !== 'string') return;
    const at = [...path, 'id'];
    if (seen.has(id)) faults.push(errorAt('duplicate-id', text.span(at), sentence(id), at));
    seen.add(id);
  };
  for (const { path, fields } of writtenItems(text)) {
    add(fields.id, path, (id) => t('The id “{0}” occurs twice; give each item its own.', id));
  }
  for (const { path, fields } of writtenObjectives(text)) {
    add(fields.id, path, (id) => t('The id “{0}” occurs twice; give each objective its own.', id));
  }
  return faults;
}
