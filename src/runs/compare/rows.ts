/** Which rows the compare page's table shows, and in which order. Pure. */
import { cellOf, isTexts, type RunColumn } from './columns.ts';
import type { TableColumn } from './table.ts';

export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

/**
 * The rows in the order of the first column, among equals of the next, and so on; among all equals as they lie.
 * NaN comes after all numbers, and a run that has nothing in a column last, whichever way that is sorted.
 */
export function sortedRows(
  rows: Uint32Array,
  columns: ReadonlyMap<string, TableColumn>,
  orders: readonly Order[],
): Uint32Array {
  const keys = orders.flatMap(({ column, descending }) => {
    const found = columns.get(column);
    return found ? [{ ranks: ranksOf(found.cells), sign: descending ? -1 : 1 }] : [];
  });
  if (keys.length === 0) return rows;
  return rows.slice().sort((a, b) => {
    for (const { ranks, sign } of keys) {
      const [left, right] = [ranks[a]!, ranks[b]!];
      if (left === right) continue;
      // Missing or NaN: last, either way.
      if (left > mostRank || right > mostRank) return left < right ? -1 : 1;
      return left < right ? -sign : sign;
    }
    return a - b;
  });
}

/** What is no number ranks above all numbers. */
const mostRank = Number.MAX_VALUE / 4;
const [infiniteRank, nanRank, missingRank] = [mostRank, Number.MAX_VALUE / 2, Number.MAX_VALUE];

/** A number a row, by which the rows are compared. */
function ranksOf(column: RunColumn): Float64Array {
  if (isTexts(column)) {
    const ranks = textRanks(column.values);
    return Float64Array.from(column.codes, (code) => ranks[code] ?? missingRank);
  }
  return column.values.map((value, row) => {
    if (column.missing[row] === 1) return missingRank;
    if (Number.isNaN(value)) return nanRank;
    return Math.max(-infiniteRank, Math.min(infiniteRank, value));
  });
}

/** The places of texts: as numbers where all are such, as params usually are; else as words, with numbers in them by their size. */
function textRanks(values: readonly string[]): number[] {
  const numbers = values.map((value) => (value.trim() === '' ? Number.NaN : Number(value)));
  if (numbers.every(Number.isFinite)) return numbers;
  const collator = new Intl.Collator(undefined, { numeric: true });
  const ranks = new Array<number>(values.length);
  const sorted = values.map((_, place) => place).sort((a, b) => collator.compare(values[a]!, values[b]!));
  for (const [rank, place] of sorted.entries()) ranks[place] = rank;
  return ranks;
}

/** A row of the table: a run, or a group of runs that share a value. */
export type TableRow =
  | { readonly of: 'run'; readonly row: number }
  | { readonly of: 'group'; readonly label: string; readonly rows: Uint32Array; readonly isOpen: boolean };

/** The rows in groups by what they have in a column, each group followed by its runs where it is open. */
export function groupedRows(
  rows: Uint32Array,
  by: TableColumn,
  order: TableColumn | undefined,
  descending: boolean,
  open: ReadonlySet<string>,
): TableRow[] {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const label = String(cellOf(by.cells, row) ?? '');
    const group = groups.get(label);
    if (group) group.push(row);
    else groups.set(label, [row]);
  }
  const listed = [...groups].map(([label, members]) => ({ label, rows: Uint32Array.from(members) }));
  // By the mean where the runs are sorted by numbers; else as their first runs come.
  if (order && !isTexts(order.cells)) {
    const means = new Map(listed.map((group) => [group, summaryOf(order, group.rows)?.mean ?? Number.NaN]));
    const sign = descending ? -1 : 1;
    listed.sort((a, b) => compareMeans(means.get(a)!, means.get(b)!, sign));
  }
  return listed.flatMap((group): TableRow[] => {
    const isOpen = open.has(group.label);
    const head: TableRow = { of: 'group', ...group, isOpen };
    return isOpen ? [head, ...Array.from(group.rows, (row): TableRow => ({ of: 'run', row }))] : [head];
  });
}

function compareMeans(a: number, b: number, sign: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return sign * (a - b);
}

/** What the numbers of a group are like. */
export interface Summary {
  readonly mean: number;
  /** Of the sample, with n − 1; NaN for a single run. */
  readonly deviation: number;
  /** How many runs have a finite number. */
  readonly count: number;
}

/** Mean and standard deviation of what rows have in a column of numbers, by Welford's method; nothing where none has one. */
export function summaryOf({ cells }: TableColumn, rows: ArrayLike<number>): Summary | undefined {
  if (isTexts(cells)) return undefined;
  let [count, mean, squares] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    const value = cells.values[rows[i]!]!;
    if (cells.missing[rows[i]!] === 1 || !Number.isFinite(value)) continue;
    count++;
    const away = value - mean;
    mean += away / count;
    squares += away * (value - mean);
  }
  return count === 0
    ? undefined
    : { mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN, count };
}

/** The numbers of the rows that are left, in order. */
export function rowsLeft(left: Uint8Array): Uint32Array {
  const rows = new Uint32Array(left.length);
  let length = 0;
  for (let row = 0; row < left.length; row++) if (left[row] === 1) rows[length++] = row;
  return rows.slice(0, length);
}
