import { type NamedNumbers, seriesOf } from '../data/numbers.ts';
import { count, extentOf, finiteOf, leftOut, short } from './data.ts';
import { named, overlaidAreas } from './encoding.ts';
import { PlotError } from './errors.ts';
import { type Plot, vegaLitePlot } from './plot.ts';
import { sparkline } from './sketch.ts';
import { type Bandwidth, bandwidthOf, densityAt } from './statistics/density.ts';

export interface DensityOptions {
  readonly title: string;
  /** Names the values. */
  readonly xLabel: string;
  /** One sample, or several by name. */
  readonly values: NamedNumbers;
  /** Scott's rule by default, as in SciPy. */
  readonly bandwidth?: Bandwidth;
}

interface Curve {
  readonly name: string;
  readonly size: number;
  readonly missing: number;
  readonly bandwidth: number;
  readonly points: readonly { readonly x: number; readonly density: number }[];
}

const places = 256;
/** The curve goes on beyond the data by this many bandwidths, where it is all but zero. */
const tail = 3;

/**
 * The density that a sample seems to come from, by a Gaussian kernel. Each curve has an area of 1.
 * @throws {PlotError} for a bandwidth that is not above zero
 */
export function density({ title, xLabel, values, bandwidth = 'scott' }: DensityOptions): Plot {
  if (typeof bandwidth === 'number' && !(bandwidth > 0 && Number.isFinite(bandwidth))) {
    throw new PlotError(
      'bad-argument',
      `“bandwidth” is ${bandwidth}; give a number above zero, 'scott' or 'silverman'.`,
    );
  }
  const curves = seriesOf(values).map(({ name, values }) => curveOf(name, values, bandwidth));
  const names = curves.map(({ name }) => name);
  const rows = curves.flatMap(({ name, points }) =>
    points.map((point) => ({ ...point, ...(name && { series: name }) })),
  );
  return vegaLitePlot({
    title,
    description: `Density of ${xLabel}. ${curves.map((curve) => describe(curve, xLabel)).join(' ')}`,
    values: rows,
    sketch: curves.map(({ name, points }) => `${name} ${sparkline(points.map((p) => p.density))}`.trim()).join('\n'),
    layers: {
      layer: overlaidAreas(names),
      encoding: {
        x: { field: 'x', type: 'quantitative', title: xLabel, scale: { zero: false, nice: false } },
        y: { field: 'density', type: 'quantitative', title: 'Density', stack: null },
        tooltip: [
          ...(named(names) ? [{ field: 'series', type: 'nominal', title: 'Sample' }] : []),
          { field: 'x', type: 'quantitative', title: xLabel, format: '.5~g' },
          { field: 'density', type: 'quantitative', title: 'Density', format: '.4~g' },
        ],
      },
    },
  });
}

function curveOf(name: string, given: Float64Array, rule: Bandwidth): Curve {
  const values = finiteOf(given);
  const extent = extentOf(values);
  const bandwidth = bandwidthOf(values, rule);
  const range = extent && ([extent.low - tail * bandwidth, extent.high + tail * bandwidth] as const);
  const points = range && bandwidth > 0 ? densityAt(values, bandwidth, range, places) : [];
  return { name, size: values.length, missing: given.length - values.length, bandwidth, points };
}

function describe({ name, size, missing, bandwidth, points }: Curve, xLabel: string): string {
  const subject = name || xLabel;
  if (size === 0) return `${subject}: no values.`;
  if (points.length === 0)
    return `${subject}: all of ${count(size, 'value')} are equal, so there is no density to draw.`;
  const peak = points.reduce((top, point) => (point.density > top.density ? point : top));
  return (
    `${subject}: ${count(size, 'value')}, bandwidth ${short(bandwidth)}, highest at ${short(peak.x)} ` +
    `(${short(peak.density)}).${leftOut(missing)}`
  );
}
