import { TextError } from './errors.ts';
import { abstain, assertVotes, type LabelMatrix } from './labelingFunctions.ts';

export interface LabelModelOptions {
  /** How many classes there are: 2 by default. */
  readonly cardinality?: number;
  /** Share of each class; by default all alike. To estimate it needs functions that name every class. */
  readonly classBalance?: readonly number[] | 'estimate';
  /** How often a function is right before any vote is seen, 0.7 by default, and how many votes that is worth: 100. */
  readonly priorAccuracy?: number;
  readonly priorWeight?: number;
  /** Rounds at most: 1,000 by default. */
  readonly nIter?: number;
  /** It ends when no probability of a class moves by more: 1e-6 by default. */
  readonly tol?: number;
}

/** No function is taken for surer than this, so that one vote never decides alone. */
const least = 1e-10;

/**
 * Weighs labeling functions against each other without one true label: how often each is right is estimated from where
 * it meets others, by expectation maximization from the majority vote (Dawid and Skene 1979, with one accuracy a function).
 * An abstaining function says nothing. Functions are taken for independent: two copies of one rule get the weight of two.
 *
 * Snorkel's `LabelModel` has the same end, and estimates accuracies by class in another way: its numbers differ.
 */
export class LabelModel {
  readonly #options: Required<Omit<LabelModelOptions, 'classBalance'>>;
  readonly #given: readonly number[] | undefined;
  #names: readonly string[] = [];
  #balance: readonly number[] = [];
  #accuracies: readonly number[] | undefined;

  /** @throws {TextError} `bad-argument` */
  constructor(options: LabelModelOptions = {}) {
    const { cardinality = 2, classBalance, priorAccuracy = 0.7, priorWeight = 100, nIter = 1000, tol = 1e-6 } = options;
    if (!(Number.isSafeInteger(cardinality) && cardinality >= 2))
      throw new TextError('bad-argument', `There must be two classes or more, and not ${cardinality}.`);
    const given = classBalance ?? Array.from({ length: cardinality }, () => 1 / cardinality);
    const sum = given === 'estimate' ? 1 : given.reduce((total, share) => total + share, 0);
    if (given !== 'estimate' && (given.length !== cardinality || !(Math.abs(sum - 1) < 1e-6)))
      throw new TextError('bad-argument', `“classBalance” must be ${cardinality} shares that add up to 1.`);
    this.#options = { cardinality, priorAccuracy, priorWeight, nIter, tol };
    this.#given = given === 'estimate' ? undefined : given;
  }

  /** Share of each class, as given or estimated. @throws {TextError} `not-fitted` */
  get classBalance(): readonly number[] {
    this.#fitted();
    return this.#balance;
  }

  /** How often each function is right where it votes, as estimated. @throws {TextError} `not-fitted` */
  get accuracies(): readonly number[] {
    return this.#fitted();
  }

  /** @throws {TextError} `bad-vote`, `unequal-lengths`; `bad-argument` without rows */
  fit(matrix: LabelMatrix): this {
    this.#assertMatrix(matrix);
    const { cardinality, nIter, tol } = this.#options;
    if (matrix.votes.length === 0) throw new TextError('bad-argument', 'There are no rows to learn from.');
    if (matrix.votes.every((row) => row.every((vote) => vote === abstain)))
      throw new TextError('bad-argument', 'Every function abstains on every row: there is nothing to learn from.');
    this.#names = matrix.names;
    let shares = startingShares(matrix, cardinality);
    this.#maximize(matrix, shares);
    for (let round = 0; round < nIter; round++) {
      const next = this.#shares(matrix);
      const moved = next.some((row, at) => row.some((share, k) => Math.abs(share - shares[at]![k]!) > tol));
      shares = next;
      this.#maximize(matrix, shares);
      if (!moved) break;
    }
    return this;
  }

  /** Probability of each class, row by row. @throws {TextError} `not-fitted`, `bad-vote`, `unequal-lengths` */
  predictProba(matrix: LabelMatrix): number[][] {
    this.#fitted();
    this.#assertMatrix(matrix);
    if (matrix.names.length !== this.#names.length) {
      const sizes = `There are ${matrix.names.length} functions, and fit saw ${this.#names.length}.`;
      throw new TextError('unequal-lengths', sizes);
    }
    return this.#shares(matrix);
  }

  /**
   * The most probable class, row by row; `abstain` where every function abstains.
   * @throws {TextError} `not-fitted`, `bad-vote`, `unequal-lengths`
   */
  predict(matrix: LabelMatrix): number[] {
    return this.predictProba(matrix).map((shares, at) =>
      matrix.votes[at]!.every((vote) => vote === abstain) ? abstain : shares.indexOf(Math.max(...shares)),
    );
  }

  #fitted(): readonly number[] {
    if (this.#accuracies) return this.#accuracies;
    throw new TextError('not-fitted', 'The label model has learned nothing yet: call fit first.');
  }

  #assertMatrix(matrix: LabelMatrix): void {
    assertVotes(matrix);
    const { cardinality } = this.#options;
    const at = matrix.votes.findIndex((row) => row.some((vote) => vote >= cardinality));
    if (at >= 0) {
      const beyond = Math.max(...matrix.votes[at]!);
      throw new TextError('bad-vote', `Row ${at} has a vote for class ${beyond}, and there are ${cardinality}.`, at);
    }
  }

  /** How often each function is right, given how likely each row is of each class. */
  #maximize({ names, votes }: LabelMatrix, shares: readonly (readonly number[])[]): void {
    const { cardinality, priorAccuracy, priorWeight } = this.#options;
    const labeled = shares.filter((_, at) => votes[at]!.some((vote) => vote !== abstain));
    this.#balance =
      this.#given ??
      Array.from({ length: cardinality }, (_, k) => labeled.reduce((sum, row) => sum + row[k]!, 0) / labeled.length);
    this.#accuracies = names.map((_, column) => {
      let [right, all] = [priorWeight * priorAccuracy, priorWeight];
      votes.forEach((row, at) => {
        const vote = row[column]!;
        if (vote === abstain) return;
        right += shares[at]![vote]!;
        all++;
      });
      return all === 0 ? 1 / cardinality : right / all;
    });
  }

  /** How likely each row is of each class, given what the functions say. */
  #shares({ votes }: LabelMatrix): number[][] {
    const others = this.#options.cardinality - 1;
    const logs = this.#fitted().map((accuracy) => {
      const within = (value: number) => Math.log(Math.min(1 - least, Math.max(least, value)));
      return { right: within(accuracy), wrong: within((1 - accuracy) / others) };
    });
    return votes.map((row) => {
      const sums = this.#balance.map((share, k) =>
        row.reduce(
          (sum, vote, column) => {
            if (vote === abstain) return sum;
            return sum + (vote === k ? logs[column]!.right : logs[column]!.wrong);
          },
          Math.log(Math.max(least, share)),
        ),
      );
      const most = Math.max(...sums);
      const parts = sums.map((sum) => Math.exp(sum - most));
      const all = parts.reduce((total, part) => total + part, 0);
      return parts.map((part) => part / all);
    });
  }
}

/** Shares of votes; where all abstain, each class alike. */
function startingShares(matrix: LabelMatrix, cardinality: number): number[][] {
  const classes = Array.from({ length: cardinality }, (_, k) => k);
  return matrix.votes.map((row) => {
    const given = row.filter((vote) => vote !== abstain);
    if (given.length === 0) return classes.map(() => 1 / cardinality);
    return classes.map((k) => given.filter((vote) => vote === k).length / given.length);
  });
}
