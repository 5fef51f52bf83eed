/** Counts of values in bins, as `numpy.histogram` counts them. */
import { PlotError } from '../errors.ts';
import { quantile } from './order.ts';

/** A rule that chooses a width, how many, or the edges themselves. */
export type Bins = 'auto' | 'fd' | 'sturges' | number | readonly number[];

export interface BinCounts {
  /** One more than counts, rising. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** More bins than a chart has pixel columns cannot be seen. */
const mostBins = 1000;

/**
 * The edges of bins of equal width over all the samples together, so that samples can be compared.
 * - `fd`: Freedman and Diaconis, 2·IQR·n^(−1/3) wide; `sturges`: log2(n) + 1 of them;
 * - `auto`: the narrower of the two, where `fd` is at least half as wide as √n bins would be: NumPy's rule.
 * @param ordered finite and rising
 * @throws {PlotError} for a count that is no whole number from 1 to 1,000, or for edges that do not rise
 */
export function binEdges(ordered: Float64Array, bins: Bins): number[] {
  if (typeof bins === 'object') return checkedEdges(bins);
  if (ordered.length === 0) return [];
  const [low, high] = [ordered[0]!, ordered.at(-1)!];
  // NumPy gives a constant sample a bin of width 1 around it.
  if (low === high) return linspace(low - 0.5, high + 0.5, typeof bins === 'number' ? checkedCount(bins) : 1);
  if (typeof bins === 'number') return linspace(low, high, checkedCount(bins));
  const width = binWidth(ordered, bins);
  return linspace(low, high, Math.min(mostBins, width > 0 ? Math.ceil((high - low) / width) : 1));
}

/**
 * Counts in half-open bins, the last one closed; what lies outside is not counted.
 * @param ordered finite and rising
 */
export function countInBins(ordered: Float64Array, edges: readonly number[]): BinCounts {
  const starts = edges.map((edge, i) => firstAt(ordered, edge, i === edges.length - 1));
  return { edges, counts: starts.slice(1).map((end, bin) => end - starts[bin]!) };
}

/** The place of the first value that is not below the edge, or with `beyond` of the first above it. */
function firstAt(ordered: Float64Array, edge: number, beyond: boolean): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ordered[middle]! < edge || (beyond && ordered[middle] === edge)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function binWidth(ordered: Float64Array, rule: 'auto' | 'fd' | 'sturges'): number {
  const n = ordered.length;
  const range = ordered[n - 1]! - ordered[0]!;
  const fd = (2 * (quantile(ordered, 0.75) - quantile(ordered, 0.25))) / Math.cbrt(n);
  const sturges = range / (Math.log2(n) + 1);
  const width = {
    fd,
    sturges,
    auto: Math.min(Math.max(fd, range / Math.sqrt(n) / 2), sturges),
  }[rule];
  // Whole numbers in bins narrower than 1 would leave every other bin empty.
  return ordered.every(Number.isInteger) ? Math.max(1, width) : width;
}

function checkedCount(bins: number): number {
  if (Number.isInteger(bins) && bins >= 1 && bins <= mostBins) return bins;
  throw new PlotError(
    'bad-argument',
    `“bins” is ${bins}; give a whole number from 1 to ${mostBins}, the edges, or 'auto'.`,
  );
}

function checkedEdges(edges: readonly number[]): number[] {
  const rises = edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > edges[i - 1]!));
  if (edges.length >= 2 && edges.length <= mostBins + 1 && rises) return [...edges];
  throw new PlotError(
    'bad-argument',
    `The edges in “bins” must be 2 to ${mostBins + 1} finite numbers, each above the one before.`,
  );
}

function linspace(low: number, high: number, bins: number): number[] {
  return Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + ((high - low) * i) / bins));
}
