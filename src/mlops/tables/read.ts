import { inspect } from 'node:util';
import type { Cell, Column, Columns } from './column.ts';

/** A table of another library that gives its cells by name and row, such as Arquero's. */
export interface ColumnTable {
  columnNames(): readonly string[];
  numRows(): number;
  get(name: string, row: number): unknown;
}

/** Columns by name: each a list, a typed array, or anything else that can be gone through. */
export type ColumnLists = Readonly<Record<string, Iterable<unknown>>>;

/** What makes a table: rows (objects), columns, or another library's table. */
export type Tabular = readonly object[] | ColumnLists | ColumnTable;

/** The columns of a table, read from where its data lie: only what can be gone through but once is copied. */
export function readTable(data: Tabular): Columns {
  if (Array.isArray(data)) return ofRows(data);
  return isColumnTable(data) ? ofTable(data) : ofLists(data as ColumnLists);
}

function ofRows(data: readonly object[]): Columns {
  const names = new Set<string>();
  for (const row of data) for (const name of Object.keys(row)) names.add(name);
  const at = (row: number, name: string) =>
    cellOf((data[row] as Readonly<Record<string, unknown>> | undefined)?.[name]);
  return { rows: data.length, columns: Array.from(names, (name) => ({ name, at: (row) => at(row, name) })) };
}

function ofLists(data: ColumnLists): Columns {
  const columns = Object.entries(data).map(([name, values]) => ({ name, list: isList(values) ? values : [...values] }));
  return {
    rows: columns.reduce((most, { list }) => Math.max(most, list.length), 0),
    columns: columns.map(({ name, list }): Column => {
      const dtype = dtypeOf(list);
      return { name, ...(dtype && { dtype }), at: (row) => cellOf(list[row]) };
    }),
  };
}

function ofTable(data: ColumnTable): Columns {
  const column = (name: string): Column => ({ name, at: (row) => cellOf(data.get(name, row)) });
  return { rows: data.numRows(), columns: data.columnNames().map(column) };
}

function isColumnTable(data: object): data is ColumnTable {
  const functions = ['columnNames', 'numRows', 'get'];
  return functions.every((name) => typeof Reflect.get(data, name) === 'function');
}

function isList(values: Iterable<unknown>): values is Iterable<unknown> & ArrayLike<unknown> {
  return Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
}

const dtypes: Readonly<Record<string, string>> = {
  Float16Array: 'float16',
  Float32Array: 'float32',
  Float64Array: 'float64',
  Int8Array: 'int8',
  Int16Array: 'int16',
  Int32Array: 'int32',
  BigInt64Array: 'int64',
  Uint8Array: 'uint8',
  Uint8ClampedArray: 'uint8',
  Uint16Array: 'uint16',
  Uint32Array: 'uint32',
  BigUint64Array: 'uint64',
};

function dtypeOf(list: ArrayLike<unknown>): string | undefined {
  return ArrayBuffer.isView(list) ? dtypes[list.constructor.name] : undefined;
}

/** What is neither number, boolean nor text as Node prints it, in one line; an integer that is no safe number in full. */
function cellOf(value: unknown): Cell {
  switch (typeof value) {
    case 'number':
    case 'string':
    case 'boolean':
      return value;
    case 'undefined':
      return null;
    case 'bigint': {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : String(value);
    }
  }
  if (value === null) return null;
  return inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 10, maxStringLength: 200 });
}
