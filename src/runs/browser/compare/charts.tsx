import { useMemo } from 'preact/hooks';
import type { ChartActions } from '../../../platform/browser/chartActions.ts';
import { messageOf } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import { type CurveRun, curvesOf, curvesSpec } from '../../compare/curves.ts';
import { axisColumns, numberColumns, parallelSpec, scatterSpec } from '../../compare/plots.ts';
import type { History } from '../../compare/read.ts';
import type { TableColumn } from '../../compare/table.ts';
import { type ChartKind, type ChartView, chartKinds, type XAxis, xAxes } from '../../compare/view.ts';
import { Drawing } from './drawing.tsx';

export interface ChartsProps {
  readonly chart: ChartView;
  /** All columns, and those that are shown. */
  readonly columns: readonly TableColumn[];
  readonly shown: readonly TableColumn[];
  /** The rows that the filter leaves. */
  readonly rows: Uint32Array;
  readonly groupBy: TableColumn | undefined;
  readonly metrics: readonly string[];
  /** The metric whose curves are drawn. */
  readonly metric: string;
  readonly runs: readonly CurveRun[];
  readonly read: { readonly key: string; readonly histories: readonly History[] } | undefined;
  readonly nameOf: (row: number) => string;
  readonly actions: ChartActions;
  onChange(chart: ChartView): void;
}

const titles: Readonly<Record<ChartKind, () => string>> = {
  curves: () => t('Curves'),
  scatter: () => t('Scatter'),
  parallel: () => t('Parallel Coordinates'),
};

/** What is drawn of the runs below the table, one kind at a time. */
export function Charts(props: ChartsProps) {
  const { chart, onChange } = props;
  const select = (kind: ChartKind) => onChange({ ...chart, kind });
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = (chartKinds.indexOf(chart.kind) + step + chartKinds.length) % chartKinds.length;
    select(chartKinds[at]!);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[at]?.focus();
    event.preventDefault();
  };
  return (
    <section class="charts" aria-label={t('Charts')}>
      <div class="chart-bar">
        <div class="tabs" role="tablist" aria-label={t('Kind of chart')} onKeyDown={onKeyDown}>
          {chartKinds.map((kind) => (
            <button
              key={kind}
              type="button"
              role="tab"
              id={`tab-${kind}`}
              aria-selected={chart.kind === kind}
              aria-controls="chart-panel"
              tabIndex={chart.kind === kind ? 0 : -1}
              onClick={() => select(kind)}
            >
              {titles[kind]()}
            </button>
          ))}
        </div>
        {chart.kind === 'curves' && <CurveControls {...props} />}
        {chart.kind === 'scatter' && <ScatterControls {...props} />}
        {chart.kind === 'parallel' && <ColorControl {...props} />}
      </div>
      <div role="tabpanel" id="chart-panel" aria-labelledby={`tab-${chart.kind}`}>
        {chart.kind === 'curves' && <CurvesPanel {...props} />}
        {chart.kind === 'scatter' && <ScatterPanel {...props} />}
        {chart.kind === 'parallel' && <ParallelPanel {...props} />}
      </div>
    </section>
  );
}

function CurveControls({ chart, metrics, metric, onChange }: ChartsProps) {
  const words: Readonly<Record<XAxis, string>> = { step: t('Step'), time: t('Time'), epoch: t('Epoch') };
  return (
    <>
      <Choice
        label={t('Metric')}
        value={metric}
        of={metrics.map((key) => [key, key])}
        onChoose={(next) => onChange({ ...chart, metric: next })}
      />
      <Choice
        label={t('Over')}
        value={chart.x}
        of={xAxes.map((x) => [x, words[x]])}
        onChoose={(x) => onChange({ ...chart, x: x as XAxis })}
      />
      <label>
        {t('Smoothing')}{' '}
        <input
          type="range"
          min="0"
          max="0.99"
          step="0.01"
          value={chart.smoothing}
          onInput={(event) => onChange({ ...chart, smoothing: Number(event.currentTarget.value) })}
        />
        <output>{chart.smoothing.toFixed(2)}</output>
      </label>
      <LogAxes chart={chart} onChange={onChange} />
    </>
  );
}

function ScatterControls({ chart, columns, onChange }: ChartsProps) {
  const of = numberColumns(axisColumns(columns)).map(({ id, label, group }) => [id, `${label} (${group})`] as const);
  const [across, up] = scatterAxes(columns, chart);
  return (
    <>
      <Choice
        label={t('Across')}
        value={across?.id ?? ''}
        of={of}
        onChoose={(id) => onChange({ ...chart, across: id })}
      />
      <Choice label={t('Up')} value={up?.id ?? ''} of={of} onChoose={(id) => onChange({ ...chart, up: id })} />
      <LogAxes chart={chart} onChange={onChange} />
    </>
  );
}

function ColorControl({ chart, columns, onChange }: ChartsProps) {
  const of = axisColumns(columns).map(({ id, label, group }) => [id, `${label} (${group})`] as const);
  return (
    <Choice
      label={t('Color')}
      value={chart.color}
      of={[['', t('none')], ...of]}
      onChoose={(color) => onChange({ ...chart, color })}
    />
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly of: readonly (readonly [value: string, label: string])[];
  onChoose(value: string): void;
}

function Choice({ label, value, of, onChoose }: ChoiceProps) {
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {of.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

function LogAxes({ chart, onChange }: Pick<ChartsProps, 'chart' | 'onChange'>) {
  return (
    <>
      <label>
        <input type="checkbox" checked={chart.logX} onChange={() => onChange({ ...chart, logX: !chart.logX })} />{' '}
        {t('Log x')}
      </label>
      <label>
        <input type="checkbox" checked={chart.logY} onChange={() => onChange({ ...chart, logY: !chart.logY })} />{' '}
        {t('Log y')}
      </label>
    </>
  );
}

function CurvesPanel({ chart, metric, runs, read, actions }: ChartsProps) {
  const curves = useMemo(
    () => (read?.key === metric ? curvesOf(runs, read.histories, chart) : undefined),
    [read, metric, runs, chart],
  );
  const spec = useMemo(() => curves && curvesSpec(metric, curves, chart), [curves]);
  if (metric === '') return <p class="quiet">{t('No metric was logged.')}</p>;
  if (runs.length === 0) return <p class="quiet">{t('Choose runs by the boxes before their names.')}</p>;
  if (!curves || !spec) return <p class="quiet">{t('Reading the histories…')}</p>;
  const without = runs.length - curves.length;
  const isGrouped = runs.some(({ group }) => group !== undefined);
  return (
    <>
      <Drawing spec={spec} actions={actions} />
      {!isGrouped && without > 0 && (
        <p class="quiet">{t('{0} of the {1} runs have no such curve.', without, runs.length)}</p>
      )}
    </>
  );
}

/** The chosen columns, or the first param that varies against the first metric. */
function scatterAxes(columns: readonly TableColumn[], chart: ChartView) {
  const numeric = numberColumns(axisColumns(columns));
  const find = (id: string) => numeric.find((column) => column.id === id);
  const param = numeric.find(({ kind, cells }) => kind === 'params' && 'values' in cells && cells.values.length > 1);
  const metric = numeric.find(({ kind }) => kind === 'metrics');
  return [find(chart.across) ?? param ?? numeric[0], find(chart.up) ?? metric ?? numeric[0]] as const;
}

function ScatterPanel({ chart, columns, rows, groupBy, nameOf, actions }: ChartsProps) {
  const spec = useMemo(() => {
    const [across, up] = scatterAxes(columns, chart);
    if (!across || !up) return undefined;
    return scatterSpec(rows, across, up, { logX: chart.logX, logY: chart.logY, group: groupBy, name: nameOf });
  }, [chart, columns, rows, groupBy]);
  if (!spec) return <p class="quiet">{t('No param or metric of these runs is a number.')}</p>;
  return <Drawing spec={spec} actions={actions} />;
}

function ParallelPanel({ chart, columns, shown, rows, actions }: ChartsProps) {
  const made = useMemo(() => {
    try {
      const color = columns.find(({ id }) => id === chart.color);
      return { spec: parallelSpec(rows, axisColumns(shown), color) };
    } catch (error) {
      return { problem: messageOf(error) };
    }
  }, [chart, columns, shown, rows]);
  if (axisColumns(shown).length === 0) return <p class="quiet">{t('No param or metric is shown in the table.')}</p>;
  return made.spec ? <Drawing spec={made.spec} actions={actions} /> : <p class="quiet">{made.problem}</p>;
}
