/** Pictures as files hold them, known by their first bytes. */
import { type MimeBundle, mime } from '../payloads/mime.ts';
import type { Displayable } from './bundle.ts';
import { ImageError } from './errors.ts';

export interface ImageOptions {
  /** What the picture shows, in words, for whoever does not see it; by default its kind and size. */
  readonly alt?: string;
}

/**
 * A picture, to be displayed or to end a cell.
 *
 *     image(await readFile('cat.png'), { alt: 'A cat on a keyboard' })
 *
 * @param bytes the content of a PNG, JPEG, GIF, WebP or SVG file
 * @throws ImageError for any other content
 */
export function image(bytes: Uint8Array, { alt }: ImageOptions = {}): Displayable {
  const bundle = imageBundle(bytes);
  if (!bundle) {
    throw new ImageError(
      'unknown-image',
      `These ${bytes.length} bytes are no PNG, JPEG, GIF, WebP or SVG file: encode the pixels first.`,
    );
  }
  return { toMimeBundle: () => (alt === undefined ? bundle : { ...bundle, [mime.text]: alt }) };
}

/** The forms of a picture; nothing for bytes that are none. */
export function imageBundle(bytes: Uint8Array): MimeBundle | undefined {
  const kind = kinds.find(({ matches }) => matches(bytes));
  if (!kind) return undefined;
  const { buffer, byteOffset, byteLength } = bytes;
  const content = Buffer.from(buffer, byteOffset, byteLength);
  const size = kind.sizeOf?.(new DataView(buffer, byteOffset, byteLength));
  const words = [`${kind.name} image`, ...(size ? [size.join(' × ')] : []), sizeText(byteLength)];
  return { [kind.type]: content.toString(kind.type === mime.svg ? 'utf8' : 'base64'), [mime.text]: words.join(', ') };
}

type Size = readonly [width: number, height: number];

interface Kind {
  readonly name: string;
  readonly type: string;
  matches(bytes: Uint8Array): boolean;
  /** In pixels; nothing where the file is cut off before it. */
  sizeOf?(view: DataView): Size | undefined;
}

/** W3C PNG 5.2 and 11.2.1, GIF89a 17 and 18, ITU T.81 B.1 and B.2.2, RFC 9649 (WebP), SVG 2. */
const kinds: readonly Kind[] = [
  {
    name: 'PNG',
    type: mime.png,
    matches: (bytes) => begins(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    sizeOf: (view) => (view.byteLength < 24 ? undefined : [view.getUint32(16), view.getUint32(20)]),
  },
  { name: 'JPEG', type: mime.jpeg, matches: (bytes) => begins(bytes, [0xff, 0xd8, 0xff]), sizeOf: jpegSize },
  {
    name: 'GIF',
    type: mime.gif,
    matches: (bytes) => ['GIF87a', 'GIF89a'].includes(latin(bytes, 0, 6)),
    sizeOf: (view) => (view.byteLength < 10 ? undefined : [view.getUint16(6, true), view.getUint16(8, true)]),
  },
  {
    name: 'WebP',
    type: mime.webp,
    matches: (bytes) => latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP',
  },
  {
    name: 'SVG',
    type: mime.svg,
    matches: (bytes) =>
      /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s/>]/.test(start(bytes)),
  },
];

/** Segments follow each other, each with its length, until the frame's header gives height and width. */
function jpegSize(view: DataView): Size | undefined {
  for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
  }
  return undefined;
}

function begins(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

function start(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, 1000));
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
