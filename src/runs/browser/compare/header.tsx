// biome-ignore-all lint/a11y/useSemanticElements: rows and columns out of view are not there, which a <table> cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names its active cell
import { Resizer } from '../../../outputs/browser/table/resizer.tsx';
import type { Order } from '../../compare/rows.ts';
import { isNumeric, type TableColumn } from '../../compare/table.ts';
import type { ColumnActions } from './grid.tsx';

export interface HeaderProps {
  readonly column: TableColumn;
  readonly index: number;
  readonly id: string;
  readonly orders: readonly Order[];
  readonly active: boolean;
  /** In pixels. */
  readonly left: number;
  readonly width: number;
  readonly actions: ColumnActions;
  onFocus(): void;
}

/** A column's name below the word for what it is, and its place in the order. */
export function Header({ column, index, id, orders, active, left, width, actions, onFocus }: HeaderProps) {
  const place = orders.findIndex((order) => order.column === column.id);
  const order = orders[place];
  const direction = order ? (order.descending ? 'descending' : 'ascending') : 'none';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys of its active cell
    <div
      id={id}
      class={['head', isNumeric(column) && 'number', active && 'active'].filter(Boolean).join(' ')}
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={direction}
      aria-label={`${column.label}, ${column.group}`}
      title={`${column.group}: ${column.label}`}
      style={{ left, width }}
      onClick={(event) => {
        onFocus();
        actions.sort(column.id, event.shiftKey);
      }}
    >
      <span class="kind">{column.group}</span>
      <span class="name">
        <span>{column.label}</span>
        {order && (
          <span class="order">
            <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
              <path d={order.descending ? 'M5 9 1 3h8z' : 'M5 1 9 7H1z'} />
            </svg>
            {orders.length > 1 && place + 1}
          </span>
        )}
      </span>
      <Resizer edge="edge" width={width} onResize={(next) => actions.resize(column.id, next)} />
    </div>
  );
}
