// Small color pictures of two shapes in two colors, as a camera sees them.
import { normal, uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';

/** What `y` counts in. */
export const shapeKinds = ['red disc', 'blue disc', 'red square', 'blue square'] as const;
/** Width and height of a picture. */
export const shapeSide = 16;
const side = shapeSide;
/** Red, green and blue from 0 to 1. */
const [red, blue] = [
  [0.8, 0.35, 0.2],
  [0.2, 0.4, 0.8],
];

export interface ColoredShapes {
  /** Red, green and blue from 0 to 255 of each pixel, line by line: 16 * 16 * 3 bytes a picture. */
  readonly x: Uint8Array[];
  /** Indices into `shapeKinds`; as many of each kind as of the next. */
  readonly y: number[];
}

/**
 * Pictures of one shape each, of any size between 3 and 5 pixels and somewhere about the middle, on a ground of another
 * color. A shape's color varies, and every pixel has noise.
 * @throws {DatasetsError} for a count or a seed that is no whole number from 0 on
 */
export function coloredShapes(count: number, { seed }: { readonly seed: number }): ColoredShapes {
  for (const [name, value] of Object.entries({ count, seed }))
    if (!Number.isSafeInteger(value) || value < 0)
      throw new DatasetsError('bad-argument', `The ${name} must be a whole number from 0 on, not ${value}.`);
  const next = uniform(seed);
  const byte = (value: number) => Math.round(255 * Math.min(1, Math.max(0, value)));
  const y = Array.from({ length: count }, (_, i) => i % shapeKinds.length);
  const x = y.map((kind) => {
    const [cx, cy, radius] = [6 + 4 * next(), 6 + 4 * next(), 3.2 + 1.8 * next()];
    const ground = red!.map(() => 0.3 + 0.3 * next());
    const color = (kind % 2 ? blue! : red!).map((value) => value + 0.12 * normal(next));
    const picture = new Uint8Array(side * side * 3);
    for (let i = 0; i < picture.length; i++) {
      const pixel = Math.floor(i / 3);
      const [dx, dy] = [Math.abs((pixel % side) - cx), Math.abs(Math.floor(pixel / side) - cy)];
      const inside = kind < 2 ? Math.hypot(dx, dy) < radius : Math.max(dx, dy) < radius * 0.85;
      picture[i] = byte((inside ? color : ground)[i % 3]! + 0.1 * normal(next));
    }
    return picture;
  });
  return { x, y };
}
