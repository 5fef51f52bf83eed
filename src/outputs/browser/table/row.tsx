// biome-ignore-all lint/a11y/useSemanticElements: rows and columns out of view are not there, which a <table> cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names its active cell
import { memo } from 'preact/compat';
import type { TableValue } from '../../../mlops/payloads/table.ts';
import { t } from '../../../platform/l10n.ts';
import type { ColumnFormat } from './format.ts';
import type { TableModel } from './model.ts';
import { rangeOf, type Selection } from './selection.ts';
import { count } from './words.ts';

/** Characters; longer texts are cut, and shown whole on demand. */
export const longText = 80;

export interface RowProps {
  readonly model: TableModel;
  /** Changes when the model does. */
  readonly version: number;
  readonly formats: readonly ColumnFormat[];
  readonly edges: readonly number[];
  /** The columns `[from, to)` that are drawn. */
  readonly from: number;
  readonly to: number;
  readonly row: number;
  /** Pixels from the top of what is laid out. */
  readonly y: number;
  readonly gutter: number;
  /** Where it meets this row; else nothing. */
  readonly selection: Selection | undefined;
  /** The prefix of the cells' ids. */
  readonly id: string;
}

/** One row of the grid; drawn again only when something of it has changed. */
export const Row = memo(function Row(props: RowProps) {
  const { model, formats, edges, from, to, row, y, gutter, selection, id } = props;
  const range = selection && rangeOf(selection);
  return (
    <div class="mlops-lab-table-row" role="row" aria-rowindex={row + 2} style={{ transform: `translateY(${y}px)` }}>
      <div class="mlops-lab-table-gutter" role="rowheader" aria-colindex={1} data-row={row} style={{ width: gutter }}>
        {count(row + 1)}
      </div>
      {Array.from({ length: to - from }, (_, i) => {
        const column = from + i;
        const value = model.value(row, column);
        const format = formats[column]!;
        const selected = range !== undefined && column >= range.columns[0] && column < range.columns[1];
        const active = selection?.focus.row === row && selection.focus.column === column;
        return (
          <div
            key={column}
            id={`${id}-${row}-${column}`}
            class={classes(value, format, selected, active)}
            role="gridcell"
            aria-colindex={column + 2}
            aria-selected={selected}
            data-row={row}
            data-column={column}
            title={titleOf(value, format)}
            style={{ left: gutter + edges[column]!, width: edges[column + 1]! - edges[column]! }}
          >
            {cellText(value, format)}
          </div>
        );
      })}
    </div>
  );
});

function classes(value: TableValue | undefined, format: ColumnFormat, selected: boolean, active: boolean): string {
  const names = ['mlops-lab-table-cell'];
  if (format.numeric) names.push('number');
  if (value === null) names.push('missing');
  if (value === undefined) names.push('loading');
  if (selected) names.push('selected');
  if (active) names.push('active');
  return names.join(' ');
}

function cellText(value: TableValue | undefined, format: ColumnFormat) {
  if (value === undefined) return <span>{t('loading')}</span>;
  if (value === null) return t('missing');
  const text = format.text(value);
  return text.length > longText ? `${text.slice(0, longText)}…` : text;
}

/** What the cell's text leaves out. */
function titleOf(value: TableValue | undefined, format: ColumnFormat): string | undefined {
  if (value === undefined || value === null) return undefined;
  const exact = typeof value === 'object' ? `${value.start}…` : String(value);
  return exact === format.text(value) && exact.length <= longText ? undefined : exact;
}
