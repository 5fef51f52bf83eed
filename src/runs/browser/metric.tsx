import { useEffect, useRef, useState } from 'preact/hooks';
import { renderChart } from '../../platform/browser/chart.ts';
import type { ChartActions } from '../../platform/browser/chartActions.ts';
import { t } from '../../platform/l10n.ts';
import { curveSpec, describeCurve, undrawable } from '../chart.ts';
import { fromJsonNumber, type MetricSeries } from '../contract.ts';
import { formatMetric } from '../format.ts';

/** A table is for reading: of a longer history the last values are shown. */
const mostRows = 500;

interface CurveProps {
  readonly series: MetricSeries;
  readonly actions: ChartActions;
}

/** One metric: its latest value, its curve where it has one, and the same as a table. */
export function Metric({ series, actions }: CurveProps) {
  const hidden = undrawable(series);
  const drawable = series.points.length - hidden;
  return (
    <figure class="metric">
      <figcaption>
        <span class="key">{series.key}</span>{' '}
        <span class="latest" title={String(series.latest)}>
          {formatMetric(fromJsonNumber(series.latest))}
        </span>
      </figcaption>
      {drawable > 1 && <Curve series={series} actions={actions} />}
      {hidden > 0 && (
        <p class="none">
          {t('NaN or infinite, and so not in the chart: {0} of {1} values.', hidden, series.points.length)}
        </p>
      )}
      <DataTable series={series} />
    </figure>
  );
}

function Curve({ series, actions }: CurveProps) {
  const element = useRef<HTMLDivElement>(null);
  const drawn = useUntilLonger(series);
  useEffect(() => {
    if (!element.current) return;
    const chart = renderChart(element.current, curveSpec(drawn), { description: describeCurve(drawn), actions });
    return () => void chart.then((made) => made.dispose());
  }, [drawn, actions]);
  return <div class="curve" ref={element} />;
}

/** The same object until there is more to see: histories only grow, and every message brings all of them anew. */
function useUntilLonger(series: MetricSeries): MetricSeries {
  const kept = useRef(series);
  if (kept.current.points.length !== series.points.length) kept.current = series;
  return kept.current;
}

function DataTable({ series }: { readonly series: MetricSeries }) {
  const [open, setOpen] = useState(false);
  const rows = series.points.slice(-mostRows);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('Values as a table')}</summary>
      {open && (
        <table>
          {rows.length < series.points.length && (
            <caption>{t('The last {0} of {1} values.', rows.length, series.points.length)}</caption>
          )}
          <thead>
            <tr>
              <th scope="col">{t('Step')}</th>
              <th scope="col">{series.key}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((point) => (
              <tr key={`${point.step} ${point.timestamp} ${point.value}`}>
                <td>{point.step}</td>
                <td>{String(point.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
