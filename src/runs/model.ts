/** Runs as the tree, the run page and the CLI see them. */
import type { MetricRow } from '../mlops/tracking/values.ts';

/** MLflow's, and one for a row that has none of them. */
export const runStatuses = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED', 'UNKNOWN'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** One point of a metric's history; may be NaN or ±Infinity. Times are ms since 1970. */
export type MetricPoint = Pick<MetricRow, 'step' | 'value' | 'timestamp'>;

/** A run in a list. */
export interface Run {
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly experimentId: string;
  readonly status: RunStatus;
  readonly startTime: number;
  /** Absent while the run is open. */
  readonly endTime?: number;
  readonly artifactUri: string;
  readonly params: Readonly<Record<string, string>>;
  /** The latest value of each metric. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** An artifact file; `path` is relative to the run's artifacts, with `/`. */
export interface Artifact {
  readonly path: string;
  readonly bytes: number;
}

/** A run with all that is known of it. */
export interface RunDetails extends Run {
  /** Each metric's points in the order of step and time. */
  readonly history: Readonly<Record<string, readonly MetricPoint[]>>;
  readonly artifacts: readonly Artifact[];
  /** Absolute path of the artifact folder; absent where it is not in the workspace, as on a server. */
  readonly artifactFolder?: string;
}
