/** How somebody looks at the compared runs: kept a workspace. Pure. */
import * as z from 'zod/mini';
import type { Order } from './rows.ts';
import { nameColumn, type TableColumn } from './table.ts';

export const chartKinds = ['curves', 'scatter', 'parallel'] as const;
export type ChartKind = (typeof chartKinds)[number];
export const xAxes = ['step', 'time', 'epoch'] as const;
export type XAxis = (typeof xAxes)[number];

export interface View {
  readonly filter: string;
  readonly sort: readonly Order[];
  /** The column by which runs are grouped; '' for none. */
  readonly groupBy: string;
  readonly onlyChanged: boolean;
  /** What was chosen to be seen or hidden; the others are as usual. */
  readonly seen: Readonly<Record<string, boolean>>;
  readonly pinned: readonly string[];
  /** Columns that were moved, in their order; the others follow. */
  readonly order: readonly string[];
  /** In pixels, where it was changed. */
  readonly widths: Readonly<Record<string, number>>;
  readonly chart: ChartView;
}

export interface ChartView {
  readonly kind: ChartKind;
  /** '' for the first. */
  readonly metric: string;
  readonly x: XAxis;
  /** 0 to 0.99. */
  readonly smoothing: number;
  readonly logX: boolean;
  readonly logY: boolean;
  /** Ids of the columns of a scatter plot; '' for the first that fit. */
  readonly across: string;
  readonly up: string;
  /** Id of the column that colors the parallel coordinates. */
  readonly color: string;
}

export const usualView: View = {
  filter: '',
  sort: [],
  groupBy: '',
  onlyChanged: false,
  seen: {},
  pinned: [],
  order: [],
  widths: {},
  chart: {
    ...{ kind: 'curves', metric: '', x: 'step', smoothing: 0, logX: false, logY: false },
    ...{ across: '', up: '', color: '' },
  },
};

const stored = z.object({
  filter: z.string(),
  sort: z.array(z.object({ column: z.string(), descending: z.boolean() })),
  groupBy: z.string(),
  onlyChanged: z.boolean(),
  seen: z.record(z.string(), z.boolean()),
  pinned: z.array(z.string()),
  order: z.array(z.string()),
  widths: z.record(z.string(), z.number()),
  chart: z.object({
    kind: z.enum(chartKinds),
    metric: z.string(),
    x: z.enum(xAxes),
    smoothing: z.number().check(z.gte(0), z.lte(0.99)),
    logX: z.boolean(),
    logY: z.boolean(),
    across: z.string(),
    up: z.string(),
    color: z.string(),
  }),
});

export { stored as viewSchema };

/** What was kept, if it is of this form. */
export function parseView(kept: unknown): View {
  const { success, data } = stored.safeParse(kept);
  return success ? data : usualView;
}

/** Sorts by a column: up, then down, and then not at all. @param further keeps the other columns, which come first */
export function sortedBy(view: View, column: string, further: boolean): View {
  const known = view.sort.find((order) => order.column === column);
  const others = view.sort.filter((order) => order.column !== column);
  const next = known?.descending ? [] : [{ column, descending: known !== undefined }];
  if (!further) return { ...view, sort: next };
  // One that is turned round stays in its place.
  const inPlace = view.sort.flatMap((order) => (order.column === column ? next : [order]));
  return { ...view, sort: known ? inPlace : [...others, ...next] };
}

/** Shows a column, or hides it; the runs' names always stay. */
export function withColumn(view: View, column: string, isSeen: boolean): View {
  return column === nameColumn ? view : { ...view, seen: { ...view.seen, [column]: isSeen } };
}

export function togglePin(view: View, column: string): View {
  const isPinned = view.pinned.includes(column);
  return { ...view, pinned: isPinned ? view.pinned.filter((id) => id !== column) : [...view.pinned, column] };
}

/** Moves a column among those that are shown. @param by places: 1 to the right, -1 to the left */
export function moved(view: View, shown: readonly string[], column: string, by: number): View {
  const [from, to] = [shown.indexOf(column), shown.indexOf(column) + by];
  // The names stand first.
  if (from < 1 || to < 1 || to >= shown.length) return view;
  const order = shown.slice();
  order.splice(from, 1);
  order.splice(to, 0, column);
  return { ...view, order };
}

/** The columns in view: the runs' names, the pinned ones, the others. */
export function shownColumns(
  columns: readonly TableColumn[],
  view: View,
  differs: (column: TableColumn) => boolean,
): TableColumn[] {
  const place = new Map(view.order.map((id, index) => [id, index]));
  const rank = ({ id }: TableColumn) => (id === nameColumn ? -2 : view.pinned.includes(id) ? -1 : 0);
  const at = ({ id }: TableColumn) => place.get(id) ?? view.order.length;
  return columns
    .filter((column) => column.id === nameColumn || isSeen(column, view, differs))
    .sort((a, b) => rank(a) - rank(b) || at(a) - at(b));
}

function isSeen(column: TableColumn, view: View, differs: (column: TableColumn) => boolean): boolean {
  if (!(view.seen[column.id] ?? column.usual)) return false;
  return !view.onlyChanged || view.pinned.includes(column.id) || differs(column);
}

/** How many of the columns stay in place when the others are scrolled. */
export function pinnedCount(shown: readonly TableColumn[], view: View): number {
  return shown.filter(({ id }) => id === nameColumn || view.pinned.includes(id)).length;
}
