/** Bytes of Protocol Buffers, read without a copy (https://protobuf.dev/programming-guides/encoding). */
import { TabularError } from '../errors.ts';

export const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** A cursor over bytes. Fields that nobody asks for are skipped. */
export class WireReader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** A whole number of at most 64 bits; beyond 2^53 it is rounded. */
  varint(end: number): number {
    const start = this.at;
    let value = 0;
    for (let scale = 1; scale <= 2 ** 63; scale *= 128) {
      if (this.at >= end) throw this.error('a number has no end', start);
      const byte = this.bytes[this.at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw this.error('a number has more than ten bytes', start);
  }

  /** A signed 64-bit number, written as two halves at places 2·index and 2·index + 1. */
  int64(end: number, into: Uint32Array, index: number): void {
    let [low, high, shift] = [0, 0, 0];
    const start = this.at;
    for (; shift < 70; shift += 7) {
      if (this.at >= end) throw this.error('a number has no end', start);
      const byte = this.bytes[this.at++]!;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) [low, high] = [low | (bits << 28), bits >>> 4];
      else high |= bits << (shift - 32);
      if (byte >= 0x80) continue;
      into[2 * index] = low;
      into[2 * index + 1] = high;
      return;
    }
    throw this.error('a number has more than ten bytes', start);
  }

  /** The end of a part whose length stands here. */
  partEnd(end: number): number {
    const start = this.at;
    const length = this.varint(end);
    if (this.at + length > end) throw this.error(`a part of ${length} bytes reaches beyond its end`, start);
    return this.at + length;
  }

  /** Goes over a value of a field that is not known. */
  skip(type: number, end: number): void {
    const start = this.at;
    if (type === wire.varint) this.varint(end);
    else if (type === wire.bytes) this.at = this.partEnd(end);
    else if (type === wire.fixed64) this.at += 8;
    else if (type === wire.fixed32) this.at += 4;
    else throw this.error(`a field has the unknown type ${type}`, start);
    if (this.at > end) throw this.error('a number has no end', start);
  }

  error(what: string, offset = this.at): TabularError {
    const text = `At byte ${offset} of the example, ${what}: this is no tf.Example, or a damaged one.`;
    return new TabularError('bad-example', text, { offset });
  }
}

/**
 * Writes a message from its end to its start, so that the length of each part is known when it is written before it. One
 * buffer serves all messages.
 */
export class BackWriter {
  #bytes: Uint8Array = new Uint8Array(65_536);
  #view = new DataView(this.#bytes.buffer);
  /** Bytes written so far: they stand at the buffer's end. */
  length = 0;

  /** Makes room for more bytes in front, and gives the place of the first. */
  #room(count: number): number {
    const needed = this.length + count;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(this.#bytes.length - this.length), larger.length - this.length);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.length = needed;
    return this.#bytes.length - needed;
  }

  varint(value: number): void {
    let at = this.#room(value < 128 ? 1 : varintBytes(value));
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[at++] = (rest % 128) | 0x80;
    this.#bytes[at] = rest;
  }

  int64(value: bigint): void {
    if (value >= 0n && value < 0x1f_ffff_ffff_ffffn) {
      this.varint(Number(value));
      return;
    }
    const parts: number[] = [];
    let rest = BigInt.asUintN(64, value);
    for (; rest > 0x7fn; rest >>= 7n) parts.push(Number(rest & 0x7fn) | 0x80);
    this.bytes(Uint8Array.of(...parts, Number(rest)));
  }

  float(value: number): void {
    const at = this.#room(4);
    this.#view.setFloat32(at, value, true);
  }

  bytes(bytes: Uint8Array): void {
    const at = this.#room(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** Length and number of a part, whose bytes are all that was written since `before`. */
  head(number: number, before: number): void {
    this.varint(this.length - before);
    this.varint(number * 8 + wire.bytes);
  }

  /** A copy of the message, after which the next one can begin. */
  taken(): Uint8Array {
    const message = this.#bytes.slice(this.#bytes.length - this.length);
    this.length = 0;
    return message;
  }
}

function varintBytes(value: number): number {
  let count = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) count++;
  return count;
}
