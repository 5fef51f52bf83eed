/** The course that lists a file: what a quiz of it is held against. */
import { dirname, join, relative } from 'node:path';
import { courseFileName } from '../../shared/model.ts';
import { largest, type ReadText, readCourseText } from '../../shared/textFile.ts';
import { fieldsOf } from '../../shared/yaml/faults.ts';
import { examineCourseYaml, writtenItems, writtenObjectives } from '../yaml.ts';

export interface CourseOf {
  /** Under which the course lists the file; absent where it does not. */
  readonly id?: string;
  /** Those that have ids, with their texts. */
  readonly objectives: ReadonlyMap<string, string>;
  /** Ids of items, by whether a link to them is one to slides or to a lab. */
  readonly decks: ReadonlySet<string>;
  readonly labs: ReadonlySet<string>;
}

/** A quiz lies this deep below its course.yaml at most. */
const highest = 5;

/**
 * What the nearest course.yaml above a file says, as far as it can be read; `undefined` where there is none.
 * @param path absolute
 */
export async function courseOf(path: string, read: ReadText = readCourseText): Promise<CourseOf | undefined> {
  let folder = dirname(path);
  for (let level = 0; level < highest; level++, folder = dirname(folder)) {
    const text = await read(join(folder, courseFileName), largest.yaml).catch(() => undefined);
    if (text === undefined) continue;
    const examined = await examineCourseYaml(text);
    const items = [...writtenItems(examined.text)].map(({ fields }) => fields);
    const own = relative(folder, path).replaceAll('\\', '/');
    const ids = (isWanted: (kind: unknown) => boolean) =>
      new Set(items.flatMap(({ id, kind }) => (typeof id === 'string' && isWanted(kind) ? [id] : [])));
    const id = items.find(({ file }) => file === own)?.id;
    const objectives = [...writtenObjectives(examined.text)].map(({ fields }) => fieldsOf(fields));
    return {
      ...(typeof id === 'string' ? { id } : {}),
      objectives: new Map(
        objectives.flatMap((each) =>
          typeof each.id === 'string' ? [[each.id, String(each.text ?? '')] as const] : [],
        ),
      ),
      decks: ids((kind) => kind === 'slides'),
      labs: ids((kind) => kind === 'lab' || kind === 'assignment'),
    };
  }
  return undefined;
}
