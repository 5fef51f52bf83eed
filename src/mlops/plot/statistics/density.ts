/** Kernel density estimation with a Gaussian kernel, as `scipy.stats.gaussian_kde` defines it in one dimension. */

import { sumOf } from '../data.ts';

/** A rule of thumb, or the kernel's standard deviation in units of the data. */
export type Bandwidth = 'scott' | 'silverman' | number;

/** The kernel is nothing (4e-6 of its top) beyond this many bandwidths. */
const reach = 5;
/** Cells a bandwidth, for binned samples: linear binning is then off by less than 0.1 % of the top. */
const cellsPerBandwidth = 16;
const mostCells = 1 << 18;

/**
 * The kernel's standard deviation: of the sample (n − 1), times n^(−1/5), and for Silverman's rule (3n/4)^(−1/5).
 * 0 for fewer than two values, or equal ones.
 */
export function bandwidthOf(values: Float64Array, rule: Bandwidth): number {
  if (typeof rule === 'number') return rule;
  const n = values.length;
  if (n < 2) return 0;
  const mean = sumOf(values) / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2;
  return Math.sqrt(squares / (n - 1)) * (rule === 'scott' ? n : (3 * n) / 4) ** (-1 / 5);
}

/**
 * The estimated density at places from `low` to `high`. A large sample is first shared out over a fine grid, each
 * value between its two neighbours (linear binning), so that the time does not grow with the number of places.
 * @param values finite
 */
export function densityAt(
  values: Float64Array,
  bandwidth: number,
  [low, high]: readonly [number, number],
  places: number,
): { readonly x: number; readonly density: number }[] {
  const step = (high - low) / (places - 1);
  const cells = Math.min(mostCells, Math.ceil(((high - low) / bandwidth) * cellsPerBandwidth));
  const masses = values.length > cells ? linearBins(values, low, high, cells) : undefined;
  const ordered = masses ?? values.slice().sort();
  const at = masses ? (i: number) => low + ((high - low) * i) / cells : (i: number) => ordered[i]!;
  const norm = 1 / (values.length * bandwidth * Math.sqrt(2 * Math.PI));
  let from = 0;
  return Array.from({ length: places }, (_, place) => {
    const x = low + step * place;
    while (from < ordered.length && at(from) < x - reach * bandwidth) from++;
    let sum = 0;
    for (let i = from; i < ordered.length && at(i) <= x + reach * bandwidth; i++) {
      const mass = masses ? masses[i]! : 1;
      if (mass > 0) sum += mass * Math.exp(-0.5 * ((x - at(i)) / bandwidth) ** 2);
    }
    return { x, density: sum * norm };
  });
}

function linearBins(values: Float64Array, low: number, high: number, cells: number): Float64Array {
  const masses = new Float64Array(cells + 2);
  for (let i = 0; i < values.length; i++) {
    const place = ((values[i]! - low) / (high - low)) * cells;
    const cell = Math.floor(place);
    masses[cell] = masses[cell]! + 1 - (place - cell);
    masses[cell + 1] = masses[cell + 1]! + (place - cell);
  }
  return masses;
}
