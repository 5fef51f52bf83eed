import { count, short } from '../../plot/data.ts';
import { quantitative } from '../../plot/encoding.ts';
import { type Plot, vegaLitePlot } from '../../plot/plot.ts';
import { grid } from '../../plot/sketch.ts';
import type { Explanation } from '../explanation.ts';
import { assertCount, meanOf } from '../inputs.ts';

export interface BeeswarmOptions {
  readonly title: string;
  /** Names the parts and their unit. */
  readonly xLabel: string;
  /** Columns with a line of their own, the largest by mean size: 10 by default. */
  readonly maxDisplay?: number;
}

interface Swarm {
  readonly name: string;
  readonly size: number;
  readonly parts: Float64Array;
  readonly values: Float64Array;
}

/** Pixels. */
const bandStep = 46;
const bins = 60;

/**
 * All explained rows at once: a point a row and column, at its part, colored by where the row's value stands among the
 * others; after `shap.plots.beeswarm`. Columns with the largest mean size stand first.
 * @throws {ExplainError} `bad-argument`
 */
export function beeswarm(explanation: Explanation, { title, xLabel, maxDisplay = 10 }: BeeswarmOptions): Plot {
  assertCount(maxDisplay, 1, 'maxDisplay');
  const swarms = explanation.featureNames
    .map((name, column): Swarm => {
      const parts = Float64Array.from(explanation.values, (row) => row[column]!);
      const values = Float64Array.from(explanation.data, (row) => row[column]!);
      return { name, size: meanOf(parts.map(Math.abs)), parts, values };
    })
    .sort((a, b) => b.size - a.size)
    .slice(0, maxDisplay);
  const points = swarms.flatMap(({ name, parts, values }) => {
    const [heights, ranks] = [heightsOf(parts), ranksOf(values)];
    return Array.from(parts, (part, i) => ({
      column: name,
      part,
      value: values[i]!,
      rank: ranks[i]!,
      height: heights[i]!,
    }));
  });
  const legend = { title: 'value', values: [0, 1], labelExpr: "datum.value > 0 ? 'high' : 'low'" };
  return vegaLitePlot({
    title,
    description: describe(swarms, explanation.values.length, xLabel),
    values: points,
    layers: {
      height: { step: bandStep },
      mark: { type: 'point', style: points.length > 1000 ? 'dense-points' : 'points' },
      encoding: {
        x: quantitative('part', xLabel),
        y: { field: 'column', type: 'nominal', sort: null, title: null, axis: { labelLimit: 260, grid: true } },
        yOffset: { field: 'height', type: 'quantitative', scale: { domain: [-1, 1] } },
        color: { field: 'rank', type: 'quantitative', legend, scale: { domain: [0, 1], domainMid: 0.5 } },
        tooltip: [
          { field: 'column', type: 'nominal', title: 'Column' },
          { field: 'value', type: 'quantitative', title: 'Value', format: '.5~g' },
          { field: 'part', type: 'quantitative', title: xLabel, format: '.5~g' },
        ],
      },
    },
    sketch: grid(
      ['column', 'mean size', 'from', 'to'],
      swarms.map(({ name, size, parts }) => [name, short(size), ...[least(parts), most(parts)].map(short)]),
    ),
  });
}

const least = (values: Float64Array) => values.reduce((a, b) => Math.min(a, b));
const most = (values: Float64Array) => values.reduce((a, b) => Math.max(a, b));

/** Points that lie at one place are laid above and below each other: from -1 to 1. */
function heightsOf(parts: Float64Array): number[] {
  const [low, high] = [least(parts), most(parts)];
  const binOf = (part: number) => (high > low ? Math.floor(((part - low) / (high - low)) * (bins - 1)) : 0);
  const seen = new Uint32Array(bins);
  const places = Array.from(parts, (part) => seen[binOf(part)]!++);
  const fullest = seen.reduce((a, b) => Math.max(a, b), 1);
  return places.map((place) => ((place % 2 === 0 ? 1 : -1) * Math.ceil(place / 2) * 2) / Math.max(fullest, 12));
}

/** From 0 for the lowest to 1 for the highest; equal values have the mean of their places. */
function ranksOf(values: Float64Array): Float64Array {
  const sorted = values.toSorted();
  const [first, last] = [new Map<number, number>(), new Map<number, number>()];
  sorted.forEach((value, place) => {
    if (!first.has(value)) first.set(value, place);
    last.set(value, place);
  });
  const end = Math.max(1, values.length - 1);
  return values.map((value) => (first.get(value)! + last.get(value)!) / 2 / end);
}

function describe(swarms: readonly Swarm[], rows: number, xLabel: string): string {
  const lines = swarms.map(({ name, size, parts }) => {
    return `${name}: mean size ${short(size)}, from ${short(least(parts))} to ${short(most(parts))}`;
  });
  return `Beeswarm of ${xLabel} for ${count(rows, 'row')} and ${count(swarms.length, 'column')}. ${lines.join('; ')}.`;
}
