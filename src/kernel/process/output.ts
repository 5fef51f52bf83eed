/** What cells print and show, gathered for a moment and sent as one message: a message a line costs ten times as much. */
import type { FromKernel, Output } from '../protocol.ts';

/** A frame of a 60 Hz screen, in milliseconds: sooner, nobody sees it. */
const batchTime = 16;

type Item = { readonly cellId: string; readonly output: Output };

export class OutputQueue {
  readonly #send: (message: FromKernel) => void;
  #items: Item[] = [];
  #lastSent = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (message: FromKernel) => void) {
    this.#send = send;
  }

  push(cellId: string, output: Output): void {
    const last = this.#items.at(-1);
    if (
      last?.cellId === cellId &&
      last.output.kind === 'stream' &&
      output.kind === 'stream' &&
      last.output.name === output.name
    ) {
      this.#items[this.#items.length - 1] = { cellId, output: { ...output, text: last.output.text + output.text } };
    } else {
      this.#items.push({ cellId, output });
    }
    // A cell that prints in a loop gives no timer a chance.
    if (performance.now() - this.#lastSent >= batchTime) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), batchTime);
  }

  /** Sends what waits, in the order it was pushed. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastSent = performance.now();
    if (this.#items.length === 0) return;
    const items = this.#items;
    this.#items = [];
    try {
      this.#send({ type: 'outputs', items });
    } catch {
      // One of them holds what cannot leave the process, such as a function.
      for (const item of items) this.#sendAlone(item);
    }
  }

  #sendAlone(item: Item): void {
    try {
      this.#send({ type: 'outputs', items: [item] });
    } catch (error) {
      const text = `An output cannot be shown, since it holds more than data: ${textOf(error)}\n`;
      this.#send({
        type: 'outputs',
        items: [{ cellId: item.cellId, output: { kind: 'stream', name: 'stderr', text } }],
      });
    }
  }
}

/** A value's own getter may have thrown anything. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'reading it fails';
  }
}

/**
 * Takes over what is written to the process's stdout and stderr, by `console` or directly, so that both keep their
 * order among each other and with displayed values.
 */
export function captureStreams(receive: (name: 'stdout' | 'stderr', text: string) => void): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new TextDecoder();
    const write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
      receive(name, typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') process.nextTick(done);
      return true;
    };
    process[name].write = write;
  }
}
