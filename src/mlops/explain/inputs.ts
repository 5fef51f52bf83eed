/** What explainers read: rows of numbers, and a model that answers a number for each. */
import { matrixOf, type Numbers, numbersOf } from '../data/numbers.ts';
import type { TensorLike } from '../data/tensorLike.ts';
import { ExplainError } from './errors.ts';

/** Rows of numbers, all of one length; or a tensor of two axes. */
export type Matrix = Iterable<Numbers> | TensorLike;

/** Answers one number a row: a score, a price, the probability of one class. The rows' memory is used again: copy what you keep. */
export type Model = (rows: Float64Array[]) => Numbers;

/** @param name stands in the message @throws {ExplainError} `no-samples`, `unequal-lengths`, `bad-value` */
export function rowsOf(x: Matrix, name = 'x'): Float64Array[] {
  const rows = matrixOf(x);
  if (rows.length === 0) throw new ExplainError('no-samples', `There are no rows in “${name}”. Give at least one.`);
  rows.forEach((row, at) => {
    assertWidth(row.length, rows[0]!.length, `Row ${at} of “${name}”`, 'row 0');
    const bad = row.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) return;
    const mend = 'Fill or drop what is missing first.';
    throw new ExplainError('bad-value', `Row ${at}, column ${bad} of “${name}” holds ${row[bad]}. ${mend}`);
  });
  return rows;
}

/** Rows to compare with. @throws {ExplainError} `empty-background`, and as `rowsOf` */
export function backgroundOf(background: Matrix): Float64Array[] {
  const rows = matrixOf(background);
  if (rows.length > 0) return rowsOf(rows, 'background');
  const why = 'A part of a prediction is a difference from these rows.';
  throw new ExplainError('empty-background', `The background has no rows. ${why} Give the crowd to compare with.`);
}

/** @throws {ExplainError} `unequal-lengths` */
export function assertWidth(found: number, expected: number, name: string, other: string): void {
  if (found === expected) return;
  throw new ExplainError('unequal-lengths', `${name} has ${found} columns, and ${other} has ${expected}.`);
}

/** The names that are given, one a column; else `column 0`, `column 1`, … @throws {ExplainError} `unequal-lengths` */
export function namesOf(names: readonly string[] | undefined, width: number): readonly string[] {
  if (!names) return Array.from({ length: width }, (_, column) => `column ${column}`);
  if (names.length === width) return names;
  throw new ExplainError('unequal-lengths', `There are ${names.length} names and ${width} columns.`);
}

/** A whole number from a least one on. @throws {ExplainError} `bad-argument` */
export function assertCount(value: number, least: number, name: string): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new ExplainError('bad-argument', `${name} must be a whole number from ${least} on, not ${value}.`);
}

/** The model's answers. @throws {ExplainError} `bad-model` */
export function answersOf(model: Model, rows: Float64Array[]): Float64Array {
  const answers = numbersOf(model(rows));
  if (answers.length !== rows.length) {
    const mend = 'It must answer one number a row; of several classes, pick one.';
    throw new ExplainError(
      'bad-model',
      `The model was given ${rows.length} rows and answered ${answers.length} numbers. ${mend}`,
    );
  }
  const bad = answers.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return answers;
  throw new ExplainError('bad-model', `The model answers ${answers[bad]} for the row [${rows[bad]!.join(', ')}].`);
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
