/** Looks at values of any lab without running code of its own: no getters, no proxies' traps, no methods. */
import { types } from 'node:util';

const mapSize = getter(Map.prototype, 'size');
const setSize = getter(Set.prototype, 'size');
const typedLength = getter(Object.getPrototypeOf(Uint8Array.prototype), 'length');

function getter(prototype: object, name: string): (this: unknown) => unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)!.get!;
}

/** A property of its own; nothing for one that code computes. */
export function own(object: object, key: PropertyKey): unknown {
  return types.isProxy(object) ? undefined : Object.getOwnPropertyDescriptor(object, key)?.value;
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A list of any kind, by its elements' positions. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) ? !types.isProxy(value) : types.isTypedArray(value);
}

/** How many elements a list, a map or a set has. */
export function sizeOf(value: object): number | undefined {
  if (types.isProxy(value)) return undefined;
  if (Array.isArray(value)) return value.length;
  if (types.isTypedArray(value)) return Number(typedLength.call(value));
  if (types.isMap(value)) return Number(mapSize.call(value));
  if (types.isSet(value)) return Number(setSize.call(value));
  return undefined;
}

/** What a list holds at a position, also where an array's element is computed or missing. */
export function elementAt(list: ArrayLike<unknown>, index: number): unknown {
  return Array.isArray(list) ? own(list, index) : list[index];
}

/** The name of the nearest class; nothing for an object without one. */
export function classOf(object: object): string | undefined {
  let at: object | null = object;
  while (at !== null && !types.isProxy(at)) {
    const maker = own(at, 'constructor');
    if (typeof maker === 'function') {
      // What Keras calls a class: TensorFlow.js is minified.
      const name = own(maker, 'className') ?? own(maker, 'name');
      if (typeof name === 'string' && name !== '') return name;
    }
    at = Object.getPrototypeOf(at) as object | null;
  }
  return undefined;
}

/** An object literal, or what has no class at all. */
export function isPlain(value: unknown): value is object {
  if (!isObject(value) || types.isProxy(value) || types.isModuleNamespaceObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

export function isClass(value: object): boolean {
  return Function.prototype.toString.call(value).startsWith('class');
}

/** A tensor as it is listed. */
export interface TensorFacts {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly size: number;
  readonly dataId: object;
  readonly isDisposed: boolean;
  readonly isVariable: boolean;
}

/** What is known of a tensor; nothing for what is none. */
export function tensorFacts(value: object): TensorFacts | undefined {
  const [dtype, shape, size, dataId, isDisposed] = ['dtype', 'shape', 'size', 'dataId', 'isDisposedInternal'].map(
    (name) => own(value, name),
  );
  if (typeof dtype !== 'string' || !isShape(shape) || typeof size !== 'number' || !isObject(dataId)) return undefined;
  return {
    dtype,
    shape,
    size,
    dataId,
    isDisposed: isDisposed === true,
    isVariable: typeof own(value, 'trainable') === 'boolean',
  };
}

function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && !types.isProxy(value) && value.every((length) => typeof length === 'number');
}

/** The layers of a model of the layers API; nothing for what is none. */
export function layersOf(value: object): readonly unknown[] | undefined {
  const layers = own(value, 'layers');
  const isModel = typeof own(value, 'isTraining') === 'boolean' && isList(layers);
  return isModel ? Array.from({ length: layers.length }, (_, index) => elementAt(layers, index)) : undefined;
}
