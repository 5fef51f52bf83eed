/** The columns that the compare page can show of runs, and what their cells say. Pure. */
import { tagKeys } from '../../mlops/tracking/values.ts';
import { t } from '../../platform/l10n.ts';
import { formatDuration, formatMetric, formatStatus, formatTime } from '../format.ts';
import type { RunStatus } from '../model.ts';
import { type ColumnKind, cellOf, columnOf, isTexts, NumberCells, type RunColumn, type RunColumns } from './columns.ts';
import type { Extremes } from './read.ts';

/** Which of a metric's values a column shows. */
export type Aspect = 'last' | 'least' | 'greatest' | 'best';
type Format = 'text' | 'metric' | 'time' | 'duration' | 'status';

export interface TableColumn {
  /** Stays the same from run to run: `params.lr`, `metrics.loss`, `metrics.loss#best`. */
  readonly id: string;
  readonly kind: ColumnKind;
  /** The heading under which it is listed, and its own. */
  readonly group: string;
  readonly label: string;
  readonly cells: RunColumn;
  readonly format: Format;
  /** Whether it is seen before somebody chooses. */
  readonly usual: boolean;
  /** Of a metric. */
  readonly aspect?: Aspect;
}

export const nameColumn = 'attributes.run_name';

/** Metrics of which less is better, by the words in their names. */
const lessIsBetter =
  /loss|err|mae|mse|rmse|mape|perplexity|entropy|divergence|distance|brier|latency|duration|_ms$|time/i;

/** Whether the best value of a metric is its least. */
export function isLessBetter(key: string): boolean {
  return lessIsBetter.test(key);
}

/** All columns that the runs have something for, in the order in which they are proposed. */
export function tableColumns(runs: RunColumns, extremes: ReadonlyMap<string, Extremes>, now: number): TableColumn[] {
  const of = (kind: ColumnKind) => runs.columns.filter((column) => column.kind === kind);
  return [
    ...attributeColumns(runs, now),
    ...of('metrics').map((cells) => plainColumn(cells, 'metric', true)),
    ...of('params').map((cells) => plainColumn(cells, 'text', true)),
    ...of('metrics').flatMap((cells) => aspectColumns(runs, cells.key, extremes)),
    ...of('tags')
      .filter(({ key }) => key !== tagKeys.note && key !== tagKeys.starred)
      .map((cells) => plainColumn(cells, 'text', false)),
  ];
}

function attributeColumns(runs: RunColumns, now: number): TableColumn[] {
  const made: TableColumn[] = [];
  const add = (
    key: string,
    label: string,
    format: Format,
    usual: boolean,
    cells = columnOf(runs, 'attributes', key),
  ) => {
    if (cells) made.push({ id: `attributes.${key}`, kind: 'attributes', group: t('Run'), label, cells, format, usual });
  };
  const experiments = columnOf(runs, 'attributes', 'experiment');
  add('run_name', t('Run'), 'text', true);
  add('status', t('Status'), 'status', true);
  add(
    'experiment',
    t('Experiment'),
    'text',
    experiments !== undefined && isTexts(experiments) && experiments.values.length > 1,
  );
  add('start_time', t('Started'), 'time', true);
  add('duration', t('Duration'), 'duration', true, durations(runs, now));
  add('note', t('Note'), 'text', true, columnOf(runs, 'tags', tagKeys.note));
  add('user_id', t('User'), 'text', false);
  add('run_id', t('Run ID'), 'text', false);
  return made;
}

/** How long the runs took, or have taken until now. */
function durations(runs: RunColumns, now: number): RunColumn {
  const cells = new NumberCells(runs.ids.length);
  const [start, end] = [columnOf(runs, 'attributes', 'start_time'), columnOf(runs, 'attributes', 'end_time')];
  const status = columnOf(runs, 'attributes', 'status');
  for (let row = 0; row < runs.ids.length; row++) {
    const from = cellOf(start, row);
    const to = cellOf(end, row) ?? (cellOf(status, row) === 'RUNNING' ? now : undefined);
    if (typeof from === 'number' && typeof to === 'number') cells.set(row, to - from);
  }
  return cells.column('attributes', 'duration');
}

function plainColumn(cells: RunColumn, format: Format, usual: boolean): TableColumn {
  const groups: Readonly<Record<ColumnKind, string>> = {
    attributes: t('Run'),
    metrics: t('Metrics'),
    params: t('Params'),
    tags: t('Tags'),
  };
  const aspect = cells.kind === 'metrics' ? { aspect: 'last' as const } : {};
  const { kind, key } = cells;
  return { id: `${kind}.${key}`, kind, group: groups[kind], label: key, cells, format, usual, ...aspect };
}

function aspectColumns(runs: RunColumns, key: string, extremes: ReadonlyMap<string, Extremes>): TableColumn[] {
  const least = new NumberCells(runs.ids.length);
  const greatest = new NumberCells(runs.ids.length);
  for (const [row, id] of runs.ids.entries()) {
    const known = extremes.get(id);
    const place = known?.keys.indexOf(key) ?? -1;
    if (!known || place < 0) continue;
    least.set(row, known.least[place]!);
    greatest.set(row, known.greatest[place]!);
  }
  const cells = { least: least.column('metrics', key), greatest: greatest.column('metrics', key) };
  const best = isLessBetter(key) ? 'least' : 'greatest';
  const bestLabel = isLessBetter(key) ? t('{0} (best: least)', key) : t('{0} (best: greatest)', key);
  const column = (aspect: Aspect, label: string, of: 'least' | 'greatest'): TableColumn => ({
    ...{ id: `metrics.${key}#${aspect}`, kind: 'metrics', group: t('Metrics over all steps'), label },
    ...{ cells: cells[of], format: 'metric', usual: false, aspect },
  });
  return [
    column('best', bestLabel, best),
    column('least', t('{0} (least)', key), 'least'),
    column('greatest', t('{0} (greatest)', key), 'greatest'),
  ];
}

export function isNumeric({ format }: TableColumn): boolean {
  return format !== 'text' && format !== 'status';
}

/** What a cell shows; nothing where the run has nothing there. */
export function cellText({ cells, format }: TableColumn, row: number, locale?: string): string {
  const value = cellOf(cells, row);
  return value === undefined ? '' : valueText(value, format, locale);
}

export function valueText(value: string | number, format: Format, locale?: string): string {
  if (typeof value === 'string') return format === 'status' ? formatStatus(value as RunStatus) : value;
  switch (format) {
    case 'time':
      return formatTime(value, locale);
    case 'duration':
      return formatDuration(value);
    default:
      return formatMetric(value);
  }
}

/** Whether not all of these rows have the same in a column. */
export function differs({ cells }: TableColumn, rows: ArrayLike<number>): boolean {
  const first = rows.length > 0 ? cellOf(cells, rows[0]!) : undefined;
  for (let i = 1; i < rows.length; i++) if (!Object.is(cellOf(cells, rows[i]!), first)) return true;
  return false;
}
