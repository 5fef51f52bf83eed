/** How many examples there may be. After dataset_constraints_util.cc of TFDV. */
import { type Reason, reason } from '../anomalies.ts';
import { sixDigits } from '../numberText.ts';
import type { NumericValueComparator, Schema } from '../schema.ts';
import type { DatasetStatistics } from '../statistics/statistics.ts';

export function checkDataset(
  { datasetConstraints }: Schema,
  { numExamples }: DatasetStatistics,
  previous: DatasetStatistics | undefined,
  version: DatasetStatistics | undefined,
): Reason[] {
  if (!datasetConstraints) return [];
  const { numExamplesDriftComparator, numExamplesVersionComparator, minExamplesCount, maxExamplesCount } =
    datasetConstraints;
  const reasons = [
    ...compareCounts(numExamples, previous, numExamplesDriftComparator, 'previous span'),
    ...compareCounts(numExamples, version, numExamplesVersionComparator, 'previous version'),
  ];
  // TFDV looks at the maximum only where there is a minimum.
  if (minExamplesCount === undefined) return reasons;
  const has = `The dataset has ${sixDigits(numExamples)} examples, which is`;
  if (numExamples < minExamplesCount)
    reasons.push(reason('DATASET_LOW_NUM_EXAMPLES', 'Low num examples in dataset.', `${has} fewer than expected.`));
  if (maxExamplesCount !== undefined && numExamples > maxExamplesCount)
    reasons.push(reason('DATASET_HIGH_NUM_EXAMPLES', 'High num examples in dataset.', `${has} more than expected.`));
  return reasons;
}

function compareCounts(
  numExamples: number,
  control: DatasetStatistics | undefined,
  comparator: NumericValueComparator | undefined,
  name: string,
): Reason[] {
  if (!control || !comparator) return [];
  const { minFractionThreshold: least, maxFractionThreshold: most } = comparator;
  const high = `High num examples in current dataset versus the ${name}`;
  if (control.numExamples === 0) {
    if (most === undefined) return [];
    const words = `The ${name} has 0 examples, so there is a high number of examples in the current dataset versus the ${name}.`;
    return [reason('COMPARATOR_HIGH_NUM_EXAMPLES', `${high}, which has 0.`, words)];
  }
  const ratio = numExamples / control.numExamples;
  const is = `The ratio of num examples in the current dataset versus the ${name} is ${sixDigits(ratio)} (up to six significant digits), which is`;
  const reasons: Reason[] = [];
  if (most !== undefined && ratio > most)
    reasons.push(reason('COMPARATOR_HIGH_NUM_EXAMPLES', `${high}.`, `${is} above the threshold ${sixDigits(most)}.`));
  if (least !== undefined && ratio < least) {
    const low = `Low num examples in current dataset versus the ${name}.`;
    reasons.push(reason('COMPARATOR_LOW_NUM_EXAMPLES', low, `${is} below the threshold ${sixDigits(least)}.`));
  }
  return reasons;
}
