/** Which cells are selected, and how keys and the mouse move that: pure. Row −1 is the header. */

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** All cells between two corners; `focus` is the one that moves. */
export interface Selection {
  readonly anchor: Place;
  readonly focus: Place;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
}

export interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

export const start: Selection = { anchor: { row: 0, column: 0 }, focus: { row: 0, column: 0 } };

/** The rows and columns `[from, to)` that are selected; of the header, none. */
export function rangeOf({ anchor, focus }: Selection): {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
} {
  const [top, bottom] = anchor.row < focus.row ? [anchor.row, focus.row] : [focus.row, anchor.row];
  const [left, right] = anchor.column < focus.column ? [anchor.column, focus.column] : [focus.column, anchor.column];
  return { rows: [Math.max(0, top), bottom + 1], columns: [left, right + 1] };
}

/**
 * The selection after a key, by the ARIA practices for grids; nothing for a key that does not move it.
 * @param page rows that a page moves by
 */
export function afterKey(selection: Selection, key: Key, size: GridSize, page: number): Selection | undefined {
  const [lastRow, lastColumn] = [size.rows - 1, size.columns - 1];
  const { focus, anchor } = selection;
  const control = key.ctrlKey || key.metaKey;
  if (control && key.key === 'a') return { anchor: { row: 0, column: 0 }, focus: { row: lastRow, column: lastColumn } };
  if (key.key === ' ' && control) {
    return { anchor: { row: 0, column: anchor.column }, focus: { row: lastRow, column: focus.column } };
  }
  if (key.key === ' ' && key.shiftKey) {
    return { anchor: { row: anchor.row, column: 0 }, focus: { row: focus.row, column: lastColumn } };
  }
  // With one cell selected, the key is the place's own: in a notebook it leads from the output to the cell.
  if (key.key === 'Escape') {
    return anchor.row === focus.row && anchor.column === focus.column ? undefined : at(focus, size);
  }
  const moved = moveFocus(focus, key.key, control, size, page);
  if (!moved) return undefined;
  const next = inside(moved, size);
  // The header's cells are one by one: what is selected are values.
  return key.shiftKey && next.row >= 0 && anchor.row >= 0 ? { anchor, focus: next } : { anchor: next, focus: next };
}

function moveFocus(
  { row, column }: Place,
  key: string,
  control: boolean,
  size: GridSize,
  page: number,
): Place | undefined {
  const [firstRow, lastRow, lastColumn] = [0, size.rows - 1, size.columns - 1];
  switch (key) {
    case 'ArrowUp':
      return { row: control ? firstRow : row - 1, column };
    case 'ArrowDown':
      return { row: control ? lastRow : row + 1, column };
    case 'ArrowLeft':
      return { row, column: control ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: control ? lastColumn : column + 1 };
    case 'PageUp':
      return { row: Math.max(firstRow, row - page), column };
    case 'PageDown':
      return { row: row + page, column };
    case 'Home':
      return { row: control ? firstRow : row, column: 0 };
    case 'End':
      return { row: control ? lastRow : row, column: lastColumn };
  }
  return undefined;
}

/** One cell; the nearest, where there is none such. */
export function at(place: Place, size: GridSize): Selection {
  const focus = inside(place, size);
  return { anchor: focus, focus };
}

/** The selection in a table that may have become shorter. */
export function within({ anchor, focus }: Selection, size: GridSize): Selection {
  return { anchor: inside(anchor, size), focus: inside(focus, size) };
}

function inside({ row, column }: Place, size: GridSize): Place {
  return {
    row: Math.min(Math.max(-1, row), size.rows - 1),
    column: Math.min(Math.max(0, column), size.columns - 1),
  };
}
