import { currentHost } from '../host.ts';
import {
  initialState,
  type LiveEnd,
  type LiveNumber,
  type LivePart,
  type LiveProgress,
  type LiveState,
} from '../payloads/live.ts';
import { addPoint, emptySeries, liveNumber, type SeriesDraft } from '../payloads/liveSeries.ts';
import { liveText } from '../payloads/liveText.ts';
import { type MimeBundle, mime } from '../payloads/mime.ts';

/** Milliseconds between two changes that are sent: more often, nobody sees it. */
const interval = 100;
/** Points that wait to be sent; a loop that logs faster has them merged. */
const mostWaiting = 500;
/** Seconds over which the rate is averaged. */
const rateMemory = 5;

type Start = Pick<LiveState, 'kind' | 'title' | 'unit' | 'total'>;
/** What of a change is not curves. */
type Facts = Pick<LiveProgress, 'inner' | 'total' | 'throughput' | 'learningRate'> & { readonly done?: number };
export type Logged = Readonly<Record<string, number>>;

/** All forms of a live output. */
function liveBundle(state: LiveState): MimeBundle {
  return { [mime.live]: state, [mime.text]: liveText(state) };
}

/**
 * A live output that is being made: displayed at once, and changed as often as it pleases. What is sent is gathered
 * to ten changes a second, by the clock and not only by a timer, which a loop that never waits would hold up.
 */
export class LiveOutput {
  readonly #id = crypto.randomUUID();
  readonly #began = performance.now();
  #facts: Facts & { done: number } = { done: 0 };
  #values: Record<string, LiveNumber> = {};
  #points: SeriesDraft = emptySeries();
  #batches: SeriesDraft = emptySeries();
  #broken: LiveState['broken'];
  #rate: number | undefined;
  /** As it was sent last. */
  #sent = { time: this.#began, reached: 0 };
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(start: Start) {
    currentHost().display(liveBundle(initialState({ id: this.#id, ...start })));
    currentHost().beforeCellEnds?.(() => this.#timer && this.#send(performance.now()));
  }

  get isEnded(): boolean {
    return this.#ended;
  }

  /** How things stand; what is not named stays. */
  set(facts: Facts, values: Logged = {}): void {
    Object.assign(this.#facts, facts);
    for (const name of Object.keys(values)) this.#values[name] = liveNumber(values[name]!);
    this.#changed();
  }

  /** Values at a place of the horizontal axis: an epoch from 1, or any step. */
  point(x: number, logged: Logged): void {
    addPoint(this.#points, x, this.#log(logged, x), mostWaiting);
    this.#changed();
  }

  /** Values of a batch, counted from 1 over all epochs. */
  batch(step: number, epoch: number, logged: Logged): void {
    addPoint(this.#batches, step, this.#log(logged, epoch, step), mostWaiting);
    this.#changed();
  }

  /** Says how it ended and sends what still waits; the first of several calls counts. */
  end(status: LiveEnd['status'], reason?: string): void {
    if (this.#ended) return;
    this.#send(performance.now());
    this.#ended = true;
    currentHost().update?.(this.#id, { type: 'end', status, ...(reason === undefined ? {} : { reason }) });
  }

  #log(logged: Logged, x: number, step?: number): Readonly<Record<string, LiveNumber>> {
    const values: Record<string, LiveNumber> = {};
    for (const name of Object.keys(logged)) {
      const value = liveNumber(logged[name]!);
      values[name] = value;
      this.#values[name] = value;
      if (typeof value !== 'number') this.#broken ??= { name, value, x, ...(step === undefined ? {} : { step }) };
    }
    return values;
  }

  #changed(): void {
    if (this.#ended) return;
    const now = performance.now();
    if (now - this.#sent.time >= interval) this.#send(now);
    else this.#timer ??= setTimeout(() => this.#send(performance.now()), interval).unref();
  }

  #send(now: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#ended) return;
    this.#measure(now);
    const change: LiveProgress = {
      type: 'progress',
      ...this.#facts,
      values: { ...this.#values },
      elapsed: (now - this.#began) / 1000,
      ...(this.#rate === undefined ? {} : { rate: this.#rate }),
      ...(this.#broken ? { broken: this.#broken } : {}),
      ...(this.#points.x.length > 0 ? { points: this.#points } : {}),
      ...(this.#batches.x.length > 0 ? { batches: this.#batches } : {}),
    };
    this.#points = emptySeries();
    this.#batches = emptySeries();
    currentHost().update?.(this.#id, change);
  }

  #measure(now: number): void {
    const { done, inner } = this.#facts;
    const reached = done + partOf(inner);
    const seconds = (now - this.#sent.time) / 1000;
    if (seconds > 0 && reached > 0) {
      const lately = Math.max(0, reached - this.#sent.reached) / seconds;
      const weight = this.#rate === undefined ? 1 : 1 - Math.exp(-seconds / rateMemory);
      this.#rate = (this.#rate ?? 0) * (1 - weight) + lately * weight;
    }
    this.#sent = { time: now, reached };
  }
}

function partOf(inner: LivePart | undefined): number {
  return inner?.total ? Math.min(1, inner.done / inner.total) : 0;
}
