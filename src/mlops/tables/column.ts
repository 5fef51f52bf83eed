import type { TableValue } from '../payloads/table.ts';

/** A value as a table computes with it: `null` is missing, numbers are all that JavaScript has. */
export type Cell = string | number | boolean | null;

/** One column, read where it lies. */
export interface Column {
  readonly name: string;
  /** TensorFlow's name of the element type, where there is one. */
  readonly dtype?: string;
  at(row: number): Cell;
}

export interface Columns {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** A number as JSON keeps it: JSON would make `null` of what is not finite, and 0 of −0. */
export function jsonNumber(value: number): TableValue {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

/** All that a cell holds, as text; numbers in full, nothing for what is missing. */
export function fullText(cell: Cell): string {
  if (cell === null) return '';
  return Object.is(cell, -0) ? '-0' : String(cell);
}
