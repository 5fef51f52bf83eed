// Rows of ten kinds that overlap: a table on which a small net is right in about six of ten cases.
import { normal, uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';

export interface TenKindsOptions {
  /** Where the centers of the kinds lie: rows of one world belong together. */
  readonly world: number;
  /** Which rows are drawn from that world. */
  readonly seed: number;
}
export interface TenKinds {
  /** Twenty measures a row, about standard in scale. */
  readonly x: readonly Float64Array[];
  /** The kind of each row, 0 to 9, all equally often. */
  readonly y: Uint8Array;
}

const [columns, kinds, centersEach] = [20, 10, 2];
/** How far centers lie from each other, and rows from their center, as deviations of a column. */
const [apart, around] = [0.85, 1.15];

/**
 * Draws `count` rows. Each kind has two centers, so that a straight border is not enough, and the noise is larger than
 * what lies between centers.
 * @throws {DatasetsError} for a count, a world or a seed that is no whole number from 0 on
 */
export function tenKinds(count: number, { world, seed }: TenKindsOptions): TenKinds {
  for (const [name, value] of Object.entries({ count, world, seed })) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new DatasetsError('bad-argument', `The ${name} must be a whole number from 0 on, not ${value}.`);
  }
  const place = uniform(world);
  const centers = Array.from({ length: kinds * centersEach }, () =>
    Float64Array.from({ length: columns }, () => apart * normal(place)),
  );
  const next = uniform(seed * 101 + world);
  const y = Uint8Array.from({ length: count }, (_, row) => row % kinds);
  const x = Array.from(y, (kind) => {
    const center = centers[kind * centersEach + (next() < 0.5 ? 0 : 1)]!;
    return center.map((value) => value + around * normal(next));
  });
  return { x, y };
}
