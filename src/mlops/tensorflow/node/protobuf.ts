/** As much of protobuf's wire format (https://protobuf.dev/programming-guides/encoding) as events and SavedModels take. */

/** One field, encoded. */
export type Field = Uint8Array;

const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

export function message(...fields: readonly Field[]): Uint8Array {
  return Buffer.concat(fields);
}

/** A message, a text or raw bytes. */
export function bytesField(number: number, value: Uint8Array | string): Field {
  const content = Buffer.from(value as Uint8Array);
  return message(varint(BigInt(number * 8 + wire.bytes)), varint(BigInt(content.length)), content);
}

export function intField(number: number, value: number): Field {
  return message(varint(BigInt(number * 8 + wire.varint)), varint(BigInt.asUintN(64, BigInt(value))));
}

export function doubleField(number: number, value: number): Field {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return message(varint(BigInt(number * 8 + wire.fixed64)), content);
}

export function floatField(number: number, value: number): Field {
  const content = Buffer.alloc(4);
  content.writeFloatLE(value);
  return message(varint(BigInt(number * 8 + wire.fixed32)), content);
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.of(...bytes, Number(rest));
}

/** What a message holds: by field number, each value in order. Fixed-width values are bytes. */
export type Fields = ReadonlyMap<number, readonly (bigint | Uint8Array)[]>;

/** @throws RangeError when the bytes end within a field, or are no protobuf */
export function readMessage(bytes: Uint8Array): Fields {
  const fields = new Map<number, (bigint | Uint8Array)[]>();
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError(`a field reaches beyond the end, at byte ${at}`);
    at += length;
    return bytes.subarray(at - length, at);
  };
  const takeVarint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = take(1)[0]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new RangeError(`a number has no end, at byte ${at}`);
  };
  const takeValue = (type: number): bigint | Uint8Array => {
    if (type === wire.varint) return takeVarint();
    if (type === wire.fixed64) return take(8);
    if (type === wire.fixed32) return take(4);
    if (type === wire.bytes) return take(Number(takeVarint()));
    throw new RangeError(`a field is of the unknown type ${type}, at byte ${at}`);
  };
  while (at < bytes.length) {
    const tag = Number(takeVarint());
    const value = takeValue(tag % 8);
    const number = Math.floor(tag / 8);
    const values = fields.get(number);
    if (values) values.push(value);
    else fields.set(number, [value]);
  }
  return fields;
}

/** The values of a field that are messages, texts or bytes. */
export function allBytes(fields: Fields, number: number): Uint8Array[] {
  return (fields.get(number) ?? []).filter((value) => typeof value !== 'bigint');
}

/** The last value, as protobuf has it; empty where there is none. */
export function oneBytes(fields: Fields, number: number): Uint8Array {
  return allBytes(fields, number).at(-1) ?? new Uint8Array();
}

export function oneText(fields: Fields, number: number): string {
  return Buffer.from(oneBytes(fields, number)).toString('utf8');
}

/** The last value, signed; zero where there is none. */
export function oneInt(fields: Fields, number: number): number {
  const value = (fields.get(number) ?? []).findLast((each) => typeof each === 'bigint') ?? 0n;
  return Number(BigInt.asIntN(64, value));
}
