/** The images of `tf.node`: what `@tensorflow/tfjs-node` 4.22 has in its image.ts, on any backend. */
import { type Tensor3D, type Tensor4D, tensor3d, tensor4d } from '@tensorflow/tfjs';
import { decodeBmp as readBmp } from './bmp.ts';
import { badArgument, NodeError } from './errors.ts';
import { decodeGif as readGif } from './gif.ts';
import { decodeJpeg as readJpeg } from './jpeg.ts';
import { maxXmpBytes, encodeJpeg as writeJpeg } from './jpegEncode.ts';
import { checkSize, type Format, type Pixels } from './pixels.ts';
import { decodePng as readPng, encodePng as writePng } from './png.ts';

const magic: Readonly<Record<Format, readonly number[]>> = {
  JPEG: [0xff, 0xd8, 0xff],
  PNG: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  GIF: [0x47, 0x49, 0x46, 0x38],
  BMP: [0x42, 0x4d],
};

/**
 * Decodes a JPEG, PNG or single-frame GIF to a tensor of dtype `int32`, values 0 to 255.
 * @param channels 0 for the image's own; 1 gray; 3 RGB
 * @param ratio 1, 2, 4 or 8: by how much a JPEG is scaled down while it is decoded
 * @param fancyUpscaling whether the chroma of a JPEG is interpolated
 * @param tryRecoverTruncated whether a JPEG that ends early is decoded as far as it goes
 * @param acceptableFraction only 1 here
 * @param dctMethod `''`, `'INTEGER_FAST'` or `'INTEGER_ACCURATE'`
 * @returns shape [height, width, channels]
 * @throws NodeError
 */
export function decodeJpeg(
  contents: Uint8Array,
  channels = 0,
  ratio = 1,
  fancyUpscaling = true,
  tryRecoverTruncated = false,
  acceptableFraction = 1,
  dctMethod = '',
): Tensor3D {
  if (![1, 2, 4, 8].includes(ratio)) throw badArgument(`ratio must be 1, 2, 4 or 8, and is ${ratio}.`);
  if (!['', 'INTEGER_FAST', 'INTEGER_ACCURATE'].includes(dctMethod)) {
    throw badArgument(`dctMethod must be '', 'INTEGER_FAST' or 'INTEGER_ACCURATE', and is '${dctMethod}'.`);
  }
  if (acceptableFraction !== 1) {
    throw badArgument(
      'acceptableFraction is not supported without native TensorFlow. To accept an image that is cut short, ' +
        'set tryRecoverTruncated to true.',
    );
  }
  if (formatOf(contents) !== 'JPEG') return toTensor(readStill(contents, channels, 'decodeJpeg'));
  const accurateDct = dctMethod === 'INTEGER_ACCURATE';
  checkJpegChannels(channels);
  return toTensor(readJpeg(contents, { channels, ratio, fancyUpscaling, tryRecoverTruncated, accurateDct }));
}

/**
 * Decodes a PNG, JPEG or single-frame GIF to a tensor of dtype `int32`, values 0 to 255; of 16 bits the upper 8 are kept.
 * @param channels 0 for the image's own; 1 gray; 3 RGB; 4 RGBA
 * @param dtype only `int32`
 * @returns shape [height, width, channels]
 * @throws NodeError
 */
export function decodePng(contents: Uint8Array, channels = 0, dtype = 'int32'): Tensor3D {
  checkDtype(dtype);
  return toTensor(readStill(contents, channels, 'decodePng'));
}

/**
 * Decodes a BMP to a tensor of dtype `int32`, values 0 to 255.
 * @param channels 0 for the image's own; 3 RGB; 4 RGBA
 * @returns shape [height, width, channels]
 * @throws NodeError
 */
export function decodeBmp(contents: Uint8Array, channels = 0): Tensor3D {
  checkChannels(channels);
  const format = formatOf(contents);
  if (format !== 'BMP') throw badArgument(`decodeBmp was given a ${format} image. Use tf.node.decodeImage for it.`);
  if (channels === 1) throw badArgument('channels must be 0, 3 or 4 for a BMP image, and is 1.');
  return toTensor(readBmp(contents, channels));
}

/**
 * Decodes all frames of a GIF to a tensor of dtype `int32`, values 0 to 255; a PNG or JPEG is one frame.
 * @returns shape [frames, height, width, 3]
 * @throws NodeError
 */
export function decodeGif(contents: Uint8Array): Tensor4D {
  const format = formatOf(contents);
  if (format === 'BMP') throw badArgument('decodeGif was given a BMP image. Use tf.node.decodeImage for it.');
  const { frames, width, height, data } =
    format === 'GIF' ? readGif(contents) : { frames: 1, ...readStill(contents, 3, 'decodeGif') };
  return tensor4d(data, [frames, height, width, 3], 'int32');
}

/**
 * Decodes a BMP, GIF, JPEG or PNG to a tensor of dtype `int32`, values 0 to 255.
 * @param channels 0 for the image's own; see the decoder of the format. A GIF always has 3
 * @param dtype only `int32`
 * @param expandAnimations whether a GIF gives all its frames, or the first alone
 * @returns shape [height, width, channels]; of a GIF with `expandAnimations`, [frames, height, width, 3]
 * @throws NodeError
 */
export function decodeImage(
  content: Uint8Array,
  channels = 0,
  dtype = 'int32',
  expandAnimations = true,
): Tensor3D | Tensor4D {
  checkDtype(dtype);
  switch (formatOf(content)) {
    case 'JPEG':
      return decodeJpeg(content, channels);
    case 'PNG':
      return decodePng(content, channels);
    case 'BMP':
      return decodeBmp(content, channels);
    case 'GIF': {
      if (expandAnimations) return decodeGif(content);
      const { width, height, data } = readGif(content);
      return tensor3d(data.subarray(0, height * width * 3), [height, width, 3], 'int32');
    }
  }
}

/**
 * Encodes a tensor as JPEG.
 * @param image shape [height, width, 1] or [height, width, 3], values 0 to 255
 * @param format `'grayscale'` or `'rgb'`; `''` goes by the channels
 * @param quality 0 to 100
 * @param densityUnit what `xDensity` and `yDensity` count pixels in: inches or centimetres
 * @param xmpMetadata put into the file as it stands
 * @throws NodeError
 */
export async function encodeJpeg(
  image: Tensor3D,
  format: '' | 'grayscale' | 'rgb' = '',
  quality = 95,
  progressive = false,
  optimizeSize = false,
  chromaDownsampling = true,
  densityUnit: 'in' | 'cm' = 'in',
  xDensity = 300,
  yDensity = 300,
  xmpMetadata = '',
): Promise<Uint8Array> {
  if (!['', 'grayscale', 'rgb'].includes(format)) {
    throw badArgument(`format must be '', 'grayscale' or 'rgb', and is '${format}'.`);
  }
  const allowed = format === 'grayscale' ? [1] : format === 'rgb' ? [3] : [1, 3];
  checkImage(image, allowed, `encodeJpeg with the format '${format}'`);
  if (!(quality >= 0 && quality <= 100)) throw badArgument(`quality must be 0 to 100, and is ${quality}.`);
  if (!['in', 'cm'].includes(densityUnit))
    throw badArgument(`densityUnit must be 'in' or 'cm', and is '${densityUnit}'.`);
  for (const density of [xDensity, yDensity]) {
    if (!(density >= 1 && density <= 0xffff)) throw badArgument(`A density must be 1 to 65535, and is ${density}.`);
  }
  if (Buffer.byteLength(xmpMetadata) > maxXmpBytes) {
    throw badArgument(`xmpMetadata must have ${maxXmpBytes} bytes at most, and has ${Buffer.byteLength(xmpMetadata)}.`);
  }
  const encoding = {
    quality,
    progressive,
    optimizeSize,
    chromaDownsampling,
    densityUnit,
    xDensity,
    yDensity,
    xmpMetadata,
  };
  return writeJpeg(await toPixels(image), encoding);
}

/**
 * Encodes a tensor as PNG of 8 bits a channel.
 * @param image shape [height, width, 1 to 4], values 0 to 255
 * @param compression zlib's level: 0 to 9, or -1 for zlib's own choice
 * @throws NodeError
 */
export async function encodePng(image: Tensor3D, compression = 1): Promise<Uint8Array> {
  checkImage(image, [1, 2, 3, 4], 'encodePng');
  if (!(Number.isInteger(compression) && compression >= -1 && compression <= 9)) {
    throw badArgument(`compression must be a whole number from -1 to 9, and is ${compression}.`);
  }
  return writePng(await toPixels(image), compression);
}

/** TensorFlow's decoders of still images read each other's formats, but for BMP. */
function readStill(contents: Uint8Array, channels: number, caller: string): Pixels {
  checkChannels(channels);
  switch (formatOf(contents)) {
    case 'PNG':
      return readPng(contents, channels);
    case 'JPEG':
      checkJpegChannels(channels);
      return readJpeg(contents, { ...jpegDefaults, channels });
    case 'GIF': {
      if (channels !== 0 && channels !== 3) throw badArgument(`channels must be 0 or 3 for a GIF, and is ${channels}.`);
      const { frames, width, height, data } = readGif(contents);
      if (frames === 1) return { width, height, channels: 3, data };
      throw badArgument(
        `${caller} was given a GIF of ${frames} frames. Use tf.node.decodeGif or tf.node.decodeImage for it.`,
      );
    }
    case 'BMP':
      throw badArgument(`${caller} was given a BMP image. Use tf.node.decodeBmp or tf.node.decodeImage for it.`);
  }
}

const jpegDefaults = { ratio: 1, fancyUpscaling: true, tryRecoverTruncated: false, accurateDct: false } as const;

function formatOf(contents: Uint8Array): Format {
  if (!(contents instanceof Uint8Array)) {
    throw badArgument('The image must be a Uint8Array of its bytes, for example what fs.readFileSync(path) gives.');
  }
  const found = Object.entries(magic).find(([, bytes]) => bytes.every((byte, i) => contents[i] === byte));
  if (found) return found[0] as Format;
  const start = Buffer.from(contents.subarray(0, 4)).toString('hex');
  throw new NodeError(
    'unknown-image',
    `Expected an image (BMP, JPEG, PNG or GIF), but got ${contents.length} bytes ${start && `that begin with ${start}`}.`,
  );
}

function checkDtype(dtype: string): void {
  if (dtype !== 'int32') throw badArgument(`Images are decoded to the dtype int32 alone, not to ${dtype}.`);
}

function checkChannels(channels: number): void {
  if (![0, 1, 3, 4].includes(channels)) throw badArgument(`channels must be 0, 1, 3 or 4, and is ${channels}.`);
}

function checkJpegChannels(channels: number): void {
  if (![0, 1, 3].includes(channels)) throw badArgument(`channels must be 0, 1 or 3 for a JPEG, and is ${channels}.`);
}

function checkImage(image: Tensor3D, channels: readonly number[], caller: string): void {
  const [height, width, depth] = image.shape;
  if (image.rank !== 3 || !channels.includes(depth) || !height || !width) {
    throw badArgument(
      `${caller} takes a tensor of the shape [height, width, ${channels.join(' or ')}], not [${image.shape}].`,
    );
  }
  checkSize('PNG', width, height, depth);
}

function toTensor({ width, height, channels, data }: Pixels): Tensor3D {
  return tensor3d(data, [height, width, channels], 'int32');
}

/** Values beyond 0 to 255 wrap around, as native's conversion to bytes does. */
async function toPixels(image: Tensor3D): Promise<Pixels> {
  const [height, width, channels] = image.shape;
  return { width, height, channels, data: new Uint8Array(await image.data()) };
}
