import { TextError } from './errors.ts';
import { abstain, assertVotes, type LabelMatrix } from './labelingFunctions.ts';

export interface LabelModelOptions {
  /** How many classes there are: 2 by default. */
  readonly cardinality?: number;
  /** Share of each class, where it is known; else it is estimated. */
  readonly classBalance?: readonly number[];
  /** Rounds at most: 100 by default. */
  readonly nIter?: number;
  /** It ends when no probability of a class moves by more: 1e-6 by default. */
  readonly tol?: number;
}

/** Below it no probability falls, so that one vote never decides alone. */
const least = 1e-10;

/**
 * Weighs labeling functions against each other without one true label. It estimates what each function answers for each
 * class, by expectation maximization from the majority vote (Dawid and Skene 1979). To abstain counts as an answer of its
 * own: a rule that only ever says “spam” tells something by its silence too. It takes functions for independent within a
 * class; two copies of one rule get the weight of two.
 *
 * Snorkel's `LabelModel` estimates the same probabilities in another way; its numbers differ.
 */
export class LabelModel {
  readonly #options: Required<Omit<LabelModelOptions, 'classBalance'>>;
  readonly #given: readonly number[] | undefined;
  #names: readonly string[] = [];
  #balance: readonly number[] = [];
  #answers: readonly number[][][] | undefined;

  /** @throws {TextError} `bad-argument` */
  constructor({ cardinality = 2, classBalance, nIter = 100, tol = 1e-6 }: LabelModelOptions = {}) {
    if (!(Number.isSafeInteger(cardinality) && cardinality >= 2))
      throw new TextError('bad-argument', `There must be two classes or more, and not ${cardinality}.`);
    const sum = classBalance?.reduce((total, share) => total + share, 0) ?? 1;
    if (classBalance && (classBalance.length !== cardinality || !(Math.abs(sum - 1) < 1e-6)))
      throw new TextError('bad-argument', `“classBalance” must be ${cardinality} shares that add up to 1.`);
    this.#options = { cardinality, nIter, tol };
    this.#given = classBalance;
  }

  /** Estimated share of each class. @throws {TextError} `not-fitted` */
  get classBalance(): readonly number[] {
    this.#fitted();
    return this.#balance;
  }

  /**
   * `[function][1 + answer][class]`: how likely the function gives the answer for a row of the class; `abstain` comes first.
   * @throws {TextError} `not-fitted`
   */
  get conditionalProbabilities(): readonly (readonly (readonly number[])[])[] {
    return this.#fitted();
  }

  /** @throws {TextError} `bad-vote`, `unequal-lengths`; `bad-argument` without rows */
  fit(matrix: LabelMatrix): this {
    this.#assertMatrix(matrix);
    const { cardinality, nIter, tol } = this.#options;
    if (matrix.votes.length === 0) throw new TextError('bad-argument', 'There are no rows to learn from.');
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

  #fitted(): readonly number[][][] {
    if (this.#answers) return this.#answers;
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

  /** What the functions answer for each class, given how likely each row is of it. */
  #maximize({ names, votes }: LabelMatrix, shares: readonly (readonly number[])[]): void {
    const { cardinality } = this.#options;
    const classes = Array.from({ length: cardinality }, (_, k) => k);
    this.#balance = this.#given ?? classes.map((k) => shares.reduce((sum, row) => sum + row[k]!, 0) / shares.length);
    this.#answers = names.map((_, column) => {
      const sums = Array.from({ length: cardinality + 1 }, () => classes.map(() => 0));
      votes.forEach((row, at) => {
        const into = sums[1 + row[column]!]!;
        for (const k of classes) into[k] = into[k]! + shares[at]![k]!;
      });
      const seen = sums.map((answer) => answer.map((sum) => Math.max(least, sum)));
      const totals = classes.map((k) => seen.reduce((sum, answer) => sum + answer[k]!, 0));
      return seen.map((answer) => answer.map((sum, k) => sum / totals[k]!));
    });
  }

  /** How likely each row is of each class, given what the functions answer. */
  #shares({ votes }: LabelMatrix): number[][] {
    const answers = this.#fitted();
    return votes.map((row) => {
      const logs = this.#balance.map((share, k) =>
        row.reduce(
          (sum, vote, column) => sum + Math.log(answers[column]![1 + vote]![k]!),
          Math.log(Math.max(least, share)),
        ),
      );
      const most = Math.max(...logs);
      const parts = logs.map((log) => Math.exp(log - most));
      const sum = parts.reduce((total, part) => total + part, 0);
      return parts.map((part) => part / sum);
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
