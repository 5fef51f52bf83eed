import { useCallback, useMemo, useState } from 'preact/hooks';
import { tagKeys } from '../../../mlops/tracking/values.ts';
import type { ChartActions } from '../../../platform/browser/chartActions.ts';
import { messageOf } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import { cellOf, columnOf, type RunColumns } from '../../compare/columns.ts';
import type { RunAction, ToPage } from '../../compare/contract.ts';
import { batchesPerEpoch, type CurveRun } from '../../compare/curves.ts';
import { type ExportFormat, exportRuns } from '../../compare/exports.ts';
import type { TableRow } from '../../compare/rows.ts';
import { moved, sortedBy, togglePin, type View, withColumn } from '../../compare/view.ts';
import { headlineMetric } from '../../format.ts';
import { Charts } from './charts.tsx';
import { ColumnsPanel } from './columnsPanel.tsx';
import { FilterBox } from './filterBox.tsx';
import { Grid } from './grid.tsx';
import { Toolbar } from './toolbar.tsx';
import { type Ask, useExtremes, useHistories } from './useReads.ts';
import { type Table, useTable } from './useTable.ts';

export interface ComparisonProps {
  readonly start: Extract<ToPage, { type: 'start' }>;
  readonly runs: RunColumns;
  readonly now: number;
  readonly whole: boolean;
  readonly view: View;
  readonly ask: Ask;
  readonly keeping: ChartActions;
  onView(view: View): void;
  onExperiment(id: string): void;
}

/** Runs that are drawn before somebody chooses; and at most. */
const [drawnAtFirst, mostDrawn] = [6, 24];
const [narrowest, widest] = [48, 1200];

/** Table and charts of runs. */
export function Comparison(props: ComparisonProps) {
  const { start, runs, view, ask, onView } = props;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [isPanelOpen, setPanelOpen] = useState(false);
  const [status, setStatus] = useState('');
  const [active, setActive] = useState<TableRow>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>();
  const wantsExtremes = Object.entries(view.seen).some(([id, seen]) => seen && /#(best|least|greatest)$/.test(id));
  const extremes = useExtremes(runs, wantsExtremes, ask);
  const table = useTable(runs, extremes, view, props.now, open, start.locale);
  const drawn = useDrawn(table, runs, chosen);
  const metrics = useMemo(() => runs.columns.filter(({ kind }) => kind === 'metrics').map(({ key }) => key), [runs]);
  const metric = metrics.includes(view.chart.metric) ? view.chart.metric : usualMetric(metrics);
  const read = useHistories(
    runs,
    drawn.map((row) => runs.ids[row]!),
    metric,
    ask,
  );
  const curveRuns = useMemo(() => curveRunsOf(runs, drawn, table), [runs, drawn, table.groupBy]);

  const targets = targetsOf(active, drawn, runs);
  const act = async (action: RunAction, ids: readonly string[] = targets) => {
    if (ids.length === 0) return setStatus(t('Choose a run in the table first.'));
    try {
      await ask({ type: 'act', action, ids });
      setStatus('');
    } catch (error) {
      setStatus(messageOf(error));
    }
  };
  const save = async (format: ExportFormat) => {
    try {
      const text = exportRuns(format, table.shown, table.left, start.locale);
      await props.keeping.save(`runs.${format}`, text);
      setStatus('');
    } catch (error) {
      setStatus(messageOf(error));
    }
  };
  const star = columnOf(runs, 'tags', tagKeys.starred);
  const isStarred = (row: number) => cellOf(star, row) === 'true';
  const ids = table.shown.map(({ id }) => id);
  const actions = {
    sort: (column: string, further: boolean) => onView(sortedBy(view, column, further)),
    move: (column: string, by: number) => onView(moved(view, ids, column, by)),
    pin: (column: string) => onView(togglePin(view, column)),
    hide: (column: string) => onView(withColumn(view, column, false)),
    resize(column: string, width?: number) {
      const { [column]: _, ...others } = view.widths;
      const next = width === undefined ? {} : { [column]: Math.min(widest, Math.max(narrowest, Math.round(width))) };
      onView({ ...view, widths: { ...others, ...next } });
    },
    open: (row: number) => void act('open', [runs.ids[row]!]),
    star: (row: number) => void act(isStarred(row) ? 'unstar' : 'star', [runs.ids[row]!]),
    toggle: (row: number) => setChosen(toggled(new Set(drawn.map((each) => runs.ids[each]!)), runs.ids[row]!)),
    unfold: (label: string) => setOpen((before) => toggled(before, label)),
  };
  const onActive = useCallback((row: TableRow | undefined) => setActive(row), []);
  const nameOf = (row: number) => String(cellOf(columnOf(runs, 'attributes', 'run_name'), row) || runs.ids[row]);
  return (
    <main>
      <h1 class="unseen">{t('Compare Runs')}</h1>
      <Toolbar
        {...{ view, onView, isPanelOpen }}
        experiments={start.experiments}
        experiment={start.experiment}
        chosen={start.chosen.length}
        groupings={table.columns.filter(isGrouping)}
        targets={targets.length}
        onExperiment={props.onExperiment}
        onPanel={() => setPanelOpen(!isPanelOpen)}
        onExport={(format) => void save(format)}
        onAct={(action) => void act(action)}
      >
        <FilterBox
          value={view.filter}
          problem={table.problem}
          runs={runs}
          onChange={(filter) => onView({ ...view, filter })}
        />
      </Toolbar>
      {isPanelOpen && (
        <ColumnsPanel
          columns={table.columns}
          view={view}
          onSee={(column, isSeen) => onView(withColumn(view, column, isSeen))}
          onPin={(column) => onView(togglePin(view, column))}
          onClose={() => setPanelOpen(false)}
        />
      )}
      <p class="count" role="status">
        {countWords(table.left.length, runs.ids.length, drawn.length, props.whole)} {status}
      </p>
      <Grid
        {...{ actions, onActive }}
        rows={table.rows}
        columns={table.shown}
        pinned={table.pinned}
        widths={table.widths}
        orders={view.sort}
        drawn={useMemo(() => new Set(drawn), [drawn])}
        starred={isStarred}
        locale={start.locale}
        context={(row) => contextOf(targetsOf(row, drawn, runs))}
      />
      <Charts
        chart={view.chart}
        columns={table.columns}
        shown={table.shown}
        rows={table.left}
        groupBy={table.groupBy}
        {...{ metrics, metric, read, nameOf }}
        runs={curveRuns}
        actions={props.keeping}
        onChange={(chart) => onView({ ...view, chart })}
      />
    </main>
  );
}

/** The rows of the runs that are drawn: those that were chosen, else the first of the table. */
function useDrawn(table: Table, runs: RunColumns, chosen: ReadonlySet<string> | undefined): number[] {
  const { left } = table;
  return useMemo(() => {
    if (!chosen) return Array.from(left.subarray(0, drawnAtFirst));
    return Array.from(left)
      .filter((row) => chosen.has(runs.ids[row]!))
      .slice(0, mostDrawn);
  }, [left, runs, chosen]);
}

function curveRunsOf(runs: RunColumns, drawn: readonly number[], { groupBy }: Table): CurveRun[] {
  const [names, started] = [columnOf(runs, 'attributes', 'run_name'), columnOf(runs, 'attributes', 'start_time')];
  const nameAt = (row: number) => String(cellOf(names, row) || runs.ids[row]);
  const used = new Map<string, number>();
  for (const row of drawn) used.set(nameAt(row), (used.get(nameAt(row)) ?? 0) + 1);
  return drawn.map((row) => {
    const id = runs.ids[row]!;
    const name = nameAt(row);
    return {
      id,
      label: used.get(name)! > 1 ? `${name} ${id.slice(0, 6)}` : name,
      started: Number(cellOf(started, row) ?? 0),
      batchesPerEpoch: batchesPerEpoch((key) => cellOf(columnOf(runs, 'params', key), row) as string | undefined),
      ...(groupBy && { group: `${groupBy.label} = ${cellOf(groupBy.cells, row) ?? '–'}` }),
    };
  });
}

function usualMetric(metrics: readonly string[]): string {
  return headlineMetric({ metrics: Object.fromEntries(metrics.map((key) => [key, 0])) })?.[0] ?? '';
}

/** Texts of which there are a few can make groups; the runs' names and ids cannot. */
function isGrouping({ cells, format, id }: Table['columns'][number]): boolean {
  const isNamed = id === 'attributes.run_name' || id === 'attributes.run_id' || id === 'attributes.note';
  return !isNamed && (format === 'text' || format === 'status') && 'codes' in cells;
}

/** What commands are for: the drawn runs where the active one is among them, else that, else a group's. */
function targetsOf(active: TableRow | undefined, drawn: readonly number[], { ids }: RunColumns): string[] {
  if (!active) return drawn.map((row) => ids[row]!);
  if (active.of === 'group') return Array.from(active.rows, (row) => ids[row]!);
  const id = ids[active.row];
  if (drawn.includes(active.row)) return drawn.map((row) => ids[row]!);
  return id === undefined ? [] : [id];
}

function contextOf(runIds: readonly string[]): string {
  return JSON.stringify({ webviewSection: 'runs', runIds, preventDefaultContextMenuItems: true });
}

function toggled<T>(set: ReadonlySet<T>, value: T): Set<T> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

function countWords(left: number, all: number, drawn: number, whole: boolean): string {
  const number = (value: number) => value.toLocaleString('en-US');
  const shown =
    left === all
      ? t('{0} runs, {1} of them drawn.', number(all), drawn)
      : t('{0} of {1} runs, {2} of them drawn.', number(left), number(all), drawn);
  return whole ? shown : `${shown} ${t('The older ones are being read…')}`;
}
