/**
 * PNG (https://www.w3.org/TR/png-3/), with the conversions that TensorFlow asks of libpng. Inflating is zlib's; it is
 * told how much may come out, which no PNG library for JavaScript does: a small file may hold gigabytes.
 */
import { constants, crc32, deflateSync, inflateSync } from 'node:zlib';
import { checkSize, damaged, type Pixels, viewOf } from './pixels.ts';
import { grayConverter } from './pngGray.ts';
import { type Header, rawSize, samplesOf } from './pngRows.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const colorTypes = { gray: 0, rgb: 2, palette: 3, grayAlpha: 4, rgba: 6 } as const;
/** Samples a pixel and the bit depths allowed, by colour type. */
const layouts: Readonly<Record<number, { samples: number; depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};

interface PngFile {
  readonly header: Header;
  /** Three bytes a colour. */
  readonly palette: Uint8Array | undefined;
  /** The content of the chunk `tRNS`: alpha by palette index, or the colour that is transparent. */
  readonly transparency: Uint8Array | undefined;
  /** By which the values must be raised to be proportional to light; undefined where the file does not say. */
  readonly gamma: number | undefined;
  readonly compressed: Uint8Array;
}

/** The gamma that a chunk `sRGB` stands for. */
const srgbGamma = 0.45455;

/**
 * Decodes to 8 bits a channel; of 16 bits the upper eight are kept, as TensorFlow does.
 * @param wanted channels of the result: 0 for the file's own (1 to 4), or 1, 3, 4
 * @throws NodeError
 */
export function decodePng(bytes: Uint8Array, wanted: number): Pixels {
  const file = readChunks(bytes);
  const { header, palette } = file;
  const { width, height, colorType } = header;
  const own = colorType === colorTypes.palette ? (file.transparency ? 4 : 3) : header.samples;
  const channels = wanted || own;
  checkSize('PNG', width, height, Math.max(channels, header.samples));
  if (colorType === colorTypes.palette && !palette) throw damaged('PNG', 'its palette is missing');
  const samples = samplesOf(inflate(file.compressed, rawSize(header)), header);
  if (header.depth === 8 && colorType !== colorTypes.palette && channels === own) {
    return { width, height, channels, data: samples as Uint8Array };
  }
  return { width, height, channels, data: convert(samples, file, channels) };
}

/** Walks over the chunks, keeps what decoding needs and checks its checksums. */
function readChunks(bytes: Uint8Array): PngFile {
  const view = viewOf(bytes);
  const parts: Uint8Array[] = [];
  let header: Header | undefined;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  let gamma: number | undefined;
  let isSrgb = false;
  for (let at = signature.length; ; ) {
    if (at + 12 > bytes.length) throw damaged('PNG', 'it ends before its IEND chunk');
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 8 + length;
    if (end + 4 > bytes.length) throw damaged('PNG', `its ${type} chunk at byte ${at} reaches beyond the end`);
    const content = bytes.subarray(at + 8, end);
    const critical = (bytes[at + 4]! & 0x20) === 0;
    if (critical || type === 'tRNS' || type === 'gAMA' || type === 'sRGB') {
      if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) {
        throw damaged('PNG', `the checksum of its ${type} chunk at byte ${at} is wrong`);
      }
      if (!header !== (type === 'IHDR')) throw damaged('PNG', `its chunk ${type} at byte ${at} is out of place`);
      if (type === 'IHDR') header = readHeader(content);
      else if (type === 'PLTE') palette = content;
      else if (type === 'tRNS') transparency = content;
      else if (type === 'sRGB') isSrgb = true;
      else if (type === 'gAMA' && length === 4) gamma = viewOf(content).getUint32(0) / 100_000 || undefined;
      else if (type === 'IDAT') parts.push(content);
      else if (critical && type !== 'IEND')
        throw damaged('PNG', `its chunk ${JSON.stringify(type)} at byte ${at} is unknown`);
    }
    if (type === 'IEND') break;
    at = end + 4;
  }
  if (!header) throw damaged('PNG', 'it has no header');
  return { header, palette, transparency, gamma: isSrgb ? srgbGamma : gamma, compressed: Buffer.concat(parts) };
}

function readHeader(content: Uint8Array): Header {
  if (content.length !== 13) throw damaged('PNG', 'its header has a wrong length');
  const view = viewOf(content);
  const [depth, colorType, compression, filter, interlace] = content.subarray(8);
  const layout = layouts[colorType!];
  if (!layout?.depths.includes(depth!) || compression !== 0 || filter !== 0 || interlace! > 1) {
    throw damaged('PNG', 'its header asks for what PNG does not have');
  }
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth: depth!,
    colorType: colorType!,
    samples: layout.samples,
    interlaced: interlace === 1,
  };
}

/** Inflates to `size` bytes, never more. */
function inflate(compressed: Uint8Array, size: number): Uint8Array {
  const raw = inflateUpTo(compressed, size);
  if (raw.length === size) return raw;
  throw damaged('PNG', `it holds ${raw.length} bytes of pixels where its header asks for ${size}`);
}

function inflateUpTo(compressed: Uint8Array, maxOutputLength: number): Uint8Array {
  try {
    return inflateSync(compressed, { maxOutputLength });
  } catch (error) {
    throw damaged('PNG', `its pixels cannot be inflated (${error instanceof Error ? error.message : error})`, {
      cause: error,
    });
  }
}

/** Brings samples of any colour type and depth to `channels` values of 8 bits a pixel. */
function convert(samples: Uint8Array | Uint16Array, file: PngFile, channels: number): Uint8Array {
  const { width, height, depth } = file.header;
  const pixels = width * height;
  const data = new Uint8Array(pixels * channels);
  const pixel = pixelReader(samples, file);
  const toGray = grayConverter(depth, file.gamma);
  const shift = depth === 16 ? 8 : 0;
  const color = new Uint16Array(4);
  const hasAlpha = channels % 2 === 0;
  const colors = channels < 3 ? 1 : 3;
  for (let i = 0, to = 0; i < pixels; i++) {
    pixel(i, color);
    if (colors === 1) data[to++] = toGray(color[0]!, color[1]!, color[2]!) >> shift;
    else for (let c = 0; c < 3; c++) data[to++] = color[c]! >> shift;
    if (hasAlpha) data[to++] = color[3]! >> shift;
  }
  return data;
}

/** How to read pixel `i` as red, green, blue and alpha, of 16 bits where the file has 16, else of 8. */
function pixelReader(samples: Uint8Array | Uint16Array, { header, palette, transparency }: PngFile) {
  const { colorType, depth, samples: count } = header;
  // Of an image without alpha, TensorFlow fills it with the file's own largest sample: below 8 bits that is not 255.
  const opaque = transparency && depth < 8 ? 0xff : 2 ** depth - 1;
  if (colorType === colorTypes.palette) {
    return (i: number, color: Uint16Array): void => {
      const index = samples[i]!;
      for (let c = 0; c < 3; c++) color[c] = palette?.[index * 3 + c] ?? 0;
      color[3] = transparency?.[index] ?? opaque;
    };
  }
  const hasAlpha = colorType === colorTypes.grayAlpha || colorType === colorTypes.rgba;
  const hasColor = colorType === colorTypes.rgb || colorType === colorTypes.rgba;
  const colors = hasColor ? 3 : 1;
  const key = transparency && transparency.length >= colors * 2 ? viewOf(transparency) : undefined;
  // Only gray comes in fewer than 8 bits; white must stay white.
  const scale = depth < 8 ? 255 / (2 ** depth - 1) : 1;
  return (i: number, color: Uint16Array): void => {
    const at = i * count;
    let isKey = key !== undefined;
    for (let c = 0; c < 3; c++) {
      const sample = samples[hasColor ? at + c : at]!;
      color[c] = sample * scale;
      if (c < colors && key && key.getUint16(c * 2) !== sample) isKey = false;
    }
    if (hasAlpha) color[3] = samples[at + count - 1]!;
    else color[3] = isKey ? 0 : opaque;
  };
}

const colorTypeOf: Readonly<Record<number, number>> = { 1: 0, 2: 4, 3: 2, 4: 6 };

/**
 * Encodes 1 (gray), 2 (gray, alpha), 3 (RGB) or 4 (RGBA) channels of 8 bits.
 * @param compression zlib's level 0 to 9; -1 for its default
 */
export function encodePng({ width, height, channels, data }: Pixels, compression: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = viewOf(header);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colorTypeOf[channels]!], 8);
  const compressed = deflateSync(filterRows(data, width * channels), {
    level: compression,
    strategy: constants.Z_FILTERED,
  });
  const chunks = [chunk('IHDR', header), chunk('IDAT', compressed), chunk('IEND', new Uint8Array())];
  return new Uint8Array(Buffer.concat([new Uint8Array(signature), ...chunks]));
}

/** Every row as its difference to the one above (filter 2), which photographs and plots both compress well by. */
function filterRows(data: Uint8Array, rowBytes: number): Uint8Array {
  const height = data.length / rowBytes;
  const rows = new Uint8Array((rowBytes + 1) * height);
  for (let y = 0; y < height; y++) {
    const to = y * (rowBytes + 1);
    rows[to] = 2;
    for (let x = 0; x < rowBytes; x++) {
      rows[to + 1 + x] = data[y * rowBytes + x]! - (y ? data[(y - 1) * rowBytes + x]! : 0);
    }
  }
  return rows;
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = viewOf(bytes);
  view.setUint32(0, content.length);
  bytes.set(Buffer.from(type, 'latin1'), 4);
  bytes.set(content, 8);
  view.setUint32(content.length + 8, crc32(bytes.subarray(4, content.length + 8)));
  return bytes;
}
