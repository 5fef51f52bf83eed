import type { HyperParameters } from '../space/hyperParameters.ts';
import { defaultOf, type HyperValue, type Parameter, type Values, valuesOf } from '../space/parameters.ts';
import type { Trial } from '../trial.ts';
import { Oracle, type OracleOptions, type Proposal } from './oracle.ts';
import type { OracleState } from './state.ts';

export interface GridSearchOptions extends OracleOptions {
  /** All by default. */
  readonly maxTrials?: number;
}
interface GridState extends OracleState {
  /** Not in Keras Tuner's file, whose grid begins anew: each trial with the one that follows it, and those to go on from. */
  readonly grid_next: Readonly<Record<string, string>>;
  readonly grid_queue: readonly string[];
}

/**
 * Tries all settings in order, the defaults first; of a number without steps ten values. After
 * `keras_tuner.oracles.GridSearchOracle`; ten values of a number without steps are ascending here, where Keras Tuner has
 * them in the order of a Python set.
 */
export class GridSearchOracle extends Oracle {
  /** The trial whose setting comes next in the order, by trial. */
  readonly #next = new Map<string, string>();
  /** Trials whose following settings are to be found. */
  #queue: string[] = [];

  /** @throws {TuningError} `bad-objective`, `bad-space`, `bad-argument` */
  constructor(options: GridSearchOptions) {
    super(options, options.maxTrials);
  }

  protected override populateSpace(trialId: string): Proposal {
    if (this.startOrder.length === 0) {
      this.#queue.push(trialId);
      const first = this.hyperparameters.copy().setValues({});
      first.ensureActiveValues();
      return { status: 'RUNNING', values: first.values };
    }
    for (let from = this.#queue.shift(); from !== undefined; from = this.#queue.shift()) {
      const values = this.#following(this.trial(from).hyperparameters.values);
      const after = this.#next.get(from);
      if (!values || (after !== undefined && this.#isAtOrAfter(values, this.trial(after).hyperparameters.values)))
        continue;
      if (after !== undefined) this.#next.set(trialId, after);
      this.#next.set(from, trialId);
      return { status: 'RUNNING', values };
    }
    return { status: this.ongoing.size > 0 ? 'IDLE' : 'STOPPED' };
  }

  protected override trialEnded({ id }: Trial): void {
    // It may have added to the space, so that something new follows it.
    this.#queue.push(id);
  }

  /** The next setting in the order; `undefined` after the last. */
  #following(values: Values): Values | undefined {
    const next = this.hyperparameters.copy().setValues(values);
    let found = false;
    // From the last to the first: what depends on another is tried before that changes.
    for (const parameter of [...next.space].reverse()) {
      const after = next.isActive(parameter) ? valueAfter(parameter, next) : undefined;
      next.setValue(parameter.name, after ?? defaultOf(parameter));
      found = after !== undefined;
      if (found) break;
    }
    next.ensureActiveValues();
    return found ? { ...next.values } : undefined;
  }

  /** Whether setting `a` comes at the place of `b` in the order, or later. */
  #isAtOrAfter(a: Values, b: Values): boolean {
    for (const parameter of this.hyperparameters.space) {
      const [left, right] = [a[parameter.name], b[parameter.name]];
      if (left === undefined || left === right) continue;
      const order = inOrder(parameter);
      return order.indexOf(left) >= order.indexOf(right!);
    }
    return true;
  }

  override state(): GridState {
    return { ...super.state(), grid_next: Object.fromEntries(this.#next), grid_queue: this.#queue };
  }

  override restore(state: GridState, trials: Iterable<Trial>): void {
    super.restore(state, trials);
    // Without them each trial is looked at once more; those whose next setting was tried are passed over.
    for (const [id, next] of Object.entries(state.grid_next ?? {})) this.#next.set(id, next);
    this.#queue = [...(state.grid_queue ?? this.startOrder)];
  }
}

/** The default first, then the others as they stand. */
function inOrder(parameter: Parameter): HyperValue[] {
  const first = defaultOf(parameter);
  return [first, ...valuesOf(parameter).filter((value) => value !== first)];
}

function valueAfter(parameter: Parameter, { values }: HyperParameters): HyperValue | undefined {
  const order = inOrder(parameter);
  return order[order.indexOf(values[parameter.name]!) + 1];
}
