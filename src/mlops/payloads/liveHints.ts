/** What the curves of a training say that a learner should know. Cautious: a hint that is wrong is worse than none. */
import type { LiveState } from './live.ts';
import { numberText, type Sentence } from './liveFormat.ts';
import type { LiveNumber, LiveSeries } from './liveSeries.ts';

export interface LiveHint extends Sentence {
  readonly kind: 'broken' | 'divergence' | 'overfitting' | 'plateau';
  /** Whether the training is of no use as it goes. */
  readonly severe: boolean;
}

/** At most one hint on what is wrong with the loss, and one on validation. */
export function hintsOf(state: LiveState): LiveHint[] {
  const first = brokenHint(state) ?? divergenceHint(state);
  if (first) return [first];
  const next = overfittingHint(state) ?? plateauHint(state);
  return next ? [next] : [];
}

function brokenHint({ broken, kind, unit, batches }: LiveState): LiveHint | undefined {
  if (!broken) return undefined;
  const { name, value, x, step } = broken;
  const args = [name, value, step === undefined ? unit : 'batch', step ?? x];
  // Values that a person logs need not come from a training.
  const message =
    kind === 'training' || batches.x.length > 0
      ? '{0} became {1} by {2} {3}. Lower the learning rate, and check the data for missing or very large values.'
      : '{0} became {1} by {2} {3}. Check what is logged there for a division by zero, or the logarithm of one.';
  return { kind: 'broken', severe: true, message, args };
}

/** How far above its start a loss has to stay. */
const divergingFactor = 2;

function divergenceHint(state: LiveState): LiveHint | undefined {
  const isByEpoch = state.points.x.length >= 4;
  const { x, y } = present(isByEpoch ? state.points : state.batches, 'loss');
  const window = isByEpoch ? 3 : Math.max(10, Math.floor(x.length / 10));
  if (x.length < (isByEpoch ? 4 : 3 * window)) return undefined;
  const start = isByEpoch ? y[0]! : median(y.slice(0, window));
  const middle = median(y.slice(-2 * window, -window));
  const end = median(y.slice(-window));
  // It stays above its start and still rises.
  if (start <= 0 || end < divergingFactor * start || end <= middle) return undefined;
  return {
    kind: 'divergence',
    severe: true,
    message: 'The loss rises: it began at {0} and is now {1}. Lower the learning rate, or scale the inputs.',
    args: [numberText(start), numberText(end)],
  };
}

/** Epochs without a better validation loss before that is worth a word. */
const patience = 5;

function overfittingHint({ points, unit }: LiveState): LiveHint | undefined {
  const validation = present(points, 'val_loss');
  const training = present(points, 'loss');
  const n = validation.y.length;
  const best = validation.y.indexOf(Math.min(...validation.y));
  const since = n - 1 - best;
  if (n < 2 * patience || since < Math.max(patience, n / 5) || training.y.length !== n) return undefined;
  const lowest = median(around(validation.y, best));
  const rise = median(validation.y.slice(-patience)) - lowest;
  // As much as the curve jumps by itself says nothing.
  const rises = rise > 0.05 * Math.abs(lowest) && rise > 2 * jitter(validation.y);
  const falls = median(training.y.slice(-patience)) < 0.98 * median(around(training.y, best));
  if (!rises || !falls) return undefined;
  return {
    kind: 'overfitting',
    severe: false,
    message:
      'The model overfits: since {0} {1} the validation loss has risen, while the training loss still falls. Stop there ' +
      '(tf.callbacks.earlyStopping), or use more data, dropout or a smaller model.',
    args: [unit, validation.x[best]!],
  };
}

function plateauHint(state: LiveState): LiveHint | undefined {
  const { unit } = state;
  const { y } = present(state.points, 'loss');
  const n = y.length;
  const window = Math.max(12, 2 * Math.floor(n / 6));
  if (n < window + 3) return undefined;
  const late = y.slice(-window);
  const [before, after] = [late.slice(0, window / 2), late.slice(window / 2)].map(average);
  const improved = before! - after!;
  const size = Math.abs(before!);
  // A loss near zero has nowhere to go, and one that is still falling by a percent is not flat.
  const isLow = size < 0.02 * Math.abs(y[0]!);
  if (isLow || Math.abs(improved) > 0.005 * size || Math.min(...late) < Math.min(...y.slice(0, -window)) - 0.01 * size)
    return undefined;
  return {
    kind: 'plateau',
    severe: false,
    message:
      'The loss has not improved over the last {0} {1}s. Stop earlier, or change the learning rate, the features or the model.',
    args: [window * state.points.stride, unit],
  };
}

/** The places where a name has a finite value. */
function present({ x, y }: LiveSeries, name: string): { x: number[]; y: number[] } {
  const column: readonly (LiveNumber | null)[] = Object.hasOwn(y, name) ? y[name]! : [];
  const kept = column.flatMap((value, index) => (typeof value === 'number' ? [[x[index]!, value] as const] : []));
  return { x: kept.map(([place]) => place), y: kept.map(([, value]) => value) };
}

function around(values: readonly number[], index: number): readonly number[] {
  return values.slice(Math.max(0, index - 1), index + 2);
}

/** How far a value typically lies from the one before. */
function jitter(values: readonly number[]): number {
  return median(values.slice(1).map((value, index) => Math.abs(value - values[index]!)));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
