import { count, short } from './data.ts';
import { lineBySeries } from './encoding.ts';
import { PlotError } from './errors.ts';
import { type Plot, type VegaLiteSpec, vegaLitePlot } from './plot.ts';

export interface ParallelCoordinatesOptions {
  readonly title: string;
  /** A list by name for each axis, in order; all of one length. Texts get places in their sorted order. */
  readonly values: Readonly<Record<string, Iterable<number | string | boolean>>>;
  /** The list that colours the lines. */
  readonly color?: string;
}

interface Axis {
  readonly name: string;
  readonly cells: readonly (number | string)[];
  /** From 0 at the lowest to 1 at the highest; NaN where nothing can be drawn. */
  readonly places: readonly number[];
  readonly low: string;
  readonly high: string;
}

const mostLines = 1000;
/** More axes would stand closer than their names are wide. */
const mostAxes = 30;
/** More colours cannot be told apart. */
const mostGroups = 6;

/**
 * One line for each row, through an axis for each list: which values go with which, e.g. parameters and scores of
 * runs. Of more than 1,000 rows every so-many-th is drawn, and the chart says so.
 * @throws {PlotError} when lists differ in length, there are more than 30, or `color` names none of them
 */
export function parallelCoordinates({ title, values, color }: ParallelCoordinatesOptions): Plot {
  const axes = Object.entries(values).map(([name, list]) => axisOf(name, [...list]));
  const rows = axes[0]?.cells.length ?? 0;
  const uneven = axes.find(({ cells }) => cells.length !== rows);
  if (uneven)
    throw new PlotError(
      'unequal-lengths',
      `“${uneven.name}” has ${uneven.cells.length} values, and “${axes[0]!.name}” has ${rows}.`,
    );
  if (axes.length > mostAxes)
    throw new PlotError('too-many', `${axes.length} axes cannot be read: give ${mostAxes} lists or fewer.`);
  const colored = axes.find(({ name }) => name === color);
  if (color !== undefined && !colored)
    throw new PlotError('bad-argument', `“color” is “${color}”, and no list has that name.`);

  const every = Math.max(1, Math.ceil(rows / mostLines));
  const points = Array.from({ length: Math.ceil(rows / every) }, (_, i) => i * every).flatMap((row) =>
    axes.map(({ name, cells, places }) => ({
      row: row + 1,
      axis: name,
      place: Number.isFinite(places[row]) ? places[row]! : null,
      value: cells[row]!,
      ...(colored ? { color: colored.cells[row]! } : {}),
    })),
  );
  const ends = axes.map(({ name, low, high }) => ({ axis: name, low, high, bottom: 0, top: 1 }));
  return vegaLitePlot({
    title,
    description: describe(axes, rows, every, color),
    values: points,
    layers: {
      encoding: {
        x: {
          field: 'axis',
          type: 'nominal',
          sort: axes.map(({ name }) => name),
          title: null,
          scale: { type: 'point', padding: 0.4 },
          axis: { domain: false, ticks: false, labelPadding: 20 },
        },
      },
      layer: [
        {
          data: { values: ends, name: 'axes' },
          mark: { type: 'rule', style: 'axis-rule' },
          encoding: { y: placeOf('bottom'), y2: { field: 'top' } },
        },
        {
          mark: { type: 'line', style: points.length > 200 ? 'dense-lines' : 'lines' },
          encoding: lines(colored, color),
        },
        endLabels(ends, 'low', 'bottom', 12),
        endLabels(ends, 'high', 'top', -9),
      ],
    },
  });
}

function placeOf(field: string): VegaLiteSpec {
  return { field, type: 'quantitative', axis: null, scale: { domain: [0, 1] } };
}

function lines(colored: Axis | undefined, color = ''): VegaLiteSpec {
  const groups = new Set(colored?.cells);
  const named = [...groups].every((value) => typeof value === 'string') && groups.size <= mostGroups;
  const numeric = {
    color: { field: 'color', type: colored?.cells.every(Number.isFinite) ? 'quantitative' : 'nominal', title: color },
  };
  const byGroup = lineBySeries([...groups].map(String));
  const grouped = Object.fromEntries(
    Object.entries(byGroup).map(([channel, of]) => [
      channel,
      { ...(of as object), field: 'color', legend: { title: color, symbolType: 'stroke', symbolSize: 400 } },
    ]),
  );
  return {
    y: placeOf('place'),
    detail: { field: 'row', type: 'nominal' },
    ...(colored ? (named ? grouped : numeric) : {}),
    tooltip: [
      { field: 'row', type: 'quantitative', title: 'Row' },
      { field: 'axis', type: 'nominal', title: 'Axis' },
      { field: 'value', type: 'nominal', title: 'Value' },
    ],
  };
}

function endLabels(ends: readonly object[], text: string, place: string, dy: number): VegaLiteSpec {
  return {
    data: { values: ends, name: 'axes' },
    mark: { type: 'text', style: 'axis-end', dy },
    encoding: { y: placeOf(place), text: { field: text, type: 'nominal' } },
  };
}

function axisOf(name: string, given: readonly (number | string | boolean)[]): Axis {
  const numeric = given.every((value) => typeof value === 'number');
  const cells = numeric ? given : given.map(String);
  const levels = numeric ? [] : [...new Set(cells as string[])].sort();
  const level = new Map(levels.map((value, index) => [value, index]));
  const numbers = numeric ? (given as readonly number[]) : (cells as string[]).map((value) => level.get(value)!);
  const finite = numbers.filter(Number.isFinite);
  const low = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = finite.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const write = (value: number) => (finite.length === 0 ? '' : numeric ? short(value) : levels[value]!);
  const places = numbers.map((value) => (high > low ? (value - low) / (high - low) : value === low ? 0.5 : Number.NaN));
  return { name, cells: cells as (number | string)[], places, low: write(low), high: write(high) };
}

function describe(axes: readonly Axis[], rows: number, every: number, color: string | undefined): string {
  const drawn = every > 1 ? `, of which one in ${every} is drawn` : '';
  const ranges = axes.map(({ name, low, high }) =>
    low || high ? `${name} from ${low} to ${high}` : `${name} without values`,
  );
  return (
    `Parallel coordinates of ${count(rows, 'row')}${drawn}, ${count(axes.length, 'axis', 'axes')}` +
    `${color ? `, coloured by ${color}` : ''}. ${ranges.join('; ')}.`
  );
}
