// Whether a test asks about something that training has seen.
import { WindowsError } from './errors.ts';
import type { Window } from './sliding.ts';

export interface Leaks<Group> {
  /** Test windows whose span of rows, label included, meets that of a training window. */
  readonly overlapping: number;
  /** Training windows that reach beyond the first row of the first test window: they know what comes after. */
  readonly later: number;
  /** Groups with rows on both sides, such as persons. */
  readonly groups: Group[];
}

/**
 * What a test shares with training. All three are 0 or empty where it asks about new days of new people; which of them
 * must be depends on what will be new on the day of release.
 * @param groups for each row of the record the group that it belongs to; none for a record of one group
 */
export function leaksOf<Group>(
  train: readonly Window[],
  test: readonly Window[],
  groups: ArrayLike<Group> = [],
): Leaks<Group> {
  const rows = [...train, ...test].reduce((most, { label }) => Math.max(most, label + 1), 0);
  // How many training windows begin, less those that have ended; summed up, how many span a row.
  const covered = new Int32Array(rows + 1);
  for (const { start, label } of train) {
    covered[start]!++;
    covered[label + 1]!--;
  }
  // Rows up to, and without, each one that a training window spans.
  const before = new Int32Array(rows + 1);
  for (let row = 0, open = 0; row < rows; row++) {
    open += covered[row]!;
    before[row + 1] = before[row]! + (open > 0 ? 1 : 0);
  }
  const firstTest = test.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY);
  const groupsOf = (windows: readonly Window[]) => new Set(windows.map(({ start }) => groups[start]));
  const inTrain = groupsOf(train);
  return {
    overlapping: test.filter(({ start, label }) => before[label + 1]! > before[start]!).length,
    later: train.filter(({ label }) => label >= firstTest).length,
    groups: groups.length === 0 ? [] : ([...groupsOf(test)].filter((group) => inTrain.has(group)) as Group[]),
  };
}

/**
 * @param groups see `leaksOf`; without them windows must neither overlap nor, in training, lie later than the test. With
 *   them what counts is that no group stands on both sides.
 * @throws {WindowsError} `leak`, with how many windows or which groups
 */
export function assertNoLeaks<Group>(
  train: readonly Window[],
  test: readonly Window[],
  groups?: ArrayLike<Group>,
): void {
  const found = leaksOf(train, test, groups);
  if (groups) {
    if (found.groups.length === 0) return;
    const some = found.groups.slice(0, 5).map(String).join(', ');
    throw new WindowsError('leak', `${found.groups.length} groups stand in training and in test, such as ${some}.`);
  }
  if (found.overlapping > 0)
    throw new WindowsError(
      'leak',
      `${found.overlapping} of ${test.length} test windows share rows with training windows. Deal whole stretches of time.`,
    );
  if (found.later > 0)
    throw new WindowsError('leak', `${found.later} training windows lie later than the first row of the test.`);
}
