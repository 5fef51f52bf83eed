/**
 * Runs by columns, as they travel from the reading thread to the page: one array a column is a tenth of the bytes and
 * the time of one object a run, and 10,000 runs have 400,000 values.
 */

/** As MLflow's filters name what a run has. */
export type ColumnKind = 'attributes' | 'params' | 'tags' | 'metrics';

/** A column of texts: each distinct text once, and for each run its place among them, -1 where the run has none. */
export interface TextColumn {
  readonly kind: 'attributes' | 'params' | 'tags';
  readonly key: string;
  readonly values: readonly string[];
  readonly codes: Int32Array;
}

/** A column of numbers, NaN and the infinities among them; `missing` is 1 where the run has none. */
export interface NumberColumn {
  readonly kind: 'attributes' | 'metrics';
  readonly key: string;
  readonly values: Float64Array;
  readonly missing: Uint8Array;
}

export type RunColumn = TextColumn | NumberColumn;

/** Runs, newest first; every column has as many cells as there are ids. */
export interface RunColumns {
  readonly ids: readonly string[];
  readonly columns: readonly RunColumn[];
}

export function isTexts(column: RunColumn): column is TextColumn {
  return 'codes' in column;
}

/** The column of that kind and key, if any of the runs has it. */
export function columnOf({ columns }: RunColumns, kind: ColumnKind, key: string): RunColumn | undefined {
  return columns.find((column) => column.kind === kind && column.key === key);
}

/** What a run has in a column: `undefined` for nothing. */
export function cellOf(column: RunColumn | undefined, row: number): string | number | undefined {
  if (!column) return undefined;
  if (isTexts(column)) return column.values[column.codes[row] ?? -1];
  return column.missing[row] === 1 ? undefined : column.values[row];
}

/** Gathers the cells of a column of texts. */
export class TextCells {
  readonly #codes: Int32Array;
  readonly #places = new Map<string, number>();

  constructor(rows: number) {
    this.#codes = new Int32Array(rows).fill(-1);
  }

  set(row: number, text: string): void {
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(text, place);
    }
    this.#codes[row] = place;
  }

  column(kind: TextColumn['kind'], key: string): TextColumn {
    return { kind, key, values: [...this.#places.keys()], codes: this.#codes };
  }
}

/** Gathers the cells of a column of numbers. */
export class NumberCells {
  readonly #values: Float64Array;
  readonly #missing: Uint8Array;

  constructor(rows: number) {
    this.#values = new Float64Array(rows);
    this.#missing = new Uint8Array(rows).fill(1);
  }

  set(row: number, value: number): void {
    this.#values[row] = value;
    this.#missing[row] = 0;
  }

  column(kind: NumberColumn['kind'], key: string): NumberColumn {
    return { kind, key, values: this.#values, missing: this.#missing };
  }
}
