/** What a session asks of the run record that its kernel writes. */
import type { RunChange } from '../../mlops/tracking/change.ts';

/** Opening a run: what the session knows and the run record keeps. */
export interface RunStart {
  readonly experiment: string;
  readonly name?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether trainings are recorded by themselves where the lab has not chosen. */
  readonly autolog?: boolean;
  /** Opened by a session and not by a person: a `startRun()` of the lab's own takes its place. */
  readonly automatic?: boolean;
}

export type RunStatus = 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface RunRef {
  readonly id: string;
  readonly experiment: string;
}

/** What a parent may ask about the run record. Each gets one `reply`. */
export type TrackRequest =
  | ({ readonly op: 'startRun' } & RunStart)
  /** Makes a run only should something be logged before `settleRun`; its id is known beforehand. */
  | ({
      readonly op: 'prepareRun';
      readonly id: string;
      /** A run that has ended, to which metrics and the like are added; a training gets the new one. */
      readonly addTo?: string;
      /** Artifacts of the new run: texts by path. */
      readonly files: Readonly<Record<string, string>>;
    } & Omit<RunStart, 'automatic'>)
  /** Ends the prepared run. The reply tells which one was logged to. */
  | { readonly op: 'settleRun'; readonly status: Exclude<RunStatus, 'RUNNING'> }
  /** Ends the open run. If another is named, that one too, unless it has ended: it then keeps how and when it did. */
  | { readonly op: 'endRun'; readonly status: Exclude<RunStatus, 'RUNNING'>; readonly runId?: string }
  | {
      readonly op: 'logMetric';
      readonly key: string;
      readonly value: number;
      readonly step?: number;
      readonly runId?: string;
    }
  /** Writes the text as an artifact of the active run. */
  | { readonly op: 'logText'; readonly path: string; readonly text: string }
  /** Changes what is said of runs, all or nothing. */
  | { readonly op: 'changeRuns'; readonly changes: readonly RunChange[] }
  /** Takes over the runs of MLflow's file store in a folder. */
  | { readonly op: 'importFileStore'; readonly folder: string }
  /** Writes whatever is buffered; the reply comes when it is on disk. */
  | { readonly op: 'flush' };
