// Small gray pictures of three kinds of baked goods, seen by a poor camera: those of the lab.
import {
  type BakeryPictures,
  bakeryClasses,
  bakeryPictures,
  bakerySide,
} from '../../../../src/mlops/datasets/bakery.ts';

export { clean } from '../../../../src/mlops/datasets/bakery.ts';
export const classes = bakeryClasses;
/** Width and height of a picture. */
export const side = bakerySide;
export type Pictures = BakeryPictures;

/** `counts` pictures of each class; `noise` is the standard deviation of a pixel. */
export const pictures = (counts: readonly [number, number, number], seed: number, noise: number): Pictures =>
  bakeryPictures(counts, { seed, noise });

/** The picture with left and right swapped. */
export const flipped = (picture: Float64Array) =>
  picture.map((_, i) => picture[Math.floor(i / side) * side + (side - 1 - (i % side))]!);

/** The picture enlarged by a factor about its middle, by the nearest pixel. */
export function zoomed(picture: Float64Array, factor: number): Float64Array {
  const half = (side - 1) / 2;
  const from = (v: number) => Math.min(side - 1, Math.max(0, Math.round((v - half) / factor + half)));
  return picture.map((_, i) => picture[from(Math.floor(i / side)) * side + from(i % side)]!);
}
