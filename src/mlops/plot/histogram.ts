import { type NamedNumbers, type Series, seriesOf } from '../data/numbers.ts';
import { count, leftOut, short } from './data.ts';
import { named, overlaidAreas } from './encoding.ts';
import { type Plot, type VegaLiteSpec, vegaLitePlot } from './plot.ts';
import { bars } from './sketch.ts';
import { type BinCounts, type Bins, binEdges, countInBins } from './statistics/histogram.ts';
import { quantile, sorted } from './statistics/order.ts';

export interface HistogramOptions {
  readonly title: string;
  /** Names the values. */
  readonly xLabel: string;
  /** One sample, or several by name, in the same bins. */
  readonly values: NamedNumbers;
  /** By default 'auto', NumPy's rule. */
  readonly bins?: Bins;
  /** What the height is: values in the bin, their share, or their share by width, so that the area is 1. */
  readonly stat?: 'count' | 'probability' | 'density';
}

interface Sample extends Series {
  /** The finite values, rising. */
  readonly ordered: Float64Array;
}

const heights = { count: 'Count', probability: 'Share', density: 'Density' } as const;

/**
 * A histogram; every value is counted, however many there are. Several samples are drawn as outlines over each other.
 * @throws {PlotError} for bins that cannot be
 */
export function histogram(options: HistogramOptions): Plot {
  const { title, xLabel, bins = 'auto', stat = 'count' } = options;
  const samples = seriesOf(options.values).map(({ name, values }) => ({ name, values, ordered: sorted(values) }));
  const edges = binEdges(together(samples), bins);
  const counted = samples.map((sample) => ({ ...sample, ...countInBins(sample.ordered, edges) }));
  const rows = edges.length === 0 ? [] : counted.flatMap((sample) => rowsOf(sample, sample.name, stat));
  const names = samples.map(({ name }) => name);
  return vegaLitePlot({
    title,
    description: describe(counted, xLabel),
    values: rows,
    layers: named(names) ? outlines(rows, names, xLabel, heights[stat]) : columns(xLabel, heights[stat]),
    sketch: named(names) ? '' : sketch(counted[0]!),
  });
}

/** All samples in one, rising. */
function together(samples: readonly Sample[]): Float64Array {
  if (samples.length === 1) return samples[0]!.ordered;
  const all = new Float64Array(samples.reduce((sum, { ordered }) => sum + ordered.length, 0));
  let offset = 0;
  for (const { ordered } of samples) {
    all.set(ordered, offset);
    offset += ordered.length;
  }
  return all.sort();
}

function rowsOf({ edges, counts }: BinCounts, name: string, stat: 'count' | 'probability' | 'density') {
  const total = counts.reduce((sum, value) => sum + value, 0) || 1;
  return counts.map((value, i) => {
    const [from, to] = [edges[i]!, edges[i + 1]!];
    const height = { count: value, probability: value / total, density: value / total / (to - from) }[stat];
    return { from, to, height, ...(name ? { series: name } : {}) };
  });
}

function tooltip(xLabel: string, yLabel: string): object[] {
  return [
    { field: 'from', type: 'quantitative', title: `${xLabel} from`, format: '.5~g' },
    { field: 'to', type: 'quantitative', title: 'to', format: '.5~g' },
    { field: 'height', type: 'quantitative', title: yLabel, format: ',.5~g' },
  ];
}

function columns(xLabel: string, yLabel: string): VegaLiteSpec {
  return {
    mark: { type: 'bar', style: 'touching' },
    encoding: {
      x: { field: 'from', type: 'quantitative', title: xLabel, bin: 'binned', scale: { zero: false } },
      x2: { field: 'to' },
      y: { field: 'height', type: 'quantitative', title: yLabel },
      tooltip: tooltip(xLabel, yLabel),
    },
  };
}

/** Steps hide each other less than columns do. A last row brings each outline down at its right end. */
function outlines(rows: readonly { to: number; series?: string }[], names: readonly string[], x: string, y: string) {
  const ends = names.map((series) => ({ from: rows.at(-1)?.to, height: 0, series }));
  return {
    data: { values: [...rows, ...ends] },
    layer: overlaidAreas(names, 'step-after'),
    encoding: {
      x: { field: 'from', type: 'quantitative', title: x, scale: { zero: false, nice: false } },
      y: { field: 'height', type: 'quantitative', title: y, stack: null },
      tooltip: [{ field: 'series', type: 'nominal', title: 'Sample' }, ...tooltip(x, y)],
    },
  };
}

function sketch({ edges, counts }: BinCounts): string {
  return bars(
    counts.map((_, i) => `${short(edges[i]!)} to ${short(edges[i + 1]!)}`),
    counts,
    (value) => value.toLocaleString('en-US'),
  );
}

function describe(samples: readonly (Sample & BinCounts)[], xLabel: string): string {
  const sentences = samples.map(({ name, values, ordered, edges, counts }) => {
    const subject = name || xLabel;
    if (ordered.length === 0 || counts.length === 0) return `${subject}: no values.`;
    const fullest = counts.indexOf(counts.reduce((most, value) => Math.max(most, value)));
    const outside = ordered.length - counts.reduce((sum, value) => sum + value, 0);
    return (
      `${subject}: ${count(ordered.length, 'value')} from ${short(ordered[0]!)} to ${short(ordered.at(-1)!)}, ` +
      `median ${short(quantile(ordered, 0.5))}; most (${counts[fullest]!.toLocaleString('en-US')}) between ` +
      `${short(edges[fullest]!)} and ${short(edges[fullest + 1]!)}.` +
      (outside > 0 ? ` ${count(outside, 'value')} outside the bins.` : '') +
      leftOut(values.length - ordered.length)
    );
  });
  const bins = samples[0]?.counts.length ?? 0;
  return `Histogram of ${xLabel} in ${count(bins, 'bin')}. ${sentences.join(' ')}`;
}
