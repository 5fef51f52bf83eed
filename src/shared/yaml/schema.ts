/** What the JSON schema of a file says of a place in it: the one list of keys, kinds and their meaning. */
import type { Path } from './yamlText.ts';

/** As much of JSON Schema as our files use. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly string[];
  /** Where one thing may be written in several ways; what describes keys is taken. */
  readonly anyOf?: readonly Schema[];
}

/** `undefined` where nothing is to stand. */
export function schemaAt(file: Schema, path: Path): Schema | undefined {
  let found: Schema | undefined = whole(file);
  for (const key of path) {
    const properties: Schema['properties'] = found?.properties;
    if (typeof key === 'number') found = whole(found?.items);
    else found = whole(properties && Object.hasOwn(properties, key) ? properties[String(key)] : undefined);
  }
  return found;
}

/** Of what may be written briefly or at length, the long form: it is the one that needs help. */
function whole(schema: Schema | undefined): Schema | undefined {
  const long = schema?.anyOf?.find(({ properties }) => properties) ?? schema?.anyOf?.[0];
  return long && schema ? { ...long, ...(schema.description ? { description: schema.description } : {}) } : schema;
}

/** The keys that may stand in the map at `path`. */
export const keysAt = (file: Schema, path: Path): string[] => Object.keys(schemaAt(file, path)?.properties ?? {});

/** The values that may stand at `path`, where only some may. */
export const valuesAt = (file: Schema, path: Path): readonly string[] => schemaAt(file, path)?.enum ?? [];
