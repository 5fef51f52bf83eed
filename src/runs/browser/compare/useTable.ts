/** What the table shows of the runs, made from them and from how somebody looks at them. */
import { useMemo, useRef } from 'preact/hooks';
import { messageOf } from '../../../platform/errors.ts';
import { cellOf, type RunColumns } from '../../compare/columns.ts';
import { matching } from '../../compare/filter/match.ts';
import { type Comparison, parseFilter } from '../../compare/filter/parse.ts';
import type { Extremes } from '../../compare/read.ts';
import { groupedRows, rowsLeft, sortedRows, type TableRow } from '../../compare/rows.ts';
import { cellText, differs, nameColumn, type TableColumn, tableColumns } from '../../compare/table.ts';
import { pinnedCount, shownColumns, type View } from '../../compare/view.ts';

export interface Table {
  readonly columns: readonly TableColumn[];
  readonly shown: readonly TableColumn[];
  readonly pinned: number;
  readonly widths: readonly number[];
  /** The rows that the filter leaves, in order. */
  readonly left: Uint32Array;
  readonly rows: readonly TableRow[];
  readonly groupBy: TableColumn | undefined;
  /** What is wrong with the filter; the last that meant something holds then. */
  readonly problem: string | undefined;
}

export function useTable(
  runs: RunColumns,
  extremes: ReadonlyMap<string, Extremes>,
  view: View,
  now: number,
  open: ReadonlySet<string>,
  locale: string,
): Table {
  const columns = useMemo(() => tableColumns(runs, extremes, now), [runs, extremes, now]);
  const { comparisons, problem } = useFilter(view.filter);
  const left = useMemo(() => {
    const kept = rowsLeft(matching(runs, comparisons));
    return sortedRows(kept, new Map(columns.map((column) => [column.id, column])), view.sort);
  }, [runs, columns, comparisons, view.sort]);
  const shown = useMemo(() => shownColumns(columns, view, (column) => differs(column, left)), [columns, view, left]);
  const groupBy = columns.find(({ id }) => id === view.groupBy);
  const rows = useMemo(() => {
    if (!groupBy) return Array.from(left, (row): TableRow => ({ of: 'run', row }));
    const [first] = view.sort;
    const order = columns.find(({ id }) => id === first?.column);
    return groupedRows(left, groupBy, order, first?.descending === true, open);
  }, [left, groupBy, view.sort, open]);
  const widths = useWidths(shown, view, locale);
  return { columns, shown, pinned: pinnedCount(shown, view), widths, left, rows, groupBy, problem };
}

/** What a filter asks for; while it is being typed and means nothing, the last that did. */
function useFilter(filter: string): { comparisons: readonly Comparison[]; problem: string | undefined } {
  const last = useRef<readonly Comparison[]>([]);
  return useMemo(() => {
    try {
      last.current = parseFilter(filter);
      return { comparisons: last.current, problem: undefined };
    } catch (error) {
      return { comparisons: last.current, problem: messageOf(error) };
    }
  }, [filter]);
}

const [narrowest, widestAtFirst, padding] = [64, 220, 22];
/** A mean beside its deviation. */
const widestMean = 150;
/** What stands before a run's name. */
const nameExtra = 46;
/** Rows whose texts are measured. */
const measured = 60;

/** In pixels: as somebody made them, else as wide as what they hold. Once found they stay, so that nothing jumps. */
function useWidths(shown: readonly TableColumn[], view: View, locale: string): number[] {
  const known = useRef(new Map<string, number>());
  const measure = useRef<CanvasRenderingContext2D | null>(null);
  return useMemo(
    () =>
      shown.map((column) => {
        const least = view.groupBy !== '' && column.format === 'metric' ? widestMean : 0;
        const chosen = view.widths[column.id];
        if (chosen !== undefined) return chosen;
        const found = known.current.get(column.id);
        if (found !== undefined) return Math.max(least, found);
        measure.current ??= measureContext();
        const width = usualWidth(column, locale, (text) => measure.current?.measureText(text).width ?? text.length * 7);
        known.current.set(column.id, width);
        return Math.max(least, width);
      }),
    [shown, view.widths, view.groupBy],
  );
}

function measureContext(): CanvasRenderingContext2D | null {
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = getComputedStyle(document.body).font;
  return context;
}

function usualWidth(column: TableColumn, locale: string, measure: (text: string) => number): number {
  const rows = 'codes' in column.cells ? column.cells.codes.length : column.cells.values.length;
  let longest = '';
  for (let row = 0; row < Math.min(rows, measured); row++) {
    if (cellOf(column.cells, row) === undefined) continue;
    const text = cellText(column, row, locale);
    if (text.length > longest.length) longest = text;
  }
  const extra = column.id === nameColumn ? nameExtra : 0;
  const wanted = Math.max(measure(longest) + extra, measure(column.label) + 16) + padding;
  return Math.ceil(Math.min(widestAtFirst, Math.max(narrowest, wanted)));
}
