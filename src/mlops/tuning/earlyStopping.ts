import { type Direction, objectiveOf } from './objective.ts';
import { assertWhole } from './oracles/oracle.ts';

export interface EarlyStoppingOptions {
  /** The metric that is watched: `val_loss` by default. */
  readonly monitor?: string;
  /** Where the name of the metric does not tell. */
  readonly mode?: Direction;
  /** It stops after so many epochs without a better value: 0 by default, at the first. */
  readonly patience?: number;
  /** What is better by no more than this is not: 0 by default. */
  readonly minDelta?: number;
}

/** Says when a training does not get better any more, by the rules of `keras.callbacks.EarlyStopping`. */
export class EarlyStopping {
  readonly monitor: string;
  readonly #options: { readonly sign: 1 | -1; readonly patience: number; readonly minDelta: number };
  #best = Number.POSITIVE_INFINITY;
  #wait = 0;

  /** @throws {TuningError} `bad-objective`, `bad-argument` */
  constructor({ monitor = 'val_loss', mode, patience = 0, minDelta = 0 }: EarlyStoppingOptions = {}) {
    assertWhole('patience', patience, 0);
    const direction = mode ?? objectiveOf(monitor).direction;
    this.monitor = monitor;
    this.#options = { sign: direction === 'max' ? -1 : 1, patience, minDelta: Math.abs(minDelta) };
  }

  /** Takes the value of an epoch. @returns whether to stop now */
  shouldStop(value: number): boolean {
    const { sign, patience, minDelta } = this.#options;
    this.#wait++;
    if (sign * value < this.#best - minDelta) {
      this.#best = sign * value;
      this.#wait = 0;
      return false;
    }
    return this.#wait >= patience && this.#best < Number.POSITIVE_INFINITY;
  }
}
