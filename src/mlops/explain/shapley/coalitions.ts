/** Coalitions of columns: which of them keep the explained row's values while the others take the background's. */
import { answersOf, type Model } from '../inputs.ts';

/** 1 where a column keeps the row's value. */
export type Mask = Uint8Array;

/** Rows that the model is asked at once. */
const batch = 4096;

/** All 2^width masks; that of place k has the columns of k's binary digits. */
export function allMasks(width: number): Mask[] {
  return Array.from({ length: 2 ** width }, (_, k) =>
    Uint8Array.from({ length: width }, (_, column) => (k >> column) & 1),
  );
}

/**
 * What each coalition is worth: the model's mean answer over the background, whose rows keep their own values in the
 * columns that are not of the coalition (the interventional value of Lundberg and Lee 2017).
 * @returns a number for each mask
 * @throws {ExplainError} `bad-model`
 */
export function worthOf(
  model: Model,
  row: Float64Array,
  background: readonly Float64Array[],
  masks: readonly Mask[],
): Float64Array {
  const worth = new Float64Array(masks.length);
  const total = masks.length * background.length;
  const pool = Array.from({ length: Math.min(batch, total) }, () => new Float64Array(row.length));
  for (let from = 0; from < total; from += batch) {
    const count = Math.min(batch, total - from);
    for (let i = 0; i < count; i++) {
      const mask = masks[Math.floor((from + i) / background.length)]!;
      mix(pool[i]!, row, background[(from + i) % background.length]!, mask);
    }
    const answers = answersOf(model, count === pool.length ? pool : pool.slice(0, count));
    for (let i = 0; i < count; i++)
      worth[Math.floor((from + i) / background.length)]! += answers[i]! / background.length;
  }
  return worth;
}

function mix(into: Float64Array, row: Float64Array, other: Float64Array, mask: Mask): void {
  for (let column = 0; column < into.length; column++) into[column] = mask[column] ? row[column]! : other[column]!;
}
