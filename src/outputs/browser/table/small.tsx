import { useMemo, useState } from 'preact/hooks';
import type { TableData, TableValue } from '../../../mlops/payloads/table.ts';
import { t } from '../../../platform/l10n.ts';
import { useEnvironment } from '../environment.ts';
import { type ColumnFormat, columnFormat } from './format.ts';
import { Arrow, directionOf, sizeWords } from './header.tsx';
import { TableModel } from './model.ts';
import { longText } from './row.tsx';
import { Tool, Toolbar } from './toolbar.tsx';
import { useExport } from './useExport.ts';

/** A table that is read at a glance: nothing scrolls. */
export function SmallTable({ data }: { readonly data: TableData }) {
  const { query } = useEnvironment();
  const [, setVersion] = useState(0);
  const model = useMemo(() => new TableModel(data, query, () => setVersion((version) => version + 1)), [data, query]);
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
          <Tool icon="save" label={t('Save as CSV')} onClick={() => exported.save(data.caption ?? t('table'))} />
        </Toolbar>
      </div>
      <table aria-label={data.caption ?? t('Table')}>
        <thead>
          <tr>
            {data.columns.map((column, index) => (
              <Head
                key={index}
                name={column.name}
                numeric={formats[index]!.numeric}
                direction={directionOf(model.order, index)}
                onSort={model.held.rows > 1 ? () => model.toggleOrder(index) : undefined}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: model.held.rows }, (_, row) => (
            <tr key={row}>
              {formats.map((format, column) => (
                <Cell key={column} value={model.value(row, column) ?? null} format={format} />
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

interface HeadProps {
  readonly name: string;
  readonly numeric: boolean;
  readonly direction: ReturnType<typeof directionOf>;
  /** Absent where there is nothing to sort. */
  readonly onSort: (() => void) | undefined;
}

function Head({ name, numeric, direction, onSort }: HeadProps) {
  return (
    <th scope="col" class={numeric ? 'number' : ''} aria-sort={onSort && direction}>
      {onSort ? (
        <button type="button" class="mlops-lab-table-sort" onClick={onSort}>
          {name}
          {direction !== 'none' && <Arrow down={direction === 'descending'} />}
        </button>
      ) : (
        name
      )}
    </th>
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
