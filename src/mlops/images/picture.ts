import { imageBundle } from '../lab/image.ts';
import type { MimeBundle } from '../payloads/mime.ts';
import { decodeBmp } from '../tensorflow/node/bmp.ts';
import { NodeError } from '../tensorflow/node/errors.ts';
import { decodeGif } from '../tensorflow/node/gif.ts';
import { decodeJpeg } from '../tensorflow/node/jpeg.ts';
import { encodeJpeg as writeJpeg } from '../tensorflow/node/jpegEncode.ts';
import { checkSize, type Pixels } from '../tensorflow/node/pixels.ts';
import { decodePng, encodePng as writePng } from '../tensorflow/node/png.ts';
import { PictureError } from './errors.ts';

/** RGB pixels, row by row from the top: three values of 0 to 255 a pixel. */
export interface PictureData {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A picture in memory. Shown below a cell, it is a PNG. */
export class Picture implements PictureData {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;

  /** @throws {PictureError} unless there are three values a pixel */
  constructor({ width, height, data }: PictureData) {
    const isSize = [width, height].every((side) => Number.isSafeInteger(side) && side > 0);
    if (!isSize || !(data instanceof Uint8Array) || data.length !== width * height * 3)
      throw new PictureError(
        'bad-argument',
        `A picture of ${width} × ${height} pixels needs a Uint8Array of three values a pixel, and got ${data?.length} values.`,
      );
    this.width = width;
    this.height = height;
    this.data = data;
  }

  toMimeBundle(): MimeBundle {
    return imageBundle(encodePng(this))!;
  }
}

const signatures = {
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  jpeg: [0xff, 0xd8, 0xff],
  gif: [0x47, 0x49, 0x46, 0x38],
  bmp: [0x42, 0x4d],
} as const;
const decoders: Readonly<Record<keyof typeof signatures, (bytes: Uint8Array) => Pixels>> = {
  png: (bytes) => decodePng(bytes, 3),
  jpeg: (bytes) =>
    decodeJpeg(bytes, { channels: 3, ratio: 1, fancyUpscaling: true, tryRecoverTruncated: false, accurateDct: false }),
  gif: (bytes) => ({ ...decodeGif(bytes), channels: 3 }),
  bmp: (bytes) => decodeBmp(bytes, 3),
};

/**
 * The picture in the bytes of a PNG, JPEG, GIF (its first frame) or BMP file, as `cv2.imdecode` finds it: by its
 * content, whatever its name says.
 * @throws {PictureError} `unknown-image` for what is no picture, `damaged-image` for what cannot be read to its end
 */
export function decode(bytes: Uint8Array): Picture {
  const found = Object.entries(signatures).find(([, start]) => start.every((byte, i) => bytes[i] === byte));
  if (!found) throw new PictureError('unknown-image', `These ${bytes.length} bytes are no PNG, JPEG, GIF or BMP file.`);
  try {
    const { width, height, data } = decoders[found[0] as keyof typeof signatures](bytes);
    // An animation has its frames one behind the other.
    return new Picture({ width, height, data: data.subarray(0, width * height * 3) });
  } catch (error) {
    if (error instanceof NodeError && isOurs(error.code))
      throw new PictureError(error.code, error.message, { cause: error });
    throw error;
  }
}

const isOurs = (code: string): code is 'damaged-image' | 'unsupported-image' | 'image-too-large' =>
  ['damaged-image', 'unsupported-image', 'image-too-large'].includes(code);

/** The bytes of a PNG file: the same pixels come back. */
export function encodePng(picture: PictureData): Uint8Array<ArrayBuffer> {
  checkSize('PNG', picture.width, picture.height, 3);
  return writePng({ ...picture, channels: 3 }, 1);
}

/**
 * The bytes of a JPEG file: smaller, and nearly the same pixels.
 * @param quality 0 to 100
 */
export async function encodeJpeg(picture: PictureData, quality = 95): Promise<Uint8Array<ArrayBuffer>> {
  if (!(quality >= 0 && quality <= 100))
    throw new PictureError('bad-argument', `The quality must be 0 to 100, and is ${quality}.`);
  const { width, height, data } = picture;
  return writeJpeg(
    { width, height, data, channels: 3 },
    {
      quality,
      progressive: false,
      optimizeSize: false,
      chromaDownsampling: true,
      densityUnit: 'in',
      xDensity: 300,
      yDensity: 300,
      xmpMetadata: '',
    },
  );
}
