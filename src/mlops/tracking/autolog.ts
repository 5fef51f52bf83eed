import { TrackingError } from './errors.ts';
import type { Tracker } from './tracker.ts';

/** What TensorFlow.js calls during `model.fit`: the part of its `CustomCallbackArgs` that is used here. */
export interface FitCallbacks {
  onTrainBegin(logs?: Logs): void;
  onEpochEnd(epoch: number, logs?: Logs): void;
  onTrainEnd(logs?: Logs): void;
}
type Logs = Readonly<Record<string, number>>;

/** TensorFlow.js' names of what `fit` was asked, and the ones that MLflow's own autologging of Keras gives them. */
const params = { epochs: 'epochs', batchSize: 'batch_size', samples: 'samples', steps: 'steps_per_epoch' } as const;

/** See `autolog` in ../tracking.ts. */
export function fitCallbacks(tracker: Tracker): FitCallbacks {
  let ownsRun = false;
  return {
    // TensorFlow.js calls this as a method of its own callback object, which holds what `fit` was asked.
    onTrainBegin(this: { readonly params?: Readonly<Record<string, unknown>> }) {
      ownsRun = !tracker.activeRun;
      const asked = Object.entries(params).map(([from, to]) => [to, this.params?.[from]] as const);
      logOnce(tracker, Object.fromEntries(asked.filter(([, value]) => value !== undefined && value !== null)));
    },
    onEpochEnd(epoch, logs = {}) {
      tracker.logMetrics(logs, epoch);
    },
    onTrainEnd() {
      if (ownsRun) tracker.endRun('FINISHED');
    },
  };
}

/** A second `fit` in the same run may ask for other epochs. That must not stop a training: it is said, and the first kept. */
function logOnce(tracker: Tracker, values: Readonly<Record<string, unknown>>): void {
  try {
    tracker.logParams(values);
  } catch (error) {
    if (!(error instanceof TrackingError) || error.code !== 'param-changed') throw error;
    console.warn(error.message);
  }
}
