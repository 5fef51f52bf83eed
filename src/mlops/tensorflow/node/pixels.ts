/** What all codecs share: the form of a decoded image, and the bounds that an untrusted one must keep. */
import { NodeError } from './errors.ts';

export type Format = 'JPEG' | 'PNG' | 'GIF' | 'BMP';

/** A decoded image: row by row from the top, `channels` values of 0 to 255 a pixel. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

/**
 * How many values (width × height × channels × frames) an image may have. A file of a few bytes can claim any size,
 * and each value takes five to nine bytes on its way into an int32 tensor: this bounds one image to about a gigabyte.
 */
export const maxValues = 2 ** 27;

/** Refuses an image before anything is allocated for it. */
export function checkSize(format: Format, width: number, height: number, channels: number, frames = 1): void {
  if (width < 1 || height < 1) throw damaged(format, `its header says ${width} × ${height} pixels`);
  const values = width * height * channels * frames;
  if (values <= maxValues) return;
  const size = `${width} × ${height} pixels × ${channels} channels${frames > 1 ? ` × ${frames} frames` : ''}`;
  throw new NodeError(
    'image-too-large',
    `This ${format} image is too large: ${size} are more than the ${maxValues} values that are decoded here. Scale it down first.`,
  );
}

export function damaged(format: Format, what: string, options?: ErrorOptions): NodeError {
  return new NodeError('damaged-image', `This ${format} image is damaged or cut short: ${what}.`, options);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
