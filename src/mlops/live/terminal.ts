/** Live outputs in a terminal, or in the log that stands for one. */
import { applyChange, type LiveChange, type LiveState } from '../payloads/live.ts';
import { liveLine, liveText } from '../payloads/liveText.ts';

/** Where it is written. Not stdout, which others may read: only how it went goes there. */
export interface LiveStreams {
  readonly progress: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };
  /** Takes whole lines. */
  result(text: string): void;
}

/** Milliseconds from one line to the next where nothing can be rewritten in place. */
const logInterval = 10_000;
/** Milliseconds from one drawing of the line to the next. */
const drawInterval = 100;

/** Made when it is used: a web page that imports the host's names has no process. */
const processStreams = (): LiveStreams => ({ progress: process.stderr, result: (text) => console.log(text) });

/** One line that is rewritten in place on a terminal, or now and then a line in a log; at the end how it went. */
export class LiveTerminal {
  readonly #streams: LiveStreams;
  readonly #now: () => number;
  readonly #states = new Map<string, LiveState>();
  #lastLine = Number.NEGATIVE_INFINITY;
  #isDrawn = false;

  constructor(streams: LiveStreams = processStreams(), now: () => number = () => performance.now()) {
    this.#streams = streams;
    this.#now = now;
  }

  show(state: LiveState): void {
    this.#states.set(state.id, state);
    if (this.#states.size === 1) this.#lastLine = this.#streams.progress.isTTY ? Number.NEGATIVE_INFINITY : this.#now();
  }

  change(id: string, change: LiveChange): void {
    const before = this.#states.get(id);
    if (!before) return;
    const state = applyChange(before, change);
    this.#states.set(id, state);
    if (state.status === 'running') {
      this.#draw(state);
      return;
    }
    this.#states.delete(id);
    this.clear();
    this.#streams.result(liveText(state));
  }

  /** Takes the line away, so that something else can be written. */
  clear(): void {
    if (this.#isDrawn) this.#streams.progress.write('\r\u001b[K');
    this.#isDrawn = false;
  }

  #draw(state: LiveState): void {
    const { isTTY, columns = 80 } = this.#streams.progress;
    const now = this.#now();
    if (now - this.#lastLine < (isTTY ? drawInterval : logInterval)) return;
    this.#lastLine = now;
    const line = liveLine(state);
    // A line that wraps could not be taken away again.
    this.#streams.progress.write(isTTY ? `\r\u001b[K${line.slice(0, columns - 1)}` : `${line}\n`);
    this.#isDrawn = isTTY === true;
  }
}
