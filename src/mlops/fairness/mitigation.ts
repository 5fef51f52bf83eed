/** What can be done about a gap: weights for the rows of training, or a threshold for each group. */
import { answersOf } from '../analysis/answers.ts';
import { type SliceValue, slicesOf } from '../analysis/slices.ts';
import { readColumns, type Tabular } from '../data/read.ts';
import { FairnessError } from './errors.ts';
import type { FairnessOptions } from './indicators.ts';

/**
 * Weights by which group and label are independent: the share that a pair would have if they were, divided by the share
 * that it has (Kamiran and Calders, Knowledge and Information Systems 33, 2012).
 * @param groups of each row its group
 * @param labels of each row its label
 * @throws {FairnessError} `bad-argument` for lists of unequal lengths, `no-rows`
 */
export function reweigh(groups: Iterable<SliceValue>, labels: Iterable<SliceValue>): Float64Array {
  const [ofGroup, ofLabel] = [[...groups], [...labels]];
  const rows = ofGroup.length;
  if (rows !== ofLabel.length)
    throw new FairnessError(
      'bad-argument',
      `There are ${rows} groups and ${ofLabel.length} labels: give one of each a row.`,
    );
  if (rows === 0) throw new FairnessError('no-rows', 'There are no rows to weigh.');
  const pairs = ofGroup.map((group, row) => JSON.stringify([group, ofLabel[row]]));
  const [byGroup, byLabel, byPair] = [counted(ofGroup), counted(ofLabel), counted(pairs)];
  return Float64Array.from(
    pairs,
    (pair, row) => (byGroup.get(ofGroup[row]!)! * byLabel.get(ofLabel[row]!)!) / (rows * byPair.get(pair)!),
  );
}

function counted<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Rates that fall, or rise, with the threshold, and can be set to a target. */
export type SettableRate = 'false_positive_rate' | 'true_positive_rate' | 'positive_rate';

/**
 * For each group the threshold at which a rate is as high as it can be without being above a target. What is above it is
 * positive, so it is one of the group's own predictions. All groups then have about the same rate; what that does to their
 * other rates, `fairnessIndicators` tells.
 * @throws {FairnessError} `bad-argument` for a target that is no share, `one-class` for a group without the rows that the
 * rate is a share of; {AnalysisError} for columns
 */
export function thresholdsByGroup(
  data: Tabular,
  {
    group,
    rate,
    target,
    ...keys
  }: Omit<FairnessOptions, 'thresholds'> & { readonly rate: SettableRate; readonly target: number },
): Map<SliceValue, number> {
  if (!(target >= 0 && target <= 1))
    throw new FairnessError('bad-argument', `The target of a rate is a share from 0 to 1, and not ${target}.`);
  const columns = readColumns(data);
  const { label, prediction } = answersOf(keys, columns);
  const counts = { false_positive_rate: 0, true_positive_rate: 1, positive_rate: undefined }[rate];
  const { slices } = slicesOf(columns, [{ featureKeys: [group] }]);
  return new Map(
    slices.map(({ key, rows }) => {
      const name = key[0]![1];
      const able = rows.filter((row) => counts === undefined || label[row] === counts);
      if (able.length === 0)
        throw new FairnessError('one-class', `The group “${name}” has no row that a ${rate} could be a share of.`);
      return [
        name,
        thresholdOf(
          Float64Array.from(able, (row) => prediction[row]!),
          target,
        ),
      ];
    }),
  );
}

/** The lowest prediction above which lies no more than a share of all. @param predictions is sorted in place */
function thresholdOf(predictions: Float64Array, target: number): number {
  predictions.sort();
  // Rounded, since .2 of 5 is 1 and not .9999….
  const most = Math.floor(target * predictions.length + 1e-9);
  return most >= predictions.length ? Number.NEGATIVE_INFINITY : predictions[predictions.length - 1 - most]!;
}
