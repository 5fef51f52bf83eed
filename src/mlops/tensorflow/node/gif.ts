/** GIF (https://www.w3.org/Graphics/GIF/spec-gif89a.txt) as TensorFlow reads it: each frame drawn over the one before. */

import { decodeLzw } from './lzw.ts';
import { checkSize, damaged } from './pixels.ts';

export interface Animation {
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  /** frames × height × width × 3 values of 0 to 255. */
  readonly data: Uint8Array;
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly interlaced: boolean;
  /** Three bytes a colour. */
  readonly palette: Uint8Array;
  /** The index of the colour that lets the frame before show through; -1 for none. */
  readonly transparent: number;
  readonly codeSize: number;
  readonly codes: Uint8Array;
}

const blocks = { extension: 0x21, image: 0x2c, end: 0x3b, graphicControl: 0xf9 } as const;

/** @throws NodeError when the file is cut short or damaged, or has no frame */
export function decodeGif(bytes: Uint8Array): Animation {
  const frames = readFrames(bytes);
  // TensorFlow's canvas is as large as the largest frame, whatever the file says of its screen.
  const width = frames.reduce((most, frame) => Math.max(most, frame.width), 0);
  const height = frames.reduce((most, frame) => Math.max(most, frame.height), 0);
  checkSize('GIF', width, height, 3, frames.length);
  const size = width * height * 3;
  const data = new Uint8Array(size * frames.length);
  frames.forEach((frame, k) => {
    const canvas = data.subarray(k * size, (k + 1) * size);
    if (k) canvas.set(data.subarray((k - 1) * size, k * size));
    draw(frame, canvas, width, height);
  });
  return { frames: frames.length, width, height, data };
}

/** Reads a file from front to back and says where it ends too early. */
class Reader {
  private at: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  take(count: number): Uint8Array {
    const end = this.at + count;
    if (end > this.bytes.length) throw damaged('GIF', `it ends at byte ${this.bytes.length}, within a block`);
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  /** Data in pieces of up to 255 bytes, each after its length; one of length zero ends them. */
  subBlocks(): Uint8Array {
    const parts: Uint8Array[] = [];
    for (let length = this.byte(); length; length = this.byte()) parts.push(this.take(length));
    return Buffer.concat(parts);
  }
}

function readFrames(bytes: Uint8Array): Frame[] {
  const reader = new Reader(bytes, 6);
  const screen = reader.take(7);
  const shared = readPalette(reader, screen[4]!);
  const frames: Frame[] = [];
  let transparent = -1;
  for (;;) {
    const block = reader.byte();
    if (block === blocks.end) break;
    if (block === blocks.extension) {
      const isControl = reader.byte() === blocks.graphicControl;
      const content = reader.subBlocks();
      if (isControl) transparent = content[0]! & 1 ? (content[3] ?? -1) : -1;
    } else if (block === blocks.image) {
      frames.push(readFrame(reader, shared, transparent));
      transparent = -1;
      const { width, height } = frames.at(-1)!;
      checkSize('GIF', width, height, 3, frames.length);
    } else throw damaged('GIF', `it has a block of the unknown kind ${block}`);
  }
  if (!frames.length) throw damaged('GIF', 'it has no frame');
  return frames;
}

function readFrame(reader: Reader, shared: Uint8Array | undefined, transparent: number): Frame {
  const descriptor = reader.take(9);
  const [left, top, width, height] = [0, 2, 4, 6].map((at) => descriptor[at]! + 256 * descriptor[at + 1]!);
  const palette = readPalette(reader, descriptor[8]!) ?? shared;
  if (!palette) throw damaged('GIF', 'a frame has no palette');
  const interlaced = (descriptor[8]! & 0x40) !== 0;
  const codeSize = reader.byte();
  if (codeSize < 1 || codeSize > 8) throw damaged('GIF', `a frame has codes of ${codeSize} bits`);
  const codes = reader.subBlocks();
  return { left: left!, top: top!, width: width!, height: height!, interlaced, palette, transparent, codeSize, codes };
}

function readPalette(reader: Reader, flags: number): Uint8Array | undefined {
  return flags & 0x80 ? reader.take(3 * 2 ** ((flags & 7) + 1)) : undefined;
}

function draw(frame: Frame, canvas: Uint8Array, width: number, height: number): void {
  const indices = decodeLzw(frame.codes, frame.codeSize, frame.width * frame.height);
  rowsOf(frame).forEach((row, i) => {
    const y = frame.top + row;
    if (y >= height) return;
    for (let x = 0; x < frame.width && frame.left + x < width; x++) {
      const index = indices[i * frame.width + x]!;
      if (index === frame.transparent) continue;
      if (index * 3 >= frame.palette.length) throw damaged('GIF', `it names colour ${index}, beyond its palette`);
      canvas.set(frame.palette.subarray(index * 3, index * 3 + 3), (y * width + frame.left + x) * 3);
    }
  });
}

/** In which order the rows are stored. */
function rowsOf({ height, interlaced }: Frame): number[] {
  const every = (from: number, step: number) =>
    Array.from({ length: Math.max(0, Math.ceil((height - from) / step)) }, (_, i) => from + i * step);
  return interlaced ? [...every(0, 8), ...every(4, 8), ...every(2, 4), ...every(1, 2)] : every(0, 1);
}
