/**
 * Experiment tracking in MLflow's own format, under the names of MLflow's fluent API
 * (https://mlflow.org/docs/latest/python_api/mlflow.html). Runs go to `mlflow.db` in the workspace, artifacts to
 * plain files under `mlartifacts/`; `mlflow ui` opened in that folder shows them.
 *
 * Calls that log outside a run start one; it ends with the process. A call that asks for what MLflow does not
 * allow throws a TrackingError. A database or folder that cannot be written stops no training: that is said once, and
 * what is logged is kept and recorded when it works again.
 * With the environment variable `MLOPS_LAB_RECORDING=off`, and on a Node.js without `node:sqlite`, nothing is
 * recorded: all calls succeed, no file is touched.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setFitWatcher } from './live/fitSeam.ts';
import { Autolog, type AutologOptions } from './tracking/autolog.ts';
import type { RunChange } from './tracking/change.ts';
import { hasSqlite } from './tracking/database.ts';
import type { Dataset } from './tracking/dataset.ts';
import { noSqlite } from './tracking/errors.ts';
import type { PreparedRun, StartOptions } from './tracking/runOptions.ts';
import type { EndStatus, RunInfo } from './tracking/store.ts';
import { Tracker } from './tracking/tracker.ts';

export type { AutologOptions } from './tracking/autolog.ts';
export type { RunChange } from './tracking/change.ts';
export type { Dataset } from './tracking/dataset.ts';
export { TrackingError, type TrackingErrorCode } from './tracking/errors.ts';
export type { PreparedRun, StartOptions } from './tracking/runOptions.ts';
export type { EndStatus, RunInfo } from './tracking/store.ts';
export { tagKeys } from './tracking/values.ts';

const tracker = new Tracker(whyUnrecorded());
const autologging = new Autolog(tracker);
setFitWatcher((asked) => autologging.begin(asked));

function whyUnrecorded(): string | undefined {
  if (process.env.MLOPS_LAB_RECORDING === 'off') return 'Runs are not recorded in this folder, as you chose.';
  return hasSqlite() ? undefined : noSqlite;
}

/**
 * Where runs are recorded: `workspace`, an existing folder, by default the working directory. Metrics are written
 * every `flushMs` milliseconds (250). The workspace cannot change while a run is open.
 */
export function configure(options: { readonly workspace: string; readonly flushMs?: number }): void {
  tracker.configure(options);
}

/** Makes the experiment where it is missing, and the default of the runs that follow. Gives its id, unless the database cannot be written now. */
export async function setExperiment(name: string): Promise<string | undefined> {
  return tracker.setExperiment(name);
}

/**
 * Starts a run, or goes on with the one of `runId`, and makes it the active one. Rejects with `run-active` while another
 * one is that is not `automatic`, unless `nested` is set.
 */
export async function startRun(options: StartOptions = {}): Promise<RunInfo> {
  return tracker.startRun(options);
}

/** Goes on with a run that was started earlier, perhaps by another process. */
export async function resumeRun(runId: string, options: Omit<StartOptions, 'runId'> = {}): Promise<RunInfo> {
  return tracker.resumeRun(runId, options);
}

export function activeRun(): RunInfo | undefined {
  return tracker.activeRun;
}

/**
 * Ends the active run, if there is one, and leaves a readable `run.yaml` among its artifacts. With `runId`, ends that
 * run instead, which may have been left open by another process; one that has ended stays as it is.
 * @returns the run
 */
export async function endRun(status: EndStatus = 'FINISHED', runId?: string): Promise<RunInfo | undefined> {
  return tracker.endRun(status, runId);
}

/** Records what the run was configured with. A param cannot change: `param-changed` is thrown at once. */
export function logParam(key: string, value: unknown): void {
  tracker.logParams({ [key]: value });
}

export function logParams(params: Readonly<Record<string, unknown>>): void {
  tracker.logParams(params);
}

/**
 * Adds a point to a metric's history. `step` is a whole number, 0 where it is left out, `timestamp` in ms since 1970,
 * now where it is left out; NaN and ±Infinity are kept. When this returns, a kill of the process loses nothing.
 */
export function logMetric(key: string, value: number, step?: number, timestamp?: number): void {
  logMetrics({ [key]: value }, step, timestamp);
}

export function logMetrics(metrics: Readonly<Record<string, number>>, step = 0, timestamp = Date.now()): void {
  tracker.logMetrics(metrics, step, timestamp);
}

/** Unlike a param, a tag may be set again. */
export function setTag(key: string, value: unknown): void {
  tracker.setTags({ [key]: value });
}

export function setTags(tags: Readonly<Record<string, unknown>>): void {
  tracker.setTags(tags);
}

/** @throws {TrackingError} `tag-not-found` */
export function deleteTag(key: string): void {
  tracker.deleteTag(key);
}

/** Says what data the run is made from; `context` is how it is used, for example `training`. */
export function logInput(dataset: Dataset, context?: string): void {
  tracker.logInput(dataset, context);
}

/** Copies a file among the run's artifacts, into the folder `artifactPath` there. Throws Node's error where it cannot be read. */
export function logArtifact(localPath: string, artifactPath?: string): void {
  const name = basename(localPath);
  tracker.logArtifact(artifactPath === undefined ? name : `${artifactPath}/${name}`, readFileSync(localPath));
}

/** Writes a chart of `mlops-lab/plot` as the Vega-Lite specification `path`, which ends in `.json`. */
export function logFigure(path: string, figure: { readonly spec: unknown }): void {
  tracker.logDict(path, figure.spec);
}

/** Writes a text file among the run's artifacts; `path` is relative, with `/`. */
export function logText(path: string, text: string): void {
  tracker.logText(path, text);
}

/** Writes a value as YAML where `path` ends in `.yaml` or `.yml`, else as JSON. */
export function logDict(path: string, value: unknown): void {
  tracker.logDict(path, value);
}

/** Resolves when all that was logged is in the database, or waits since that cannot be written now. */
export async function flush(): Promise<void> {
  tracker.flush();
}

/**
 * Records every `model.fit` and `model.fitDataset` of TensorFlow.js by itself, as `mlflow.autolog` does: params of the
 * training, the model and the optimizer, the metrics of each epoch by its zero-based number, `best_epoch` with the least
 * `val_loss` (or `loss`), and the model's summary. Labs that the extension runs have this already; there
 * `autolog({ disable: true })` switches it off. A training outside a run gets one of its own, which ends with it; one
 * that is not the first of a run which the extension opened, a run within that.
 */
export function autolog(options: AutologOptions = {}): void {
  autologging.set(options);
}

/**
 * Changes what is said of runs that may have ended: names, tags, whether they are deleted. All changes are made, or none.
 * @throws {TrackingError} `run-not-found`, `invalid-key`, `invalid-value`, and why the database cannot be written
 */
export async function changeRuns(changes: readonly RunChange[]): Promise<void> {
  tracker.changeRuns(changes);
}

/**
 * Takes over the runs of MLflow's retired file store, a folder `mlruns`, with their ids; those that are here already stay
 * as they are. Artifacts are not moved: of each run the database keeps where they lie.
 * @returns how many runs were taken over
 * @throws {TrackingError} `no-file-store`, and why the database cannot be written
 */
export async function importFileStore(folder: string): Promise<number> {
  return tracker.importFileStore(folder);
}

/** For programs that run somebody's code: what run to make should it log something before `settleRun`. */
export async function prepareRun(prepared: PreparedRun): Promise<void> {
  tracker.prepareRun(prepared);
}

/** The code for which a run was prepared has ended, and with it the run. @returns the run that it logged to */
export async function settleRun(status: EndStatus): Promise<RunInfo | undefined> {
  return tracker.settleRun(status);
}

/** For programs that run somebody's code: whether trainings are recorded where it has not called `autolog` itself. */
export function autologByDefault(on: boolean): void {
  autologging.setDefault(on);
}
