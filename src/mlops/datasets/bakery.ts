// Small gray pictures of three kinds of baked goods, seen by a poor camera.
import { normal, uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';

/** What `y` counts in. A mini roll differs from a roll by its size alone. */
export const bakeryClasses = ['roll', 'ring', 'mini roll'] as const;
/** Width and height of a picture. */
export const bakerySide = 10;
const side = bakerySide;
/** Radius of a roll and of a mini roll, in pixels; a ring is as large as either. */
const radii = { roll: 3.7, mini: 2.5 } as const;

export interface BakeryPictures {
  /** One row of `bakerySide ** 2` brightnesses a picture, line by line: 0 is the tray, 1 the goods, and noise on both. */
  readonly x: Float64Array[];
  /** Indices into `bakeryClasses`; first all rolls, then all rings, then all mini rolls. */
  readonly y: number[];
  /** Whether a picture's radius is that of a mini roll: all mini rolls, and half of the rings. */
  readonly small: boolean[];
}

/** How much of a pixel's middle lies within a circle: a soft edge of one pixel. */
const within = (distance: number, radius: number) => Math.min(1, Math.max(0, radius - distance + 0.5));

/** One picture without the camera's noise. */
export function clean(kind: number, radius: number, cx: number, cy: number): Float64Array {
  return Float64Array.from({ length: side * side }, (_, i) => {
    const distance = Math.hypot((i % side) - cx, Math.floor(i / side) - cy);
    return within(distance, radius) - (kind === 1 ? within(distance, radius * 0.42) : 0);
  });
}

export interface BakeryOptions {
  /** A whole number from 0 on. */
  readonly seed: number;
  /** Standard deviation of a pixel, from 0 on: 0.45 is a good camera, 0.8 a poor one. */
  readonly noise: number;
}

/**
 * Pictures of baked goods. A piece lies up to a pixel off the middle, and its radius varies by a quarter of a pixel.
 * @param counts how many rolls, rings and mini rolls
 * @throws {DatasetsError}
 */
export function bakeryPictures(
  counts: readonly [rolls: number, rings: number, miniRolls: number],
  { seed, noise }: BakeryOptions,
): BakeryPictures {
  assertCounts(counts);
  if (!isCount(seed))
    throw new DatasetsError('bad-argument', `The seed must be a whole number from 0 on, not ${seed}.`);
  if (!(noise >= 0 && noise < Number.POSITIVE_INFINITY))
    throw new DatasetsError('bad-argument', `The noise must be a number from 0 on, not ${noise}.`);
  const next = uniform(seed);
  const [x, y, small]: [Float64Array[], number[], boolean[]] = [[], [], []];
  counts.forEach((count, kind) => {
    for (let i = 0; i < count; i++) {
      const mini = kind === 2 || (kind === 1 && next() < 0.5);
      const radius = (mini ? radii.mini : radii.roll) + 0.25 * normal(next);
      const middle = () => (side - 1) / 2 + (2 * next() - 1);
      const picture = clean(kind, radius, middle(), middle());
      for (let p = 0; p < picture.length; p++) picture[p] = picture[p]! + noise * normal(next);
      x.push(picture);
      y.push(kind);
      small.push(mini);
    }
  });
  return { x, y, small };
}

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;

function assertCounts(counts: readonly number[]): void {
  if (counts.length === bakeryClasses.length && counts.every(isCount)) return;
  const wanted = `a whole number for each of ${bakeryClasses.join(', ')}`;
  throw new DatasetsError('bad-argument', `There must be ${wanted}, and not [${counts.join(', ')}].`);
}
