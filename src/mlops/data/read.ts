/** Rows and columns, from all that a lab keeps them in. What a single value is, `value.ts` says. */
import { types } from 'node:util';
import type { ColumnarData } from './columns.ts';
import { DataError } from './errors.ts';
import { dtypeOf, isValues, type List, listOf, type Values } from './list.ts';
import { isTensor, type TensorLike } from './tensorLike.ts';
import { cellOf } from './value.ts';

/** A table of another library that gives its cells by name and row, such as Arquero's. */
export interface ColumnTable {
  columnNames(): readonly string[];
  numRows(): number;
  get(name: string, row: number): unknown;
}

/** Columns by name: each a list, a typed array, a tensor, or anything else that can be gone through. */
export type ColumnLists = Readonly<Record<string, Values>>;

/** What makes a table: rows (objects), columns, another library's table, a list of values, or a tensor of two axes. */
export type Tabular = Iterable<unknown> | ColumnLists | ColumnTable | TensorLike;

/** A row by the names of its columns; a name that is not there is a missing value. */
export type Row = Readonly<Record<string, unknown>>;

/** A column with its values as they were given. */
interface GivenColumn {
  readonly name: string;
  readonly dtype?: string;
  given(row: number): unknown;
}

interface GivenColumns {
  readonly rows: number;
  readonly columns: readonly GivenColumn[];
}

/**
 * The columns of a table, read from where its data lie: only what can be gone through but once is copied. A row
 * without a name, and a column shorter than the longest, have missing values. A list of values is a column “value”.
 * @throws {DataError} for what has no rows and columns
 */
export function readColumns(data: Tabular): ColumnarData {
  const { rows, columns } = given(data);
  return {
    rows,
    columns: columns.map(({ name, dtype, given }) => ({
      name,
      ...(dtype && { dtype }),
      at: (row) => cellOf(given(row)),
    })),
  };
}

/**
 * The rows of a table with their values as they were given, for whoever has rules of its own for types. They can be
 * gone through more than once, unless `data` is rows that cannot.
 * @throws {DataError} for what has no rows and columns
 */
export function readRows(data: Tabular): Iterable<Row> {
  if (isValues(data) && !isTensor(data) && !ArrayBuffer.isView(data)) return data as Iterable<Row>;
  const { rows, columns } = given(data);
  const rowAt = (row: number): Row => Object.fromEntries(columns.map(({ name, given }) => [name, given(row)]));
  return {
    *[Symbol.iterator]() {
      for (let row = 0; row < rows; row++) yield rowAt(row);
    },
  };
}

function given(data: Tabular): GivenColumns {
  if (isTensor(data)) return ofTensor(data);
  if (isValues(data)) {
    const list = listOf(data);
    return ArrayBuffer.isView(list) || !hasRows(list) ? ofLists({ value: list }) : ofRows(list);
  }
  if (typeof data !== 'object' || data === null) throw notTabular(typeof data);
  if (isColumnTable(data)) return ofTable(data);
  for (const [name, values] of Object.entries(data))
    if (!isValues(values)) throw notTabular(`“${name}”, ${typeof values}`);
  return ofLists(data as ColumnLists);
}

/** Whether a list holds rows, and not plain values. An empty list is a table without columns. */
function hasRows(list: List): list is List & ArrayLike<Row | null> {
  for (let i = 0; i < list.length; i++) {
    const value = list[i];
    if (value !== null && value !== undefined) return typeof value === 'object' && !types.isDate(value);
  }
  return list.length === 0;
}

function ofRows(list: ArrayLike<Row | null | undefined>): GivenColumns {
  const names = new Set<string>();
  for (let row = 0; row < list.length; row++) for (const name of Object.keys(list[row] ?? {})) names.add(name);
  const columns = Array.from(names, (name) => ({ name, given: (row: number) => list[row]?.[name] }));
  return { rows: list.length, columns };
}

function ofLists(data: ColumnLists): GivenColumns {
  const columns = Object.entries(data).map(([name, values]) => ({
    name,
    dtype: dtypeOf(values),
    list: listOf(values),
  }));
  return {
    rows: columns.reduce((most, { list }) => Math.max(most, list.length), 0),
    columns: columns.map(({ name, dtype, list }) => ({ name, ...(dtype && { dtype }), given: (row) => list[row] })),
  };
}

function ofTensor(tensor: TensorLike): GivenColumns {
  const [rows = 0, width = 1] = tensor.shape;
  if (tensor.shape.length === 0 || tensor.shape.length > 2 || tensor.dtype === 'complex64')
    throw notTabular(`a ${tensor.dtype} tensor of the shape [${tensor.shape}]`);
  const list = listOf(tensor);
  const name = (column: number) => (tensor.shape.length === 1 ? 'value' : String(column));
  const columns = Array.from({ length: width }, (_, column) => ({
    name: name(column),
    dtype: tensor.dtype,
    given: (row: number) => list[row * width + column],
  }));
  return { rows, columns };
}

function ofTable(data: ColumnTable): GivenColumns {
  return {
    rows: data.numRows(),
    columns: data.columnNames().map((name) => ({ name, given: (row) => data.get(name, row) })),
  };
}

function isColumnTable(data: object): data is ColumnTable {
  const functions = ['columnNames', 'numRows', 'get'];
  return functions.every((name) => typeof Reflect.get(data, name) === 'function');
}

function notTabular(what: string): DataError {
  return new DataError(
    'not-tabular',
    `A table is made of rows (objects), of lists by name, of one list, or of a tensor of one or two axes; this is ${what}.`,
  );
}
