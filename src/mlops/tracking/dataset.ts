import { createHash, randomUUID } from 'node:crypto';
import { TrackingError } from './errors.ts';

/** Data that a run was made from. MLflow's page shows it as the run's dataset. */
export interface Dataset {
  /** At most 500 characters. */
  readonly name: string;
  /** A path, or the address of a web page (`https://…`). */
  readonly source: string;
  /** At most 36 characters that change with the data; by default made from name, source and schema, as MLflow does. */
  readonly digest?: string;
  /** Plain JSON, such as `{ mlflow_colspec: [{ name, type, required }] }`. */
  readonly schema?: unknown;
  /** Plain JSON, such as `{ num_rows: 100 }`. */
  readonly profile?: unknown;
}

/** A dataset as MLflow's table `datasets` holds it, and how this run uses it. */
export interface DatasetRow {
  readonly uuid: string;
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
  /** MLflow's `mlflow.data.context`: training, validation, … */
  readonly context: string | null;
}

/** @throws {TrackingError} `invalid-value` where MLflow's columns are too short */
export function datasetRow(dataset: Dataset, context?: string): DatasetRow {
  const isWeb = /^https?:/i.test(dataset.source);
  const sourceType = isWeb ? 'http' : 'local';
  const source = JSON.stringify(isWeb ? { url: dataset.source } : { uri: dataset.source });
  const schema = dataset.schema === undefined ? null : JSON.stringify(dataset.schema);
  const profile = dataset.profile === undefined ? null : JSON.stringify(dataset.profile);
  const known = JSON.stringify({ name: dataset.name, source, source_type: sourceType, schema });
  const digest = dataset.digest ?? createHash('sha256').update(known).digest('hex').slice(0, 8);
  checkLength('name', dataset.name, 500);
  checkLength('digest', digest, 36);
  if (context !== undefined) checkLength('context', context, 500);
  const uuid = randomUUID().replaceAll('-', '');
  return { uuid, name: dataset.name, digest, sourceType, source, schema, profile, context: context ?? null };
}

/** The inverse of `JSON.stringify` of a row; `undefined` for another value. */
export function parseDatasetRow(value: Readonly<Record<string, unknown>>): DatasetRow | undefined {
  const { uuid, name, digest, sourceType, source } = value;
  const texts = [uuid, name, digest, sourceType, source];
  if (!texts.every((text) => typeof text === 'string')) return undefined;
  const textOrNull = (text: unknown) => (typeof text === 'string' ? text : null);
  const [schema, profile, context] = [value.schema, value.profile, value.context].map(textOrNull);
  return {
    uuid: String(uuid),
    name: String(name),
    digest: String(digest),
    sourceType: String(sourceType),
    source: String(source),
    schema: schema ?? null,
    profile: profile ?? null,
    context: context ?? null,
  };
}

function checkLength(what: string, text: string, limit: number): void {
  if (typeof text === 'string' && text !== '' && text.length <= limit) return;
  throw new TrackingError('invalid-value', `A dataset's ${what} is a text of 1 to ${limit} characters, got '${text}'.`);
}
