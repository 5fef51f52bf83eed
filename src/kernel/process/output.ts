/** What cells print and show, gathered for a moment and sent as one message: a message a line costs ten times as much. */
import { type MimeBundle, mime } from '../../mlops/payloads/mime.ts';
import type { FromKernel } from '../protocol/messages.ts';
import type { Output } from '../protocol/outputs.ts';

/** A frame of a 60 Hz screen, in milliseconds: sooner, nobody sees it. */
const batchTime = 16;
/** In characters of printed text: what is shown at once in one piece must not hold up who shows it. */
const maxSize = 1 << 20;
/** In characters: a value that is a longer text goes the way of what is printed, for which there are bounds and a log. */
const longText = 100_000;

type Item = { readonly cellId: string; readonly output: Output };

export class OutputQueue {
  readonly #send: (message: FromKernel) => void;
  #items: Item[] = [];
  #lastSent = Number.NEGATIVE_INFINITY;
  /** Characters of text that wait. */
  #size = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (message: FromKernel) => void) {
    this.#send = send;
  }

  push(cellId: string, pushed: Output): void {
    const output = printed(pushed);
    if (output.kind === 'stream') {
      for (const text of pieces(output.text)) this.#add(cellId, { ...output, text });
    } else {
      this.#add(cellId, output);
    }
  }

  #add(cellId: string, output: Output): void {
    const size = output.kind === 'stream' ? output.text.length : 0;
    if (this.#size + size > maxSize) this.#sendBatch();
    this.#size += size;
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
    if (performance.now() - this.#lastSent >= batchTime) this.#sendBatch();
    else this.#timer ??= setTimeout(() => this.#sendBatch(), batchTime);
  }

  /** Sends what waits, in the order it was pushed. What comes next, the first of another cell, is sent at once. */
  flush(): void {
    this.#sendBatch();
    this.#lastSent = Number.NEGATIVE_INFINITY;
  }

  #sendBatch(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastSent = performance.now();
    this.#size = 0;
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

/** A long text that is all there is of a value, as a program would print it. */
function printed(output: Output): Output {
  const text = output.kind === 'display' && textAlone(output.data);
  return text && text.length > longText ? { kind: 'stream', name: 'stdout', text: `${text}\n` } : output;
}

function textAlone(bundle: MimeBundle): string | undefined {
  const text = bundle[mime.text];
  return typeof text === 'string' && Object.keys(bundle).length === 1 ? text : undefined;
}

function pieces(text: string): string[] {
  if (text.length <= maxSize) return [text];
  return Array.from({ length: Math.ceil(text.length / maxSize) }, (_, i) => text.slice(i * maxSize, (i + 1) * maxSize));
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
  const callbacks = new Callbacks();
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new TextDecoder();
    const write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
      const isText = typeof chunk === 'string' && !isEncoded(encoding);
      const bytes = typeof chunk === 'string' && !isText ? Buffer.from(chunk, encoding as BufferEncoding) : chunk;
      const text = typeof bytes === 'string' ? bytes : decoder.decode(bytes, { stream: true });
      if (text !== '') receive(name, text);
      callbacks.add(typeof encoding === 'function' ? encoding : callback);
      return true;
    };
    process[name].write = write;
  }
}

/** Whether a text that is written stands for bytes: `stdout.write('6869', 'hex')`. */
function isEncoded(encoding: unknown): boolean {
  return typeof encoding === 'string' && !/^utf-?8$/i.test(encoding);
}

/**
 * Calls back later, as a stream does. `console` passes the same function each time: counted, it takes no memory in a
 * loop that prints for ever and never gives later a chance.
 */
class Callbacks {
  #waiting: { readonly call: () => void; times: number }[] = [];

  add(callback: unknown): void {
    if (typeof callback !== 'function') return;
    const last = this.#waiting.at(-1);
    if (last?.call === callback) {
      last.times++;
      return;
    }
    if (this.#waiting.length === 0) process.nextTick(() => this.#callAll());
    this.#waiting.push({ call: callback as () => void, times: 1 });
  }

  #callAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { call, times } of waiting) for (let time = 0; time < times; time++) attempt(call);
  }
}

/** What a callback throws is nobody's to catch, and keeps no other from being called. */
function attempt(call: () => void): void {
  try {
    call();
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}
