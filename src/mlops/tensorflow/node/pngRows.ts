/** The rows inside a PNG: interlacing, filters, and samples of fewer than eight bits. */
import { damaged } from './pixels.ts';

export interface Header {
  readonly width: number;
  readonly height: number;
  /** Bits a sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  readonly colorType: number;
  /** Samples a pixel. */
  readonly samples: number;
  readonly interlaced: boolean;
}

/** One of the reduced images that make up a PNG: Adam7 has seven, else there is one. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

const adam7: readonly Pass[] = [
  { x: 0, y: 0, stepX: 8, stepY: 8 },
  { x: 4, y: 0, stepX: 8, stepY: 8 },
  { x: 0, y: 4, stepX: 4, stepY: 8 },
  { x: 2, y: 0, stepX: 4, stepY: 4 },
  { x: 0, y: 2, stepX: 2, stepY: 4 },
  { x: 1, y: 0, stepX: 2, stepY: 2 },
  { x: 0, y: 1, stepX: 1, stepY: 2 },
];
const whole: readonly Pass[] = [{ x: 0, y: 0, stepX: 1, stepY: 1 }];

/** The passes that hold pixels, with their sizes. */
function passesOf(header: Header) {
  return (header.interlaced ? adam7 : whole)
    .map((pass) => {
      const width = Math.ceil((header.width - pass.x) / pass.stepX);
      const height = Math.ceil((header.height - pass.y) / pass.stepY);
      return { ...pass, width, height, rowBytes: Math.ceil((width * header.samples * header.depth) / 8) };
    })
    .filter(({ width, height }) => width > 0 && height > 0);
}

/** Bytes of all rows, each with the byte that names its filter. */
export function rawSize(header: Header): number {
  return passesOf(header).reduce((sum, { height, rowBytes }) => sum + height * (rowBytes + 1), 0);
}

/**
 * The samples, pixel by pixel, as the file has them: 0 to 2^depth - 1. Undoes the filters in `raw`.
 * @param raw of `rawSize(header)` bytes
 */
export function samplesOf(raw: Uint8Array, header: Header): Uint8Array | Uint16Array {
  const { width, height, samples, depth } = header;
  const size = width * height * samples;
  const all = depth === 16 ? new Uint16Array(size) : new Uint8Array(size);
  const pixelBytes = Math.max(1, (samples * depth) / 8);
  let at = 0;
  for (const pass of passesOf(header)) {
    let above: Uint8Array | undefined;
    for (let y = 0; y < pass.height; y++) {
      const row = raw.subarray(at + 1, at + 1 + pass.rowBytes);
      unfilter(raw[at]!, row, above, pixelBytes);
      const to = ((pass.y + y * pass.stepY) * width + pass.x) * samples;
      spread(row, depth, all, to, pass.width, samples, pass.stepX);
      above = row;
      at += pass.rowBytes + 1;
    }
  }
  return all;
}

/** Puts a row's samples to their places, `step` pixels apart. */
function spread(
  row: Uint8Array,
  depth: number,
  all: Uint8Array | Uint16Array,
  to: number,
  width: number,
  samples: number,
  step: number,
): void {
  if (depth === 8 && step === 1) {
    all.set(row, to);
    return;
  }
  const mask = 2 ** depth - 1;
  for (let x = 0, i = 0; x < width; x++) {
    for (let s = 0; s < samples; s++, i++) {
      const bit = i * depth;
      const byte = row[bit >> 3]!;
      all[to + x * step * samples + s] =
        depth === 16 ? byte * 256 + row[(bit >> 3) + 1]! : (byte >> (8 - depth - (bit & 7))) & mask;
    }
  }
}

/** Undoes one of the five filters (https://www.w3.org/TR/png-3/#9Filters) in place. */
function unfilter(type: number, row: Uint8Array, above: Uint8Array | undefined, pixelBytes: number): void {
  if (type > 4) throw damaged('PNG', `it names filter ${type}, and there are five, 0 to 4`);
  if (type === 0) return;
  for (let i = 0; i < row.length; i++) {
    const left = i < pixelBytes ? 0 : row[i - pixelBytes]!;
    const up = above ? above[i]! : 0;
    const corner = above && i >= pixelBytes ? above[i - pixelBytes]! : 0;
    if (type === 1) row[i] = row[i]! + left;
    else if (type === 2) row[i] = row[i]! + up;
    else if (type === 3) row[i] = row[i]! + ((left + up) >> 1);
    else row[i] = row[i]! + paeth(left, up, corner);
  }
}

function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
