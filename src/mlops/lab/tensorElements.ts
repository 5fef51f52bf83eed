/**
 * Reading the values of tensors and arrays part by part, in row-major order. A whole 400 MB tensor would be copied by
 * `dataSync`, since its values lie in the memory of WebAssembly or of native TensorFlow; a part costs only itself.
 */
import { isTensor, type TensorLike } from '../data/tensorLike.ts';
import { TensorGone } from './errors.ts';

/** The values of a tensor or an array. */
export interface Elements {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** To be closed by whoever opens it. @throws TensorGone */
  open(): ElementReader;
}

/** Numbers (of complex ones real and imaginary part in turn) or texts. */
export interface ElementReader {
  /** @param start in elements. The part may be a view: it is read at once and not kept. */
  read(start: number, count: number): ArrayLike<number | string>;
  close(): void;
}

/** What a typed array's numbers are called. */
const arrayTypes: readonly (readonly [abstract: new (length: number) => ArrayLike<number>, dtype: string])[] = [
  [Float32Array, 'float32'],
  [Float64Array, 'float64'],
  [Int8Array, 'int8'],
  [Int16Array, 'int16'],
  [Int32Array, 'int32'],
  [Uint8Array, 'uint8'],
  [Uint8ClampedArray, 'uint8'],
  [Uint16Array, 'uint16'],
  [Uint32Array, 'uint32'],
];

/** More numbers in nested arrays are printed and not shown as a tensor: looking through them takes too long. */
const mostNested = 1_000_000;

/**
 * The values of a tensor, a typed array (but no `Buffer`, whose bytes are no numbers to look at), or lists of lists
 * of numbers that are equally long. Nothing for any other value.
 */
export function elementsOf(value: unknown): Elements | undefined {
  if (isTensor(value)) return tensorElements(value);
  if (Array.isArray(value)) return nestedElements(value);
  if (!ArrayBuffer.isView(value) || Buffer.isBuffer(value)) return undefined;
  const type = arrayTypes.find(([type]) => value instanceof type);
  const array = value as Float64Array;
  return type && { dtype: type[1], shape: [array.length], open: () => wholeReader(array, type[1]) };
}

function tensorElements(tensor: TensorLike): Elements {
  const { dtype, shape } = tensor;
  const open = () => {
    if (tensor.isDisposed) throw new TensorGone();
    // No backend slices complex numbers, and native TensorFlow no texts: these are read whole.
    if (dtype === 'complex64' || dtype === 'string') return wholeReader(tensor.dataSync(), dtype);
    return wasmReader(tensor) ?? slicingReader(tensor);
  };
  return { dtype, shape, open };
}

/** What of the engine is used here. It hangs on a global, whichever copy of the library runs. */
interface Engine {
  readonly state: { readonly tensorInfo: WeakMap<object, { readonly backend: object }> };
}

/** The backend of WebAssembly: the only one whose op `slice` copies all of its input. */
interface WasmBackend {
  readonly wasm: object;
  /** @param end in elements, without the last */
  readSync(dataId: object, start: number, end: number): ArrayLike<number>;
}

function wasmReader({ dataId }: TensorLike): ElementReader | undefined {
  const engine = Reflect.get(globalThis, '_tfengine') as Engine | undefined;
  const backend = engine?.state.tensorInfo.get(dataId)?.backend;
  if (!backend || !('wasm' in backend)) return undefined;
  const { readSync } = backend as WasmBackend;
  return { read: (start, count) => readSync.call(backend, dataId, start, start + count), close: () => undefined };
}

/** What it makes of tensors is disposed of at once, so that the lab's count of tensors stays as it is. */
function slicingReader(tensor: TensorLike): ElementReader {
  const flat = tensor.reshape([tensor.size]);
  return {
    read(start, count) {
      const part = flat.slice([start], [count]);
      try {
        return part.dataSync();
      } finally {
        part.dispose();
      }
    },
    close: () => flat.dispose(),
  };
}

function wholeReader(values: ArrayLike<number | string>, dtype: string): ElementReader {
  const each = dtype === 'complex64' ? 2 : 1;
  const read = (start: number, count: number) => {
    const [from, to] = [start * each, (start + count) * each];
    return ArrayBuffer.isView(values)
      ? (values as Float64Array).subarray(from, to)
      : Array.prototype.slice.call(values, from, to);
  };
  return { read, close: () => undefined };
}

function nestedElements(list: readonly unknown[]): Elements | undefined {
  const shape = shapeOf(list);
  if (shape.length < 2 || shape.includes(0) || shape.reduce((a, b) => a * b) > mostNested) return undefined;
  if (!isRegular(list, shape)) return undefined;
  const dtype = 'number';
  return { dtype, shape, open: () => wholeReader((list as unknown[]).flat(shape.length) as number[], dtype) };
}

/** Of the first list in each. */
function shapeOf(value: unknown): number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}

function isRegular(value: unknown, [length, ...inner]: readonly number[]): boolean {
  if (length === undefined) return typeof value === 'number';
  return Array.isArray(value) && value.length === length && value.every((part) => isRegular(part, inner));
}
