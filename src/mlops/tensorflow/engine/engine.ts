import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { withMemory } from './binary.ts';

/** What a binary of the engine exports. */
interface Exports {
  /** To be called first: the control block, and the number of the thread, from 0 on. */
  attach(control: number, thread: number): void;
  /** Runs the record at this address. */
  run(record: number): void;
  panelBytes(columns: number): number;
  scratchOfReduce(inner: number): number;
  filterBytes(depth: number, columns: number): number;
  inputBytes(depth: number): number;
  normalizationBytes(channels: number): number;
}

/** What emscripten's glue has besides the functions of its types. */
interface Glue {
  readonly asm: { readonly memory: WebAssembly.Memory };
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** Words of a record, and bytes of the control block. */
const recordWords = 32;
const controlBytes = 64;
const leastScratch = 1 << 16;

const converter = new Float32Array(1);
const converted = new Int32Array(converter.buffer);

/** A float as the word of a record that holds it. */
export function bits(value: number): number {
  converter[0] = value;
  return converted[0]!;
}

/**
 * A second WebAssembly module on the memory of the backend's own. It keeps nothing in there but what is allocated for it
 * here: a control block, one record, and scratch. A call of a kernel is a record: numbers and addresses.
 */
export class Engine {
  readonly backend: BackendWasm;
  readonly exports: Exports;
  readonly #glue: Glue;
  readonly #control: number;
  readonly #record: number;
  #words: Int32Array;
  #scratchBytes = 0;
  #scratch = 0;

  /** @throws {WebAssembly.CompileError} where this runtime lacks what the binary needs */
  constructor(backend: BackendWasm, binary: Uint8Array) {
    this.backend = backend;
    this.#glue = backend.wasm as unknown as Glue;
    const { memory } = this.#glue.asm;
    const module = new WebAssembly.Module(withMemory(binary, { maximum: undefined, shared: false }));
    this.exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
    this.#control = this.#allocate(controlBytes);
    this.#record = this.#allocate(recordWords * 4);
    this.#words = new Int32Array(memory.buffer);
    this.exports.attach(this.#control, 0);
    this.needScratch(leastScratch);
  }

  /** The address of a tensor's values. It stays as long as the tensor's data. */
  addressOf(x: tf.TensorInfo): number {
    return this.backend.dataIdMap.get(x.dataId).memoryOffset;
  }

  make(shape: readonly number[], dtype: 'float32' | 'int32' | 'bool' = 'float32'): tf.TensorInfo {
    return this.backend.makeOutput(shape as number[], dtype);
  }

  /** The same values under another shape: no copy, one more owner. */
  share(x: tf.TensorInfo, shape = x.shape): tf.TensorInfo {
    this.backend.incRef(x.dataId);
    return { dataId: x.dataId, shape, dtype: x.dtype };
  }

  dispose(x: tf.TensorInfo): void {
    this.backend.disposeData(x.dataId);
  }

  /**
   * Runs a kernel.
   * @param kernel of `assembly/numbers.ts`
   * @param words from word 2 of the record on, as the kernel's docstring lists them; floats as their `bits`
   */
  run(kernel: number, parts: number, words: readonly number[]): void {
    const all = this.#fresh();
    const at = this.#record >> 2;
    all[at] = kernel;
    all[at + 1] = parts;
    for (let i = 0; i < words.length; i++) all[at + 2 + i] = words[i]!;
    this.exports.run(this.#record);
  }

  /** Has at least so many bytes of scratch ready for each thread. */
  needScratch(bytes: number): void {
    if (bytes <= this.#scratchBytes) return;
    // With room to spare, so that a larger layer does not allocate anew.
    const size = (bytes + (bytes >> 1) + 4095) & ~4095;
    const old = this.#scratch;
    const [aligned, allocated] = this.#allocateBoth(size);
    const words = this.#fresh();
    words[this.#control >> 2] = aligned;
    words[(this.#control >> 2) + 1] = size;
    this.#scratch = allocated;
    this.#scratchBytes = size;
    // Last: a cell that is broken off anywhere in here may lose a block, and never frees one twice.
    if (old) this.#glue._free(old);
  }

  /** The memory as words. A view dies when memory grows. */
  #fresh(): Int32Array {
    const { buffer } = this.#glue.asm.memory;
    if (this.#words.buffer !== buffer) this.#words = new Int32Array(buffer);
    return this.#words;
  }

  #allocate(bytes: number): number {
    return this.#allocateBoth(bytes)[0];
  }

  /** An address on a line of the cache, and that of the block it lies in. */
  #allocateBoth(bytes: number): readonly [aligned: number, allocated: number] {
    const allocated = this.#glue._malloc(bytes + 64) >>> 0;
    if (allocated === 0) throw new RangeError(`The WASM backend has no ${bytes} bytes left: dispose tensors first.`);
    return [(allocated + 63) & ~63, allocated];
  }
}
