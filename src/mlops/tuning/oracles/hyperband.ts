import { TuningError } from '../errors.ts';
import { bestFirst } from '../objective.ts';
import { type Bracket, type HyperbandSizes, hyperbandBrackets } from './brackets.ts';
import { assertWhole, Oracle, type OracleOptions, type Proposal } from './oracle.ts';
import type { OracleState } from './state.ts';

export interface HyperbandOptions extends OracleOptions, HyperbandSizes {
  /** How often all brackets are gone through: once by default. */
  readonly hyperbandIterations?: number;
}

/** What the oracle adds to the values of a trial: how long it is trained, and from which trial it goes on. */
const own = ['tuner/epochs', 'tuner/initial_epoch', 'tuner/bracket', 'tuner/round'];

interface Entry {
  /** The trial of the round before that it goes on from. */
  readonly past_id: string | null;
  readonly id: string;
}
interface Running {
  readonly bracket_num: number;
  readonly rounds: Entry[][];
}
interface HyperbandState extends OracleState {
  readonly hyperband_iterations: number;
  readonly max_epochs: number;
  readonly min_epochs: number;
  readonly factor: number;
  readonly brackets: readonly Running[];
  readonly current_bracket: number;
  readonly current_iteration: number;
}

/**
 * Starts many trials, trains them a little, and goes on with the best; after `keras_tuner.oracles.HyperbandOracle`. A
 * trial's values say `tuner/epochs` and `tuner/initial_epoch`; one that goes on says from which: `tuner/trial_id`.
 */
export class HyperbandOracle extends Oracle {
  readonly #sizes: Required<HyperbandSizes>;
  readonly #iterations: number;
  readonly #plan: ReadonlyMap<number, Bracket>;
  #running: Running[];
  #bracket: number;
  #iteration = 0;

  /** @throws {TuningError} `bad-objective`, `bad-space`, `bad-argument` */
  constructor(options: HyperbandOptions) {
    super(options, undefined, own);
    const { maxEpochs, factor = 3, hyperbandIterations = 1 } = options;
    assertWhole('hyperbandIterations', hyperbandIterations, 1);
    this.#sizes = { maxEpochs, factor };
    this.#iterations = hyperbandIterations;
    this.#plan = new Map(hyperbandBrackets(this.#sizes).map((each) => [each.bracket, each]));
    this.#bracket = this.#plan.size - 1;
    this.#running = [this.#empty()];
  }

  #empty = (): Running => ({
    bracket_num: this.#bracket,
    rounds: this.#plan.get(this.#bracket)!.rounds.map((): Entry[] => []),
  });

  protected override populateSpace(trialId: string): Proposal {
    this.#running = this.#running.filter((bracket) => !this.#isFull(bracket));
    for (const bracket of this.#running) {
      const [first] = this.#plan.get(bracket.bracket_num)!.rounds;
      if (bracket.rounds[0]!.length < first!.trials) return this.#start(trialId, bracket);
      const next = this.#goOn(trialId, bracket);
      if (next) return next;
    }
    if (this.#bracket === 0 && this.#iteration + 1 === this.#iterations)
      return { status: this.ongoing.size > 0 ? 'IDLE' : 'STOPPED' };
    this.#nextBracket();
    return this.#start(trialId, this.#running.at(-1)!);
  }

  #isFull({ bracket_num, rounds }: Running): boolean {
    return rounds.at(-1)!.length === this.#plan.get(bracket_num)!.rounds.at(-1)!.trials;
  }

  #nextBracket(): void {
    this.#bracket--;
    if (this.#bracket < 0) {
      this.#bracket = this.#plan.size - 1;
      this.#iteration++;
    }
    this.#running.push(this.#empty());
  }

  /** A new setting for the first round. */
  #start(trialId: string, { bracket_num, rounds }: Running): Proposal {
    const values = this.randomValues();
    // Settings have run out; those that are there may still go on.
    if (!values) return { status: this.ongoing.size > 0 ? 'IDLE' : 'STOPPED' };
    const { epochs } = this.#plan.get(bracket_num)!.rounds[0]!;
    rounds[0]!.push({ past_id: null, id: trialId });
    return { status: 'RUNNING', values: { ...values, ...this.#marks(epochs, 0, 0) } };
  }

  #marks = (epochs: number, initialEpoch: number, round: number) => ({
    'tuner/epochs': epochs,
    'tuner/initial_epoch': initialEpoch,
    'tuner/bracket': this.#bracket,
    'tuner/round': round,
  });

  /** The best of a round that has enough to compare, for the next one. */
  #goOn(trialId: string, { bracket_num, rounds }: Running): Proposal | undefined {
    const plan = this.#plan.get(bracket_num)!.rounds;
    for (let round = 1; round < rounds.length; round++) {
      const selected = new Set(rounds[round]!.map(({ past_id }) => past_id));
      const ready = rounds[round - 1]!.filter(({ id }) => !selected.has(id))
        .map(({ id }) => this.trial(id))
        .filter(({ status }) => status === 'COMPLETED');
      if (ready.length <= plan[round - 1]!.trials - plan[round]!.trials) continue;
      const best = ready.sort(bestFirst(this.objective))[0]!;
      const { epochs, initialEpoch } = plan[round]!;
      rounds[round]!.push({ past_id: best.id, id: trialId });
      const marks = { 'tuner/trial_id': best.id, ...this.#marks(epochs, initialEpoch, round) };
      return { status: 'RUNNING', values: { ...best.hyperparameters.values, ...marks } };
    }
    return undefined;
  }

  override state(): HyperbandState {
    return {
      ...super.state(),
      hyperband_iterations: this.#iterations,
      max_epochs: this.#sizes.maxEpochs,
      min_epochs: 1,
      factor: this.#sizes.factor,
      brackets: this.#running,
      current_bracket: this.#bracket,
      current_iteration: this.#iteration,
    };
  }

  /** @throws {TuningError} `bad-argument` where the search that is gone on with had other sizes */
  override restore(state: HyperbandState, trials: Parameters<Oracle['restore']>[1]): void {
    const { maxEpochs, factor } = this.#sizes;
    if (state.max_epochs !== maxEpochs || state.factor !== factor) {
      const was = `maxEpochs ${state.max_epochs} and factor ${state.factor}`;
      throw new TuningError('bad-argument', `The search in this folder has ${was}, not ${maxEpochs} and ${factor}.`);
    }
    super.restore(state, trials);
    this.#running = state.brackets.map((each) => structuredClone(each) as Running);
    this.#bracket = state.current_bracket;
    this.#iteration = state.current_iteration;
  }
}
