import { maskedCrc32c } from '../../data/crc32c.ts';
import { frameBytes, headBytes } from '../../data/tfRecordFrame.ts';
import { TabularError } from '../errors.ts';

/** The longest record, in bytes: what one array of bytes should hold. */
const mostBytes = 2 ** 31 - 1;

/** Takes the pieces of a file, and gives the records that are whole. */
export class RecordParser {
  #parts: Uint8Array[] = [];
  #held = 0;
  /** Bytes that the next record takes, as far as that is known. */
  #needed = headBytes;
  /** Of the first byte held, in the file. */
  #offset = 0;
  #record = 0;

  /** The data of each whole record, as a view of the piece. */
  *push(piece: Uint8Array): Generator<Uint8Array> {
    this.#parts.push(piece);
    this.#held += piece.length;
    if (this.#held < this.#needed) return;
    const bytes = this.#parts.length === 1 ? piece : Buffer.concat(this.#parts);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    for (;;) {
      const left = bytes.length - at;
      this.#needed = left < headBytes ? headBytes : this.#lengthAt(bytes, view, at) + frameBytes;
      if (left < this.#needed) break;
      yield this.#dataAt(bytes, view, at, at + this.#needed - 4);
      at += this.#needed;
    }
    this.#parts = [bytes.subarray(at)];
    this.#held = bytes.length - at;
    this.#offset += at;
  }

  /** @throws {TabularError} `truncated-file` where bytes are left over */
  end(): void {
    if (this.#held === 0) return;
    const wanted = this.#held < headBytes ? 'its length' : `its ${this.#needed - frameBytes} bytes`;
    const text = `the file ends within ${wanted}. It was cut off, or is still being written: write it again.`;
    throw this.#error('truncated-file', this.#offset, text);
  }

  #lengthAt(bytes: Uint8Array, view: DataView, at: number): number {
    if (maskedCrc32c(bytes, at, at + 8) !== view.getUint32(at + 8, true)) {
      const text = 'the checksum of its length is wrong. The file is damaged here, or is no TFRecord.';
      throw this.#error('bad-checksum', this.#offset + at, text);
    }
    const length = view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
    if (length <= mostBytes) return length;
    throw this.#error('too-long', this.#offset + at, `it has ${length} bytes, and at most ${mostBytes} can be read.`);
  }

  #dataAt(bytes: Uint8Array, view: DataView, at: number, end: number): Uint8Array {
    if (maskedCrc32c(bytes, at + headBytes, end) !== view.getUint32(end, true))
      throw this.#error('bad-checksum', this.#offset + at, 'the checksum of its data is wrong. Get the file again.');
    this.#record++;
    // No view by Buffer: its `slice` makes no copy.
    return new Uint8Array(bytes.buffer, bytes.byteOffset + at + headBytes, end - at - headBytes);
  }

  #error(code: 'bad-checksum' | 'truncated-file' | 'too-long', offset: number, what: string): TabularError {
    const row = this.#record + 1;
    return new TabularError(code, `Record ${row}, at byte ${offset}: ${what}`, { row, offset });
  }
}
