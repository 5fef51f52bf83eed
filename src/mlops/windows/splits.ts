// Splits by what will be new on the day of release: a person, or a later day.
import { assertCount } from './arguments.ts';
import { WindowsError } from './errors.ts';
import type { Window } from './sliding.ts';

/** Indices of rows, rising. */
export interface Split {
  readonly train: number[];
  readonly test: number[];
}

/**
 * Folds in which no group stands on both sides, about equally large: as scikit-learn's `GroupKFold`, the largest group
 * is dealt first, each to the fold with the fewest rows so far.
 * @param groups to which group each row belongs, such as a person: texts or numbers
 * @throws {WindowsError} for more folds than groups
 */
export function groupKFold<Group extends string | number>(groups: Iterable<Group>, folds = 5): Split[] {
  assertCount('The number of folds', folds, 2);
  const of = [...groups];
  const sizes = new Map<Group, number>();
  for (const group of of) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  if (sizes.size < folds)
    throw new WindowsError('too-few', `${folds} folds need as many groups; there are ${sizes.size}.`);
  const filled = new Array<number>(folds).fill(0);
  const foldOf = new Map<Group, number>();
  // NumPy sorts the groups by size and turns the order round: of equal ones the greatest name comes first.
  const largestFirst = sorted(sizes.keys()).reverse();
  for (const group of largestFirst.sort((a, b) => sizes.get(b)! - sizes.get(a)!)) {
    const lightest = filled.indexOf(Math.min(...filled));
    foldOf.set(group, lightest);
    filled[lightest]! += sizes.get(group)!;
  }
  return filled.map((_, fold) => splitBy(of, (group) => foldOf.get(group) === fold));
}

/**
 * A split for each group, in which it alone is the test: as scikit-learn's `LeaveOneGroupOut`, in the order of the
 * groups' names.
 * @throws {WindowsError} for fewer than two groups
 */
export function leaveOneGroupOut<Group extends string | number>(
  groups: Iterable<Group>,
): (Split & { readonly group: Group })[] {
  const of = [...groups];
  const names = sorted(new Set(of));
  if (names.length < 2)
    throw new WindowsError('too-few', `To leave one group out takes two; there are ${names.length}.`);
  return names.map((group) => ({ group, ...splitBy(of, (each) => each === group) }));
}

export interface TimeSeriesOptions {
  /** By default 5. */
  readonly folds?: number;
  /** Rows of each test; by default as many as fit `folds` times, and one part more for the first training. */
  readonly testSize?: number;
  /** Rows left out between training and test: as many as a window with its label spans. By default 0. */
  readonly gap?: number;
}

/**
 * Splits of rows in time: training is all that lies before the test. As scikit-learn's `TimeSeriesSplit`.
 * @param rows how many there are, the earliest first
 * @throws {WindowsError} where no row would be left for the first training
 */
export function timeSeriesSplit(rows: number, { folds = 5, testSize, gap = 0 }: TimeSeriesOptions = {}): Split[] {
  assertCount('The number of rows', rows, 0);
  assertCount('The number of folds', folds, 2);
  assertCount('The gap', gap, 0);
  const size = testSize ?? Math.floor(rows / (folds + 1));
  if (testSize !== undefined) assertCount('The size of a test', testSize, 1);
  const first = rows - folds * size;
  if (size < 1 || first - gap < 1)
    throw new WindowsError(
      'too-few',
      `${rows} rows are too few for ${folds} tests of ${Math.max(size, 1)} rows after a training and a gap of ${gap}.`,
    );
  return Array.from({ length: folds }, (_, fold) => {
    const from = first + fold * size;
    return { train: range(0, from - gap), test: range(from, from + size) };
  });
}

/**
 * Windows on both sides of a row: training has those that end before it, labels included, test those that begin with it
 * or after it. A window across it is in neither.
 */
export function splitWindowsAt(
  windows: readonly Window[],
  row: number,
): { readonly train: Window[]; readonly test: Window[] } {
  return {
    train: windows.filter(({ label }) => label < row),
    test: windows.filter(({ start }) => start >= row),
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

const sorted = <Group extends string | number>(groups: Iterable<Group>) =>
  [...groups].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

function splitBy<Group>(groups: readonly Group[], isTest: (group: Group) => boolean): Split {
  const split: Split = { train: [], test: [] };
  groups.forEach((group, row) => {
    (isTest(group) ? split.test : split.train).push(row);
  });
  return split;
}
