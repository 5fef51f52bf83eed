import type { LiveState } from '../../../mlops/payloads/live.ts';
import { numberText } from '../../../mlops/payloads/liveFormat.ts';
import { t } from '../../../platform/l10n.ts';

/** Rows that are drawn while curves grow; the file has all. */
const mostRows = 200;

/** The curves as numbers, the latest first. */
export function LiveTable({ state }: { readonly state: LiveState }) {
  const { points, batches, unit } = state;
  const [series, first] = points.x.length > 0 ? [points, unit] : [batches, 'batch'];
  const columns = Object.entries(series.y);
  const rows = series.x.map((x, index) => [x, index] as const).reverse();
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="data" tabIndex={0} aria-label={t('Data of {0}', state.title)}>
        <table>
          <thead>
            <tr>
              {[first, ...columns.map(([name]) => name)].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, mostRows).map(([x, index]) => (
              <tr key={x}>
                <th scope="row">{x}</th>
                {columns.map(([name, values]) => {
                  const value = values[index] ?? null;
                  return <td key={name}>{value === null ? '' : numberText(value)}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > mostRows && (
        <p class="note">{t('The last {0} rows are shown; “Save as CSV” has all {1}.', mostRows, rows.length)}</p>
      )}
      {series.stride > 1 && (
        <p class="note">{t('There are so many points that each row is the mean of {0}.', series.stride)}</p>
      )}
    </>
  );
}
