import { type NamedNumbers, type Numbers, numbersOf, type Series, seriesOf } from '../data/numbers.ts';
import { count, extentOf, finiteOrNull, leftOut, sameLength, short } from './data.ts';
import { lineBySeries, named, quantitative, type ScaleType, scaleOf, wholeTicks } from './encoding.ts';
import { type Plot, vegaLitePlot } from './plot.ts';
import { m4, mostPoints } from './sampling.ts';
import { sparkline } from './sketch.ts';

export interface LineOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** The values of one line, or of several by name. What is not a finite number leaves a gap. */
  readonly y: NamedNumbers;
  /** Where the values stand, in the same order; by default 1, 2, 3, … */
  readonly x?: Numbers;
  /** A logarithmic scale leaves out what is not above zero. */
  readonly yScale?: ScaleType;
  readonly xScale?: ScaleType;
}

interface Line extends Series {
  readonly x: Float64Array;
  /** Which of the points are drawn. */
  readonly drawn: Uint32Array;
}

/** Points that can be told apart get a mark each. */
const mostMarks = 60;

/**
 * A line chart: `line({ title, xLabel, yLabel, y: { loss, val_loss } })`. Of very many points those are drawn that
 * make the same picture, and the chart says so.
 * @throws {PlotError} when a line and `x` differ in length.
 */
export function line(options: LineOptions): Plot {
  const { title, xLabel, yLabel, xScale, yScale } = options;
  const lines = linesOf(options);
  const names = lines.map(({ name }) => name);
  const values = lines.flatMap(rowsOf);
  return vegaLitePlot({
    title,
    description: describe(lines, yLabel, xLabel),
    values,
    sketch: lines.map(({ name, values }) => `${name ? `${name} ` : ''}${sparkline(values)}`).join('\n'),
    layers: {
      mark: { type: 'line', point: values.length <= mostMarks, invalid: 'break-paths-show-path-domains' },
      encoding: {
        x: quantitative('x', xLabel, {
          scale: { nice: false, ...scaleOf(xScale).scale },
          ...(xScale === 'log' ? {} : wholeTicks(values.map(({ x }) => x))),
        }),
        y: quantitative('y', yLabel, scaleOf(yScale)),
        tooltip: [
          ...(named(names) ? [{ field: 'series', type: 'nominal', title: 'Line' }] : []),
          { field: 'x', type: 'quantitative', title: xLabel },
          { field: 'y', type: 'quantitative', title: yLabel, format: '.5~g' },
        ],
        ...lineBySeries(names),
      },
    },
  });
}

function linesOf({ x, y, xScale, yScale }: LineOptions): Line[] {
  const given = x && numbersOf(x);
  const series = seriesOf(y);
  const most = Math.max(400, Math.floor(mostPoints / Math.max(1, series.length)));
  return series.map(({ name, values }) => {
    if (given) sameLength(values.length, name ? `The line “${name}”` : 'The line', given.length, 'x');
    const places = given ?? counted(values.length);
    const drawable = withGaps(places, values, xScale === 'log', yScale === 'log');
    return { name, x: places, values: drawable, drawn: m4(places, drawable, most) };
  });
}

/** 1, 2, 3, … */
function counted(length: number): Float64Array {
  const places = new Float64Array(length);
  for (let i = 0; i < length; i++) places[i] = i + 1;
  return places;
}

/** The values, with NaN where a logarithm or a place is missing. */
function withGaps(x: Float64Array, y: Float64Array, xLog: boolean, yLog: boolean): Float64Array {
  const values = y.slice();
  for (let i = 0; i < values.length; i++) {
    const fits = Number.isFinite(x[i]) && !(xLog && x[i]! <= 0) && !(yLog && values[i]! <= 0);
    if (!fits) values[i] = Number.NaN;
  }
  return values;
}

function rowsOf({ name, x, values, drawn }: Line) {
  // `Array.from` and not `map`: a typed array could not hold objects.
  return Array.from(drawn, (i) => ({
    x: finiteOrNull(x[i]!),
    y: finiteOrNull(values[i]!),
    ...(name ? { series: name } : {}),
  }));
}

/** The chart in words: for each line its points, first and last value, and range. */
function describe(lines: readonly Line[], yLabel: string, xLabel: string): string {
  const sentences = lines.map(({ name, x, values, drawn }) => {
    const subject = name || yLabel;
    const extent = extentOf(values);
    if (!extent) return `${subject}: no values.`;
    const at = (index: number) => `${short(values[index]!)} at ${xLabel} ${short(x[index]!)}`;
    const [first, last] = [values.findIndex(Number.isFinite), values.findLastIndex(Number.isFinite)];
    const sampled = drawn.length < values.length ? `, drawn as ${drawn.length.toLocaleString('en-US')}` : '';
    return (
      `${subject}: ${count(extent.finite, 'point')}${sampled}, from ${at(first)} to ${at(last)}; ` +
      `lowest ${at(extent.lowAt)}, highest ${at(extent.highAt)}.${leftOut(values.length - extent.finite)}`
    );
  });
  return `Line chart of ${yLabel} over ${xLabel}. ${sentences.join(' ')}`;
}
