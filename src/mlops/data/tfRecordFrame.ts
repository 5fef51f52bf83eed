/** How a TFRecord lies in its file: length and data, each followed by its masked checksum (record_writer.cc). */
import { maskedCrc32c } from './crc32c.ts';

/** Bytes before the data: its length in 8, and the length's checksum in 4. */
export const headBytes = 12;
/** Bytes beside the data. */
export const frameBytes = 16;

/** The record's bytes in a file. */
export function framed(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + frameBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length, true);
  view.setUint32(4, Math.floor(data.length / 2 ** 32), true);
  view.setUint32(8, maskedCrc32c(bytes, 0, 8), true);
  bytes.set(data, headBytes);
  view.setUint32(headBytes + data.length, maskedCrc32c(data), true);
  return bytes;
}
