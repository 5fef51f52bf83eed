/** Runs as points and as lines through their values: scatter plot and parallel coordinates. Pure. */
import { extentOf, short } from '../../mlops/plot/data.ts';
import { pointBySeries, quantitative, scaleOf } from '../../mlops/plot/encoding.ts';
import { parallelCoordinates } from '../../mlops/plot/parallelCoordinates.ts';
import { type VegaLiteSpec, vegaLitePlot } from '../../mlops/plot/plot.ts';
import { t } from '../../platform/l10n.ts';
import { cellOf, isTexts } from './columns.ts';
import { nameColumn, type TableColumn } from './table.ts';

/** Axes that can be read beside each other at the width of an editor. */
const mostAxes = 12;

/** The columns that have a place on an axis of numbers: those of numbers, and texts that all are such. */
export function numberColumns(columns: readonly TableColumn[]): TableColumn[] {
  return columns.filter(({ cells }) => !isTexts(cells) || (cells.values.length > 0 && cells.values.every(isNumber)));
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

export interface ScatterOptions {
  readonly logX: boolean;
  readonly logY: boolean;
  readonly group?: TableColumn | undefined;
  /** What a run is called when it is pointed at. */
  readonly name: (row: number) => string;
}

/** A point a run; runs that lack one of the two are left out. */
export function scatterSpec(
  rows: Uint32Array,
  across: TableColumn,
  up: TableColumn,
  options: ScatterOptions,
): VegaLiteSpec {
  const { logX, logY, group, name } = options;
  const drawn = rows.filter((row) => isDrawable(numberIn(across, row), logX) && isDrawable(numberIn(up, row), logY));
  const values = Array.from(drawn, (row) => ({
    x: numberIn(across, row),
    y: numberIn(up, row),
    run: name(row),
    ...(group && { series: String(cellOf(group.cells, row) ?? '–') }),
  }));
  const names = group ? [...new Set(values.map(({ series }) => series ?? ''))] : [''];
  return vegaLitePlot({
    title: t('{0} against {1}', up.label, across.label),
    description: describePoints(across, up, drawn, rows.length),
    values,
    layers: {
      height: 260,
      mark: { type: 'point', style: values.length > 1000 ? 'dense-points' : 'points' },
      encoding: {
        x: quantitative('x', across.label, scaleOf(logX ? 'log' : undefined)),
        y: quantitative('y', up.label, scaleOf(logY ? 'log' : undefined)),
        ...pointBySeries(names),
        tooltip: [
          { field: 'run', type: 'nominal', title: t('Run') },
          ...(group ? [{ field: 'series', type: 'nominal', title: group.label }] : []),
          { field: 'x', type: 'quantitative', title: across.label, format: '.5~g' },
          { field: 'y', type: 'quantitative', title: up.label, format: '.5~g' },
        ],
      },
    },
  }).spec;
}

function numberIn({ cells }: TableColumn, row: number): number {
  return Number(cellOf(cells, row) ?? Number.NaN);
}

function isDrawable(value: number, log: boolean): boolean {
  return Number.isFinite(value) && !(log && value <= 0);
}

/** The points in words: how many, and between which values. */
function describePoints(across: TableColumn, up: TableColumn, drawn: Uint32Array, all: number): string {
  const range = (column: TableColumn) => {
    const extent = extentOf(Float64Array.from(drawn, (row) => numberIn(column, row)));
    return extent ? t('{0} from {1} to {2}', column.label, short(extent.low), short(extent.high)) : '';
  };
  if (drawn.length === 0) return t('No run has both {0} and {1}.', across.label, up.label);
  return t('{0} of {1} runs as points: {2}, {3}.', drawn.length, all, range(across), range(up));
}

/** A line a run through what it has in params and metrics that differ. @param color of these, by which lines are colored */
export function parallelSpec(
  rows: Uint32Array,
  columns: readonly TableColumn[],
  color: TableColumn | undefined,
): VegaLiteSpec {
  const axes = columns
    .filter(({ kind, id }) => (kind === 'params' || kind === 'metrics') && id !== color?.id)
    .slice(0, color ? mostAxes - 1 : mostAxes);
  const drawn = color ? [...axes, color] : axes;
  const values = Object.fromEntries(drawn.map((column) => [axisName(column, drawn), axisValues(column, rows)]));
  const { spec } = parallelCoordinates({
    title: t('Params and metrics of {0} runs', rows.length),
    values,
    ...(color && { color: axisName(color, drawn) }),
  });
  return { ...spec, height: 260 };
}

/** A param and a metric may be called the same. */
function axisName(column: TableColumn, all: readonly TableColumn[]): string {
  const isAlone = all.filter(({ label }) => label === column.label).length === 1;
  return isAlone ? column.label : column.id;
}

function axisValues({ cells }: TableColumn, rows: Uint32Array): (number | string)[] {
  const asNumbers = !isTexts(cells) || cells.values.every(isNumber);
  return Array.from(rows, (row) => {
    const value = cellOf(cells, row);
    if (asNumbers) return value === undefined ? Number.NaN : Number(value);
    return String(value ?? '–');
  });
}

/** The columns of params and metrics that can be an axis: all but the names. */
export function axisColumns(columns: readonly TableColumn[]): TableColumn[] {
  return columns.filter(({ id, kind }) => id !== nameColumn && (kind === 'params' || kind === 'metrics'));
}
