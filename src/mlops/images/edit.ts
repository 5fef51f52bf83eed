// What is done with pictures on their way into a model, and out of it.
import { PictureError } from './errors.ts';
import { Picture, type PictureData } from './picture.ts';

/**
 * A picture in another size, by linear interpolation between pixels' middles, as `cv2.resize` does it by default.
 * @throws {PictureError} for a width or height that is no whole number from 1 on
 */
export function resize(picture: PictureData, width: number, height: number): Picture {
  if (![width, height].every((side) => Number.isSafeInteger(side) && side > 0))
    throw new PictureError(
      'bad-argument',
      `Width and height must be whole numbers from 1 on, not ${width} and ${height}.`,
    );
  const [columns, rows] = [places(picture.width, width), places(picture.height, height)];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const [top, bottom, down] = rows[y]!;
    for (let x = 0; x < width; x++) {
      const [left, right, across] = columns[x]!;
      for (let c = 0; c < 3; c++) {
        const at = (row: number, column: number) => picture.data[3 * (row * picture.width + column) + c]!;
        const upper = at(top, left) * (1 - across) + at(top, right) * across;
        const lower = at(bottom, left) * (1 - across) + at(bottom, right) * across;
        data[3 * (y * width + x) + c] = Math.round(upper * (1 - down) + lower * down);
      }
    }
  }
  return new Picture({ width, height, data });
}

/** For each new pixel the two old ones that it lies between, and how far towards the second. */
function places(from: number, to: number): [number, number, number][] {
  return Array.from({ length: to }, (_, i) => {
    const middle = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
    const first = Math.floor(middle);
    return [first, Math.min(from - 1, first + 1), middle - first];
  });
}

/** Left, top, width and height, in pixels. */
export type Box = readonly [left: number, top: number, width: number, height: number];
type Color = readonly [red: number, green: number, blue: number];
export interface DrawBoxesOptions {
  /** One for all, or one for each box. */
  readonly color?: Color | readonly Color[];
  /** Of a line, in pixels; it lies within the box. */
  readonly thickness?: number;
}

/** A copy with the outlines of boxes on it. What lies beyond the picture is not drawn. */
export function drawBoxes(picture: PictureData, boxes: readonly Box[], options: DrawBoxesOptions = {}): Picture {
  const { color = [200, 30, 60], thickness = 2 } = options;
  const data = picture.data.slice();
  boxes.forEach((box, i) => {
    const ink = (typeof color[0] === 'number' ? color : (color[i % color.length] ?? [0, 0, 0])) as Color;
    const [left, top] = [Math.round(box[0]), Math.round(box[1])];
    const [right, bottom] = [Math.round(box[0] + box[2]) - 1, Math.round(box[1] + box[3]) - 1];
    for (let y = Math.max(0, top); y <= Math.min(picture.height - 1, bottom); y++) {
      for (let x = Math.max(0, left); x <= Math.min(picture.width - 1, right); x++) {
        const fromRim = Math.min(x - left, right - x, y - top, bottom - y);
        if (fromRim < thickness) data.set(ink, 3 * (y * picture.width + x));
      }
    }
  });
  return new Picture({ ...picture, data });
}

/**
 * Pictures of one height side by side, with a white gap between them.
 * @throws {PictureError} for none, or for heights that differ
 */
export function beside(...pictures: readonly PictureData[]): Picture {
  const [first] = pictures;
  if (!first || pictures.some(({ height }) => height !== first.height))
    throw new PictureError('bad-argument', 'beside() takes one picture or more, all of one height.');
  const gap = Math.max(4, Math.round(first.height / 32));
  const width = pictures.reduce((sum, each) => sum + each.width, gap * (pictures.length - 1));
  const data = new Uint8Array(width * first.height * 3).fill(255);
  let left = 0;
  for (const each of pictures) {
    for (let y = 0; y < each.height; y++)
      data.set(each.data.subarray(3 * y * each.width, 3 * (y + 1) * each.width), 3 * (y * width + left));
    left += each.width + gap;
  }
  return new Picture({ width, height: first.height, data });
}
