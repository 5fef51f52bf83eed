// biome-ignore-all lint/a11y/useSemanticElements: rows and columns out of view are not there, which a <table> cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names its active cell
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import type { ColumnFormat } from './format.ts';
import { Header } from './header.tsx';
import type { TableModel } from './model.ts';
import { Row } from './row.tsx';
import { layoutHeight } from './scroll.ts';
import { afterKey, at, type Place, rangeOf, type Selection } from './selection.ts';
import { useScroll } from './useScroll.ts';
import { columnEdges, columnsBetween } from './widths.ts';

/** Rows that are seen at once, at most; the page scrolls over the rest. */
const rowsInView = 15;
/** Rows drawn beyond what is seen, so that a step finds them there. */
const rowsBeyond = 6;
/** Pixels by which a key makes a column wider. */
const resizeStep = 16;

export interface GridProps {
  readonly model: TableModel;
  /** Changes when the model does. */
  readonly version: number;
  readonly formats: readonly ColumnFormat[];
  readonly label: string;
  readonly widths: readonly number[];
  readonly rowHeight: number;
  readonly gutter: number;
  readonly selection: Selection;
  onSelect(selection: Selection): void;
  onSort(column: number): void;
  /** @param width in pixels; nothing: as at first */
  onResize(column: number, width?: number): void;
  onOpen(place: Place): void;
  onCopy(): void;
}

/** The rows in view, in a grid that keys, pointer and screen reader go through alike. */
export function Grid(props: GridProps) {
  const { model, version, formats, label, widths, rowHeight, gutter, selection } = props;
  const element = useRef<HTMLDivElement>(null);
  const id = useId();
  const headerHeight = Math.round(rowHeight * 3.1);
  const { rows } = model;
  const { view, onScroll, scrollTo } = useScroll(element, { rows, rowHeight, headerHeight });
  const edges = columnEdges(widths);
  const [from, to] = columnsBetween(edges, view.left, view.left + view.width - gutter);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - rowsBeyond);
  const last = Math.min(rows, Math.ceil((view.top + view.height) / rowHeight) + rowsBeyond);
  const size = { rows, columns: widths.length };
  const page = Math.max(1, Math.floor(view.height / rowHeight) - 1);
  const { focus } = selection;
  const isDrawn =
    focus.column >= from && focus.column < to && (focus.row === -1 || (focus.row >= first && focus.row < last));
  const range = rangeOf(selection);
  useEffect(() => model.show(first, last), [model, version, first, last]);
  // Other rows are there: who looks for them wants to see the first.
  useEffect(() => scrollTo(0, view.left), [model.filter]);

  const sort = (column: number) => {
    props.onSort(column);
    // Who sorts wants to see what comes first. At once: a key that follows may already lead elsewhere.
    scrollTo(0, view.left);
  };
  const reveal = ({ row, column }: Place) => {
    const y = row * rowHeight;
    const lowest = y + rowHeight - view.height;
    const top = row < 0 ? view.top : Math.min(y, Math.max(lowest, view.top));
    const rightmost = edges[column + 1]! + gutter - view.width;
    scrollTo(top, Math.min(edges[column]!, Math.max(rightmost, view.left)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (actOn(event) || moveBy(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const actOn = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const { row, column } = focus;
    const step = key === 'ArrowRight' ? resizeStep : key === 'ArrowLeft' ? -resizeStep : 0;
    if (row === -1 && shiftKey && step !== 0) props.onResize(column, widths[column]! + step);
    else if (key !== 'Enter') return false;
    else if (row === -1) sort(column);
    else props.onOpen(focus);
    return true;
  };
  const moveBy = (event: KeyboardEvent): boolean => {
    const next = afterKey(selection, event, size, page);
    if (!next) return false;
    props.onSelect(next);
    // All, or a whole column, is selected where one is.
    if (next.focus !== focus && event.key !== 'a' && event.key !== ' ') reveal(next.focus);
    return true;
  };
  const onPointer = (event: PointerEvent) => {
    const begins = event.type === 'pointerdown';
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    if (!cell || (begins ? event.button !== 0 : event.buttons !== 1)) return;
    const row = Number(cell.dataset.row);
    const isRow = cell.dataset.column === undefined;
    const place = { row, column: isRow ? widths.length - 1 : Number(cell.dataset.column) };
    const begun = isRow ? { row, column: 0 } : place;
    const extends_ = (!begins || event.shiftKey) && selection.anchor.row >= 0;
    props.onSelect({ anchor: extends_ ? selection.anchor : begun, focus: place });
    if (begins) element.current?.focus({ preventScroll: true });
  };
  const height = headerHeight + rowHeight * Math.min(rows, rowsInView);
  return (
    <div
      ref={element}
      class="mlops-lab-table-grid"
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-description={t(
        'Enter on a column sorts by it, and Shift with an arrow there changes its width. Ctrl+F filters the rows.',
      )}
      aria-rowcount={rows + 1}
      aria-colcount={widths.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={isDrawn ? `${id}-${focus.row}-${focus.column}` : undefined}
      style={{ maxHeight: height + 16, '--row-height': `${rowHeight}px`, '--header-height': `${headerHeight}px` }}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onDblClick={() => focus.row >= 0 && props.onOpen(focus)}
      onCopy={(event) => {
        event.preventDefault();
        props.onCopy();
      }}
    >
      <div class="mlops-lab-table-heads" role="rowgroup" style={{ width: gutter + edges.at(-1)! }}>
        <div role="row" aria-rowindex={1}>
          <div class="mlops-lab-table-gutter" role="columnheader" aria-colindex={1} style={{ width: gutter }}>
            <span>{t('Row')}</span>
          </div>
          {Array.from({ length: to - from }, (_, i) => {
            const column = from + i;
            return (
              <Header
                key={column}
                id={`${id}--1-${column}`}
                name={model.data.columns[column]!.name}
                column={column}
                summary={model.summary(column)}
                order={model.order}
                numeric={formats[column]!.numeric}
                active={focus.row === -1 && focus.column === column}
                left={gutter + edges[column]!}
                width={widths[column]!}
                onSort={() => {
                  props.onSelect(at({ row: -1, column }, size));
                  sort(column);
                }}
                onResize={(width) => props.onResize(column, width)}
              />
            );
          })}
        </div>
      </div>
      <div
        class="mlops-lab-table-rows"
        role="rowgroup"
        style={{ width: gutter + edges.at(-1)!, height: layoutHeight({ rows, rowHeight, viewport: view.height }) }}
      >
        {Array.from({ length: Math.max(0, last - first) }, (_, i) => {
          const row = first + i;
          return (
            <Row
              key={row}
              {...{ model, version, formats, edges, from, to, row, gutter, id }}
              y={Math.round(view.scrollTop - view.top + row * rowHeight)}
              selection={row >= range.rows[0] && row < range.rows[1] ? selection : undefined}
            />
          );
        })}
      </div>
    </div>
  );
}
