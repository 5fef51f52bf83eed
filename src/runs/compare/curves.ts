/** The curves of compared runs as a Vega-Lite specification. Pure. */
import { lineBySeries, quantitative, scaleOf, wholeTicks } from '../../mlops/plot/encoding.ts';
import { type VegaLiteSpec, vegaLitePlot } from '../../mlops/plot/plot.ts';
import { m4 } from '../../mlops/plot/sampling.ts';
import { t } from '../../platform/l10n.ts';
import { formatMetric } from '../format.ts';
import type { History } from './read.ts';
import type { ChartView, XAxis } from './view.ts';

/** A run whose curve is drawn. */
export interface CurveRun {
  readonly id: string;
  /** No other that is drawn has the same. */
  readonly label: string;
  /** In ms since 1970. */
  readonly started: number;
  /** How many batches an epoch has, as far as its params tell. */
  readonly batchesPerEpoch: number | undefined;
  /** The group that it belongs to, where runs are grouped. */
  readonly group?: string;
}

export interface Curve {
  readonly name: string;
  readonly x: Float64Array;
  /** Smoothed, where that was asked for. */
  readonly y: Float64Array;
  /** As they were logged. */
  readonly raw: Float64Array;
  /** The standard deviation over the runs of a group. */
  readonly deviation?: Float64Array;
}

/** All curves together have so many points at most. */
const mostPoints = 16_000;

/** Each run's curve, or each group's mean. A run for which the horizontal axis means nothing is left out. */
export function curvesOf(runs: readonly CurveRun[], histories: readonly History[], chart: ChartView): Curve[] {
  const byId = new Map(histories.map((history) => [history.id, history]));
  const curves = runs.flatMap((run) => {
    const history = byId.get(run.id);
    const x = history && xValues(history, run, chart.x);
    if (!history || !x) return [];
    const raw = history.values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
    return [{ run, curve: { name: run.label, x, raw, y: smoothed(raw, chart.smoothing) } }];
  });
  const isGrouped = runs.some(({ group }) => group !== undefined);
  return isGrouped ? groupCurves(curves) : curves.map(({ curve }) => curve);
}

/** Where a history's points stand: steps, seconds since the run's start, or epochs; nothing where epochs are not known. */
export function xValues({ key, steps, times }: History, run: CurveRun, axis: XAxis): Float64Array | undefined {
  switch (axis) {
    case 'step':
      return steps;
    case 'time':
      return times.map((time) => (time - run.started) / 1000);
    case 'epoch': {
      // What autolog records by batch is named so; all else has a step an epoch.
      if (!key.startsWith('batch/')) return steps;
      const { batchesPerEpoch } = run;
      return batchesPerEpoch === undefined ? undefined : steps.map((step) => step / batchesPerEpoch);
    }
  }
}

/** How many batches an epoch of a run has, from what autolog records of `model.fit`. */
export function batchesPerEpoch(param: (key: string) => string | undefined): number | undefined {
  const number = (key: string) => Number(param(key) ?? Number.NaN);
  const steps = number('steps_per_epoch');
  if (steps > 0) return steps;
  const batches = Math.ceil(number('samples') / number('batch_size'));
  return batches > 0 && Number.isFinite(batches) ? batches : undefined;
}

/**
 * Each point in the light of those before it, as TensorBoard smooths: an exponential mean without the bias of its start
 * (Kingma and Ba, "Adam", 2015, section 3). Gaps stay gaps.
 * @param weight of the past, from 0 (as it is) to below 1
 */
export function smoothed(values: Float64Array, weight: number): Float64Array {
  if (weight <= 0) return values;
  let [mean, left] = [0, 1];
  return values.map((value) => {
    if (Number.isNaN(value)) return value;
    mean = mean * weight + (1 - weight) * value;
    left *= weight;
    return mean / (1 - left);
  });
}

interface Member {
  readonly run: CurveRun;
  readonly curve: Curve;
}

function groupCurves(members: readonly Member[]): Curve[] {
  const groups = new Map<string, Curve[]>();
  for (const { run, curve } of members) {
    const name = run.group ?? '';
    groups.set(name, [...(groups.get(name) ?? []), curve]);
  }
  return [...groups].map(([name, curves]) => meanCurve(name, curves));
}

/** The mean of curves at each place where one of them has a point, with the sample's standard deviation (Welford). */
export function meanCurve(name: string, curves: readonly Curve[]): Curve {
  const places = new Map<number, { count: number; mean: number; squares: number }>();
  for (const { x, y } of curves) {
    for (let i = 0; i < x.length; i++) {
      if (Number.isNaN(y[i]!)) continue;
      const place = places.get(x[i]!) ?? { count: 0, mean: 0, squares: 0 };
      const away = y[i]! - place.mean;
      place.count++;
      place.mean += away / place.count;
      place.squares += away * (y[i]! - place.mean);
      places.set(x[i]!, place);
    }
  }
  const x = Float64Array.from(places.keys()).sort();
  const of = (value: (place: { count: number; mean: number; squares: number }) => number) =>
    Float64Array.from(x, (at) => value(places.get(at)!));
  const mean = of((place) => place.mean);
  const deviation = of(({ count, squares }) => (count > 1 ? Math.sqrt(squares / (count - 1)) : 0));
  return { name, x, y: mean, raw: mean, deviation };
}

const xTitles: Readonly<Record<XAxis, () => string>> = {
  step: () => t('Step'),
  time: () => t('Seconds since the start'),
  epoch: () => t('Epoch'),
};

/** The curves of a metric, in one chart. */
export function curvesSpec(metric: string, curves: readonly Curve[], chart: ChartView): VegaLiteSpec {
  const names = curves.map(({ name }) => name);
  const values = curves.flatMap((curve) => rowsOf(curve, chart, Math.floor(mostPoints / Math.max(1, curves.length))));
  const series = lineBySeries(names, { symbolOpacity: 1 });
  const x = quantitative('x', xTitles[chart.x](), {
    scale: { nice: false, ...scaleOf(chart.logX ? 'log' : undefined).scale },
    ...(chart.logX ? {} : wholeTicks(values.map((value) => value.x))),
  });
  const y = (field: string) => quantitative(field, metric, scaleOf(chart.logY ? 'log' : undefined));
  const line = { type: 'line', point: values.length <= 60, invalid: 'break-paths-show-path-domains' };
  const tooltip = [
    { field: 'series', type: 'nominal', title: t('Run') },
    { field: 'x', type: 'quantitative', title: xTitles[chart.x]() },
    { field: 'y', type: 'quantitative', title: metric, format: '.5~g' },
  ];
  const behind = behindLines(curves, chart, y);
  return vegaLitePlot({
    title: metric,
    description: describe(metric, curves, chart),
    values,
    layers: {
      height: 260,
      encoding: { x, ...series },
      layer: [...behind, { mark: line, encoding: { y: y('y'), tooltip } }],
    },
  }).spec;
}

/** The band of a group's deviation, or the points as they were logged behind those that are smoothed. */
function behindLines(curves: readonly Curve[], chart: ChartView, y: (field: string) => VegaLiteSpec): VegaLiteSpec[] {
  if (curves.some(({ deviation }) => deviation)) {
    return [{ mark: { type: 'area', fillOpacity: 0.2 }, encoding: { y: y('low'), y2: { field: 'high' } } }];
  }
  return chart.smoothing > 0 ? [{ mark: { type: 'line', strokeOpacity: 0.25 }, encoding: { y: y('raw') } }] : [];
}

/** The rows of a curve; `null` leaves a gap where a logarithm, or a number, is missing. */
function rowsOf({ name, x, y, raw, deviation }: Curve, { logX, logY, smoothing }: ChartView, most: number) {
  const drawable = (value: number) => (Number.isFinite(value) && !(logY && value <= 0) ? value : null);
  const rows = Array.from(m4(x, y, Math.max(400, most)), (i) => ({
    series: name,
    x: x[i]!,
    y: drawable(y[i]!),
    ...(smoothing > 0 && !deviation && { raw: drawable(raw[i]!) }),
    ...(deviation && { low: drawable(y[i]! - deviation[i]!), high: drawable(y[i]! + deviation[i]!) }),
  }));
  return logX ? rows.filter((row) => row.x > 0) : rows;
}

/** The chart in words: for each curve its points, first, last, least and greatest value. */
function describe(metric: string, curves: readonly Curve[], chart: ChartView): string {
  const sentences = curves.map(({ name, x, y, deviation }) => {
    const finite = Array.from(y.keys()).filter((i) => Number.isFinite(y[i]));
    if (finite.length === 0) return t('{0} has no value that can be drawn.', name);
    const [first, last] = [finite[0]!, finite.at(-1)!];
    const least = finite.reduce((a, b) => (y[b]! < y[a]! ? b : a));
    const greatest = finite.reduce((a, b) => (y[b]! > y[a]! ? b : a));
    const at = (i: number) => `${formatMetric(y[i]!)} (${formatMetric(x[i]!)})`;
    const spread = deviation ? ` ${t('The last deviates by {0}.', formatMetric(deviation[last]!))}` : '';
    const parts = [name, finite.length, at(first), at(last), at(least), at(greatest)] as const;
    return t('{0}: {1} points, from {2} to {3}; least {4}, greatest {5}.', ...parts) + spread;
  });
  const head = t('{0} by {1} of {2} curves.', metric, xTitles[chart.x](), curves.length);
  return `${head} ${sentences.join(' ')}`;
}
