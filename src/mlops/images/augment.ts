// Changes of a picture that keep its label, if what they say does not matter does not. In the words of `tf.image`.
import { PictureError } from './errors.ts';
import { Picture, type PictureData } from './picture.ts';

/** Which pixel of the old picture stands at a place of the new one; nothing for black. */
type From = (x: number, y: number) => readonly [x: number, y: number] | undefined;

/** A picture whose pixels are those of another one at other places. */
export function rearranged(picture: PictureData, width: number, height: number, from: From): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [column, row] = from(x, y) ?? [-1, -1];
      if (column < 0 || row < 0 || column >= picture.width || row >= picture.height) continue;
      const at = 3 * (row * picture.width + column);
      data.set(picture.data.subarray(at, at + 3), 3 * (y * width + x));
    }
  }
  return new Picture({ width, height, data });
}

/** The mirror image, as `tf.image.flip_left_right`. It makes another thing of a text, a road sign, or an X-ray. */
export const flipLeftRight = (picture: PictureData): Picture =>
  rearranged(picture, picture.width, picture.height, (x, y) => [picture.width - 1 - x, y]);

/** Upside down and mirrored, as `tf.image.flip_up_down`. */
export const flipUpDown = (picture: PictureData): Picture =>
  rearranged(picture, picture.width, picture.height, (x, y) => [x, picture.height - 1 - y]);

/**
 * Turned to the left by so many quarters, as `tf.image.rot90`; a negative number turns to the right.
 * @throws {PictureError} for a number of quarters that is not whole
 */
export function rotate90(picture: PictureData, quarters = 1): Picture {
  if (!Number.isSafeInteger(quarters))
    throw new PictureError('bad-argument', `A picture is turned by a whole number of quarters, not by ${quarters}.`);
  const { width, height } = picture;
  switch (((quarters % 4) + 4) % 4) {
    case 1:
      return rearranged(picture, height, width, (x, y) => [width - 1 - y, x]);
    case 2:
      return rearranged(picture, width, height, (x, y) => [width - 1 - x, height - 1 - y]);
    case 3:
      return rearranged(picture, height, width, (x, y) => [y, height - 1 - x]);
    default:
      return new Picture({ width, height, data: picture.data.slice() });
  }
}

/**
 * Moved by so many pixels, black where nothing was: what padding with black and cropping to the old size does, the usual
 * augmentation of small photos. Draw both numbers from -padding to padding.
 * @param right towards the right @param down towards the bottom; both may be negative
 * @throws {PictureError} for numbers that are not whole
 */
export function padAndCrop(picture: PictureData, right: number, down: number): Picture {
  if (![right, down].every(Number.isSafeInteger))
    throw new PictureError('bad-argument', `A picture is moved by whole pixels, not by ${right} and ${down}.`);
  return rearranged(picture, picture.width, picture.height, (x, y) => [x - right, y - down]);
}

/**
 * Brighter, or darker for a negative number, as `tf.image.adjust_brightness` of bytes: what leaves the range is cut off.
 * @param delta from -1 (all black) to 1 (all white)
 * @throws {PictureError} for another number
 */
export function adjustBrightness(picture: PictureData, delta: number): Picture {
  if (!(delta >= -1 && delta <= 1))
    throw new PictureError('bad-argument', `Brightness changes by -1 to 1, not by ${delta}.`);
  // In 32 bits, and cut off below the next whole number, as TensorFlow converts between bytes and shares.
  const scale = Math.fround(1 / 255);
  const bright = (byte: number) => Math.fround(Math.fround(byte * scale) + Math.fround(delta));
  const data = picture.data.map((byte) =>
    Math.min(255, Math.max(0, Math.trunc(Math.fround(bright(byte) * Math.fround(255.5))))),
  );
  return new Picture({ ...picture, data });
}
