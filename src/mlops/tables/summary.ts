import type { Column } from '../data/columns.ts';
import type { CellValue } from '../data/value.ts';
import { type ColumnSummary, mostDistinct, type NumberSummary } from '../payloads/table.ts';
import { fullText } from './cellText.ts';
import { pieces, type Work } from './work.ts';

const bins = 20;
/** How many of the most frequent values are told. */
const topValues = 5;
/** Characters; a longer one is cut. */
const longest = 80;
/** The median of more numbers is that of a sample of so many rows: sorting them all would take as long as a sort. */
const sampleSize = 100_000;

/** What is in a column. Goes through its rows twice; only the median of a long one is a sample's. */
export function* summarize(column: Column, rows: number): Work<ColumnSummary> {
  const tally = new Tally();
  for (const range of pieces(rows)) {
    for (let row = range[0]; row < range[1]; row++) {
      if (row % 64 === 0) yield;
      tally.add(column.at(row));
    }
  }
  const numbers = tally.finite > 0 ? yield* numberSummary(column, rows, tally) : undefined;
  const top = tally.top();
  return {
    type: tally.type(),
    ...(column.dtype && { dtype: column.dtype }),
    count: rows - tally.missing,
    missing: tally.missing,
    distinct: tally.distinct.size,
    ...(numbers && { numbers }),
    ...(top && { top }),
  };
}

/** What is known of the values that were seen so far. */
class Tally {
  missing = 0;
  finite = 0;
  notFinite = 0;
  booleans = 0;
  texts = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  mean = 0;
  /** Sum of squared differences from the mean (Welford). */
  squares = 0;
  /** How often each value occurs, until too many differ. */
  readonly distinct = new Map<CellValue, number>();

  add(value: CellValue): void {
    if (value === null) {
      this.missing++;
      return;
    }
    if (typeof value === 'number') this.#addNumber(value);
    else if (typeof value === 'boolean') this.booleans++;
    else this.texts++;
    if (this.distinct.size < mostDistinct) this.distinct.set(value, (this.distinct.get(value) ?? 0) + 1);
  }

  #addNumber(value: number): void {
    if (!Number.isFinite(value)) {
      this.notFinite++;
      return;
    }
    this.finite++;
    // −0 is told as 0.
    if (value < this.min) this.min = value + 0;
    if (value > this.max) this.max = value + 0;
    const difference = value - this.mean;
    this.mean += difference / this.finite;
    this.squares += difference * (value - this.mean);
  }

  type(): ColumnSummary['type'] {
    const numbers = this.finite + this.notFinite;
    const present = [numbers, this.booleans, this.texts].filter((count) => count > 0).length;
    if (present === 0) return 'empty';
    if (present > 1) return 'mixed';
    return numbers ? 'number' : this.booleans ? 'boolean' : 'text';
  }

  top(): ColumnSummary['top'] {
    if (this.distinct.size === 0 || this.distinct.size >= mostDistinct) return undefined;
    return [...this.distinct]
      .sort(([, a], [, b]) => b - a)
      .slice(0, topValues)
      .map(([value, count]) => [shortText(value), count]);
  }
}

function shortText(value: CellValue): string {
  const text = fullText(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function* numberSummary(column: Column, rows: number, tally: Tally): Work<NumberSummary> {
  const { min, max, mean, squares, finite, notFinite } = tally;
  const histogram = new Array<number>(bins).fill(0);
  const step = Math.max(1, Math.ceil(finite / sampleSize));
  const sample: number[] = [];
  let seen = 0;
  for (const [begin, end] of pieces(rows)) {
    for (let row = begin; row < end; row++) {
      if (row % 64 === 0) yield;
      const value = column.at(row);
      if (typeof value !== 'number' || !Number.isFinite(value)) continue;
      histogram[binOf(value, min, max)]!++;
      if (seen++ % step === 0) sample.push(value);
    }
  }
  return {
    min,
    max,
    ...(Number.isFinite(mean) && { mean }),
    ...(Number.isFinite(squares) && { standardDeviation: finite > 1 ? Math.sqrt(squares / (finite - 1)) : 0 }),
    median: medianOf(sample),
    ...(step > 1 && { sampled: sample.length }),
    notFinite,
    histogram,
  };
}

/** Halves first: the width of the widest range is no number. */
function binOf(value: number, min: number, max: number): number {
  const width = max / 2 - min / 2;
  return width === 0 ? 0 : Math.min(bins - 1, Math.floor(((value / 2 - min / 2) / width) * bins));
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : sorted[middle - 1]! / 2 + sorted[middle]! / 2;
}
