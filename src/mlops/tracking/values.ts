import { TrackingError } from './errors.ts';

/** The limits of MLflow 2.22's `mlflow/utils/validation.py`, in characters. */
export const limits = { key: 250, param: 6000, tag: 8000, experiment: 500 } as const;

/** Tag keys with a meaning: MLflow's own (https://mlflow.org/docs/latest/ml/tracking) and ours. */
export const tagKeys = {
  runName: 'mlflow.runName',
  parentRun: 'mlflow.parentRunId',
  note: 'mlflow.note.content',
  user: 'mlflow.user',
  sourceName: 'mlflow.source.name',
  sourceType: 'mlflow.source.type',
  gitCommit: 'mlflow.source.git.commit',
  lab: 'mlops-lab.lab',
  backend: 'mlops-lab.backend',
  node: 'mlops-lab.node',
  /** `true` on a run that somebody starred. */
  starred: 'mlops-lab.starred',
} as const;

/** A metric as MLflow's tables hold it: SQL has neither NaN nor the infinities. */
export interface EncodedValue {
  readonly value: number;
  readonly isNan: 0 | 1;
}

export function encodeMetric(value: number): EncodedValue {
  if (Number.isNaN(value)) return { value: 0, isNan: 1 };
  return { value: Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value)), isNan: 0 };
}

/** The inverse of `encodeMetric`. MLflow itself leaves the largest double as it is; nobody logs that but as infinity. */
export function decodeMetric(value: number, isNan: boolean): number {
  if (isNan) return Number.NaN;
  return Math.abs(value) >= Number.MAX_VALUE ? Math.sign(value) * Number.POSITIVE_INFINITY : value;
}

/** A time of a database in ms since 1970, or `undefined` when it is none that a `Date` can hold. */
export function validTime(ms: unknown): number | undefined {
  return typeof ms === 'number' && Math.abs(ms) <= 8.64e15 ? ms : undefined;
}

/** One measured value; `timestamp` in ms since 1970. */
export interface MetricRow {
  readonly key: string;
  readonly value: number;
  readonly step: number;
  readonly timestamp: number;
}

/** MLflow's order of "latest": by step, then time, then value as stored. */
export function isLater(a: MetricRow, b: MetricRow): boolean {
  if (a.step !== b.step) return a.step > b.step;
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp;
  return encodeMetric(a.value).value > encodeMetric(b.value).value;
}

/** A metric that MLflow would accept, or a TrackingError that says why not. */
export function metricRow(key: string, value: number, step: number, timestamp: number): MetricRow {
  checkKey('metric', key);
  if (typeof value !== 'number') {
    throw new TrackingError('invalid-value', `The metric '${key}' must be a number, got ${describe(value)}.`);
  }
  if (!Number.isSafeInteger(step)) {
    throw new TrackingError('invalid-value', `The step of the metric '${key}' must be a whole number, got ${step}.`);
  }
  return { key, value, step, timestamp };
}

/** MLflow's rule for keys: they double as paths, so no `..`, no `//`, no slash at an end. */
export function checkKey(kind: 'metric' | 'param' | 'tag', key: string): void {
  const allowed = typeof key === 'string' && /^[/\p{L}\p{N}_.\- :]+$/u.test(key);
  if (!allowed || !isPlainPath(key)) {
    throw new TrackingError(
      'invalid-key',
      `${describe(key)} cannot be the name of a ${kind}. Use letters, digits, '_', '-', '.', ' ', ':' and '/' between parts.`,
    );
  }
  if (characters(key) > limits.key) {
    throw new TrackingError('invalid-key', `The name of a ${kind} has at most ${limits.key} characters: '${key}'.`);
  }
}

/** What a param or tag is stored as. A text too long is refused: a cut value would be another value. */
export function textValue(kind: 'param' | 'tag', key: string, value: unknown): string {
  checkKey(kind, key);
  const text = typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (characters(text) > limits[kind]) {
    throw new TrackingError(
      'invalid-value',
      `The ${kind} '${key}' has ${characters(text)} characters; MLflow keeps ${limits[kind]}. Log it as an artifact with logText.`,
    );
  }
  return text;
}

export function checkExperimentName(name: string): void {
  if (typeof name === 'string' && name.trim() !== '' && characters(name) <= limits.experiment) return;
  throw new TrackingError(
    'invalid-value',
    `An experiment's name is a text of 1 to ${limits.experiment} characters, got ${describe(name)}.`,
  );
}

/** True for a relative path in its shortest form: it names one place, below where it starts. */
export function isPlainPath(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function describe(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
