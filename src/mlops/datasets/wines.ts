// Wines of three cellars, measured: 13 columns in units of their own. What goes together is planted.
import { normal, uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';

/**
 * Name, center and spread in its unit; then how it follows strength, color and freshness, the three things behind the
 * columns.
 */
const columns: readonly (readonly [name: string, center: number, spread: number, follows: readonly number[]])[] = [
  ['alcohol (%)', 13, 0.8, [0.8, 0.2, 0]],
  ['malic acid (g/l)', 2.3, 1.1, [0, 0.6, -0.4]],
  ['ash (g/l)', 2.37, 0.27, [0.4, 0.1, 0.3]],
  ['alkalinity (meq/l)', 19.5, 3.3, [-0.5, 0.2, 0.3]],
  ['magnesium (mg/l)', 99.7, 14.3, [0.4, 0, 0]],
  ['phenols (g/l)', 2.3, 0.63, [0.4, -0.6, 0.5]],
  ['flavonoids (g/l)', 2, 1, [0.35, -0.75, 0.5]],
  ['other phenols (g/l)', 0.36, 0.12, [-0.25, 0.5, -0.2]],
  ['proanthocyanins (g/l)', 1.6, 0.57, [0.2, -0.5, 0.4]],
  ['color (index)', 5, 2.3, [0.6, 0.7, 0]],
  ['hue (index)', 0.96, 0.23, [0.05, -0.75, 0.2]],
  ['absorbance (ratio)', 2.6, 0.7, [0.05, -0.8, 0.4]],
  ['proline (mg/l)', 747, 315, [0.85, -0.2, 0]],
];

/** With their units. The last is the only one in the hundreds. */
export const wineColumns: readonly string[] = columns.map(([name]) => name);

/** Where the cellars lie in strength, color and freshness. */
const cellars = [
  [1.1, -0.5, 0.6],
  [-1.1, -0.5, 0],
  [0.2, 1.3, -0.6],
] as const;

export interface Wines {
  /** 13 numbers a wine, in the order of `wineColumns`. */
  readonly rows: Float64Array[];
  /** 0 to 2, in turn. */
  readonly cellar: number[];
}

/**
 * @param options a whole number from 0 on each; 178 wines by default
 * @throws {DatasetsError}
 */
export function wines({ seed, count = 178 }: { readonly seed: number; readonly count?: number }): Wines {
  for (const [name, value] of Object.entries({ seed, count })) {
    if (!(Number.isSafeInteger(value) && value >= 0))
      throw new DatasetsError('bad-argument', `“${name}” must be a whole number from 0 on, not ${value}.`);
  }
  const next = uniform(seed);
  const cellar = Array.from({ length: count }, (_, i) => i % cellars.length);
  return { cellar, rows: cellar.map((at) => wine(cellars[at]!, next)) };
}

function wine(of: readonly number[], next: () => number): Float64Array {
  const behind = of.map((center) => center + 0.5 * normal(next));
  return Float64Array.from(columns, ([, center, spread, weights]) => {
    const told = weights.reduce((sum, weight, k) => sum + weight * behind[k]!, 0);
    const known = weights.reduce((sum, weight) => sum + weight * weight, 0);
    // What is measured is there: at least a tenth of what is usual.
    return Math.max(center / 10, center + spread * (told + Math.sqrt(Math.max(0.15, 1 - known)) * normal(next)));
  });
}
