/** One feature held against its statistics: the reasons, and a schema that is changed until it fits. After schema.cc of TFDV. */
import { type Measurement, type Reason, reason } from '../anomalies.ts';
import {
  clearDomain,
  domainFields,
  type Feature,
  isDeprecated,
  isInEnvironment,
  isRequired,
  type Schema,
} from '../schema.ts';
import { commonOf, featureType, stringDomainOf, type View } from '../view.ts';
import { checkBoolDomain } from './boolDomain.ts';
import { compareFeature, drift, skew } from './comparators.ts';
import { checkFloatDomain, checkIntDomain, checkStringDomain } from './domains.ts';
import { checkPresence, checkShape, checkUnique, checkValueCount } from './presence.ts';

export interface FeatureUpdate {
  readonly reasons: readonly Reason[];
  readonly driftMeasurements: readonly Measurement[];
  readonly skewMeasurements: readonly Measurement[];
}

/** @param schema is changed: the feature, and the string domain that it names */
export function updateFeature(schema: Schema, feature: Feature, view: View): FeatureUpdate {
  const reasons = checkItself(schema, feature);
  const none = { driftMeasurements: [], skewMeasurements: [] };
  if (isDeprecated(feature)) return { reasons, ...none };
  if (commonOf(view.stats).numNonMissing === 0) {
    if (isRequired(schema, feature, view.environment)) {
      const words = 'The feature was not present in any examples.';
      reasons.push(reason('FEATURE_TYPE_NOT_PRESENT', 'Column dropped', words));
      feature.lifecycleStage = 'DEPRECATED';
    }
    return { reasons, ...none };
  }
  reasons.push(
    ...checkEnvironment(schema, feature, view),
    ...checkValueCount(view, feature),
    ...checkShape(view, feature),
    ...checkPresence(view, feature),
    ...checkType(view, feature),
    ...checkDomain(schema, feature, view),
    ...checkUnique(view, feature),
  );
  const drifted = compareFeature(view.stats, view.previous, feature.driftComparator ?? {}, drift);
  const skewed = compareFeature(view.stats, view.serving, feature.skewComparator ?? {}, skew);
  return {
    reasons: [...reasons, ...drifted.reasons, ...skewed.reasons],
    driftMeasurements: drifted.measurements,
    skewMeasurements: skewed.measurements,
  };
}

function checkEnvironment(schema: Schema, feature: Feature, { environment }: View): Reason[] {
  if (environment === undefined || isInEnvironment(schema, feature, environment)) return [];
  const others = feature.notInEnvironment?.filter((each) => each !== environment);
  if (others) feature.notInEnvironment = others;
  if (!isInEnvironment(schema, feature, environment))
    feature.inEnvironment = [...(feature.inEnvironment ?? []), environment];
  const words = `New column ${feature.name} found in data but not in the environment ${environment} in the schema.`;
  return [reason('SCHEMA_NEW_COLUMN', 'Column missing in environment', words)];
}

function checkType({ stats }: View, feature: Feature): Reason[] {
  if (featureType(stats) === feature.type) return [];
  feature.lifecycleStage = 'DEPRECATED';
  const words = `Expected data of type: ${feature.type} but got ${stats.type}`;
  return [reason('UNEXPECTED_DATA_TYPE', 'Unexpected data type', words)];
}

function checkDomain(schema: Schema, feature: Feature, view: View): Reason[] {
  const mass = feature.distributionConstraints?.minDomainMass;
  if (feature.domain !== undefined) return checkStringDomain(view, stringDomainOf(schema, feature.domain)!, mass);
  if (feature.stringDomain) return checkStringDomain(view, feature.stringDomain, mass);
  if (feature.boolDomain) return checkBoolDomain(view, feature);
  if (feature.intDomain) return checkIntDomain(view, feature);
  return feature.floatDomain ? checkFloatDomain(view, feature) : [];
}

const allowedTypes = {
  domain: ['BYTES'],
  stringDomain: ['BYTES'],
  boolDomain: ['INT', 'BYTES', 'FLOAT'],
  intDomain: ['INT', 'BYTES'],
  floatDomain: ['FLOAT', 'BYTES'],
} as const;

const fieldNames = {
  domain: 'domain',
  stringDomain: 'string_domain',
  boolDomain: 'bool_domain',
  intDomain: 'int_domain',
  floatDomain: 'float_domain',
} as const;

/** What cannot be meant, whatever the data. */
function checkItself(schema: Schema, feature: Feature): Reason[] {
  if (isDeprecated(feature)) return [];
  const reasons: Reason[] = [];
  const wrong = (words: string) => reasons.push(reason('INVALID_SCHEMA_SPECIFICATION', words));
  if (!feature.type) {
    const isText = feature.domain !== undefined || feature.stringDomain !== undefined;
    if (!isText) {
      feature.lifecycleStage = 'DEPRECATED';
      const words = 'unspecified type: determine the type and set it, rather than deprecating.';
      return [reason('FEATURE_MISSING_TYPE', words)];
    }
    const words = 'unspecified type: inferring the type to be BYTES, given the domain specified.';
    reasons.push(reason('FEATURE_MISSING_TYPE', words));
    feature.type = 'BYTES';
  }
  checkNumbers(feature, wrong);
  const field = domainFields.find((each) => feature[each] !== undefined);
  if (field && !(allowedTypes[field] as readonly string[]).includes(feature.type)) {
    const words = `The domain "${fieldNames[field]}" does not match the type: ${feature.type}`;
    reasons.push(reason('DOMAIN_INVALID_FOR_TYPE', 'The domain does not match the type', words));
    clearDomain(feature);
  }
  if (feature.domain !== undefined && !stringDomainOf(schema, feature.domain)) {
    // TFDV clears the name before it says it.
    reasons.push(reason('INVALID_DOMAIN_SPECIFICATION', 'missing domain: '));
    delete feature.domain;
  } else if (feature.distributionConstraints && feature.domain === undefined && !feature.stringDomain) {
    delete feature.distributionConstraints;
    const kept = domainFields.find((each) => feature[each] !== undefined);
    wrong(
      kept
        ? `distribution constraints not supported for ${kept.replace('Domain', '')} domains.`
        : 'distribution constraints require domain or string domain.',
    );
  }
  return reasons;
}

function checkNumbers({ presence, valueCount, ...rest }: Feature, wrong: (words: string) => void): void {
  if (presence?.minFraction !== undefined && presence.minFraction < 0) {
    delete presence.minFraction;
    wrong('min_fraction should not be negative: clear is equal to zero');
  }
  if (presence?.minFraction !== undefined && presence.minFraction > 1) {
    presence.minFraction = 1;
    wrong('min_fraction should not greater than 1');
  }
  if (valueCount?.min !== undefined && valueCount.min < 0) {
    delete valueCount.min;
    wrong('ValueCount.min should not be negative');
  }
  if (valueCount?.max !== undefined && valueCount.max < (valueCount.min ?? 0)) {
    valueCount.max = valueCount.min ?? 0;
    wrong('ValueCount.max should not be less than min');
  }
  if (rest.shape?.dim.some(({ size = 0 }) => size <= 0)) {
    rest.shape.dim = [];
    wrong('Shape.dim.size must be a positive integer');
  }
}
