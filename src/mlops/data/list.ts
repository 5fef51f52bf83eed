/** Values in order, whatever holds them. */
import { isTensor, type TensorLike } from './tensorLike.ts';

/** A list, a typed array, anything else that can be gone through, or a tensor. */
export type Values<V = unknown> = Iterable<V> | TensorLike;

/** A list or a typed array. */
export type List = Iterable<unknown> & ArrayLike<unknown>;

export function isValues(data: unknown): data is Values {
  return typeof data === 'object' && data !== null && (Symbol.iterator in data || isTensor(data));
}

/** The values where they lie: only a tensor, and what can be gone through but once, is copied. */
export function listOf(values: Values): List {
  if (isTensor(values)) return elementsOfTensor(values);
  return isList(values) ? values : [...values];
}

/** TensorFlow's name of the element type, where there is one. */
export function dtypeOf(values: Values): string | undefined {
  if (isTensor(values)) return values.dtype;
  return ArrayBuffer.isView(values) ? dtypes[values.constructor.name] : undefined;
}

function isList(values: Iterable<unknown>): values is List {
  return Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
}

/** In row-major order. */
function elementsOfTensor(tensor: TensorLike): List {
  const values = tensor.dataSync() as Float32Array | string[];
  return tensor.dtype === 'bool' ? Array.from(values, Boolean) : values;
}

const dtypes: Readonly<Record<string, string>> = {
  Float16Array: 'float16',
  Float32Array: 'float32',
  Float64Array: 'float64',
  Int8Array: 'int8',
  Int16Array: 'int16',
  Int32Array: 'int32',
  BigInt64Array: 'int64',
  Uint8Array: 'uint8',
  Uint8ClampedArray: 'uint8',
  Uint16Array: 'uint16',
  Uint32Array: 'uint32',
  BigUint64Array: 'uint64',
};
