/** Readers of parsed JSON that say where something does not fit. */
import { TransformError } from './errors.ts';

export type Reader = (value: unknown, where: string) => unknown;

/** JSON has no NaN, no infinities and, through JSON.stringify, no negative zero: these are written as text. */
export function writeNumber(value: number): number | string {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

export function readNumber(value: unknown, where: string): number {
  if (typeof value === 'string' && /^(?:-0|NaN|-?Infinity)$/.test(value)) return Number(value);
  return finite(value, where);
}

/** A list of numbers. */
export function numbers(value: unknown, where: string): number[] {
  return list(value, where).map((each) => readNumber(each, where));
}

/** Rows of numbers of one length. */
export function rowsOfNumbers(value: unknown, where: string): number[][] {
  const rows = list(value, where).map((row) => numbers(row, where));
  if (rows.some(({ length }) => length !== rows[0]!.length)) throw bad(where, 'has rows of several lengths');
  return rows;
}

export function readBorders(value: unknown, where: string): number[] {
  const borders = numbers(value, where);
  if (borders.some((border, at) => at > 0 && !(borders[at - 1]! <= border))) throw bad(where, 'is not in order');
  return borders;
}

export function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(where, 'is not an object');
  return value as Record<string, unknown>;
}

export function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw bad(where, 'is not a list');
  return value;
}

export function text(value: unknown, where: string): string {
  if (typeof value !== 'string') throw bad(where, 'is not text');
  return value;
}

export function finite(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw bad(where, 'is not a number');
  return value;
}

export function integer(value: unknown, where: string): number {
  if (!Number.isSafeInteger(value)) throw bad(where, 'is not a whole number');
  return value as number;
}

export function count(value: unknown, where: string): number {
  if (integer(value, where) < 0) throw bad(where, 'is negative');
  return value as number;
}

export function positive(value: unknown, where: string): number {
  if (count(value, where) === 0) throw bad(where, 'is 0');
  return value as number;
}

export function truth(value: unknown, where: string): boolean {
  if (typeof value !== 'boolean') throw bad(where, 'is neither true nor false');
  return value;
}

export function oneOf(...allowed: string[]): Reader {
  return (value, where) => {
    if (!allowed.includes(text(value, where))) throw bad(where, `is not one of ${allowed.join(', ')}`);
    return value;
  };
}

export function optional(read: Reader): Reader {
  return (value, where) => (value === undefined ? undefined : read(value, where));
}

export function bad(where: string, what: string): TransformError {
  return new TransformError('bad-graph', `This is not a saved transform graph: ${where} ${what}.`);
}
