/** A value in one short line, made without running code of the lab. */
import { types } from 'node:util';
import { classOf, elementAt, isClass, isList, isObject, layersOf, own, sizeOf, tensorFacts } from './look.ts';

/** Characters of a preview, of which a text takes no more; and elements that are named. */
const most = { characters: 120, elements: 10 };

const bigint = { bits: 256 };
const iterateMap = Map.prototype.entries;
const iterateSet = Set.prototype.values;
const flagNames = ['hasIndices', 'global', 'ignoreCase', 'multiline', 'dotAll', 'unicode', 'unicodeSets', 'sticky'];
const flagLetters = 'dgimsuvy';

/** Reads the values of a small tensor; nothing when they cannot be had. */
export type ReadTensor = (dataId: object) => ArrayLike<unknown> | undefined;

export function previewOf(value: unknown, readTensor: ReadTensor = () => undefined): string {
  return cut(alone(value, readTensor), most.characters);
}

export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function alone(value: unknown, readTensor: ReadTensor): string {
  if (types.isProxy(value)) return 'Proxy';
  if (typeof value === 'function') return functionText(value);
  return isObject(value) ? whole(value, readTensor) : short(value);
}

/** An object with what it holds, one level deep. */
function whole(value: object, readTensor: ReadTensor): string {
  const tensor = tensorFacts(value);
  if (tensor) {
    if (tensor.isDisposed) return 'disposed';
    const values = tensor.size <= most.elements ? readTensor(tensor.dataId) : undefined;
    return values ? listed(values, rounded) : '';
  }
  const layers = layersOf(value);
  if (layers) return cut(layers.map((layer) => (isObject(layer) ? classOf(layer) : '')).join(' → '), most.characters);
  if (isList(value)) return listed(value, short);
  if (types.isMap(value)) {
    return braced(
      firstOf(iterateMap.call(value)).map(([key, held]) => `${short(key)} => ${short(held)}`),
      sizeOf(value)!,
    );
  }
  if (types.isSet(value)) return braced(firstOf(iterateSet.call(value)).map(short), sizeOf(value)!);
  const known = wellKnown(value);
  if (known !== undefined) return known;
  const keys = Reflect.ownKeys(value);
  const named = keys.slice(0, most.elements).map((key) => {
    const held = Object.getOwnPropertyDescriptor(value, key);
    return `${String(key)}: ${held && 'value' in held ? short(held.value) : '(…)'}`;
  });
  return braced(named, keys.length);
}

/** A value inside another, or one that holds nothing. */
export function short(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'bigint':
      // Writing a long one takes a time that grows with its square.
      return BigInt.asIntN(bigint.bits, value) === value ? `${value}n` : 'a bigint of many digits';
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'symbol':
      return cut(Symbol.prototype.toString.call(value), most.characters);
    case 'function':
      return types.isProxy(value) ? 'Proxy' : 'ƒ';
    case 'object':
      return value === null ? 'null' : objectName(value);
    default:
      return String(value);
  }
}

function objectName(value: object): string {
  if (types.isProxy(value)) return 'Proxy';
  const known = wellKnown(value);
  if (known !== undefined) return known;
  const tensor = tensorFacts(value);
  if (tensor) return `Tensor[${tensor.shape}]`;
  const size = sizeOf(value);
  if (Array.isArray(value)) return `[${size ? `…${size}` : ''}]`;
  const name = classOf(value) ?? 'null prototype';
  if (size !== undefined) return `${name}(${size})`;
  return name === 'Object' ? '{…}' : name;
}

/** Built-in objects that say all in a word. */
function wellKnown(value: object): string | undefined {
  if (types.isDate(value)) {
    const time = Date.prototype.getTime.call(value);
    return Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString();
  }
  if (types.isRegExp(value)) return regExpText(value);
  if (types.isNativeError(value)) {
    const message = own(value, 'message');
    return `${classOf(value) ?? 'Error'}${typeof message === 'string' && message ? `: ${cut(message, most.characters)}` : ''}`;
  }
  if (types.isBoxedPrimitive(value)) return classOf(value);
  if (types.isPromise(value)) return '';
  if (types.isModuleNamespaceObject(value)) return '';
  return undefined;
}

function regExpText(value: RegExp): string {
  const read = (name: string): unknown => Object.getOwnPropertyDescriptor(RegExp.prototype, name)?.get?.call(value);
  const flags = flagNames.map((name, index) => (read(name) ? flagLetters[index] : '')).join('');
  return cut(`/${String(read('source'))}/${flags}`, most.characters);
}

function functionText(value: object): string {
  const text = Function.prototype.toString.call(value);
  // The head: what it is called by, up to its body.
  const head = isClass(value)
    ? text.slice(0, text.indexOf('{'))
    : (/^[^{]*?\)/.exec(text) ?? /^[^={]*/.exec(text))?.[0];
  return cut((head ?? '').replaceAll(/\s+/g, ' ').trim(), most.characters);
}

/** As in code, but never longer than a line. */
function quoted(text: string): string {
  const start = text.slice(0, most.characters);
  const escaped = JSON.stringify(start).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}${text.length > start.length ? '…' : ''}'`;
}

function rounded(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : short(value);
}

function listed(list: ArrayLike<unknown>, print: (value: unknown) => string): string {
  const length = isObject(list) ? (sizeOf(list) ?? list.length) : 0;
  const shown = Array.from({ length: Math.min(length, most.elements) }, (_, index) => print(elementAt(list, index)));
  return `[${shown.join(', ')}${length > shown.length ? ', …' : ''}]`;
}

function braced(shown: readonly string[], size: number): string {
  if (size === 0) return '{}';
  return `{ ${shown.join(', ')}${size > shown.length ? ', …' : ''} }`;
}

function firstOf<T>(iterator: Iterator<T>): T[] {
  const found: T[] = [];
  while (found.length < most.elements) {
    const { done, value } = iterator.next();
    if (done) break;
    found.push(value);
  }
  return found;
}
