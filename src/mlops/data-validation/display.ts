/** Schemas and anomalies as tables: TFDV's `display_schema` and `display_anomalies`. */
import { type Table, table } from '../lab/table.ts';
import type { Anomalies } from './anomalies.ts';
import type { Feature, Schema } from './schema.ts';

const quote = (text: string) => `'${text}'`;

/** The rows of `display_schema`: a line for each feature. */
export function schemaRows(schema: Schema) {
  return schema.feature.map((feature) => ({
    'Feature name': quote(feature.name),
    Type: typeText(feature),
    Presence: presenceText(feature),
    Valency: valencyText(feature),
    Domain: domainText(feature),
  }));
}

/** The rows of its second table: the words of each domain. */
export function domainRows(schema: Schema) {
  const own = schema.feature.flatMap((feature) =>
    feature.stringDomain ? [{ Domain: domainText(feature), value: feature.stringDomain.value }] : [],
  );
  const shared = (schema.stringDomain ?? []).map(({ name = '', value }) => ({ Domain: quote(name), value }));
  return [...shared, ...own].map(({ Domain, value }) => ({ Domain, Values: value.map(quote).join(', ') }));
}

function typeText({ type = 'TYPE_UNKNOWN', domain, stringDomain }: Feature): string {
  return type === 'BYTES' && (domain !== undefined || stringDomain) ? 'STRING' : type;
}

function presenceText({ presence }: Feature): string {
  if (!presence) return '';
  return presence.minFraction === 1 ? 'required' : 'optional';
}

function valencyText({ valueCount }: Feature): string {
  if (!valueCount) return '';
  const { min, max } = valueCount;
  if (min === 1 && max === 1) return 'single';
  return `[${min ?? 0},${max === undefined ? 'inf)' : `${max}]`}`;
}

function domainText({ name, domain, stringDomain, intDomain, floatDomain }: Feature): string {
  if (domain !== undefined) return quote(domain);
  if (stringDomain) return quote(stringDomain.name || `${name}_domain`);
  const { min, max } = intDomain ?? floatDomain ?? {};
  const text = (value: number | bigint) => (floatDomain ? Number(value).toFixed(6) : String(value));
  const open = floatDomain && !floatDomain.disallowInf;
  const parts = [
    min !== undefined ? `min: ${text(min)}` : open ? 'min: -inf' : undefined,
    max !== undefined ? `max: ${text(max)}` : open ? 'max: inf' : undefined,
  ].filter((part) => part !== undefined);
  return parts.join('; ') || '-';
}

/** The rows of `display_anomalies`: none where all is well. */
export function anomalyRows({ anomalyInfo, datasetAnomalyInfo }: Anomalies) {
  const found = Object.entries(anomalyInfo).map(([name, info]) => ({ name: quote(name), info }));
  const all = datasetAnomalyInfo ? [...found, { name: '[dataset anomaly]', info: datasetAnomalyInfo }] : found;
  return all.map(({ name, info }) => ({
    'Feature name': name,
    'Anomaly short description': info.shortDescription,
    'Anomaly long description': info.description,
  }));
}

/** A schema to be displayed, a line for each feature. */
export const schemaTable = (schema: Schema, caption = 'Schema'): Table => table(schemaRows(schema), { caption });

/** The words of its domains, to be displayed. */
export const domainTable = (schema: Schema, caption = 'Domains'): Table => table(domainRows(schema), { caption });

/** Anomalies to be displayed; one line says so where there are none. */
export function anomalyTable(anomalies: Anomalies, caption = 'Anomalies'): Table {
  const rows = anomalyRows(anomalies);
  if (anomalies.dataMissing) return table([{ Anomalies: 'There is no data: nothing was checked.' }], { caption });
  return table(rows.length > 0 ? rows : [{ Anomalies: 'No anomalies found.' }], { caption });
}
