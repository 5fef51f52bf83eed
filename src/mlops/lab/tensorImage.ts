/** Tensors as images: which shapes may be such, and one of them as PNG. */
import type { TensorImage, TensorImages, TensorStatistics } from '../payloads/tensor.ts';
import { encodePng } from '../tensorflow/node/png.ts';
import type { ElementReader } from './tensorElements.ts';

/** An image that has more pixels along a side is thinned out. */
export const largestSide = 1024;
/** Speed counts more than size: the bytes only cross from one process to another. */
const compression = 3;

/** How many images of which size are in a tensor. */
export type ImageShape = Pick<TensorImages, 'count' | 'height' | 'width' | 'channels'>;
/** The values that are shown as black and as full light. */
export type Range = Pick<TensorImages, 'black' | 'white'>;

/** `[h, w]`, `[h, w, 1|3|4]`, `[n, h, w]` and `[n, h, w, 1|3|4]`; nothing for any other. */
export function imageShape(shape: readonly number[]): ImageShape | undefined {
  if (shape.length < 2 || shape.length > 4 || shape.includes(0)) return undefined;
  const last = shape.at(-1)!;
  const isColored = shape.length > 2 && (last === 1 || last === 3 || last === 4);
  if (shape.length === 4 && !isColored) return undefined;
  const [width, height, count = 1] = shape.toReversed().slice(isColored ? 1 : 0);
  return { count, height: height!, width: width!, channels: isColored ? last : 1 };
}

/** How values become light: 0 to 1 and 0 to 255 as they are, any other by their own range. */
export function lightRange(dtype: string, { min = 0, max = 0 }: Pick<TensorStatistics, 'min' | 'max'>): Range {
  if (dtype === 'bool') return { black: 0, white: 1 };
  if (min < 0 || max > 255) return { black: min, white: max };
  if (dtype === 'uint8') return { black: 0, white: 255 };
  return { black: 0, white: max <= 1 ? 1 : 255 };
}

/**
 * @param index among the images of the tensor
 * @param side the largest height or width; a larger image is thinned out
 */
export function drawImage(
  reader: ElementReader,
  { height, width, channels }: ImageShape,
  { black, white }: Range,
  index = 0,
  side = largestSide,
): TensorImage {
  const step = Math.max(1, Math.ceil(Math.max(height, width) / side));
  const [rows, columns] = [Math.ceil(height / step), Math.ceil(width / step)];
  const data = new Uint8Array(rows * columns * channels);
  const scale = white > black ? 255 / (white - black) : 0;
  let to = 0;
  for (let row = 0; row < rows; row++) {
    const start = (index * height + row * step) * width * channels;
    const values = reader.read(start, width * channels) as ArrayLike<number>;
    for (let column = 0; column < columns; column++) {
      for (let channel = 0; channel < channels; channel++) {
        const light = Math.round((values[column * step * channels + channel]! - black) * scale);
        // What is not a number is black.
        data[to++] = Math.max(0, Math.min(255, light || 0));
      }
    }
  }
  const png = encodePng({ width: columns, height: rows, channels, data }, compression);
  return { png: Buffer.from(png).toString('base64'), width: columns, height: rows, step };
}
