// How the camera was held when a photo was taken: a tag that some programs heed, and others do not.
import { rearranged } from './augment.ts';
import { PictureError } from './errors.ts';
import type { Picture, PictureData } from './picture.ts';

/** Exif 3.0, tag 0x0112. */
const orientationTag = 0x0112;

/**
 * The orientation that a JPEG file's Exif names, 1 to 8; 1, upright, where it names none, and for any other file.
 * `decode` does not heed it, as `tf.io.decode_image` does not; `cv2.imread` and many phones do.
 * Source: Exif 3.0, 4.6.5.1; JPEG markers by ITU T.81 B.1.
 */
export function orientationOf(file: Uint8Array): number {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  try {
    if (view.getUint16(0) !== 0xffd8) return 1;
    // Segments stand before the picture itself, whose marker is 0xffda.
    for (let at = 2; view.getUint8(at) === 0xff && view.getUint16(at) !== 0xffda; at += 2 + view.getUint16(at + 2))
      if (view.getUint16(at) === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return inExif(view, at + 10);
  } catch (error) {
    // A file that ends before its segments do has no tag that could be read.
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

/** @param start of the TIFF header, from which its offsets count */
function inExif(view: DataView, start: number): number {
  const little = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, little);
  const entries = view.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + 12 * entry;
    if (view.getUint16(at, little) !== orientationTag) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/**
 * A photo turned and mirrored so that it stands upright, as Pillow's `ImageOps.exif_transpose`.
 * @param orientation 1 to 8, see `orientationOf`
 * @throws {PictureError} for another number
 */
export function upright(picture: PictureData, orientation: number): Picture {
  const { width, height } = picture;
  const [right, bottom] = [width - 1, height - 1];
  const from = [
    (x: number, y: number) => [x, y],
    (x: number, y: number) => [right - x, y],
    (x: number, y: number) => [right - x, bottom - y],
    (x: number, y: number) => [x, bottom - y],
    (x: number, y: number) => [y, x],
    (x: number, y: number) => [y, bottom - x],
    (x: number, y: number) => [right - y, bottom - x],
    (x: number, y: number) => [right - y, x],
  ][orientation - 1] as ((x: number, y: number) => readonly [number, number]) | undefined;
  if (!from) throw new PictureError('bad-argument', `An orientation is 1 to 8, and not ${orientation}.`);
  return orientation < 5 ? rearranged(picture, width, height, from) : rearranged(picture, height, width, from);
}
