import { tagKeys, textValue } from './values.ts';

export interface StartOptions {
  /** Goes on with this run instead of starting one. */
  readonly runId?: string;
  /** Made where it is missing; default: the one of `setExperiment`, else "Default". */
  readonly experiment?: string;
  readonly name?: string;
  /** What MLflow's page shows as the run's description. */
  readonly description?: string;
  readonly tags?: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Starts a child of the active run, which is active again when the child has ended. */
  readonly nested?: boolean;
  /** For programs that open a run around somebody's code: a run that the code starts itself ends this one. */
  readonly automatic?: boolean;
}

/** A run for whatever somebody's code may log, made when it logs something. */
export interface PreparedRun extends Omit<StartOptions, 'runId' | 'nested' | 'automatic'> {
  /** 32 hexadecimal digits: known beforehand, so that a run can be ended whose process is gone. */
  readonly id: string;
  /** What is logged goes to this run instead, which has ended and keeps how and when; a training gets the new one. */
  readonly addTo?: string;
  /** Written among its artifacts when it is made: texts by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The description as MLflow keeps it. */
export function noteTag(description: string | undefined): Record<string, string> {
  return description === undefined ? {} : { [tagKeys.note]: description };
}

/** Params or tags as they are stored. @throws {TrackingError} `invalid-key` or `invalid-value` */
export function texts(kind: 'param' | 'tag', values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, textValue(kind, key, value)]));
}
