/** What the kernel's two threads tell each other by shared memory: the one that runs cells, and the control thread. */

/** Positions in the memory. */
const words = {
  /** The execution that is to end, by serial number; 0 while nobody ever pressed Stop. Written by the control thread. */
  stop: 0,
  /** How far stopping it has gone: 1 asked, 2 broken off. Written by the control thread. */
  stage: 1,
  /** The last execution that has ended. */
  ended: 2,
  /** Counts what the main thread's event loop has received of the control thread. */
  turns: 3,
  /** Above 0 while code runs that ends by itself, and had better not be broken off: imports, for example. */
  occupied: 4,
  /** Above 0 while code runs that must not be broken off at all: WebAssembly's memory would be left in any state. */
  fragile: 5,
  /** The execution of which a tensor op was refused last: its code unwinds, or has swallowed the error. */
  refused: 6,
} as const;

type Word = keyof typeof words;

const bytes = Object.keys(words).length * Int32Array.BYTES_PER_ELEMENT;

export class Signal {
  readonly buffer: ArrayBufferLike;
  readonly #words: Int32Array;

  /** Where no memory can be shared, the main thread has one of its own, and nobody can ask it anything. */
  constructor(
    buffer: ArrayBufferLike = globalThis.SharedArrayBuffer ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes),
  ) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer);
  }

  get(word: Word): number {
    return Atomics.load(this.#words, words[word]);
  }

  set(word: Word, value: number): void {
    Atomics.store(this.#words, words[word], value);
  }

  add(word: Word, value: number): void {
    Atomics.add(this.#words, words[word], value);
  }

  /** Whether the person wants an execution to end. */
  isStopping(serial: number): boolean {
    return this.get('stop') === serial;
  }

  /** Runs `work` while a word says so. */
  during<Result>(word: 'occupied' | 'fragile', work: () => Result): Result {
    this.add(word, 1);
    try {
      return work();
    } finally {
      this.add(word, -1);
    }
  }
}

/** From the control thread to the main thread's event loop. */
export type ControlNews =
  /** Heard by a loop that turns: what runs is waiting for something. */
  | { readonly type: 'stop'; readonly serial: number }
  /** Its code was broken off; sent again until it has ended. */
  | { readonly type: 'brokenOff'; readonly serial: number }
  | { readonly type: 'ping' };

/** Which stages of a stop this Node.js allows; without any, the kernel is given up at once. */
export interface Stages {
  /** There is shared memory. */
  readonly ask: boolean;
  /** The inspector of the main thread can be reached. */
  readonly breakOff: boolean;
}

/** What the control thread is started with. */
export interface ControlData {
  readonly buffer: ArrayBufferLike;
  readonly stages: Stages;
  readonly parent: number;
  /** In megabytes. */
  readonly memoryLimit: number | undefined;
}
