/** A schema changed by hand: TFDV's `get_feature`, `get_domain` and `set_domain`. */
import { DataValidationError } from './errors.ts';
import {
  type BoolDomain,
  clearDomain,
  domainFields,
  type Feature,
  type FloatDomain,
  findFeature,
  type IntDomain,
  type Schema,
  type StringDomain,
} from './schema.ts';
import { datasetOf } from './statistics/slices.ts';
import type { FeatureStatistics, Statistics } from './statistics/statistics.ts';
import { stringDomainOf } from './view.ts';

/**
 * A feature of the schema; what is changed in it is changed in the schema.
 * @throws {DataValidationError} `unknown-feature`
 */
export function getFeature(schema: Schema, name: string): Feature {
  const feature = findFeature(schema, name);
  if (feature) return feature;
  throw unknownFeature(name, 'schema', schema.feature);
}

/**
 * The statistics of a feature.
 * @param slice the name of a slice; otherwise all examples
 * @throws {DataValidationError} `unknown-feature`, `no-default-slice`
 */
export function getStatistics(statistics: Statistics, name: string, slice?: string): FeatureStatistics {
  const { features } = datasetOf(statistics, slice);
  const found = features.find((feature) => feature.name === name);
  if (found) return found;
  throw unknownFeature(name, 'statistics', features);
}

function unknownFeature(name: string, where: string, features: readonly { readonly name: string }[]) {
  const names = features.map((feature) => `“${feature.name}”`).join(', ');
  return new DataValidationError(
    'unknown-feature',
    `No feature “${name}” in the ${where}: there are ${names || 'none'}.`,
    {
      feature: name,
    },
  );
}

export type Domain = StringDomain | IntDomain | FloatDomain | BoolDomain;

/**
 * The domain of a feature, its own or the one of the schema that it names.
 * @throws {DataValidationError} `unknown-feature`, `no-domain`, `unknown-domain`
 */
export function getDomain(schema: Schema, name: string): Domain {
  const feature = getFeature(schema, name);
  const field = domainFields.find((each) => feature[each] !== undefined);
  if (!field) throw new DataValidationError('no-domain', `Feature “${name}” has no domain.`, { feature: name });
  if (field !== 'domain') return feature[field]!;
  return stringDomainOf(schema, feature.domain!) ?? unknownDomain(name, feature.domain!);
}

/** One domain, by its field in a feature: a name of a string domain of the schema, or a domain of the feature itself. */
export type NewDomain =
  | string
  | { readonly intDomain: IntDomain }
  | { readonly floatDomain: FloatDomain }
  | { readonly stringDomain: StringDomain }
  | { readonly boolDomain: BoolDomain };

const ownDomains = domainFields.filter((field) => field !== 'domain');

/**
 * Gives a feature a domain in place of the one that it has: `setDomain(schema, 'age', { intDomain: { min: 17, max: 90 } })`.
 * @throws {DataValidationError} `unknown-feature`, `unknown-domain`, `bad-argument`
 */
export function setDomain(schema: Schema, name: string, domain: NewDomain): void {
  const feature = getFeature(schema, name);
  if (typeof domain === 'string') {
    if (!stringDomainOf(schema, domain)) unknownDomain(name, domain);
    clearDomain(feature);
    feature.domain = domain;
    return;
  }
  const fields = Object.keys(domain);
  if (fields.length !== 1 || !(ownDomains as readonly string[]).includes(fields[0]!)) {
    const text = `A domain is a name, or one of ${ownDomains.join(', ')}, and not {${fields.join(', ')}}.`;
    throw new DataValidationError('bad-argument', text, { feature: name });
  }
  clearDomain(feature);
  Object.assign(feature, structuredClone(domain));
}

function unknownDomain(feature: string, domain: string): never {
  const text = `Feature “${feature}” asks for the domain “${domain}”, which is not in the schema.`;
  throw new DataValidationError('unknown-domain', text, { feature });
}
