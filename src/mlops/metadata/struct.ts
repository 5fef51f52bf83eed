/**
 * The two messages of Protocol Buffers that properties hold, in their wire format
 * (https://protobuf.dev/programming-guides/encoding): `google.protobuf.Struct` and `google.protobuf.Any`.
 */
import { MetadataError } from './errors.ts';
import type { ProtoValue, Struct, StructValue } from './model.ts';

/** One field: its number, and its bytes or its number. */
type Field = readonly [number: number, value: Uint8Array | number];

const text = { encode: new TextEncoder(), decode: new TextDecoder('utf-8', { fatal: true }) };
/** A Struct that is nested deeper is no property that anybody wrote on purpose. */
const deepest = 100;

const damaged = (what: string, cause?: unknown) =>
  new MetadataError('damaged-store', `The store is damaged: a property holds no valid ${what}.`, { cause });

export const encodeStruct = (struct: Struct): Uint8Array => joined(Object.entries(struct).map(encodeEntry));

function encodeEntry([key, value]: readonly [string, StructValue]): Uint8Array {
  return bytesField(1, joined([bytesField(1, text.encode.encode(key)), bytesField(2, encodeValue(value))]));
}

/** `google.protobuf.Value`: null 1, number 2, string 3, bool 4, struct 5, list 6. */
function encodeValue(value: StructValue): Uint8Array {
  if (value === null) return Uint8Array.of(0x08, 0);
  if (typeof value === 'number') {
    const bytes = new Uint8Array(9);
    bytes[0] = 0x11;
    new DataView(bytes.buffer).setFloat64(1, value, true);
    return bytes;
  }
  if (typeof value === 'string') return bytesField(3, text.encode.encode(value));
  if (typeof value === 'boolean') return Uint8Array.of(0x20, value ? 1 : 0);
  if (Array.isArray(value)) return bytesField(6, joined(value.map((each) => bytesField(1, encodeValue(each)))));
  return bytesField(5, encodeStruct(value as Struct));
}

export const encodeAny = ({ typeUrl, value }: ProtoValue): Uint8Array =>
  joined([bytesField(1, text.encode.encode(typeUrl)), bytesField(2, value)]);

function bytesField(number: number, bytes: Uint8Array): Uint8Array {
  return joined([Uint8Array.of((number << 3) | 2, ...varint(bytes.length)), bytes]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @throws {MetadataError} `damaged-store` for bytes that are no Struct */
export function decodeStruct(bytes: Uint8Array, depth = 0): Struct {
  if (depth > deepest) throw damaged('Struct: it is nested too deeply');
  return Object.fromEntries(
    fieldsOf(bytes, 'Struct').flatMap(([number, entry]) => (number === 1 ? [decodeEntry(asBytes(entry), depth)] : [])),
  );
}

function decodeEntry(bytes: Uint8Array, depth: number): [string, StructValue] {
  let [key, value]: [string, StructValue] = ['', null];
  for (const [number, content] of fieldsOf(bytes, 'Struct')) {
    if (number === 1) key = decodeText(asBytes(content));
    else if (number === 2) value = decodeValue(asBytes(content), depth);
  }
  return [key, value];
}

function decodeValue(bytes: Uint8Array, depth: number): StructValue {
  if (depth > deepest) throw damaged('Struct: it is nested too deeply');
  const last = fieldsOf(bytes, 'Struct').at(-1);
  if (!last) return null;
  const [number, content] = last;
  if (number === 2) return doubleOf(asBytes(content));
  if (number === 3) return decodeText(asBytes(content));
  if (number === 4) return content !== 0;
  if (number === 5) return decodeStruct(asBytes(content), depth + 1);
  if (number === 6) return fieldsOf(asBytes(content), 'list').map(([, each]) => decodeValue(asBytes(each), depth + 1));
  return null;
}

/** @throws {MetadataError} `damaged-store` for bytes that are no Any */
export function decodeAny(bytes: Uint8Array): ProtoValue {
  let [typeUrl, value] = ['', new Uint8Array()];
  for (const [number, content] of fieldsOf(bytes, 'Any')) {
    if (number === 1) typeUrl = decodeText(asBytes(content));
    else if (number === 2) value = Uint8Array.from(asBytes(content));
  }
  return { typeUrl, value };
}

/** The fields of a message: wire types 0 (varint), 1 and 5 (8 and 4 bytes), 2 (bytes). */
function fieldsOf(bytes: Uint8Array, what: string): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const number = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || scale > 2 ** 63) throw damaged(what);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number) => {
    if (at + length > bytes.length) throw damaged(what);
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = number();
    const wire = tag % 8;
    if (wire !== 0 && wire !== 1 && wire !== 2 && wire !== 5) throw damaged(what);
    const value = wire === 0 ? number() : take(wire === 2 ? number() : wire === 1 ? 8 : 4);
    fields.push([Math.floor(tag / 8), value]);
  }
  return fields;
}

function asBytes(content: Uint8Array | number): Uint8Array {
  if (typeof content === 'number') throw damaged('Struct');
  return content;
}

function doubleOf(bytes: Uint8Array): number {
  if (bytes.length !== 8) throw damaged('Struct');
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
}

function decodeText(bytes: Uint8Array): string {
  try {
    return text.decode.decode(bytes);
  } catch (error) {
    throw damaged('text in UTF-8', error);
  }
}
