import { matrixOf, type Numbers } from '../data/numbers.ts';
import type { TensorLike } from '../data/tensorLike.ts';
import { count, short } from './data.ts';
import { PlotError } from './errors.ts';
import { type Plot, type VegaLiteSpec, vegaLitePlot } from './plot.ts';
import { grid } from './sketch.ts';

export interface HeatMapOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Row by row, all of one length. */
  readonly values: Iterable<Numbers> | TensorLike;
  /** Names of the rows and columns; by default 1, 2, 3, … */
  readonly rows?: Iterable<string | number>;
  readonly columns?: Iterable<string | number>;
  /** What the colour means. */
  readonly label?: string;
  /** Where the colours of two sides meet, e.g. 0 for correlations. Without it, colours run from low to high. */
  readonly center?: number;
}

export interface HeatMapCell {
  readonly row: string;
  readonly column: string;
  readonly value: number;
}

/** More cells are drawn as means over blocks. */
const mostCells = 10_000;
/** So few that each can carry its number. */
const mostNumbers = 225;
/** Pixels. */
const [cellWidth, roomForNames] = [64, 260];
const [rowStep, leastStep, tallest] = [30, 3, 420];

/**
 * A matrix by colour; small ones also carry their numbers. More than 10,000 cells are drawn as means over blocks.
 * @throws {PlotError} when rows differ in length, or have not as many names as there are
 */
export function heatMap(options: HeatMapOptions): Plot {
  const { title, label = 'Value', center } = options;
  const given = matrixOf(options.values);
  const width = given[0]?.length ?? 0;
  const uneven = given.findIndex((row) => row.length !== width);
  if (uneven > 0)
    throw new PlotError(
      'unequal-lengths',
      `Row ${uneven + 1} has ${given[uneven]!.length} values, and row 1 has ${width}.`,
    );
  const names = {
    rows: namesOf('rows', options.rows, given.length),
    columns: namesOf('columns', options.columns, width),
  };
  const block = Math.max(1, Math.ceil(Math.sqrt((given.length * width) / mostCells)));
  const cells = block > 1 ? blockMeans(given, names, block) : cellsOf(given, names);
  return vegaLitePlot({
    title,
    description: describe(options, cells, given.length, width, block),
    maxWidth: matrixWidth(Math.ceil(width / block)),
    values: cells.filter(({ value }) => Number.isFinite(value)),
    layers: cellLayers(cells, { ...options, label, scale: center === undefined ? {} : around(center, cells) }),
    sketch:
      block > 1
        ? ''
        : grid(
            ['', ...names.columns],
            given.map((row, i) => [names.rows[i]!, ...Array.from(row, short)]),
          ),
  });
}

interface CellOptions {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly label: string;
  readonly scale: VegaLiteSpec;
  /** What stands in a cell, where it is not its value; and how it is written. */
  readonly text?: { readonly field: string; readonly format: string };
  readonly format?: string;
}

/** Cells much wider than high are hard to compare. */
export function matrixWidth(columns: number): number {
  return Math.max(420, roomForNames + cellWidth * columns);
}

/** Rectangles by colour, with their numbers where these can be read. */
export function cellLayers(cells: readonly HeatMapCell[], options: CellOptions): VegaLiteSpec {
  const { xLabel, yLabel, label, scale, format = '.3~g' } = options;
  const { field, format: textFormat } = options.text ?? { field: 'value', format };
  const rows = new Set(cells.map(({ row }) => row)).size;
  const axis = { grid: false, ticks: false, domain: false };
  const color = { field: 'value', type: 'quantitative', title: label, scale, legend: { format } };
  const numbers = {
    mark: { type: 'text', style: 'cell-number' },
    encoding: {
      text: { field, type: 'quantitative', format: textFormat },
      color: { value: '#ffffff', condition: { test: darkText(cells, scale), value: '#000000' } },
    },
  };
  return {
    height: { step: Math.max(leastStep, Math.min(rowStep, tallest / Math.max(1, rows))) },
    encoding: {
      x: { field: 'column', type: 'nominal', sort: null, title: xLabel, axis },
      y: { field: 'row', type: 'nominal', sort: null, title: yLabel, axis },
      tooltip: [
        { field: 'row', type: 'nominal', title: yLabel },
        { field: 'column', type: 'nominal', title: xLabel },
        { field: 'value', type: 'quantitative', title: label, format: ',.5~g' },
        ...(field === 'value' ? [] : [{ field, type: 'quantitative', format: textFormat }]),
      ],
    },
    layer: [
      { mark: { type: 'rect', style: 'cell' }, encoding: { color } },
      ...(cells.length > mostNumbers ? [] : [numbers]),
    ],
  };
}

/** As far to either side of the centre, so that equal colours are equal distances. */
function around(center: number, cells: readonly HeatMapCell[]): VegaLiteSpec {
  const far = cells.reduce((most, { value }) => Math.max(most, Math.abs(value - center) || 0), 0);
  return { domain: [center - far, center + far], domainMid: center };
}

/** Where black is read better than white: the light end of the one colour scale, or the light middle of the other. */
function darkText(cells: readonly HeatMapCell[], { domainMid, domain }: VegaLiteSpec): string {
  const values = cells.map(({ value }) => value).filter(Number.isFinite);
  const ends = Array.isArray(domain) ? (domain as number[]) : [];
  const low = ends[0] ?? values.reduce((least, value) => Math.min(least, value), 0);
  const high = ends[1] ?? values.reduce((most, value) => Math.max(most, value), low);
  if (typeof domainMid !== 'number') return `datum.value > ${low + 0.5 * (high - low)}`;
  return `abs(datum.value - ${domainMid}) < ${0.3 * (high - low)}`;
}

interface Names {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

function namesOf(what: string, given: Iterable<string | number> | undefined, length: number): string[] {
  const names = given ? Array.from(given, String) : Array.from({ length }, (_, i) => String(i + 1));
  if (names.length !== length)
    throw new PlotError('unequal-lengths', `“${what}” has ${names.length} names for ${length} ${what}.`);
  return names;
}

function cellsOf(values: readonly Float64Array[], { rows, columns }: Names): HeatMapCell[] {
  return values.flatMap((row, r) => Array.from(row, (value, c) => ({ row: rows[r]!, column: columns[c]!, value })));
}

/** Each block is named by its first row and column. */
function blockMeans(values: readonly Float64Array[], { rows, columns }: Names, block: number): HeatMapCell[] {
  const cells: HeatMapCell[] = [];
  for (let r = 0; r < rows.length; r += block) {
    for (let c = 0; c < columns.length; c += block) {
      const held = values.slice(r, r + block).flatMap((row) => [...row.subarray(c, c + block)].filter(Number.isFinite));
      const value = held.reduce((sum, value) => sum + value, 0) / held.length;
      cells.push({ row: rows[r]!, column: columns[c]!, value });
    }
  }
  return cells;
}

function describe(
  options: HeatMapOptions,
  cells: readonly HeatMapCell[],
  rows: number,
  columns: number,
  block: number,
) {
  const kind =
    `Heat map of ${count(rows, 'row')} (${options.yLabel}) by ${count(columns, 'column')} (${options.xLabel})` +
    (block > 1 ? `, drawn as means over blocks of ${block} by ${block}.` : '.');
  const ordered = cells.filter(({ value }) => Number.isFinite(value)).sort((a, b) => a.value - b.value);
  const [lowest, highest] = [ordered[0], ordered.at(-1)];
  if (!lowest || !highest) return `${kind} No values.`;
  const say = ({ row, column, value }: HeatMapCell) => `${short(value)} (${row}, ${column})`;
  return `${kind} Lowest ${say(lowest)}, highest ${say(highest)}.`;
}
