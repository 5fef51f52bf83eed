import { type NamedNumbers, seriesOf } from '../data/numbers.ts';
import { count, leftOut, short } from './data.ts';
import { quantitative, type ScaleType, scaleOf } from './encoding.ts';
import { type Plot, vegaLitePlot } from './plot.ts';
import { type Box, boxOf, sorted } from './statistics/order.ts';

export interface BoxOptions {
  readonly title: string;
  /** Names what the samples are. */
  readonly xLabel: string;
  /** Names the values. */
  readonly yLabel: string;
  readonly values: NamedNumbers;
  /** How many times the box's height a whisker may reach; 1.5 by default. */
  readonly whis?: number;
  readonly yScale?: ScaleType;
}

interface Sample {
  readonly name: string;
  readonly size: number;
  readonly missing: number;
  readonly box: Box | undefined;
}

/** Pixels. */
const bandStep = 34;
/** A cloud of points says no more than these: the outermost. */
const mostOutliers = 200;

/** Tukey's box plot: quartiles, whiskers, and each value beyond them. The boxes lie, so that names can be read. */
export function box({ title, xLabel, yLabel, values, whis = 1.5, yScale }: BoxOptions): Plot {
  const samples = seriesOf(values).map(({ name, values }): Sample => {
    const ordered = sorted(yScale === 'log' ? values.filter((value) => value > 0) : values);
    const missing = values.length - ordered.length;
    return { name: name || yLabel, size: ordered.length, missing, box: boxOf(ordered, whis) };
  });
  const boxes = samples.flatMap(({ name, size, box }) => {
    if (!box) return [];
    const { outliers, ...five } = box;
    return [{ sample: name, ...five, values: size, outliers: outliers.length }];
  });
  const outliers = samples.flatMap(({ name, box }) => shown(box).map((outlier) => ({ sample: name, outlier })));
  const y = { field: 'sample', type: 'nominal', sort: null, title: samples.length > 1 ? xLabel : null };
  const x = (field: string) => quantitative(field, yLabel, scaleOf(yScale));
  const tooltip = ['sample', 'low', 'q1', 'median', 'q3', 'high', 'outliers', 'values'].map((field) => ({
    field,
    type: field === 'sample' ? 'nominal' : 'quantitative',
    ...(field === 'sample' ? {} : { format: ',.5~g' }),
  }));
  return vegaLitePlot({
    title,
    description: describe(samples, xLabel, yLabel),
    values: boxes,
    layers: {
      height: { step: bandStep },
      encoding: { y },
      layer: [
        { mark: { type: 'rule', style: 'whisker' }, encoding: { x: x('low'), x2: { field: 'high' }, tooltip } },
        { mark: { type: 'bar', style: 'box', size: 18 }, encoding: { x: x('q1'), x2: { field: 'q3' }, tooltip } },
        { mark: { type: 'tick', style: 'median', size: 18 }, encoding: { x: x('median'), tooltip } },
        {
          data: { values: outliers, name: 'outliers' },
          mark: { type: 'point', style: 'outlier' },
          encoding: { x: x('outlier') },
        },
      ],
    },
  });
}

function shown(box: Box | undefined): number[] {
  if (!box || box.outliers.length <= mostOutliers) return Array.from(box?.outliers ?? []);
  const half = mostOutliers / 2;
  return [...box.outliers.subarray(0, half), ...box.outliers.subarray(-half)];
}

function describe(samples: readonly Sample[], xLabel: string, yLabel: string): string {
  const sentences = samples.map(({ name, size, missing, box }) => {
    if (!box) return `${name}: no values.${leftOut(missing)}`;
    const beyond = box.outliers.length;
    const some = beyond > mostOutliers ? ` (the outermost ${mostOutliers} are drawn)` : '';
    return (
      `${name}: ${count(size, 'value')}, median ${short(box.median)}, half of them from ${short(box.q1)} to ` +
      `${short(box.q3)}, whiskers ${short(box.low)} to ${short(box.high)}, ${count(beyond, 'outlier')}${some}.` +
      leftOut(missing)
    );
  });
  return `Box plot of ${yLabel}${samples.length > 1 ? ` by ${xLabel}` : ''}. ${sentences.join(' ')}`;
}
