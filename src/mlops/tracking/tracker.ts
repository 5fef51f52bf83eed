import { resolve } from 'node:path';
import { isSamePlace } from './artifacts.ts';
import { dictText } from './dict.ts';
import { environmentTags, userName } from './environment.ts';
import { TrackingError } from './errors.ts';
import { randomName } from './names.ts';
import { NullStore } from './nullStore.ts';
import { type EndStatus, type RunInfo, type RunStore, Store } from './store.ts';
import { type MetricRow, metricRow, textValue } from './values.ts';

/** So many points are written without waiting for the timer. */
const batchSize = 1000;

export interface StartOptions {
  /** Made where it is missing; default: the one of `setExperiment`, else "Default". */
  readonly experiment?: string;
  readonly name?: string;
  readonly tags?: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, unknown>>;
  /** For programs that open a run around somebody's code: a run that the code starts itself ends this one. */
  readonly automatic?: boolean;
}

/**
 * One process's open run. Metrics are gathered and written in one transaction each `flushMs` or 1000 points; params
 * and tags are few and are written at once, so that the call which changes a param is the one that fails.
 */
export class Tracker {
  /** Why nothing is recorded; absent when it is. */
  readonly #unrecorded: string | undefined;
  #workspace = process.cwd();
  #flushMs = 250;
  #experiment = 'Default';
  #store: RunStore | undefined;
  #active: RunInfo | undefined;
  #isAutomatic = false;
  #pending: MetricRow[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #atExit = (code: number) => this.#endAtExit(code);

  /** @param unrecorded why nothing shall be recorded: everything is then accepted and nothing written, anywhere */
  constructor(unrecorded?: string) {
    this.#unrecorded = unrecorded;
  }

  get activeRun(): RunInfo | undefined {
    return this.#active;
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

  setExperiment(name: string): string {
    const id = this.#open().experiment(name);
    this.#experiment = name;
    return id;
  }

  startRun(options: StartOptions): RunInfo {
    this.#makeRoom();
    const tags = { ...environmentTags(this.#workspace), ...options.tags };
    this.#active = this.#open().createRun(
      options.experiment ?? this.#experiment,
      options.name || randomName(),
      userName(),
      texts('tag', tags),
      texts('param', options.params ?? {}),
    );
    this.#isAutomatic = options.automatic ?? false;
    return this.#active;
  }

  resumeRun(id: string, { automatic = false }: Pick<StartOptions, 'automatic'> = {}): RunInfo {
    if (this.#active?.id === id) return this.#active;
    this.#makeRoom();
    this.#active = this.#open().reopenRun(id);
    this.#isAutomatic = automatic;
    return this.#active;
  }

  logParams(params: Readonly<Record<string, unknown>>): void {
    const checked = texts('param', params);
    this.#open().logParams(this.#run().id, checked);
  }

  setTags(tags: Readonly<Record<string, unknown>>): void {
    const checked = texts('tag', tags);
    this.#open().logTags(this.#run().id, checked);
  }

  logMetrics(metrics: Readonly<Record<string, number>>, step = 0): void {
    const now = Date.now();
    const rows = Object.entries(metrics).map(([key, value]) => metricRow(key, value, step, now));
    this.#run();
    this.#pending.push(...rows);
    if (this.#pending.length >= batchSize) this.flush();
    else this.#timer ??= setTimeout(() => this.#flushQuietly(), this.#flushMs).unref();
  }

  logText(path: string, text: string): void {
    const run = this.#run();
    this.#open().writeArtifact(run, path, text);
  }

  logDict(path: string, value: unknown): void {
    this.logText(path, dictText(path, value));
  }

  /** Writes what is gathered. When it throws, the points are kept and the next flush tries again. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#active || this.#pending.length === 0) return;
    this.#open().logMetrics(this.#active.id, this.#pending);
    this.#pending = [];
  }

  /**
   * Ends the active run, or the one of that id, and gives it. Without an open run nothing happens, as in MLflow. The
   * active run is closed here also when writing it fails.
   */
  endRun(status: EndStatus, id?: string): RunInfo | undefined {
    const run = this.#active;
    if (id !== undefined && id !== run?.id) return this.#open().endRunLeftOpen(id, status);
    if (!run) return undefined;
    try {
      this.flush();
      const store = this.#open();
      store.endRun(run.id, status);
      store.writeSummary(run);
      return run;
    } finally {
      this.#active = undefined;
      this.#pending = [];
    }
  }

  /** Lets the database go; the next call opens it again. An open run is not ended. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#store?.close();
    this.#store = undefined;
    process.off('exit', this.#atExit);
  }

  #open(): RunStore {
    if (!this.#store) {
      const unrecorded = this.#unrecorded;
      this.#store = unrecorded === undefined ? new Store(this.#workspace) : new NullStore(this.#workspace);
      if (unrecorded !== undefined) console.error(unrecorded);
      process.once('exit', this.#atExit);
    }
    return this.#store;
  }

  #run(): RunInfo {
    return this.#active ?? this.startRun({});
  }

  /** An automatic run gives way: it was opened for want of the one that is now asked for. */
  #makeRoom(): void {
    if (this.#isAutomatic) this.endRun('FINISHED');
    this.#refuseIfActive();
  }

  #refuseIfActive(): void {
    if (!this.#active) return;
    throw new TrackingError(
      'run-active',
      `The run '${this.#active.name}' is still open. End it with endRun() before you start, resume or configure another.`,
    );
  }

  /** A timer has nobody to throw to. The points are kept, so the next flush or `endRun` reports what still fails. */
  #flushQuietly(): void {
    try {
      this.flush();
    } catch (error) {
      if (!(error instanceof TrackingError)) throw error;
    }
  }

  #endAtExit(code: number): void {
    try {
      this.endRun(code === 0 ? 'FINISHED' : 'FAILED');
      this.close();
    } catch (error) {
      console.error(`The run could not be ended. ${error instanceof Error ? error.message : error}`);
    }
  }
}

function texts(kind: 'param' | 'tag', values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, textValue(kind, key, value)]));
}
