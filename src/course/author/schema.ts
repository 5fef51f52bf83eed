/** What course.schema.json says of a place in a course.yaml: the one list of keys, kinds and their meaning. */
import schema from '../../../course/course.schema.json' with { type: 'json' };
import type { Path } from '../yamlText.ts';

/** As much of JSON Schema as the file uses. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly string[];
}

/** `undefined` where nothing is to stand. */
export function schemaAt(path: Path): Schema | undefined {
  let found: Schema | undefined = schema;
  for (const key of path) {
    const properties: Schema['properties'] = found?.properties;
    if (typeof key === 'number') found = found?.items;
    else found = properties && Object.hasOwn(properties, key) ? properties[String(key)] : undefined;
  }
  return found;
}

/** The keys that may stand in the map at `path`. */
export const keysAt = (path: Path): string[] => Object.keys(schemaAt(path)?.properties ?? {});

/** The values that may stand at `path`, where only some may. */
export const valuesAt = (path: Path): readonly string[] => schemaAt(path)?.enum ?? [];
