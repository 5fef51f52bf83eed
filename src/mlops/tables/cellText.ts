/** How a cell travels, and how it is written in full. */
import type { CellValue } from '../data/value.ts';
import type { TableValue } from '../payloads/table.ts';

/** A number as JSON keeps it: JSON would make `null` of what is not finite, and 0 of −0. */
export function jsonNumber(value: number): TableValue {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

/** All that a cell holds, as text; numbers in full, nothing for what is missing. */
export function fullText(cell: CellValue): string {
  if (cell === null) return '';
  return Object.is(cell, -0) ? '-0' : String(cell);
}
