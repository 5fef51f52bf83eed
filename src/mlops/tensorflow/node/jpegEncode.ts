/** JPEG encoding by MozJPEG in WebAssembly (the build of `@jsquash/jpeg`), loaded by the first image that is encoded. */
import { readFileSync } from 'node:fs';
import { assetPath } from './assets.ts';
import type { Pixels } from './pixels.ts';

export interface JpegEncoding {
  /** 0 to 100. */
  readonly quality: number;
  readonly progressive: boolean;
  readonly optimizeSize: boolean;
  /** Whether the chroma planes have half the width and height. */
  readonly chromaDownsampling: boolean;
  readonly densityUnit: 'in' | 'cm';
  /** Pixels a unit. */
  readonly xDensity: number;
  readonly yDensity: number;
  readonly xmpMetadata: string;
}

interface MozJpeg {
  encode(
    rgba: Uint8Array,
    width: number,
    height: number,
    options: Readonly<Record<string, number | boolean>>,
  ): Uint8Array;
}

const colorSpaces = { gray: 1, yCbCr: 3 } as const;
const densityUnits = { in: 1, cm: 2 } as const;
/** A segment's length is 16 bits and counts itself. */
export const maxXmpBytes = 0xffff - 2 - 29;

/** @param image of 1 channel, encoded as gray, or 3 */
export async function encodeJpeg(image: Pixels, encoding: JpegEncoding): Promise<Uint8Array<ArrayBuffer>> {
  encoder ??= loadEncoder();
  const { encode } = await encoder;
  const { quality, progressive, optimizeSize, chromaDownsampling } = encoding;
  const gray = image.channels === 1;
  const bytes = encode(toRgba(image), image.width, image.height, {
    quality,
    baseline: !progressive,
    progressive,
    optimize_coding: optimizeSize || progressive,
    color_space: gray ? colorSpaces.gray : colorSpaces.yCbCr,
    chroma_subsample: chromaDownsampling && !gray ? 2 : 1,
    auto_subsample: false,
    // The tables of the standard's annex K, which libjpeg uses.
    quant_table: 0,
    separate_chroma_quality: false,
    chroma_quality: quality,
    arithmetic: false,
    smoothing: 0,
    trellis_multipass: false,
    trellis_opt_zero: false,
    trellis_opt_table: false,
    trellis_loops: 1,
  });
  return withMetadata(bytes, encoding);
}

let encoder: Promise<MozJpeg> | undefined;

async function loadEncoder(): Promise<MozJpeg> {
  // The module makes an `ImageData` that TensorFlow.js would take for a browser's.
  const before = Object.getOwnPropertyDescriptor(globalThis, 'ImageData');
  try {
    const { default: start } = await import('@jsquash/jpeg/codec/enc/mozjpeg_enc.js');
    const wasmBinary = readFileSync(assetPath('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'));
    // Emscripten takes more options than the package's types know.
    const options: object = { wasmBinary, noInitialRun: true };
    return (await start(options)) as unknown as MozJpeg;
  } finally {
    if (!before) Reflect.deleteProperty(globalThis, 'ImageData');
  }
}

function toRgba({ width, height, channels, data }: Pixels): Uint8Array {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) rgba[i * 4 + c] = data[i * channels + (channels === 1 ? 0 : c)]!;
  }
  return rgba;
}

/** Writes the density into the JFIF header, which comes first, and the XMP after it. */
function withMetadata(bytes: Uint8Array, encoding: JpegEncoding): Uint8Array<ArrayBuffer> {
  const headerEnd = 4 + bytes[4]! * 256 + bytes[5]! - 2;
  const header = Buffer.from(bytes.subarray(0, headerEnd));
  header[13] = densityUnits[encoding.densityUnit];
  header.writeUInt16BE(encoding.xDensity, 14);
  header.writeUInt16BE(encoding.yDensity, 16);
  return new Uint8Array(Buffer.concat([header, xmpSegment(encoding.xmpMetadata), bytes.subarray(headerEnd)]));
}

function xmpSegment(xmp: string): Buffer {
  if (!xmp) return Buffer.alloc(0);
  const content = Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp}`);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}
