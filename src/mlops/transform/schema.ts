/** What a data set promises about its columns: the contract that training and serving share. */
import { type ColumnLists, type Row, readRows } from '../data/read.ts';
import { kindOf } from '../data/value.ts';
import { TransformError } from './errors.ts';

/**
 * One value of a column. `null` stands for a missing value; a row may also leave the column out. A column that is read
 * holds numbers or texts; within a graph and as its output there are lists as well, of words say.
 */
export type FeatureValue = number | string | null | readonly number[] | readonly string[];

export interface ColumnSchema {
  readonly type: 'number' | 'string';
  /** Whether every row must have a value: TensorFlow's FixedLenFeature; otherwise VarLenFeature. */
  readonly required: boolean;
}
export type TransformSchema = Readonly<Record<string, ColumnSchema>>;

/**
 * The schema that fits the data, which is rows or columns: a column is required when no row lacks it. Columns
 * without any value are left out.
 * @throws {TransformError} `wrong-type` when a column mixes types or holds anything but numbers and text.
 */
export function inferSchema(data: Iterable<object> | ColumnLists): TransformSchema {
  const columns = new Map<string, { type: ColumnSchema['type']; present: number }>();
  let count = 0;
  for (const row of readRows(data)) {
    for (const name of Object.keys(row ?? {})) {
      const value = featureOf(row[name], name, count);
      if (value === null) continue;
      const type = typeof value as ColumnSchema['type'];
      const column = columns.get(name);
      if (column === undefined) columns.set(name, { type, present: 1 });
      else if (column.type === type) column.present++;
      else throw mismatch(row[name], name, count, `the rows before it hold a ${column.type}`);
    }
    count++;
  }
  return Object.fromEntries(
    [...columns].map(([name, { type, present }]) => [name, { type, required: present === count }]),
  );
}

/**
 * Reads one column of some rows.
 * @param offset index of `rows[0]` in the whole data set, for the error's text.
 * @throws {TransformError} `missing-value` or `wrong-type`, with column and row.
 */
export function readColumn(rows: readonly Row[], offset: number, name: string, schema: ColumnSchema): FeatureValue[] {
  return rows.map((row, index) => {
    const given = row[name];
    if (typeof given === schema.type) return given as number | string;
    const at = offset + index;
    const value = featureOf(given, name, at);
    if (typeof value === schema.type) return value;
    if (value !== null) throw mismatch(given, name, at, `the schema says ${schema.type}`);
    if (!schema.required) return null;
    const message = `${place(at, name)} is missing, yet the schema requires a ${schema.type} in every row.`;
    throw new TransformError('missing-value', message, { column: name, row: at });
  });
}

function featureOf(value: unknown, column: string, row: number): FeatureValue {
  switch (kindOf(value)) {
    case 'missing':
      return null;
    case 'number':
      return Number(value);
    case 'text':
      return String(value);
    default:
      throw mismatch(value, column, row, 'a column holds numbers or text; convert it first');
  }
}

function mismatch(value: unknown, column: string, row: number, reason: string): TransformError {
  const kind = Array.isArray(value) ? 'array' : typeof value;
  const message = `${place(row, column)} is of the type ${kind}, but ${reason}.`;
  return new TransformError('wrong-type', message, { column, row });
}

const place = (row: number, column: string) => `Row ${row} (counted from 0), column “${column}”,`;
