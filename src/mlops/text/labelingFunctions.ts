/** Rules that label rows, or abstain; after Snorkel (Ratner et al. 2017). */
import { TextError } from './errors.ts';

/** What a labeling function answers where it does not know. */
export const abstain = -1;

/** Names the class of a row by its number from 0 on, or abstains. */
export type LabelingFunction<Row> = (row: Row) => number;

/** A row for each row of the data, a column for each labeling function: a class, or `abstain`. */
export interface LabelMatrix {
  readonly names: readonly string[];
  readonly votes: readonly (readonly number[])[];
}

/**
 * What each function says of each row, after Snorkel's `LFApplier`.
 * @param functions by name
 * @throws {TextError} `function-failed` with the row; `bad-vote` for what is neither a class nor `abstain`
 */
export function applyLabelingFunctions<Row>(
  functions: Readonly<Record<string, LabelingFunction<Row>>>,
  rows: Iterable<Row>,
): LabelMatrix {
  const names = Object.keys(functions);
  const votes = Array.from(rows, (row, at) =>
    names.map((name) => {
      const vote = voteOf(functions[name]!, name, row, at);
      assertVote(vote, `“${name}” says of row ${at}`, at);
      return vote;
    }),
  );
  return { names, votes };
}

function voteOf<Row>(vote: LabelingFunction<Row>, name: string, row: Row, at: number): number {
  try {
    return vote(row);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TextError('function-failed', `“${name}” failed at row ${at}: ${why}`, at, { cause: error });
  }
}

function assertVote(vote: number, where: string, row: number): void {
  if (Number.isSafeInteger(vote) && vote >= abstain) return;
  const wanted = `a class is a whole number from 0 on, and ${abstain} abstains`;
  throw new TextError('bad-vote', `${where}: ${String(vote)}. But ${wanted}.`, row);
}

/** @throws {TextError} `bad-vote`, `unequal-lengths` */
export function assertVotes({ names, votes }: LabelMatrix): void {
  votes.forEach((row, at) => {
    if (row.length !== names.length)
      throw new TextError('unequal-lengths', `Row ${at} has ${row.length} votes of ${names.length} functions.`, at);
    row.forEach((vote, column) => {
      assertVote(vote, `“${names[column]}” says of row ${at}`, at);
    });
  });
}

/** Of one labeling function; all but `polarity` and the last two are shares of the rows. */
export interface LabelingSummary {
  readonly name: string;
  /** The classes that it ever names. */
  readonly polarity: readonly number[];
  /** Rows that it labels. */
  readonly coverage: number;
  /** Rows that it labels together with another. */
  readonly overlaps: number;
  /** Rows of which another says something else. */
  readonly conflicts: number;
  /** Rows that it labels rightly, and the share of these; without `y` not known. */
  readonly correct?: number;
  readonly precision?: number;
}

/**
 * What each labeling function covers, shares and disputes, after Snorkel's `LFAnalysis.lf_summary`.
 * @param y the true classes, where they are known
 * @throws {TextError} `bad-vote`, `unequal-lengths`
 */
export function labelingSummary(matrix: LabelMatrix, y?: readonly number[]): LabelingSummary[] {
  assertVotes(matrix);
  const { names, votes } = matrix;
  if (y && y.length !== votes.length)
    throw new TextError('unequal-lengths', `There are ${votes.length} rows of votes and ${y.length} true classes.`);
  return names.map((name, column) => {
    const labeled = votes.flatMap((row, at) => (row[column] === abstain ? [] : [{ row, at, vote: row[column]! }]));
    const share = (part: readonly unknown[]) => (votes.length === 0 ? Number.NaN : part.length / votes.length);
    const others = (row: readonly number[]) => row.filter((vote, at) => at !== column && vote !== abstain);
    const correct = y && labeled.filter(({ at, vote }) => y[at] === vote).length;
    return {
      name,
      polarity: [...new Set(labeled.map(({ vote }) => vote))].sort((a, b) => a - b),
      coverage: share(labeled),
      overlaps: share(labeled.filter(({ row }) => others(row).length > 0)),
      conflicts: share(labeled.filter(({ row, vote }) => others(row).some((other) => other !== vote))),
      ...(correct === undefined ? {} : { correct, precision: correct / labeled.length }),
    };
  });
}

/**
 * The class that most functions name, row by row; `abstain` where all abstain, or where two classes have as many votes.
 * After Snorkel's `MajorityLabelVoter` with `tie_break_policy="abstain"`.
 * @throws {TextError} `bad-vote`, `unequal-lengths`
 */
export function majorityVote(matrix: LabelMatrix): number[] {
  assertVotes(matrix);
  return matrix.votes.map((row) => {
    const counts = new Map<number, number>();
    for (const vote of row) if (vote !== abstain) counts.set(vote, (counts.get(vote) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const first = [...counts].filter(([, count]) => count === most);
    return first.length === 1 ? first[0]![0] : abstain;
  });
}
