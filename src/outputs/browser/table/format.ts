import { isNumeric, type TableValue } from '../../../mlops/payloads/table.ts';

const significantDigits = 6;
/** However large the largest value of a column, this many decimals are left to its small ones. */
const leastDecimals = 4;
/** Outside of these a decimal notation is all zeros; such columns are written value by value. */
const smallest = 1e-4;
const largest = 1e15;

export interface ColumnFormat {
  /** Numbers stand to the right, their points below each other. */
  readonly numeric: boolean;
  /** The text of a value that is there. */
  readonly text: (value: Exclude<TableValue, null>) => string;
}

/**
 * How a column is written: a column of numbers gets one count of decimals, enough for six significant digits of its
 * largest value, as pandas does it, and for four decimals of the others; what JSON has no number for stands as it is.
 */
export function columnFormat(values: readonly TableValue[]): ColumnFormat {
  const numeric = isNumeric(values);
  const numbers = values.filter((value) => typeof value === 'number');
  const decimals = numeric && !numbers.some(isExtreme) ? decimalsFor(numbers) : undefined;
  const written = (value: number) =>
    decimals === undefined || !fits(value, decimals) ? shortest(value) : value.toFixed(decimals);
  return { numeric, text: (value) => (typeof value === 'number' ? written(value) : plainText(value)) };
}

function plainText(value: Exclude<TableValue, null>): string {
  return typeof value === 'object' ? `${value.start}…` : String(value);
}

/** A value that comes when the column's format is set must not look rounder than it is. */
function fits(value: number, decimals: number): boolean {
  return !isExtreme(value) && (decimals >= leastDecimals || decimalsOf(value) <= decimals);
}

function decimalsOf(value: number): number {
  return shortest(value).split('.')[1]?.length ?? 0;
}

function isExtreme(value: number): boolean {
  const size = Math.abs(value);
  return size !== 0 && (size < smallest || size >= largest);
}

function decimalsFor(numbers: readonly number[]): number {
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const whole = String(Math.trunc(largest)).length;
  const room = Math.max(leastDecimals, significantDigits - (largest < 1 ? 0 : whole));
  const needed = numbers.reduce((most, value) => Math.max(most, decimalsOf(value)), 0);
  return Math.min(needed, room);
}

/** Whole numbers in full, others to six significant digits, without trailing zeros. */
function shortest(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(significantDigits)));
}
