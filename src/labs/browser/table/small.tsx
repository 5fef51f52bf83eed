import { useMemo } from 'preact/hooks';
import type { TableData, TableValue } from '../../../mlops/outputs/table.ts';
import { t } from '../../../platform/l10n.ts';
import { useEnvironment } from '../environment.ts';
import { type ColumnFormat, columnFormat } from './format.ts';
import { sizeWords } from './header.tsx';
import { TableModel } from './model.ts';
import { longText } from './row.tsx';
import { Tool, Toolbar } from './toolbar.tsx';
import { useExport } from './useExport.ts';

/** A table that is read at a glance: nothing scrolls. */
export function SmallTable({ data }: { readonly data: TableData }) {
  const { query } = useEnvironment();
  const model = useMemo(() => new TableModel(data, query, () => undefined), [data, query]);
  const exported = useExport(model);
  const formats = data.columns.map((column) => columnFormat(column.values));
  const all = { rows: [0, model.held.rows], columns: [0, data.columns.length], header: true } as const;
  return (
    <div class="mlops-lab-table small">
      <div class="mlops-lab-table-title">
        <p>
          {data.caption && <strong>{data.caption}</strong>} {sizeWords(data.rows, data.columns.length)}
        </p>
        <Toolbar>
          <Tool icon="copy" label={t('Copy Table')} onClick={() => exported.copy(all)} />
          <Tool icon="save" label={t('Save as CSV')} onClick={() => exported.save(all, data.caption ?? t('table'))} />
        </Toolbar>
      </div>
      <table aria-label={data.caption ?? t('Table')}>
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
          {Array.from({ length: model.held.rows }, (_, row) => (
            <tr key={row}>
              {data.columns.map((column, index) => (
                <Cell key={index} value={column.values[row]!} format={formats[index]!} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="mlops-lab-table-status" role="status">
        {exported.message}
      </p>
    </div>
  );
}

function Cell({ value, format }: { readonly value: TableValue; readonly format: ColumnFormat }) {
  if (value === null) return <td class={format.numeric ? 'missing number' : 'missing'}>{t('missing')}</td>;
  const text = format.text(value);
  const cut = text.length > longText ? `${text.slice(0, longText)}…` : text;
  const exact = typeof value === 'object' ? text : String(value);
  return (
    <td class={format.numeric ? 'number' : ''} title={exact === cut ? undefined : exact}>
      {cut}
    </td>
  );
}
