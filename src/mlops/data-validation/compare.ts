/** Two data sets drawn beside each other, feature by feature, as Facets shows them. */
import { bar } from '../plot/bar.ts';
import { overlaidAreas } from '../plot/encoding.ts';
import { type Plot, vegaLitePlot } from '../plot/plot.ts';
import { smallMultiples } from '../plot/smallMultiples.ts';
import { jensenShannon } from './checks/distances.ts';
import { DataValidationError } from './errors.ts';
import { datasetOf } from './statistics/slices.ts';
import type { DatasetStatistics, FeatureStatistics, HistogramBucket, Statistics } from './statistics/statistics.ts';
import { commonOf, histogramOf, statsOf, textCounts } from './view.ts';

export interface CompareOptions {
  readonly title?: string;
  /** The features that are drawn; by default all. */
  readonly features?: readonly string[];
  /** By default the feature first whose two data sets lie farthest apart; otherwise as in the data. */
  readonly sortBy?: 'distance' | 'order';
  /** How many are drawn at most; 12 by default. */
  readonly limit?: number;
  /** How many stand beside each other; 3 by default. */
  readonly columns?: number;
}

/** What is to be said of one feature in two data sets. */
export interface FeatureDistance {
  readonly feature: string;
  /**
   * Jensen-Shannon divergence from 0 to 1; 1 where one data set lacks the feature or has it in another type. Of numbers
   * it is that of the histograms of equal count: those of equal width, TFDV's default, call two samples of the same
   * whole numbers far apart as soon as their ranges differ by one.
   */
  readonly distance: number;
}

/** The distance of each feature that either data set has, the largest first. */
export function featureDistances(left: Statistics, right: Statistics): FeatureDistance[] {
  const [a, b] = [datasetOf(left), datasetOf(right)];
  return namesOf(a, b)
    .map((feature) => ({ feature, distance: distanceOf(statsOf(a, feature), statsOf(b, feature)) }))
    .sort((one, other) => other.distance - one.distance);
}

const namesOf = (a: DatasetStatistics, b: DatasetStatistics) => [
  ...new Set([...a.features, ...b.features].map(({ name }) => name)),
];

function distanceOf(a: FeatureStatistics | undefined, b: FeatureStatistics | undefined): number {
  const [hasA, hasB] = [a, b].map((stats) => stats !== undefined && commonOf(stats).numNonMissing > 0);
  if (!a || !b || !hasA || !hasB) return hasA === hasB ? 0 : 1;
  return jensenShannon(a, b, 'QUANTILES') ?? 1;
}

/**
 * Draws two data sets feature by feature: shares of words as bars, shares of numbers as outlines. What differs most comes
 * first. TFDV's `visualize_statistics`.
 * @param datasets two statistics by the names that the legend has: `{ train, eval }`
 * @throws {DataValidationError} `bad-argument` for other than two, or for a feature that neither has
 */
export function compareStatistics(datasets: Readonly<Record<string, Statistics>>, options: CompareOptions = {}): Plot {
  const names = Object.keys(datasets);
  if (names.length !== 2)
    throw new DataValidationError('bad-argument', `Two data sets are compared, and not ${names.length}.`);
  const [left, right] = names.map((name) => datasets[name]!) as [Statistics, Statistics];
  const distances = featureDistances(left, right);
  const byName = new Map(distances.map((each) => [each.feature, each.distance]));
  const { title = `${names[0]} and ${names[1]}`, sortBy = 'distance', limit = 12, columns = 3 } = options;
  const ordered = sortBy === 'distance' ? [...byName.keys()] : namesOf(datasetOf(left), datasetOf(right));
  for (const feature of options.features ?? []) {
    if (byName.has(feature)) continue;
    throw new DataValidationError('bad-argument', `Neither data set has a feature “${feature}”.`, { feature });
  }
  const drawn = ordered.filter((name) => options.features?.includes(name) ?? true).slice(0, limit);
  const plots = drawn.map((feature, i) => {
    const both = [left, right].map((each) => statsOf(datasetOf(each), feature));
    const plot = featurePlot(`${feature} (distance ${byName.get(feature)!.toFixed(3)})`, names, both);
    return i === 0 ? plot : { ...plot, spec: withoutLegend(plot.spec) as Plot['spec'] };
  });
  return smallMultiples({ title, plots, columns });
}

/** The first chart tells which is which for all. */
function withoutLegend(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map(withoutLegend);
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      key === 'legend' ? null : key === 'data' ? value : withoutLegend(value),
    ]),
  );
}

type Both = readonly (FeatureStatistics | undefined)[];

function featurePlot(title: string, names: readonly string[], both: Both): Plot {
  const isNumeric = both.every(
    (stats) => !stats || histogramOf(stats, 'STANDARD') || commonOf(stats).numNonMissing === 0,
  );
  return isNumeric && both.some((stats) => stats?.numStats)
    ? numbersPlot(title, names, both)
    : wordsPlot(title, names, both);
}

const mostWords = 8;

/** The most frequent words of either, and what is missing. */
function wordsPlot(title: string, names: readonly string[], both: Both): Plot {
  const shares = both.map((stats, i) => {
    const counts = stats ? textCounts(stats) : new Map<string, number>();
    const { numMissing = 0, totNumValues = 0 } = stats ? commonOf(stats) : {};
    // Numbers where the other has words are one bar.
    if (stats?.numStats) counts.set(`(numbers in ${names[i]})`, totNumValues);
    if (numMissing > 0) counts.set('(missing)', numMissing);
    const total = totNumValues + numMissing || 1;
    return new Map([...counts].map(([word, count]) => [word, count / total]));
  });
  const largest = (word: string) => Math.max(...shares.map((share) => share.get(word) ?? 0));
  const words = [...new Set(shares.flatMap((share) => [...share.keys()]))].sort((a, b) => largest(b) - largest(a));
  const categories = words.slice(0, mostWords);
  const left = words.length - categories.length;
  return bar({
    title,
    xLabel: left > 0 ? `the most frequent words; ${left} more` : 'word',
    yLabel: 'share',
    horizontal: true,
    categories,
    y: Object.fromEntries(names.map((name, i) => [name, categories.map((word) => shares[i]!.get(word) ?? 0)])),
  });
}

const bins = 20;

/** Shares of the values in bins that both have. */
function numbersPlot(title: string, names: readonly string[], both: Both): Plot {
  const numbers = both.map((stats) =>
    stats?.numStats && stats.numStats.histograms.length > 0 ? stats.numStats : undefined,
  );
  const finite = numbers.flatMap((each) => (each ? [each.min, each.max] : [])).filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const width = (high - low) / bins || 1;
  const edges = Array.from({ length: bins + 1 }, (_, i) => (i === bins && high > low ? high : low + i * width));
  const rows = numbers.flatMap((each, i) => {
    const counts = countsBetween(edges, each?.histograms[0]?.buckets ?? []);
    const total = counts.reduce((sum, count) => sum + count, 0) || 1;
    const series = names[i]!;
    const steps = counts.map((count, bin) => ({
      from: edges[bin]!,
      to: edges[bin + 1]!,
      share: count / total,
      series,
    }));
    return each ? [...steps, { from: edges.at(-1)!, to: edges.at(-1)!, share: 0, series }] : [];
  });
  const said = numbers.map((each, i) =>
    each
      ? `${names[i]}: mean ${each.mean.toPrecision(4)}, from ${each.min} to ${each.max}.`
      : `${names[i]}: no numbers.`,
  );
  return vegaLitePlot({
    title,
    description: `Outlines of ${title} in ${bins} bins. ${said.join(' ')}`,
    values: rows,
    layers: {
      layer: overlaidAreas(names, 'step-after'),
      encoding: {
        x: { field: 'from', type: 'quantitative', title: 'value', scale: { zero: false, nice: false } },
        y: { field: 'share', type: 'quantitative', title: 'share', stack: null },
        tooltip: [
          { field: 'series', type: 'nominal', title: 'Data' },
          { field: 'from', type: 'quantitative', title: 'from', format: '.5~g' },
          { field: 'to', type: 'quantitative', title: 'to', format: '.5~g' },
          { field: 'share', type: 'quantitative', title: 'share', format: '.3~f' },
        ],
      },
    },
  });
}

/** Counts of finite buckets in bins, as if values lay evenly in a bucket. */
function countsBetween(edges: readonly number[], buckets: readonly HistogramBucket[]): number[] {
  const last = edges.length - 2;
  return edges.slice(0, -1).map((from, bin) => {
    const to = edges[bin + 1]!;
    let count = 0;
    for (const { lowValue, highValue, sampleCount } of buckets) {
      if (!Number.isFinite(highValue - lowValue)) continue;
      if (lowValue === highValue) {
        if (lowValue >= from && (lowValue < to || (bin === last && lowValue <= to))) count += sampleCount;
      } else {
        const common = Math.min(to, highValue) - Math.max(from, lowValue);
        if (common > 0) count += (sampleCount * common) / (highValue - lowValue);
      }
    }
    return count;
  });
}
