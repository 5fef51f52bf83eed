/** BMP as TensorFlow's DecodeBmp reads it: uncompressed, 8 bits gray, 24 bits BGR or 32 bits BGRA. */

import { NodeError } from './errors.ts';
import { checkSize, damaged, type Pixels, viewOf } from './pixels.ts';

const headerBytes = 32;
/** Which byte of a stored pixel is red, green, blue, alpha, by the number of bytes a pixel. */
const order: Readonly<Record<number, readonly number[]>> = { 1: [0], 3: [2, 1, 0], 4: [2, 1, 0, 3] };

/**
 * @param wanted channels of the result: 0 for the file's own, 3 or 4
 * @throws NodeError when the file is cut short, compressed, or of another depth
 */
export function decodeBmp(bytes: Uint8Array, wanted: number): Pixels {
  if (bytes.length < headerBytes) throw damaged('BMP', `its header needs ${headerBytes} bytes, it has ${bytes.length}`);
  const view = viewOf(bytes);
  const start = view.getUint32(10, true);
  const width = view.getInt32(18, true);
  // Rows are stored from the bottom up, unless the height is negative.
  const topDown = view.getInt32(22, true) < 0;
  const height = Math.abs(view.getInt32(22, true));
  const stored = view.getInt16(28, true) / 8;
  const from = order[stored];
  if (!from) {
    throw new NodeError(
      'unsupported-image',
      `This BMP image has ${stored * 8} bits a pixel. Only 8, 24 and 32 are read here: save it as PNG.`,
    );
  }
  const channels = wanted || stored;
  checkSize('BMP', width, height, channels);
  const rowBytes = Math.ceil((stored * width) / 4) * 4;
  if (bytes.length !== start + rowBytes * height) {
    throw damaged('BMP', `it should have ${start + rowBytes * height} bytes and has ${bytes.length}`);
  }
  const data = new Uint8Array(width * height * channels);
  let to = 0;
  for (let y = 0; y < height; y++) {
    const row = start + (topDown ? y : height - 1 - y) * rowBytes;
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        // A gray value stands for all three colours; what has no alpha is opaque.
        const byte = stored === 1 && channel < 3 ? 0 : from[channel];
        data[to++] = byte === undefined ? 255 : bytes[row + x * stored + byte]!;
      }
    }
  }
  return { width, height, channels, data };
}
