/**
 * An output that grows while its cell runs: a training, or a loop. It is displayed once, by its state, and then told
 * of changes; whoever shows it keeps the state, so that it is there again when the output is drawn anew.
 */
import { appendSeries, emptySeries, type LiveNumber, type LiveSeries, type LiveValues } from './liveSeries.ts';

export type { LiveNumber, LiveSeries, LiveValues } from './liveSeries.ts';

export type LiveStatus = 'running' | 'finished' | 'stopped' | 'failed';

/** How far a count has come. */
export interface LivePart {
  readonly title: string;
  readonly done: number;
  readonly total?: number;
}

/** The payload of `mime.live`. It is plain JSON. */
export interface LiveState {
  /** Unique among all outputs. */
  readonly id: string;
  /** Counts the changes, so that one that was lost or comes twice is noticed. */
  readonly version: number;
  readonly kind: 'training' | 'progress' | 'chart';
  readonly title: string;
  readonly status: LiveStatus;
  /** Why it did not finish, as a whole sentence. */
  readonly reason?: string;
  /** What is counted: `epoch`, `step`, `image`. */
  readonly unit: string;
  readonly done: number;
  /** Absent where nobody knows it. */
  readonly total?: number;
  /** The batch within the epoch, or a loop within the loop. */
  readonly inner?: LivePart;
  /** Seconds. */
  readonly elapsed: number;
  /** Units a second, lately. */
  readonly rate?: number;
  readonly throughput?: { readonly examplesPerSecond: number; readonly millisecondsPerStep: number };
  readonly learningRate?: number;
  /** What was logged last. */
  readonly values: LiveValues;
  /** Where the validation loss, else the loss, was lowest. */
  readonly best?: { readonly name: string; readonly x: number; readonly value: number };
  /** The first value seen that is no finite number; `step` counts batches from 1, over all epochs. */
  readonly broken?: { readonly name: string; readonly value: LiveNumber; readonly x: number; readonly step?: number };
  /** By epoch, counted from 1, or as `liveChart` was told. */
  readonly points: LiveSeries;
  /** By batch, counted from 1 over all epochs. */
  readonly batches: LiveSeries;
}

export interface LiveProgress
  extends Partial<
    Pick<LiveState, 'inner' | 'total' | 'rate' | 'throughput' | 'learningRate' | 'broken' | 'points' | 'batches'>
  > {
  readonly type: 'progress';
  readonly done: number;
  readonly elapsed: number;
  readonly values: LiveValues;
}

export interface LiveEnd {
  readonly type: 'end';
  readonly status: Exclude<LiveStatus, 'running'>;
  readonly reason?: string;
}

export type LiveChange = LiveProgress | LiveEnd;

/** Points that a state holds at most: what it costs to keep, send and draw it does not grow with the training. */
export const limits = { points: 5000, batches: 2000 } as const;

export function initialState(start: Pick<LiveState, 'id' | 'kind' | 'title' | 'unit' | 'total'>): LiveState {
  return {
    ...start,
    version: 0,
    status: 'running',
    done: 0,
    elapsed: 0,
    values: {},
    points: emptySeries(),
    batches: emptySeries(),
  };
}

/** The state after a change. */
export function applyChange(state: LiveState, change: LiveChange): LiveState {
  const version = state.version + 1;
  if (change.type === 'end') {
    const { status, reason } = change;
    return { ...state, version, status, ...(reason === undefined ? {} : { reason }) };
  }
  const { type: _, points, batches, broken, ...now } = change;
  const first = state.broken ?? broken;
  const best = points ? bestOf(state.best, points) : state.best;
  // What was taken for over may go on: a training that its cell did not await.
  const { reason: __, ...going } = state;
  return {
    ...going,
    ...now,
    version,
    status: 'running',
    values: { ...state.values, ...now.values },
    points: points ? appendSeries(state.points, points, limits.points) : state.points,
    batches: batches ? appendSeries(state.batches, batches, limits.batches) : state.batches,
    ...(first ? { broken: first } : {}),
    ...(best ? { best } : {}),
  };
}

/** How far it has come, from 0 to 1; nothing where the end is not known. */
export function fractionDone({ done, total, inner }: LiveState): number | undefined {
  if (!total) return undefined;
  const within = inner?.total ? inner.done / inner.total : 0;
  // The last batch of an epoch is done before the epoch is.
  return Math.min(1, (done + Math.min(within, 1)) / total);
}

/** Seconds until it is done; nothing where that cannot be told, or is over. */
export function secondsLeft(state: LiveState): number | undefined {
  const fraction = fractionDone(state);
  if (state.status !== 'running' || fraction === undefined || !state.total || !state.rate) return undefined;
  return ((1 - fraction) * state.total) / state.rate;
}

function bestOf(best: LiveState['best'], { x, y }: LiveSeries): LiveState['best'] {
  const name = Object.hasOwn(y, 'val_loss') ? 'val_loss' : 'loss';
  if (!Object.hasOwn(y, name)) return best;
  return (y[name] ?? []).reduce<LiveState['best']>((lowest, value, index) => {
    const isBetter = typeof value === 'number' && (lowest?.name !== name || value < lowest.value);
    return isBetter ? { name, x: x[index]!, value } : lowest;
  }, best);
}
