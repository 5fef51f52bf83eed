/**
 * JPEG decoding by libjpeg-turbo in WebAssembly (the build of `@cwasm/jpeg-turbo`), asked for what TensorFlow asks it
 * for, so that the pixels are the same to the bit.
 */
import { readFileSync } from 'node:fs';
import { assetPath } from './assets.ts';
import { NodeError } from './errors.ts';
import { type JpegFile, readJpeg } from './jpegMarkers.ts';
import { checkSize, damaged, type Pixels } from './pixels.ts';

export interface JpegOptions {
  /** 0 for the file's own, 1 or 3. */
  readonly channels: number;
  /** Downscaling, done while decoding: 1, 2, 4 or 8. */
  readonly ratio: number;
  readonly fancyUpscaling: boolean;
  /** Whether a file that ends early is decoded as far as it goes. */
  readonly tryRecoverTruncated: boolean;
  readonly accurateDct: boolean;
}

/** The functions of turbojpeg.h that the module exports; pointers are offsets into its memory. */
interface TurboJpeg {
  readonly memory: WebAssembly.Memory;
  malloc(size: number): number;
  tjInitDecompress(): number;
  tjDecompressHeader3(
    handle: number,
    source: number,
    size: number,
    width: number,
    height: number,
    subsampling: number,
    colorSpace: number,
  ): number;
  tjDecompress2(
    handle: number,
    source: number,
    size: number,
    target: number,
    width: number,
    pitch: number,
    height: number,
    pixelFormat: number,
    flags: number,
  ): number;
}

const pixelFormats: Readonly<Record<number, number>> = { 1: 6, 3: 0, 4: 11 };
const flags = { fastUpsample: 256, fastDct: 2048, accurateDct: 4096 } as const;

/** @throws NodeError when the file is damaged, or cut short and not to be recovered */
export function decodeJpeg(bytes: Uint8Array, options: JpegOptions): Pixels {
  const file = readJpeg(bytes);
  if (!file.complete && !options.tryRecoverTruncated) {
    throw damaged('JPEG', `it has no end mark in its ${bytes.length} bytes`);
  }
  const width = Math.ceil(file.width / options.ratio);
  const height = Math.ceil(file.height / options.ratio);
  const channels = options.channels || Math.min(file.components, 3);
  // What libjpeg makes of CMYK is CMYK.
  const decoded = file.components === 4 ? 4 : channels;
  checkSize('JPEG', file.width, file.height, Math.max(decoded, file.components));
  if (file.components === 4 && channels === 1) {
    throw new NodeError('unsupported-image', 'A CMYK JPEG cannot be decoded to one channel. Ask for three channels.');
  }

  const pixelFormat = pixelFormats[decoded]!;
  const wanted =
    (options.fancyUpscaling ? 0 : flags.fastUpsample) | (options.accurateDct ? flags.accurateDct : flags.fastDct);
  const data = decompress(bytes, file, { width, height, pixelFormat, size: width * height * decoded, flags: wanted });
  return { width, height, channels, data: file.components === 4 ? fromCmyk(data, file) : data };
}

interface Target {
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: number;
  /** In bytes. */
  readonly size: number;
  readonly flags: number;
}

/** Decodes in a module and memory of its own, gone afterwards: nothing that a hostile file does in there can last. */
function decompress(bytes: Uint8Array, file: JpegFile, target: Target): Uint8Array {
  const { width, height, pixelFormat, size, flags } = target;
  try {
    const turbo = instantiate();
    const input = allocate(turbo, bytes.length);
    new Uint8Array(turbo.memory.buffer, input, bytes.length).set(bytes);
    const handle = turbo.tjInitDecompress();
    const found = allocate(turbo, 16);
    turbo.tjDecompressHeader3(handle, input, bytes.length, found, found + 4, found + 8, found + 12);
    const [foundWidth, foundHeight] = new Int32Array(turbo.memory.buffer, found, 2);
    if (foundWidth !== file.width || foundHeight !== file.height) throw damaged('JPEG', 'its headers contradict');
    const output = allocate(turbo, size);
    // The answer does not tell a warning from success, and TensorFlow ignores warnings. An error does not return.
    turbo.tjDecompress2(handle, input, bytes.length, output, width, 0, height, pixelFormat, flags);
    return new Uint8Array(turbo.memory.buffer, output, size).slice();
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    throw damaged('JPEG', `libjpeg stumbles over it (${error.message})`, { cause: error });
  }
}

let compiled: WebAssembly.Module | undefined;

function instantiate(): TurboJpeg {
  compiled ??= new WebAssembly.Module(readFileSync(assetPath('@cwasm/jpeg-turbo/jpeg-turbo.wasm')));
  const fatal = () => {
    throw damaged('JPEG', 'libjpeg cannot decode it');
  };
  const none = () => 0;
  // libjpeg leaves by `longjmp` after a fatal error; of the system it needs nothing.
  const env = { setjmp: none, longjmp: fatal };
  const system = {
    proc_exit: fatal,
    environ_sizes_get: none,
    environ_get: none,
    fd_close: none,
    fd_seek: none,
    fd_write: none,
  };
  const { exports } = new WebAssembly.Instance(compiled, { env, wasi_snapshot_preview1: system });
  return exports as unknown as TurboJpeg;
}

function allocate(turbo: TurboJpeg, size: number): number {
  const pointer = turbo.malloc(size);
  if (pointer) return pointer;
  throw new NodeError('image-too-large', `There is no memory for the ${size} bytes that this JPEG image needs.`);
}

/** As TensorFlow converts: Adobe's files hold the colours inverted. */
function fromCmyk(data: Uint8Array, { adobe }: JpegFile): Uint8Array {
  const rgb = new Uint8Array((data.length / 4) * 3);
  const invert = adobe ? 0 : 255;
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    const black = data[from + 3]! ^ invert;
    for (let c = 0; c < 3; c++) rgb[to + c] = Math.trunc((black * (data[from + c]! ^ invert)) / 255);
  }
  return rgb;
}
