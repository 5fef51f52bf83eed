/** `tf.Example`, the message that TFX keeps rows in (tensorflow/core/example/example.proto and feature.proto). */
import { TabularError } from '../errors.ts';
import { BackWriter, WireReader, wire } from './wire.ts';

/** A list of values under a name. A feature of no kind was made without one, and is missing like an empty list. */
export type ExampleFeature =
  | { readonly kind: 'bytes'; readonly values: readonly Uint8Array[] }
  | { readonly kind: 'float'; readonly values: Float32Array }
  | { readonly kind: 'int64'; readonly values: BigInt64Array }
  | { readonly kind: 'none'; readonly values: readonly never[] };

/** Features by name. */
export type Example = Readonly<Record<string, ExampleFeature>>;

const names = new TextDecoder('utf-8', { fatal: true });
const kinds = { 1: 'bytes', 2: 'float', 3: 'int64' } as const;
const none: ExampleFeature = { kind: 'none', values: [] };

/**
 * The features of a tf.Example. Byte strings are views of the given bytes.
 * @throws {TabularError} `bad-example`, with the byte
 */
export function decodeExample(bytes: Uint8Array): Example {
  const reader = new WireReader(bytes);
  const features: [string, ExampleFeature][] = [];
  eachPart(reader, bytes.length, 1, (featuresEnd) =>
    eachPart(reader, featuresEnd, 1, (end) => features.push(entryOf(reader, end))),
  );
  // Of a name that stands twice the last counts, as in any map of Protocol Buffers.
  return Object.fromEntries(features);
}

/** Calls `read` for each part under the field `wanted`, with its end, up to which it must read; skips other fields. */
function eachPart(reader: WireReader, end: number, wanted: number, read: (end: number) => void): void {
  while (reader.at < end) {
    const tag = reader.varint(end);
    if (tag === wanted * 8 + wire.bytes) read(reader.partEnd(end));
    else reader.skip(tag % 8, end);
  }
}

function entryOf(reader: WireReader, end: number): [string, ExampleFeature] {
  let name = '';
  let feature = none;
  while (reader.at < end) {
    const tag = reader.varint(end);
    if (tag === 8 + wire.bytes) name = nameOf(reader, reader.partEnd(end));
    else if (tag === 16 + wire.bytes) feature = featureOf(reader, reader.partEnd(end));
    else reader.skip(tag % 8, end);
  }
  return [name, feature];
}

/** Names that were read before, by length, first and last byte: all examples of a file have the same few. */
const knownNames = new Map<number, { readonly bytes: Uint8Array; readonly name: string }>();
const mostNames = 4096;

function nameOf(reader: WireReader, end: number): string {
  const start = reader.at;
  reader.at = end;
  const { bytes } = reader;
  const key = ((end - start) << 16) | ((bytes[start] ?? 0) << 8) | (bytes[end - 1] ?? 0);
  const known = knownNames.get(key);
  if (known && isAt(bytes, start, end, known.bytes)) return known.name;
  const name = decodedName(reader, start, end);
  if (knownNames.size < mostNames) knownNames.set(key, { bytes: bytes.slice(start, end), name });
  return name;
}

function isAt(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean {
  if (end - start !== wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[start + i] !== wanted[i]) return false;
  return true;
}

function decodedName(reader: WireReader, start: number, end: number): string {
  const { bytes } = reader;
  const name = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();
  // What is no UTF-8 was replaced by this character, which may also be there by right.
  return name.includes('\uFFFD') ? checkedName(reader, start, end) : name;
}

function checkedName(reader: WireReader, start: number, end: number): string {
  try {
    return names.decode(reader.bytes.subarray(start, end));
  } catch {
    throw reader.error('a name is not UTF-8', start);
  }
}

function featureOf(reader: WireReader, end: number): ExampleFeature {
  let feature = none;
  while (reader.at < end) {
    const tag = reader.varint(end);
    const kind = tag % 8 === wire.bytes ? kinds[Math.floor(tag / 8) as 1 | 2 | 3] : undefined;
    if (kind) feature = readers[kind](reader, reader.partEnd(end));
    else reader.skip(tag % 8, end);
  }
  return feature;
}

const readers: Readonly<Record<'bytes' | 'float' | 'int64', (reader: WireReader, end: number) => ExampleFeature>> = {
  bytes: (reader, end) => {
    const values: Uint8Array[] = [];
    eachPart(reader, end, 1, (valueEnd) => {
      values.push(reader.bytes.subarray(reader.at, valueEnd));
      reader.at = valueEnd;
    });
    return { kind: 'bytes', values };
  },
  float: (reader, end) => {
    const values = new Float32Array((end - reader.at) >> 2);
    let count = 0;
    eachNumber(reader, end, wire.fixed32, (valueEnd) => {
      if (reader.at + 4 > valueEnd) throw reader.error('a number has no end');
      values[count++] = reader.view.getFloat32(reader.at, true);
      reader.at += 4;
    });
    return { kind: 'float', values: count === values.length ? values : values.slice(0, count) };
  },
  int64: (reader, end) => {
    // A number takes a byte at least, and a head of two stands before it, or before all of them.
    const values = new BigInt64Array(Math.max(1, end - reader.at - 2));
    const halves = new Uint32Array(values.buffer);
    let count = 0;
    eachNumber(reader, end, wire.varint, (valueEnd) => reader.int64(valueEnd, halves, count++));
    return { kind: 'int64', values: count === values.length ? values : values.slice(0, count) };
  },
};

/** Numbers of a list stand packed in one part, or each by itself. */
function eachNumber(reader: WireReader, end: number, type: number, read: (end: number) => void): void {
  while (reader.at < end) {
    const tag = reader.varint(end);
    if (tag === 8 + type) read(end);
    else if (tag === 8 + wire.bytes) for (const partEnd = reader.partEnd(end); reader.at < partEnd; ) read(partEnd);
    else reader.skip(tag % 8, end);
  }
}

const writer = new BackWriter();

/**
 * The bytes of a tf.Example, its features in the order of their names' places in the object.
 * @throws {TabularError} `bad-argument` for a feature of an unknown kind
 */
export function encodeExample(example: Example): Uint8Array {
  // What an error left unfinished is not part of this message.
  writer.length = 0;
  for (const [name, feature] of Object.entries(example).reverse()) {
    const before = writer.length;
    writeFeature(feature, name);
    writer.head(2, before);
    const beforeName = writer.length;
    writer.bytes(Buffer.from(name));
    writer.head(1, beforeName);
    writer.head(1, before);
  }
  writer.head(1, 0);
  return writer.taken();
}

/** From the last value to the first, see `BackWriter`. */
function writeFeature({ kind, values }: ExampleFeature, name: string): void {
  if (kind === 'none') return;
  const before = writer.length;
  if (kind === 'bytes') {
    for (const value of values.toReversed()) {
      const beforeValue = writer.length;
      writer.bytes(value);
      writer.head(1, beforeValue);
    }
  } else if (kind === 'float') for (let i = values.length - 1; i >= 0; i--) writer.float(values[i]!);
  else if (kind === 'int64') for (let i = values.length - 1; i >= 0; i--) writer.int64(values[i]!);
  else {
    const text = `The feature “${name}” has no kind that tf.Example knows: bytes, float, int64 or none.`;
    throw new TabularError('bad-argument', text, { column: name });
  }
  if (kind !== 'bytes' && values.length > 0) writer.head(1, before);
  writer.head({ bytes: 1, float: 2, int64: 3 }[kind], before);
}
