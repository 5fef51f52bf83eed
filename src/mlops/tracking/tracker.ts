import { resolve } from 'node:path';
import { isSamePlace, keptRunFolder, newRunId, writeArtifact } from './artifacts.ts';
import { checkChange, type RunChange } from './change.ts';
import { type Dataset, datasetRow } from './dataset.ts';
import { dictText } from './dict.ts';
import { environmentTags, userName } from './environment.ts';
import { outageOf, TrackingError } from './errors.ts';
import { readFileStore } from './fileStore.ts';
import { randomName } from './names.ts';
import { NullStore } from './nullStore.ts';
import { noteTag, type PreparedRun, type StartOptions, texts } from './runOptions.ts';
import { type EndStatus, type RunInfo, Store } from './store.ts';
import { checkKey, metricRow, tagKeys } from './values.ts';
import { WriteQueue } from './writeQueue.ts';

/** So many points are written without waiting for the timer. */
const batchSize = 1000;
/** How long a write waits for another process, in ms: nothing is lost by giving up, and a lab should not seem to hang. */
const busyTimeout = 2000;

/**
 * One process's open runs, the last of which is active. Metrics are gathered and written in one transaction each
 * `flushMs` or 1000 points; params and tags are few and are written at once, so that the call which changes a param is
 * the one that fails.
 */
export class Tracker {
  /** Why nothing is recorded; absent when it is. */
  readonly #unrecorded: string | undefined;
  #workspace = process.cwd();
  #flushMs = 250;
  #experiment = 'Default';
  #queue: WriteQueue | undefined;
  #open: RunInfo[] = [];
  #isAutomatic = false;
  /** What is to be made when something is logged, and the run that was: until `settleRun`. */
  #prepared: PreparedRun | undefined;
  #settling: RunInfo | undefined;
  /** A run that has ended and is added to. */
  #attached: RunInfo | undefined;
  /** The automatic run that could not be started, and is wanted as soon as something is logged. */
  #missed: StartOptions = {};
  #timer: NodeJS.Timeout | undefined;
  readonly #failedArtifacts = new Set<string>();
  readonly #atExit = (code: number) => this.#endAtExit(code);

  /** @param unrecorded why nothing shall be recorded: everything is then accepted and nothing written, anywhere */
  constructor(unrecorded?: string) {
    this.#unrecorded = unrecorded;
  }

  get activeRun(): RunInfo | undefined {
    return this.#open.at(-1);
  }

  configure(options: { readonly workspace: string; readonly flushMs?: number }): void {
    const workspace = resolve(options.workspace);
    // Where nothing is recorded, another folder changes nothing.
    if (this.#unrecorded === undefined && !isSamePlace(workspace, this.#workspace)) {
      this.#refuseIfActive();
      this.close();
      this.#workspace = workspace;
    }
    this.#flushMs = options.flushMs ?? this.#flushMs;
  }

  /** The id of the experiment; `undefined` when the database cannot be written now. */
  setExperiment(name: string): string | undefined {
    const id = this.#writes().attempt((store) => store.experiment(name));
    this.#experiment = name;
    return id;
  }

  startRun(options: StartOptions): RunInfo {
    const { runId, automatic = false } = options;
    if (runId !== undefined) return this.resumeRun(runId, options);
    const parent = options.nested ? this.activeRun : undefined;
    if (!parent) this.#makeRoom();
    try {
      this.#open.push(this.#create(options, parent));
    } catch (error) {
      if (automatic) this.#missed = options;
      throw error;
    }
    if (!parent) this.#isAutomatic = automatic;
    this.#missed = {};
    return this.#open.at(-1)!;
  }

  /** Says what run to make should something be logged before `settleRun`. */
  prepareRun(prepared: PreparedRun): void {
    this.#prepared = prepared;
    this.#settling = undefined;
  }

  /** The code for which a run was prepared has ended. @returns the run that it logged to by itself, if it did */
  settleRun(status: EndStatus): RunInfo | undefined {
    if (this.#isAutomatic) while (this.activeRun) this.endRun(status);
    const run = this.#settling;
    this.#prepared = undefined;
    this.#settling = undefined;
    this.flush();
    return run;
  }

  /** Who opened the active run, or would open one now. */
  get opener(): 'lab' | 'automatic' | undefined {
    if (this.activeRun && !this.#attached) return this.#isAutomatic ? 'automatic' : 'lab';
    return this.#prepared && 'automatic';
  }

  /** A run for a training, where no run is active that it may go to. */
  trainingRun(): RunInfo {
    if (this.#attached) this.endRun('FINISHED');
    return this.activeRun ?? this.#newRun();
  }

  resumeRun(id: string, { automatic = false, nested = false, ...options }: Omit<StartOptions, 'runId'> = {}): RunInfo {
    const open = this.#open.at(-1);
    if (open?.id === id) return open;
    const isChild = nested && open !== undefined;
    if (!isChild) this.#makeRoom();
    const tags = texts('tag', { ...options.tags, ...noteTag(options.description) });
    const run = this.#writes().attempt((store) => store.reopenRun(id)) ?? this.#reopenLater(id);
    this.#open.push(run);
    if (!isChild) this.#isAutomatic = automatic;
    if (Object.keys(tags).length > 0) this.#writes().write({ op: 'tags', id, tags });
    return run;
  }

  logParams(params: Readonly<Record<string, unknown>>, run = this.#run()): void {
    const checked = texts('param', params);
    this.#writes().write({ op: 'params', id: run.id, params: checked });
  }

  setTags(tags: Readonly<Record<string, unknown>>): void {
    const checked = texts('tag', tags);
    this.#writes().write({ op: 'tags', id: this.#run().id, tags: checked });
  }

  deleteTag(key: string): void {
    checkKey('tag', key);
    this.#writes().write({ op: 'deleteTag', id: this.#run().id, key });
  }

  logMetrics(metrics: Readonly<Record<string, number>>, step = 0, timestamp = Date.now(), run?: RunInfo): void {
    const rows = Object.entries(metrics).map(([key, value]) => metricRow(key, value, step, timestamp));
    const { id } = run ?? this.#run();
    const queue = this.#writes();
    queue.keep({ op: 'metrics', id, rows });
    if (queue.points >= batchSize) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), this.#flushMs).unref();
  }

  logInput(dataset: Dataset, context?: string): void {
    const row = datasetRow(dataset, context);
    this.#writes().write({ op: 'input', id: this.#run().id, dataset: row });
  }

  /** Changes what is said of runs, all or nothing; in an outage throws it, since a person waits for the answer. */
  changeRuns(changes: readonly RunChange[]): void {
    for (const change of changes) checkChange(change);
    const queue = this.#writes();
    const done = queue.attempt((store) => {
      store.changeRuns(changes);
      return true;
    });
    if (!done && queue.outage) throw queue.outage;
  }

  /** Takes over the runs of a file store of MLflow that are not here yet. @returns how many; in an outage throws it */
  importFileStore(folder: string): number {
    const queue = this.#writes();
    let imported = 0;
    for (const run of readFileStore(resolve(folder))) {
      const isNew = queue.attempt((store) => store.importRun(run));
      if (isNew === undefined && queue.outage) throw queue.outage;
      if (isNew) imported++;
    }
    return imported;
  }

  /** Writes an artifact; when the folder cannot be written this is said, once a file, and the training goes on. */
  logArtifact(path: string, content: string | Uint8Array, run = this.#run()): void {
    if (this.#unrecorded === undefined)
      this.#writeFile(path, () => writeArtifact(this.#workspace, run.artifactDir, path, content));
  }

  logText(path: string, text: string, run = this.#run()): void {
    this.logArtifact(path, text, run);
  }

  logDict(path: string, value: unknown): void {
    this.logText(path, dictText(path, value));
  }

  /** Writes what is gathered, as far as the database can be written; the rest waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#queue?.drain();
  }

  /**
   * Ends the active run, or the one of that id, and gives it; the run that it was nested in is active again. Without an
   * open run nothing happens, as in MLflow.
   */
  endRun(status: EndStatus, id?: string): RunInfo | undefined {
    const run = this.activeRun;
    if (id !== undefined && id !== run?.id) {
      return this.#writes().store().endRunLeftOpen(id, status);
    }
    if (!run) return undefined;
    this.#open.pop();
    if (this.#open.length === 0) this.#isAutomatic = false;
    this.flush();
    const queue = this.#writes();
    if (run !== this.#attached) queue.write({ op: 'end', id: run.id, status, time: Date.now() });
    this.#attached = undefined;
    this.#writeFile('run.yaml', () => queue.attempt((store) => store.writeSummary(run)));
    return run;
  }

  /** Lets the database go; the next call opens it again. An open run is not ended. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#queue?.close();
    this.#queue = undefined;
    process.off('exit', this.#atExit);
  }

  #create(options: StartOptions & { readonly id?: string }, parent: RunInfo | undefined): RunInfo {
    const tags = texts('tag', {
      ...environmentTags(this.#workspace),
      ...noteTag(options.description),
      ...(parent && { [tagKeys.parentRun]: parent.id }),
      ...options.tags,
    });
    const params = texts('param', options.params ?? {});
    const experiment = options.experiment ?? parent?.experiment ?? this.#experiment;
    const name = options.name || randomName();
    const user = userName();
    const queue = this.#writes();
    const own = options.id === undefined ? undefined : { id: options.id };
    const run = queue.attempt((store) => store.createRun(experiment, name, user, tags, params, own));
    if (run) return run;
    // Who opens a run around somebody's code says by itself that it is not recorded.
    if (options.automatic && queue.outage) throw queue.outage;
    const id = options.id ?? newRunId();
    queue.keep({ op: 'run', id, run: { id, experiment, name, user, start: Date.now(), tags, params } });
    return { id, experiment, experimentId: '0', name, artifactDir: keptRunFolder(this.#workspace, id) };
  }

  #reopenLater(id: string): RunInfo {
    this.#writes().keep({ op: 'reopen', id });
    return { id, experiment: '', experimentId: '0', name: '', artifactDir: keptRunFolder(this.#workspace, id) };
  }

  #writes(): WriteQueue {
    if (!this.#queue) {
      const workspace = this.#workspace;
      const unrecorded = this.#unrecorded !== undefined;
      const openStore = () => (unrecorded ? new NullStore(workspace) : new Store(workspace, busyTimeout));
      this.#queue = new WriteQueue({ workspace, openStore, unrecorded });
      if (unrecorded) console.error(this.#unrecorded);
      process.once('exit', this.#atExit);
    }
    return this.#queue;
  }

  #run(): RunInfo {
    return this.activeRun ?? this.#attach() ?? this.#newRun();
  }

  #newRun(): RunInfo {
    const prepared = this.#prepared;
    if (!prepared) return this.startRun({ ...this.#missed, automatic: false });
    const { id, files = {}, addTo: _, ...options } = prepared;
    // One that the code has ended is not gone on with.
    const run = this.#create(this.#settling?.id === id ? options : { ...options, id }, undefined);
    this.#open.push(run);
    this.#isAutomatic = true;
    this.#settling = run;
    for (const [path, text] of Object.entries(files)) this.logArtifact(path, text, run);
    return run;
  }

  #attach(): RunInfo | undefined {
    const id = this.#prepared?.addTo;
    if (id === undefined || this.#settling) return undefined;
    try {
      const run = this.#writes().attempt((store) => store.findRun(id));
      if (!run) return undefined;
      this.#open.push(run);
      this.#isAutomatic = true;
      this.#attached = run;
      this.#settling = run;
      return run;
    } catch (error) {
      // Deleted meanwhile.
      if (error instanceof TrackingError && error.code === 'run-not-found') return undefined;
      throw error;
    }
  }

  #writeFile(path: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      const outage = outageOf(error);
      if (!outage) throw error;
      if (!this.#failedArtifacts.has(path)) console.warn(`The artifact '${path}' is not kept. ${outage.message}`);
      this.#failedArtifacts.add(path);
    }
  }

  /** An automatic run gives way: it was opened for want of the one that is now asked for. */
  #makeRoom(): void {
    if (this.#isAutomatic) while (this.activeRun) this.endRun('FINISHED');
    this.#refuseIfActive();
  }

  #refuseIfActive(): void {
    if (!this.activeRun) return;
    throw new TrackingError(
      'run-active',
      `The run '${this.activeRun.name}' is still open. End it with endRun() before you start, resume or configure another, or start a nested one.`,
    );
  }

  #endAtExit(code: number): void {
    try {
      while (this.activeRun) this.endRun(code === 0 ? 'FINISHED' : 'FAILED');
      this.close();
    } catch (error) {
      console.error(`The run could not be ended. ${error instanceof Error ? error.message : error}`);
    }
  }
}
