import { inferBoolDomain } from './checks/boolDomain.ts';
import { checkStringDomain, wholeNumberOf } from './checks/domains.ts';
import { inferPresenceAndShape } from './checks/presence.ts';
import { updateFeature } from './checks/updateFeature.ts';
import { type Feature, findFeature, isRequired, type Schema, type StringDomain } from './schema.ts';
import { datasetOf } from './statistics/slices.ts';
import type { DatasetStatistics, Statistics } from './statistics/statistics.ts';
import { featureType, stringDomainOf, textCounts, type View } from './view.ts';

export interface InferSchemaOptions {
  /** Whether a feature that each example has with the same number of values gets a shape; true by default. */
  readonly inferFeatureShape?: boolean;
  /** Texts with more distinct values get no domain; 100 by default. */
  readonly maxStringDomainSize?: number;
}

/**
 * A schema that these data fit: names, types, presence, shape, words. No range of numbers is inferred.
 * TFDV's `infer_schema`.
 * @throws {DataValidationError} `no-default-slice`
 */
export function inferSchema(statistics: Statistics, options: InferSchemaOptions = {}): Schema {
  const { inferFeatureShape = true, maxStringDomainSize = 100 } = options;
  const schema: Schema = { feature: [] };
  const dataset = datasetOf(statistics);
  for (const view of viewsOf(dataset)) addFeature(schema, view, inferFeatureShape, maxStringDomainSize);
  return schema;
}

/**
 * The schema relaxed until these data fit as well; the one that was given is left alone. TFDV's `update_schema`.
 * @throws {DataValidationError} `no-default-slice`
 */
export function updateSchema(
  schema: Schema,
  statistics: Statistics,
  options: { maxStringDomainSize?: number } = {},
): Schema {
  const { maxStringDomainSize = 100 } = options;
  const updated = structuredClone(schema);
  const dataset = datasetOf(statistics);
  for (const view of viewsOf(dataset)) {
    const feature = findFeature(updated, view.stats.name);
    if (feature) updateFeature(updated, feature, view);
    else addFeature(updated, view, false, maxStringDomainSize);
  }
  for (const feature of missingFeatures(updated, dataset)) feature.lifecycleStage = 'DEPRECATED';
  return updated;
}

/** Each feature of a data set, with nothing to compare it to. */
export function viewsOf({ features, numExamples }: DatasetStatistics, against: Partial<View> = {}): View[] {
  return features.map((stats) => ({ ...against, stats, numExamples }));
}

/** Features that are required, and not in the data. */
export function missingFeatures(schema: Schema, { features }: DatasetStatistics, environment?: string): Feature[] {
  const present = new Set(features.map(({ name }) => name));
  return schema.feature.filter((feature) => isRequired(schema, feature, environment) && !present.has(feature.name));
}

/** Makes a feature out of what is there. */
export function addFeature(schema: Schema, view: View, infersShape: boolean, maxStringDomainSize: number): void {
  const { stats } = view;
  const feature: Feature = { name: stats.name, type: featureType(stats) };
  schema.feature.push(feature);
  inferPresenceAndShape(view, feature, infersShape);
  const texts = [...textCounts(stats).keys()];
  const boolDomain = inferBoolDomain(stats);
  if (boolDomain) feature.boolDomain = boolDomain;
  else if (stats.type === 'STRING' && texts.length > 0 && texts.every((text) => wholeNumberOf(text) !== undefined))
    feature.intDomain = {};
  else if (texts.length > 0 && texts.length <= maxStringDomainSize) {
    const domain = newDomain(schema, stats.name);
    checkStringDomain(view, domain);
    feature.domain = domain.name!;
  }
}

function newDomain(schema: Schema, wanted: string): StringDomain {
  let name = wanted;
  for (let index = 2; stringDomainOf(schema, name); index++) name = `${wanted}${index}`;
  const domain: StringDomain = { name, value: [] };
  schema.stringDomain = [...(schema.stringDomain ?? []), domain];
  return domain;
}
