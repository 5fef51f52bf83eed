// Angles, hours and days of the year: numbers whose end lies beside their beginning.
import { type Numbers, numbersOf } from '../data/numbers.ts';
import { assertPositive } from './arguments.ts';

export interface Cyclic {
  readonly sin: Float64Array;
  readonly cos: Float64Array;
}

/** Days of a mean Gregorian year. */
export const daysOfYear = 365.2425;

const angleOf = (value: number, period: number) => (2 * Math.PI * value) / period;

/**
 * Each value as a point on a circle, so that neighbors stay neighbors: `cyclic(hours, 24)` sets 23.9 beside 0.1. It
 * takes both numbers, since each sine belongs to two hours. A missing value gives NaN twice.
 * @param values in the unit of `period`, of any sign and size
 * @param period once around: 24 for hours, 360 for degrees, 86,400 for seconds of the day
 * @returns two lists as long as `values`, from -1 to 1
 * @throws {WindowsError} for a period that is not above 0
 */
export function cyclic(values: Numbers, period: number): Cyclic {
  assertPositive('The period', period);
  const angles = numbersOf(values).map((value) => angleOf(value, period));
  return { sin: angles.map(Math.sin), cos: angles.map(Math.cos) };
}

/**
 * The mean direction of values on a circle: of 350 and 10 degrees it is 0, not 180. Missing values do not count. As
 * SciPy's `circmean(values, high=period)`; where the values balance each other, so that there is no direction, or where
 * there is no value, it is NaN.
 * @returns a number from 0 up to, and without, `period`
 * @throws {WindowsError} for a period that is not above 0
 */
export function circularMean(values: Numbers, period = 360): number {
  assertPositive('The period', period);
  const angles = numbersOf(values)
    .filter((value) => !Number.isNaN(value))
    .map((value) => angleOf(value, period));
  const [sin, cos] = [Math.sin, Math.cos].map((of) => angles.reduce((sum, angle) => sum + of(angle), 0));
  if (!(Math.hypot(sin!, cos!) > 1e-9 * angles.length)) return Number.NaN;
  const mean = (Math.atan2(sin!, cos!) * period) / (2 * Math.PI);
  // The remainder of a tiny negative number may round up to the period itself.
  const inPeriod = mean < 0 ? mean + period : mean;
  return inPeriod < period ? inPeriod : 0;
}
