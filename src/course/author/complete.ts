import type { ItemKind } from '../../shared/model.ts';
import { type ReadText, readCourseText } from '../../shared/textFile.ts';
import { type Completion, keyCompletions, valueCompletions } from '../../shared/yaml/complete.ts';
import { type Cursor, cursorAt, isBeingWritten } from '../../shared/yaml/cursor.ts';
import { nextFreeId } from '../../shared/yaml/suggest.ts';
import { filesBelow } from '../repair.ts';
import { fits } from '../resolve.ts';
import { type WrittenItem, writtenItems } from '../yaml.ts';
import { readmeCourses } from './check.ts';
import { courseSchema } from './schema.ts';
import { isKind, linkNames } from './yamlProblems.ts';

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
  const cursor = await cursorAt(source, offset, courseSchema);
  if (!cursor) return [];
  return cursor.writes === 'key' ? keyCompletions(cursor, courseSchema) : values(cursor, folder, read);
}

async function values(cursor: Cursor, folder: string, read: ReadText): Promise<Completion[]> {
  const { path, from, text } = cursor;
  const known = valueCompletions(cursor, courseSchema);
  if (known.length > 0) return known;
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
  const kinds: readonly ItemKind[] = isKind(item.fields.kind) ? [item.fields.kind] : ['slides', 'lab', 'quiz'];
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
