// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: a cell has either of two roles, and both have a column
// biome-ignore-all lint/a11y/useSemanticElements: rows and columns out of view are not there, which a <table> cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names its active cell
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys of its active cell
// biome-ignore-all lint/a11y/noStaticElementInteractions: what is clicked within a cell is a row's own action, by key too
import { memo } from 'preact/compat';
import { t } from '../../../platform/l10n.ts';
import { cellOf } from '../../compare/columns.ts';
import { summaryOf, type TableRow } from '../../compare/rows.ts';
import { cellText, differs, isNumeric, nameColumn, type TableColumn, valueText } from '../../compare/table.ts';
import type { RowActions } from './grid.tsx';

export interface RowProps {
  readonly row: TableRow;
  /** Which row of the table it is, from 0. */
  readonly place: number;
  readonly columns: readonly TableColumn[];
  /** Where each column begins, in pixels. */
  readonly edges: readonly number[];
  /** The first so many columns stay in place; of the others `[from, to)` are drawn. */
  readonly pinned: number;
  readonly from: number;
  readonly to: number;
  /** Pixels from the top of what is laid out. */
  readonly y: number;
  /** The column of the active cell, if it is in this row. */
  readonly active: number | undefined;
  readonly drawn: boolean;
  readonly starred: boolean;
  readonly locale: string;
  /** The prefix of the cells' ids. */
  readonly id: string;
  readonly actions: RowActions;
}

/** A run, or a group of runs; drawn again only when something of it has changed. */
export const Row = memo(function Row(props: RowProps) {
  const { row, place, columns, edges, pinned, from, to, y } = props;
  return (
    <div
      class={`row ${row.of}${props.drawn ? ' drawn' : ''}`}
      role="row"
      aria-rowindex={place + 2}
      aria-selected={row.of === 'run' ? props.drawn : undefined}
      aria-expanded={row.of === 'group' ? row.isOpen : undefined}
      style={{ transform: `translateY(${y}px)` }}
    >
      <div class="side" role="presentation" style={{ width: edges[pinned]! }}>
        {columns.slice(0, pinned).map((column, index) => (
          <Cell key={column.id} {...props} column={column} index={index} />
        ))}
      </div>
      {columns.slice(from, to).map((column, index) => (
        <Cell key={column.id} {...props} column={column} index={from + index} />
      ))}
    </div>
  );
});

function Cell(props: RowProps & { readonly column: TableColumn; readonly index: number }) {
  const { row, place, column, index, edges, active, id, locale } = props;
  const text = row.of === 'run' ? cellText(column, row.row, locale) : groupText(column, row.rows, locale);
  const exact = row.of === 'run' ? cellOf(column.cells, row.row) : undefined;
  const classes = ['cell', isNumeric(column) && 'number', active === index && 'active'];
  return (
    <div
      id={`${id}-${place}-${index}`}
      class={classes.filter(Boolean).join(' ')}
      role={column.id === nameColumn ? 'rowheader' : 'gridcell'}
      aria-colindex={index + 1}
      data-row={place}
      data-column={index}
      title={exact === undefined ? text : String(isNumeric(column) && column.format !== 'metric' ? text : exact)}
      style={{ left: edges[index]!, width: edges[index + 1]! - edges[index]! }}
    >
      {column.id === nameColumn ? <Name {...props} text={text} /> : text}
    </div>
  );
}

/** The name of a run behind the box that draws it and its star, or of a group behind its arrow. */
function Name({ row, text, drawn, starred, actions }: RowProps & { readonly text: string }) {
  if (row.of === 'group') {
    return (
      <span class="group-name" onClick={() => actions.unfold(row.label)}>
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
          <path d={row.isOpen ? 'M1 3h8L5 8z' : 'M3 1v8l5-4z'} />
        </svg>
        {row.label === '' ? t('nothing') : row.label} <span class="quiet">({row.rows.length})</span>
      </span>
    );
  }
  return (
    <>
      <span class="box" aria-hidden="true" onClick={() => actions.toggle(row.row)}>
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
          <rect x="1.5" y="1.5" width="11" height="11" rx="2" />
          {drawn && <path d="M3.5 7.2 6 9.7l4.6-5.2" />}
        </svg>
      </span>
      <span
        class={`star${starred ? ' on' : ''}`}
        role="img"
        aria-label={starred ? t('starred') : t('not starred')}
        onClick={() => actions.star(row.row)}
      >
        {starred ? '★' : '☆'}
      </span>
      {text}
    </>
  );
}

/** Mean and deviation of numbers; else what all runs of the group have, or how many differ. */
function groupText(column: TableColumn, rows: Uint32Array, locale: string): string {
  if (column.id === nameColumn) return '';
  if (column.format === 'metric' || column.format === 'duration') {
    const summary = summaryOf(column, rows);
    if (!summary) return '';
    const mean = valueText(summary.mean, column.format, locale);
    return Number.isNaN(summary.deviation) ? mean : `${mean} ± ${valueText(summary.deviation, column.format, locale)}`;
  }
  if (!differs(column, rows)) return cellText(column, rows[0]!, locale);
  return column.format === 'time' ? '' : t('differs');
}
