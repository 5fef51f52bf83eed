// How often quiet dials call, and how the number of rows decides what a test calls a change.
import { falseAlarms } from '../../../C1/W1/figures/chance.ts';
import { mean, normal, range, rounded, uniform } from '../../../C3/W1/figures/chance.ts';
import { distance } from './world.ts';

export const dials = 30;
/** Alarms of last year, as the harbor's log has them. */
export const lastYear = 88;
export const spans = [7, 14, 21, 28, 42, 60, 90, 180, 365];

/** False alarms a year of all dials, bands of three deviations estimated from so many days. */
export const bySpan = () => spans.map((span) => ({ span, alarms: rounded(falseAlarms(dials, span, 3, 1), 1) }));

/** The narrowest band, to 0.01 deviations, with under one false alarm a year for all dials; by halving. */
export function width(span: number): number {
  let [low, high] = [3, 8];
  while (high - low > 0.005) {
    const middle = (low + high) / 2;
    if (falseAlarms(dials, span, middle, 1) < 1) high = middle;
    else low = middle;
  }
  return rounded(Math.ceil(100 * high) / 100, 2);
}
export const widthSpans = [21, 90, 365];

/** False alarms a year of one dial whose days resemble the day before (correlation `rho`), band from 21 days. */
export function correlated(rho: number): number {
  const gauss = normal(uniform(31));
  const years = 3000;
  let calls = 0;
  for (let year = 0; year < years; year++) {
    let value = gauss();
    const next = () => {
      value = rho * value + Math.sqrt(1 - rho ** 2) * gauss();
      return value;
    };
    const first = range(21).map(next);
    const center = mean(first);
    const spread = Math.sqrt(first.reduce((sum, v) => sum + (v - center) ** 2, 0) / 20);
    for (let day = 0; day < 365; day++) if (Math.abs(next() - center) > 3 * spread) calls++;
  }
  return rounded(calls / years, 1);
}

/** Share of tests (p < 0.01) that call a shift of 0.02 deviations a change, for two samples of so many rows. */
export function ksAlarms(rows: number, tests: number): number {
  const gauss = normal(uniform(rows));
  const limit = 1.628 * Math.sqrt(2 / rows);
  const called = range(tests).filter(() => {
    const [a, b] = [0, 0.02].map((shift) => Float64Array.from({ length: rows }, () => gauss() + shift).sort());
    return distance(a!, b!) > limit;
  });
  return rounded(called.length / tests, 2);
}

/** Share of unchanged samples of so many rows whose PSI over ten equal bins is above 0.1. */
export function psiAlarms(rows: number): number {
  const next = uniform(5);
  const tests = 4000;
  const called = range(tests).filter(() => {
    const bins = range(10).map(() => 0.5);
    for (let i = 0; i < rows; i++) bins[Math.floor(10 * next())]!++;
    return bins.reduce((sum, count) => sum + (count / (rows + 5) - 0.1) * Math.log(count / (rows + 5) / 0.1), 0) > 0.1;
  });
  return rounded(called.length / tests, 2);
}
