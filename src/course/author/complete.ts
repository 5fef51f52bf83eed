import { t } from '../../platform/l10n.ts';
import type { ItemKind } from '../../shared/model.ts';
import { filesBelow } from '../repair.ts';
import { fits } from '../resolve.ts';
import { type ReadText, readCourseText } from '../text.ts';
import { type WrittenItem, writtenItems } from '../yaml.ts';
import { readmeCourses } from './check.ts';
import { type Cursor, cursorAt, isBeingWritten } from './cursor.ts';
import { type Schema, schemaAt, valuesAt } from './schema.ts';
import { nextFreeId } from './suggest.ts';
import { isKind, linkNames } from './yamlProblems.ts';

export interface Completion {
  readonly kind: 'key' | 'value' | 'file';
  readonly label: string;
  /** What stands in the text in place of the word from `from` on; its lines are indented already. */
  readonly insert: string;
  /** Where the word begins that is replaced, in UTF-16 units. */
  readonly from: number;
  readonly detail?: string;
  readonly documentation?: string;
}

/**
 * What may stand at `offset` of a course.yaml: keys, kinds, a next id, files of the folder, and names that `readme` may
 * give; in the order in which to offer them.
 * @param folder absolute path of the course
 */
export async function completionsAt(
  folder: string,
  source: string,
  offset: number,
  read: ReadText = readCourseText,
): Promise<Completion[]> {
  const cursor = await cursorAt(source, offset);
  if (!cursor) return [];
  return cursor.writes === 'key' ? keys(cursor) : values(cursor, folder, read);
}

function keys(cursor: Cursor): Completion[] {
  const { properties = {}, required = [] } = schemaAt(cursor.path) ?? {};
  const holder = cursor.text.at(cursor.path);
  const given = new Set(typeof holder === 'object' && holder !== null ? Object.keys(holder) : []);
  return Object.entries(properties)
    .filter(([key]) => !given.has(key))
    .map(([key, schema]) => ({
      kind: 'key',
      label: key,
      insert: `${key}:${opening(schema, cursor)}`,
      from: cursor.from,
      detail: required.includes(key) ? t('required') : t('optional'),
      ...documented(schema),
    }));
}

/** What follows a key's colon: a list begins on the next line. */
function opening({ type }: Schema, { isFlow, column }: Cursor): string {
  return type === 'array' && !isFlow ? `\n${' '.repeat(column + 2)}- ` : ' ';
}

async function values(cursor: Cursor, folder: string, read: ReadText): Promise<Completion[]> {
  const { path, from, text } = cursor;
  const known = valuesAt(path);
  if (known.length > 0) {
    return known.map((label) => ({ kind: 'value', label, insert: label, from, ...documented(schemaAt(path)) }));
  }
  const items = [...writtenItems(text)];
  const item = items.find((each) => each.path.every((key, index) => path[index] === key));
  if (!item) return [];
  const offer = (kind: 'value' | 'file', labels: readonly string[]) =>
    labels.map((label): Completion => ({ kind, label, insert: label, from }));
  switch (path[item.path.length]) {
    case 'id':
      return offer('value', nextId(item, items));
    case 'file':
      return offer('file', await freeFiles(item, items, folder));
    case 'readme':
      return offer('value', await freeNames(item, items, folder, read));
    default:
      return [];
  }
}

/** The id that follows the last one above. */
function nextId(item: WrittenItem, items: readonly WrittenItem[]): string[] {
  const ids = items.flatMap(({ fields: { id } }) => (typeof id === 'string' && !isBeingWritten(id) ? [id] : []));
  const above = items.slice(0, items.indexOf(item)).at(-1)?.fields.id;
  return typeof above === 'string' ? [nextFreeId(above, new Set(ids))] : [];
}

async function freeFiles(item: WrittenItem, items: readonly WrittenItem[], folder: string): Promise<string[]> {
  const taken = new Set(items.map(({ fields: { file } }) => file));
  const kinds: readonly ItemKind[] = isKind(item.fields.kind) ? [item.fields.kind] : ['slides', 'lab'];
  const files = await filesBelow(folder, '');
  return files.filter((file) => !taken.has(file) && kinds.some((kind) => fits(file, kind))).sort();
}

/** The names that the README links in this week as this kind, but for those that are given already. */
async function freeNames(
  { course, week, fields: { kind } }: WrittenItem,
  items: readonly WrittenItem[],
  folder: string,
  read: ReadText,
): Promise<string[]> {
  if (!isKind(kind)) return [];
  const beside = items.filter((other) => other.course === course && other.week === week && other.fields.kind === kind);
  const taken = new Set(beside.flatMap(({ fields: { readme } }) => (Array.isArray(readme) ? readme : [])));
  const linked = linkNames(await readmeCourses(folder, read), course + 1, week + 1, kind);
  return [...new Set(linked)].filter((name) => !taken.has(name));
}

const documented = (schema: Schema | undefined) => (schema?.description ? { documentation: schema.description } : {});
