/** `tf.Example`, the message that TFX keeps rows in (tensorflow/core/example/example.proto and feature.proto). */
import { TabularError } from '../errors.ts';
import { WireReader, WireWriter, wire } from './wire.ts';

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

function nameOf(reader: WireReader, end: number): string {
  const start = reader.at;
  reader.at = end;
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
    const values: number[] = [];
    eachNumber(reader, end, wire.fixed32, (valueEnd) => {
      if (reader.at + 4 > valueEnd) throw reader.error('a number has no end');
      values.push(reader.view.getFloat32(reader.at, true));
      reader.at += 4;
    });
    return { kind: 'float', values: Float32Array.from(values) };
  },
  int64: (reader, end) => {
    // A number takes a byte at least.
    const halves = new Uint32Array(2 * (end - reader.at));
    let count = 0;
    eachNumber(reader, end, wire.varint, (valueEnd) => reader.int64(valueEnd, halves, count++));
    return { kind: 'int64', values: new BigInt64Array(halves.buffer.slice(0, 8 * count)) };
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

/**
 * The bytes of a tf.Example, its features in the order of their names' places in the object.
 * @throws {TabularError} `bad-argument` for a feature of an unknown kind
 */
export function encodeExample(example: Example): Uint8Array {
  const features = new WireWriter();
  for (const [name, feature] of Object.entries(example)) {
    const entry = new WireWriter();
    entry.part(1, Buffer.from(name));
    entry.part(2, featureBytes(feature, name));
    features.part(1, entry.taken());
  }
  const message = new WireWriter();
  message.part(1, features.taken());
  return message.taken();
}

function featureBytes(feature: ExampleFeature, name: string): Uint8Array {
  const list = new WireWriter();
  const whole = new WireWriter();
  switch (feature.kind) {
    case 'none':
      return whole.taken();
    case 'bytes':
      for (const value of feature.values) list.part(1, value);
      whole.part(1, list.taken());
      return whole.taken();
    case 'float':
    case 'int64': {
      for (const value of feature.values) typeof value === 'bigint' ? list.int64(value) : list.float(value);
      const packed = new WireWriter();
      if (feature.values.length > 0) packed.part(1, list.taken());
      whole.part(feature.kind === 'float' ? 2 : 3, packed.taken());
      return whole.taken();
    }
    default: {
      const text = `The feature “${name}” has no kind that tf.Example knows: bytes, float, int64 or none.`;
      throw new TabularError('bad-argument', text, { column: name });
    }
  }
}
