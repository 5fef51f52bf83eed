import { useState } from 'preact/hooks';
import type { TableData, TableValue } from '../../mlops/host.ts';
import { t } from '../../platform/l10n.ts';
import { parseTable } from '../contract.ts';
import { type Drawer, mount } from './mount.tsx';
import { type ColumnFormat, columnFormat } from './tableFormat.ts';

export const drawTable: Drawer = (data, element, environment) =>
  mount(element, <Table data={parseTable(data)} />, environment);

/** More rows than a learner reads at once; drawing all of a long table would hold up the notebook. */
const firstRows = 200;
/** Characters; longer texts are cut, and shown whole by their title. */
const longText = 80;

/** A table as HTML: a caption with its size, headers that stay in view, missing values said to be missing. */
function Table({ data }: { readonly data: TableData }) {
  const [all, setAll] = useState(false);
  const formats = data.columns.map((column) => columnFormat(column.values));
  const held = data.columns[0]?.values.length ?? 0;
  const shown = all ? held : Math.min(held, firstRows);
  const size = t('{0} rows × {1} columns', count(data.rows), count(data.columns.length));
  return (
    <div class="mlops-lab-table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={data.caption ?? t('Table')}>
        <table>
          <caption>
            {data.caption && <strong>{data.caption}</strong>} {size}
          </caption>
          <thead>
            <tr>
              {data.columns.map((column, index) => (
                <th key={index} scope="col" class={formats[index]!.numeric ? 'number' : ''}>
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: shown }, (_, row) => (
              <tr key={row}>
                {data.columns.map((column, index) => (
                  <Cell key={index} value={column.values[row]!} format={formats[index]!} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown < held && (
        <p>
          {t('The first {0} rows are shown.', count(shown))}{' '}
          <button type="button" onClick={() => setAll(true)}>
            {t('Show All {0} Rows', count(held))}
          </button>
        </p>
      )}
      {shown === held && held < data.rows && <p>{t('The output holds the first {0} rows.', count(held))}</p>}
    </div>
  );
}

function Cell({ value, format }: { readonly value: TableValue; readonly format: ColumnFormat }) {
  if (value === null) return <td class={format.numeric ? 'missing number' : 'missing'}>{t('missing')}</td>;
  const text = format.text(value);
  const cut = text.length > longText ? `${text.slice(0, longText)}…` : text;
  const exact = String(value);
  return (
    <td class={format.numeric ? 'number' : ''} title={exact === cut ? undefined : exact}>
      {cut}
    </td>
  );
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
