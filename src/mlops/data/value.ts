/**
 * What one value of a lab's data is to the toolkit: the rules that tables, charts and transforms share.
 *
 * | given                              | kind    | in a table         | as a number                |
 * |------------------------------------|---------|--------------------|----------------------------|
 * | `null`, `undefined`, invalid date  | missing | `null`             | NaN                        |
 * | number, NaN and infinities too     | number  | itself             | itself                     |
 * | bigint that is a safe integer      | number  | the number         | the number                 |
 * | any other bigint                   | text    | its digits         | the nearest number         |
 * | text                               | text    | itself             | NaN, be it digits          |
 * | boolean                            | boolean | itself             | 1 or 0                     |
 * | date                               | date    | ISO 8601, in UTC   | milliseconds since 1970    |
 * | anything else                      | other   | as Node prints it  | NaN                        |
 *
 * NaN is no missing value: it is what an operation without a result leaves, and a lab wants to see that.
 */
import { inspect, types } from 'node:util';

/** A value as a table computes with it: `null` is missing, numbers are all that JavaScript has. */
export type CellValue = string | number | boolean | null;

export type ValueKind = 'missing' | 'number' | 'text' | 'boolean' | 'date' | 'other';

export function kindOf(value: unknown): ValueKind {
  switch (typeof value) {
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'text';
    case 'undefined':
      return 'missing';
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? 'number' : 'text';
  }
  if (value === null) return 'missing';
  if (!types.isDate(value)) return 'other';
  return Number.isNaN(value.getTime()) ? 'missing' : 'date';
}

/** The value as a table holds it; what is of the kind “other” in one line, as Node prints it. */
export function cellOf(value: unknown): CellValue {
  switch (kindOf(value)) {
    case 'missing':
      return null;
    case 'number':
      return Number(value);
    case 'text':
      return String(value);
    case 'boolean':
      return value as boolean;
    case 'date':
      return (value as Date).toISOString();
    case 'other':
      return inspect(value, printed);
  }
}

const printed = { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 10, maxStringLength: 200 };

/** The value as a number to compute with or to draw; NaN where it is none. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  return types.isDate(value) ? value.getTime() : Number.NaN;
}
