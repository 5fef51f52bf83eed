/** What may stand at a place of a YAML file that is being written, as its schema says. */
import { t } from '../../platform/l10n.ts';
import type { Cursor } from './cursor.ts';
import { type Schema, schemaAt, valuesAt } from './schema.ts';

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

/** The keys that may still stand where the cursor is. @param file the schema of the whole file */
export function keyCompletions(cursor: Cursor, file: Schema): Completion[] {
  const { properties = {}, required = [] } = schemaAt(file, cursor.path) ?? {};
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

/** The values that may stand where the cursor is, where only some may. */
export function valueCompletions({ path, from }: Cursor, file: Schema): Completion[] {
  const about = documented(schemaAt(file, path));
  return valuesAt(file, path).map((label) => ({ kind: 'value', label, insert: label, from, ...about }));
}

const documented = (schema: Schema | undefined) => (schema?.description ? { documentation: schema.description } : {});
