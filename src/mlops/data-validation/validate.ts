import { type Anomalies, type AnomalyInfo, anomalyInfo, type DriftSkewInfo, type Reason, reason } from './anomalies.ts';
import { checkDataset } from './checks/datasetConstraints.ts';
import { updateFeature } from './checks/updateFeature.ts';
import { DataValidationError } from './errors.ts';
import { missingFeatures, viewsOf } from './infer.ts';
import { findFeature, isDeprecated, type Schema } from './schema.ts';
import { datasetOf } from './statistics/slices.ts';
import type { Statistics } from './statistics/statistics.ts';

export interface ValidateOptions {
  /** One of the schema's environments: features that are not in it need not be there. */
  readonly environment?: string;
  /** Of an earlier span, for the drift comparators of the schema. */
  readonly previousStatistics?: Statistics;
  /** Of what is served, for the skew comparators of the schema. */
  readonly servingStatistics?: Statistics;
  /** Of an earlier version of the same span, for its number of examples. */
  readonly previousVersionStatistics?: Statistics;
}

/**
 * What does not fit the schema, with TFDV's types and words. TFDV's `validate_statistics`.
 * @param statistics of slices, the one of all examples is taken
 * @throws {DataValidationError} `no-default-slice`, `unknown-environment`
 */
export function validateStatistics(statistics: Statistics, schema: Schema, options: ValidateOptions = {}): Anomalies {
  const dataset = datasetOf(statistics);
  const { environment, previousStatistics, servingStatistics, previousVersionStatistics } = options;
  if (environment !== undefined && !schema.defaultEnvironment?.includes(environment)) {
    const names = schema.defaultEnvironment?.map((name) => `“${name}”`).join(', ') || 'none';
    const text = `The schema has no environment “${environment}”: there are ${names}.`;
    throw new DataValidationError('unknown-environment', text);
  }
  if (dataset.numExamples === 0) return { baseline: schema, anomalyInfo: {}, driftSkewInfo: [], dataMissing: true };
  const previous = previousStatistics && datasetOf(previousStatistics);
  const serving = servingStatistics && datasetOf(servingStatistics);
  const version = previousVersionStatistics && datasetOf(previousVersionStatistics);
  const found: Record<string, AnomalyInfo> = {};
  const driftSkewInfo: DriftSkewInfo[] = [];
  const note = (name: string, reasons: readonly Reason[]) => {
    if (reasons.length > 0) found[name] = anomalyInfo(reasons);
  };
  for (const view of viewsOf(dataset, { environment, previous, serving })) {
    const { name } = view.stats;
    const known = findFeature(schema, name);
    if (!known) note(name, [reason('SCHEMA_NEW_COLUMN', 'New column', newColumn)]);
    if (!known || isDeprecated(known)) continue;
    const trial = trialOf(schema, name);
    const { reasons, ...measured } = updateFeature(trial, findFeature(trial, name)!, view);
    note(name, reasons);
    if (measured.driftMeasurements.length + measured.skewMeasurements.length > 0)
      driftSkewInfo.push({ feature: name, ...measured });
  }
  for (const { name } of missingFeatures(schema, dataset, environment))
    note(name, [reason('SCHEMA_MISSING_COLUMN', 'Column dropped', 'Column is completely missing')]);
  const ofDataset = checkDataset(schema, dataset, previous, version);
  return {
    baseline: schema,
    anomalyInfo: found,
    ...(ofDataset.length > 0 && { datasetAnomalyInfo: anomalyInfo(ofDataset) }),
    driftSkewInfo,
  };
}

const newColumn = 'New column (column in data but not in schema)';

/** A copy that a check of one feature may change: that feature, and the domain that it names. */
function trialOf(schema: Schema, name: string): Schema {
  const feature = schema.feature.map((each) => (each.name === name ? structuredClone(each) : each));
  const domain = findFeature(schema, name)?.domain;
  const domains = schema.stringDomain?.map((each) => (each.name === domain ? structuredClone(each) : each));
  return { ...schema, feature, ...(domains && { stringDomain: domains }) };
}
