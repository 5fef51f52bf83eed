// biome-ignore-all lint/a11y/noStaticElementInteractions: its role is one of two
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: a grid of groups is a treegrid, and both have these
// biome-ignore-all lint/a11y/useSemanticElements: rows and columns out of view are not there, which a <table> cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names its active cell
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { layoutHeight } from '../../../outputs/browser/table/scroll.ts';
import { afterKey, at, type Place } from '../../../outputs/browser/table/selection.ts';
import { useScroll } from '../../../outputs/browser/table/useScroll.ts';
import { columnEdges, columnsBetween } from '../../../outputs/browser/table/widths.ts';
import { t } from '../../../platform/l10n.ts';
import type { Order, TableRow } from '../../compare/rows.ts';
import type { TableColumn } from '../../compare/table.ts';
import { Header } from './header.tsx';
import { Row } from './row.tsx';

const rowHeight = 24;
const headerHeight = 42;
/** Rows drawn beyond what is seen, so that a step finds them there. */
const rowsBeyond = 6;
/** Pixels by which a key makes a column wider. */
const resizeStep = 16;

/** What is done with columns; each takes a column's id. */
export interface ColumnActions {
  /** @param further sorts by it among those that are equal so far */
  sort(column: string, further: boolean): void;
  /** @param width in pixels; nothing: as at first */
  resize(column: string, width?: number): void;
  move(column: string, by: number): void;
  pin(column: string): void;
  hide(column: string): void;
}

/** What is done with rows. */
export interface RowActions {
  open(row: number): void;
  /** Draws a run, or no longer. */
  toggle(row: number): void;
  /** Unfolds a group, or folds it. */
  unfold(label: string): void;
  star(row: number): void;
}

export interface GridProps {
  readonly rows: readonly TableRow[];
  readonly columns: readonly TableColumn[];
  readonly pinned: number;
  readonly widths: readonly number[];
  readonly orders: readonly Order[];
  /** The rows of the runs that are drawn. */
  readonly drawn: ReadonlySet<number>;
  readonly starred: (row: number) => boolean;
  readonly locale: string;
  readonly actions: ColumnActions & RowActions;
  /** What VS Code hands to the commands of its context menu. */
  readonly context: (row: TableRow | undefined) => string;
  /** The row that has the focus was changed. */
  onActive(row: TableRow | undefined): void;
}

/** The runs in view, in a grid that keys, pointer and screen reader go through alike. */
export function Grid(props: GridProps) {
  const { rows, columns, pinned, widths, actions } = props;
  const element = useRef<HTMLDivElement>(null);
  const id = useId();
  const { view, onScroll, scrollTo } = useScroll(element, { rows: rows.length, rowHeight, headerHeight });
  const size = { rows: rows.length, columns: columns.length };
  const [kept, setKept] = useState({ place: { row: 0, column: 0 }, id: columns[0]?.id });
  // A column that was moved or pinned keeps the focus.
  const column = columns.findIndex((each) => each.id === kept.id);
  const { focus } = at(column < 0 ? kept.place : { row: kept.place.row, column }, size);
  const setFocus = (place: Place) => setKept({ place, id: columns[place.column]?.id });
  const edges = columnEdges(widths);
  const side = edges[pinned]!;
  const [left, to] = columnsBetween(edges, view.left + side, view.left + view.width);
  const from = Math.max(pinned, left);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - rowsBeyond);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeight) + rowsBeyond);
  const isDrawn =
    (focus.column < pinned || (focus.column >= from && focus.column < to)) && isBetween(focus.row, first, last);
  const active = rows[focus.row];
  useEffect(() => props.onActive(active), [active]);

  const reveal = ({ row, column }: Place) => {
    const y = row * rowHeight;
    const top = row < 0 ? view.top : Math.min(y, Math.max(y + rowHeight - view.height, view.top));
    const wanted = Math.min(edges[column]! - side, Math.max(edges[column + 1]! - view.width, view.left));
    scrollTo(top, column < pinned ? view.left : wanted);
  };
  const go = (place: Place) => {
    const { focus: next } = at(place, size);
    setFocus(next);
    reveal(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const acted =
      focus.row < 0
        ? actOnColumn(event, columns[focus.column]!, widths[focus.column]!, actions)
        : actOnRow(event, active, actions);
    const page = Math.max(1, Math.floor(view.height / rowHeight) - 1);
    const next = acted ? undefined : afterKey(at(focus, size), { ...keyOf(event), shiftKey: false }, size, page);
    if (next && event.key !== 'a' && event.key !== ' ') go(next.focus);
    if (!acted && !next) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPointerDown = (event: PointerEvent) => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    if (!cell) return;
    const row = Number(cell.dataset.row);
    setFocus({ row, column: Number(cell.dataset.column ?? 0) });
    element.current?.focus({ preventScroll: true });
  };
  return (
    <div
      ref={element}
      class="grid"
      role={rows.some(({ of }) => of === 'group') ? 'treegrid' : 'grid'}
      tabIndex={0}
      aria-label={t('Runs')}
      aria-description={t(
        'Space draws a run, Enter opens it. On a column Enter sorts by it and Shift+Enter by it too, P pins it, Delete hides it, Alt with an arrow moves it, Shift with an arrow changes its width.',
      )}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-multiselectable="true"
      aria-activedescendant={isDrawn ? `${id}-${focus.row}-${focus.column}` : undefined}
      style={{ '--row-height': `${rowHeight}px`, '--header-height': `${headerHeight}px` }}
      data-vscode-context={props.context(active)}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onDblClick={() => active?.of === 'run' && actions.open(active.row)}
    >
      <div class="heads" role="rowgroup" style={{ width: edges.at(-1)! }}>
        <div role="row" aria-rowindex={1}>
          <div class="side" role="presentation" style={{ width: side }}>
            {columns.slice(0, pinned).map((column, index) => head(column, index))}
          </div>
          {columns.slice(from, to).map((column, index) => head(column, from + index))}
        </div>
      </div>
      <div
        class="rows"
        role="rowgroup"
        style={{ width: edges.at(-1)!, height: layoutHeight({ rows: rows.length, rowHeight, viewport: view.height }) }}
      >
        {rows.slice(first, last).map((row, index) => (
          <Row
            key={first + index}
            {...{ row, columns, edges, pinned, from, to, id, actions }}
            place={first + index}
            y={Math.round(view.scrollTop - view.top + (first + index) * rowHeight)}
            active={focus.row === first + index ? focus.column : undefined}
            drawn={row.of === 'run' && props.drawn.has(row.row)}
            starred={row.of === 'run' && props.starred(row.row)}
            locale={props.locale}
          />
        ))}
      </div>
    </div>
  );

  function head(column: TableColumn, index: number) {
    return (
      <Header
        key={column.id}
        {...{ column, index, actions }}
        id={`${id}--1-${index}`}
        orders={props.orders}
        active={focus.row === -1 && focus.column === index}
        left={edges[index]!}
        width={widths[index]!}
        onFocus={() => setFocus({ row: -1, column: index })}
      />
    );
  }
}

function isBetween(row: number, first: number, last: number): boolean {
  return row === -1 || (row >= first && row < last);
}

function keyOf({ key, ctrlKey, metaKey }: KeyboardEvent) {
  return { key, ctrlKey, metaKey };
}

function actOnColumn(event: KeyboardEvent, column: TableColumn, width: number, actions: ColumnActions): boolean {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
  if (event.key === 'Enter') actions.sort(column.id, event.shiftKey);
  else if (event.key === 'Delete') actions.hide(column.id);
  else if (event.key.toLowerCase() === 'p' && !event.ctrlKey && !event.metaKey) actions.pin(column.id);
  else if (step !== 0 && event.shiftKey) actions.resize(column.id, width + step * resizeStep);
  else if (step !== 0 && event.altKey) actions.move(column.id, step);
  else return false;
  return true;
}

function actOnRow({ key }: KeyboardEvent, row: TableRow | undefined, actions: RowActions): boolean {
  if (!row || (key !== 'Enter' && key !== ' ')) return false;
  if (row.of === 'group') actions.unfold(row.label);
  else if (key === 'Enter') actions.open(row.row);
  else actions.toggle(row.row);
  return true;
}
