/** How often a feature is there, and with how many values: inferred, and held against. After feature_util.cc of TFDV. */
import { type Reason, reason } from '../anomalies.ts';
import type { Feature } from '../schema.ts';
import { commonOf, type View } from '../view.ts';

export function inferPresenceAndShape({ stats }: View, feature: Feature, infersShape: boolean): void {
  const { numNonMissing, numMissing, minNumValues, maxNumValues } = commonOf(stats);
  feature.presence = { minCount: numNonMissing < 1 ? 0 : 1 };
  if (numNonMissing === 0) return;
  if (numMissing === 0) feature.presence = { minFraction: 1, ...feature.presence };
  const isFixed = minNumValues === maxNumValues && minNumValues > 0;
  if (infersShape && isFixed && numMissing === 0) feature.shape = { dim: [{ size: minNumValues }] };
  else if (isFixed) feature.valueCount = { min: minNumValues, max: minNumValues };
  else if (minNumValues > 0) feature.valueCount = { min: 1 };
}

export function checkValueCount({ stats }: View, feature: Feature): Reason[] {
  const { minNumValues, maxNumValues } = commonOf(stats);
  const { valueCount } = feature;
  const reasons: Reason[] = [];
  if (valueCount?.min !== undefined && minNumValues < valueCount.min) {
    reasons.push(
      reason('FEATURE_TYPE_LOW_NUMBER_VALUES', 'Missing values', 'Some examples have fewer values than expected.'),
    );
    if (minNumValues === 0) delete valueCount.min;
    else valueCount.min = minNumValues;
  }
  if (valueCount?.max !== undefined && maxNumValues > valueCount.max) {
    reasons.push(
      reason('FEATURE_TYPE_HIGH_NUMBER_VALUES', 'Superfluous values', 'Some examples have more values than expected.'),
    );
    valueCount.max = maxNumValues;
  }
  return reasons;
}

export function checkShape({ stats }: View, feature: Feature): Reason[] {
  if (!feature.shape) return [];
  const { minNumValues, maxNumValues, numMissing } = commonOf(stats);
  const expected = feature.shape.dim.reduce((product, { size = 0 }) => product * size, 1);
  const isFixed = minNumValues === maxNumValues && minNumValues !== 0;
  if (isFixed && numMissing === 0 && minNumValues === expected) return [];
  delete feature.shape;
  const why =
    isFixed && numMissing === 0
      ? `The feature has fixed value length ${minNumValues} but it's not compatible with the specified shape.`
      : "The feature has a shape, but it's not always present (if the feature is nested, then it should always be " +
        'present at each nested level) or its value lengths vary.';
  return [reason('INVALID_FEATURE_SHAPE', 'Feature shape dropped', why)];
}

const dropped = 'Column dropped';
const fewer = 'The feature was present in fewer examples than expected: minimum';

export function checkPresence({ stats, numExamples }: View, { presence }: Feature): Reason[] {
  if (!presence) return [];
  const { numNonMissing, numMissing } = commonOf(stats);
  const reasons: Reason[] = [];
  const { minCount, minFraction } = presence;
  if (minCount !== undefined && numNonMissing < minCount) {
    presence.minCount = numNonMissing;
    const words = `${fewer} count = ${minCount}, actual = ${numNonMissing}`;
    reasons.push(reason('FEATURE_TYPE_LOW_NUMBER_PRESENT', dropped, words));
  }
  const fraction = numMissing === 0 ? 1 : numNonMissing / numExamples;
  if (minFraction !== undefined && fraction < minFraction) {
    presence.minFraction = fraction;
    const words = `${fewer} fraction = ${Math.fround(minFraction).toFixed(6)}, actual = ${fraction.toFixed(6)}`;
    reasons.push(reason('FEATURE_TYPE_LOW_FRACTION_PRESENT', dropped, words));
  }
  if (presence.minFraction === 1 && numMissing !== 0) {
    // The fraction rounds to 1 although one is missing.
    presence.minFraction = 0.9999;
    const words = `The feature was expected everywhere, but was missing in ${numMissing} examples.`;
    reasons.push(reason('FEATURE_TYPE_LOW_FRACTION_PRESENT', dropped, words));
  }
  return reasons;
}

export function checkUnique({ stats }: View, feature: Feature): Reason[] {
  const constraints = feature.uniqueConstraints;
  if (!constraints) return [];
  const unique = stats.stringStats?.unique;
  if (unique === undefined) {
    delete feature.uniqueConstraints;
    const words =
      'UniqueConstraints specified for the feature, but unique values were not counted (i.e., feature is not string ' +
      'or categorical).';
    return [reason('FEATURE_TYPE_NO_UNIQUE', 'No unique values', words)];
  }
  const { min = 0, max = 0 } = constraints;
  const reasons: Reason[] = [];
  if (unique < min) {
    const words = `Expected at least ${min} unique values but found only ${unique}.`;
    reasons.push(reason('FEATURE_TYPE_LOW_UNIQUE', 'Low number of unique values', words));
    constraints.min = unique;
  }
  if (unique > max) {
    const words = `Expected no more than ${max} unique values but found ${unique}.`;
    reasons.push(reason('FEATURE_TYPE_HIGH_UNIQUE', 'High number of unique values', words));
    constraints.max = unique;
  }
  return reasons;
}
