// Small gray pictures of three kinds of baked goods, seen by a poor camera.
import { normal, uniform } from './chance.ts';

export const classes = ['roll', 'ring', 'mini roll'] as const;
/** Width and height of a picture. */
export const side = 10;
/** Radius of a roll and of a mini roll, in pixels; a ring is as large as either. */
const radii = { roll: 3.7, mini: 2.5 } as const;

export interface Pictures {
  /** One row of `side * side` brightnesses a picture. */
  readonly x: Float64Array[];
  /** Indices into `classes`. */
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

/** `counts` pictures of each class; `noise` is the standard deviation of a pixel. */
export function pictures(counts: readonly number[], seed: number, noise: number): Pictures {
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

/** The picture with left and right swapped. */
export const flipped = (picture: Float64Array) =>
  picture.map((_, i) => picture[Math.floor(i / side) * side + (side - 1 - (i % side))]!);

/** The picture enlarged by a factor about its middle, by the nearest pixel. */
export function zoomed(picture: Float64Array, factor: number): Float64Array {
  const half = (side - 1) / 2;
  const from = (v: number) => Math.min(side - 1, Math.max(0, Math.round((v - half) / factor + half)));
  return picture.map((_, i) => picture[from(Math.floor(i / side)) * side + from(i % side)]!);
}
