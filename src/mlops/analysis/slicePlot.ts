/** Slices as a picture: each by its rows, or by what another model reaches on it. */
import { pointBySeries, quantitative } from '../plot/encoding.ts';
import { type Plot, vegaLitePlot } from '../plot/plot.ts';
import { AnalysisError } from './errors.ts';
import type { EvalResult, SliceMetrics } from './result.ts';

export interface SlicePlotOptions {
  readonly title?: string;
  /** The first candidate by default. */
  readonly model?: string;
  /** Slices stand over their rows; or over the baseline's value, to compare two models. */
  readonly against?: 'rows' | 'baseline';
  /** Slices with fewer rows are marked as small: 30 by default. */
  readonly small?: number;
}

interface Dot {
  readonly slice: string;
  readonly rows: number;
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
  readonly series: string;
}

/**
 * One metric of all slices: a point each, with its interval where there is one. What is hidden as too small is counted in
 * the chart's words.
 * @throws {AnalysisError} `unknown-metric` where no slice has it, `no-baseline` where one is asked for and there is none
 */
export function slicePlot(result: EvalResult, metric: string, options: SlicePlotOptions = {}): Plot {
  const { model = result.candidates[0]!, against = 'rows', small = 30, title = `${metric} by slice` } = options;
  if (against === 'baseline' && result.baseline === undefined)
    throw new AnalysisError('no-baseline', 'There is no baseline to compare slices with: mark one as “isBaseline”.');
  const dots = result.slices.flatMap((slice) => dotOf(slice, metric, model, against, result.baseline, small));
  if (dots.length === 0)
    throw new AnalysisError('unknown-metric', `No slice has “${metric}” of the model “${model}” to be drawn.`);
  const names = [...new Set(dots.map(({ series }) => series))].sort();
  const xTitle = against === 'rows' ? 'rows' : `${metric} of ${result.baseline}`;
  const x = quantitative('x', xTitle, against === 'rows' ? { scale: { type: 'log' } } : {});
  const bars = dots.some(({ low }) => low !== undefined)
    ? [{ mark: { type: 'rule', opacity: 0.4 }, encoding: { x, y: quantitative('low', metric), y2: { field: 'high' } } }]
    : [];
  return vegaLitePlot({
    title,
    description: describe(result, metric, dots),
    values: dots,
    layers: {
      layer: [
        ...bars,
        {
          mark: { type: 'point', style: 'points' },
          encoding: {
            x,
            y: quantitative('y', metric),
            ...(names.length > 1 && pointBySeries(names)),
            tooltip: [
              { field: 'slice', type: 'nominal', title: 'Slice' },
              { field: 'rows', type: 'quantitative', title: 'Rows', format: ',' },
              { field: 'y', type: 'quantitative', title: metric, format: '.4~f' },
            ],
          },
        },
      ],
    },
  });
}

function dotOf(
  { name, rows, models }: SliceMetrics,
  metric: string,
  model: string,
  against: 'rows' | 'baseline',
  baseline: string | undefined,
  small: number,
): Dot[] {
  const own = models[model]?.[metric];
  const x = against === 'rows' ? rows : models[baseline!]?.[metric]?.value;
  if (!own || x === undefined || !Number.isFinite(own.value) || !Number.isFinite(x)) return [];
  const bounds = own.interval && { low: own.interval.low, high: own.interval.high };
  const series = rows < small ? `fewer than ${small} rows` : `${small} rows or more`;
  return [{ slice: name, rows, x, y: own.value, series, ...bounds }];
}

function describe({ slices }: EvalResult, metric: string, dots: readonly Dot[]): string {
  const sorted = dots.toSorted((a, b) => a.y - b.y);
  const told = (list: readonly Dot[]) =>
    list.map(({ slice, rows, y }) => `${slice} ${y.toFixed(3)} (${rows} rows)`).join(', ');
  const left = slices.length - dots.length;
  return [
    `${metric} of ${dots.length} slices. Lowest: ${told(sorted.slice(0, 3))}. Highest: ${told(sorted.slice(-3).reverse())}.`,
    ...(left > 0 ? [`${left} more have no such number, or are too small.`] : []),
  ].join(' ');
}
