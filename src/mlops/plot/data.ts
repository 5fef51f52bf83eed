/** What charts look for in numbers, and how they write them in their sentences. */
import { PlotError } from './errors.ts';

/** What a label of a class may be. */
export type Label = string | number | boolean;

/** @throws {PlotError} when two lists that belong together differ in length. */
export function sameLength(length: number, of: string, otherLength: number, other: string): void {
  if (length !== otherLength)
    throw new PlotError('unequal-lengths', `${of} has ${length} values, and ${other} has ${otherLength}.`);
}

export interface Extent {
  readonly low: number;
  readonly high: number;
  /** How many are finite. */
  readonly finite: number;
  /** Where the lowest and the highest stand. */
  readonly lowAt: number;
  readonly highAt: number;
}

/** The range of the finite values; nothing when there are none. */
export function extentOf(values: ArrayLike<number>): Extent | undefined {
  let lowAt = -1;
  let highAt = -1;
  let finite = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    finite++;
    if (lowAt < 0 || value < values[lowAt]!) lowAt = i;
    if (highAt < 0 || value > values[highAt]!) highAt = i;
  }
  return finite === 0 ? undefined : { low: values[lowAt]!, high: values[highAt]!, finite, lowAt, highAt };
}

/** The finite values alone, in an array of their own. A loop: the methods of typed arrays take ten times as long. */
export function finiteOf(values: Float64Array): Float64Array {
  const kept = new Float64Array(values.length);
  let length = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) kept[length++] = values[i]!;
  return kept.subarray(0, length);
}

export function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

/** JSON has no word for what is not a finite number; Vega-Lite breaks a line at null. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Four significant digits: what a sentence can bear. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

export function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;
}

/** “3 values are not finite and not drawn.”, where that is so. */
export function leftOut(number: number): string {
  if (number === 0) return '';
  return ` ${count(number, 'value is', 'values are')} not finite and not drawn.`;
}
