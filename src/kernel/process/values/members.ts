/** What a value is made of, by position, without running code of the lab. */
import { types } from 'node:util';
import { elementAt, isList, isObject, sizeOf, tensorFacts } from './look.ts';
import { short } from './preview.ts';

export interface Member {
  readonly name: string;
  readonly value: unknown;
  /** The value is computed by code, which is not run. */
  readonly computed?: true;
}

/** Entries of a map or set that are listed: to come to the n-th, all before it are gone through. */
const mostEntries = 10_000;

const mapEntries = Map.prototype.entries;
const setValues = Set.prototype.values;

/** How many members a value has; none for what is shown whole by its preview. */
export function memberCount(value: unknown): number {
  if (!isObject(value) || types.isProxy(value) || tensorFacts(value)) return 0;
  if (types.isDate(value) || types.isRegExp(value) || types.isAnyArrayBuffer(value)) return 0;
  if (isList(value)) return sizeOf(value) ?? 0;
  if (types.isMap(value) || types.isSet(value)) return Math.min(sizeOf(value) ?? 0, mostEntries);
  return Reflect.ownKeys(value).length;
}

/** Members from a position on. */
export function membersOf(value: unknown, offset: number, count: number): Member[] {
  const last = Math.min(offset + count, memberCount(value));
  if (!isObject(value) || last <= offset) return [];
  const positions = Array.from({ length: last - offset }, (_, index) => offset + index);
  if (isList(value)) {
    return positions.map((position) => {
      const held = Array.isArray(value) ? Object.getOwnPropertyDescriptor(value, position) : undefined;
      if (held && !('value' in held)) return { name: String(position), value: undefined, computed: true };
      return { name: String(position), value: elementAt(value, position) };
    });
  }
  if (types.isMap(value)) {
    return entries(mapEntries.call(value), offset, last).map(([key, held]) => ({ name: short(key), value: held }));
  }
  if (types.isSet(value)) {
    const held = entries(setValues.call(value), offset, last);
    return held.map((each, index) => ({ name: String(offset + index), value: each }));
  }
  return Reflect.ownKeys(value)
    .slice(offset, last)
    .map((key) => {
      const name = typeof key === 'symbol' ? `[${Symbol.prototype.toString.call(key)}]` : key;
      const held = Object.getOwnPropertyDescriptor(value, key);
      return held && 'value' in held ? { name, value: held.value } : { name, value: undefined, computed: true };
    });
}

function entries<T>(iterator: Iterator<T>, from: number, to: number): T[] {
  const found: T[] = [];
  for (let position = 0; position < to; position++) {
    const { done, value } = iterator.next();
    if (done) break;
    if (position >= from) found.push(value);
  }
  return found;
}
