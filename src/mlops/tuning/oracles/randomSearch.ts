import { Oracle, type OracleOptions, type Proposal } from './oracle.ts';

export interface RandomSearchOptions extends OracleOptions {
  /** Settings at most: 10 by default. It ends sooner where chance finds none that is new. */
  readonly maxTrials?: number;
}

/** Tries settings by chance, none of them twice; after `keras_tuner.oracles.RandomSearchOracle`, draw by draw. */
export class RandomSearchOracle extends Oracle {
  /** @throws {TuningError} `bad-objective`, `bad-space`, `bad-argument` */
  constructor(options: RandomSearchOptions) {
    super(options, options.maxTrials ?? 10);
  }

  protected override populateSpace(): Proposal {
    const values = this.randomValues();
    return values ? { status: 'RUNNING', values } : { status: 'STOPPED' };
  }
}
