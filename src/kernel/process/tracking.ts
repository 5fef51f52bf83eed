/** Serves what the parent asks of the run record, by the library that the lab itself uses, one request at a time. */
import { noSqlite } from '../../mlops/tracking/errors.ts';
import type { Backend, KernelOptions } from '../protocol/options.ts';
import type { RunRef, TrackRequest } from '../protocol/runs.ts';

type Tracking = typeof import('../../mlops/tracking.ts');

interface RecorderOptions extends Pick<KernelOptions, 'workspace' | 'recording'> {
  /** Whether this Node.js has `node:sqlite`, without which nothing can be recorded. */
  readonly sqlite: boolean;
}

export class Recorder {
  readonly #load: () => Promise<Tracking>;
  readonly #options: RecorderOptions;
  #toldWhy = false;
  #loaded: Promise<Tracking> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #backend: Backend | undefined;

  /** @param load imports the bundle, when first asked: most of a kernel's life needs no database */
  constructor(load: () => Promise<Tracking>, options: RecorderOptions) {
    this.#load = load;
    this.#options = options;
  }

  /** Answers after all earlier requests, with the run that the request was about; without one when none is recorded. */
  async serve(request: TrackRequest): Promise<RunRef | undefined> {
    if (!this.#options.recording) return undefined;
    if (!this.#options.sqlite) return this.#tellOnce(noSqlite);
    const answer = this.#last.then(async () => {
      const tracking = await this.#tracking();
      // A prepared run may have been made after TensorFlow.js was loaded.
      if (request.op === 'settleRun') await this.#tagBackend();
      const run = await carryOut(request, tracking);
      if (request.op === 'startRun') await this.#tagBackend();
      return run;
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** Each run says what computed it, from when TensorFlow.js is loaded. */
  backendStarted(backend: Backend): void {
    this.#backend = backend;
    this.#last = this.#last.then(() => this.#tagBackend()).catch(() => undefined);
  }

  /** Ends a run that is still open: whoever opened it is gone. */
  async close(): Promise<void> {
    await this.#last;
    const tracking = await this.#loaded;
    if (tracking?.activeRun()) await tracking.endRun('KILLED');
  }

  /** The first one who asks is told; after that it is as if nothing was to be recorded. */
  #tellOnce(reason: string): undefined {
    if (this.#toldWhy) return undefined;
    this.#toldWhy = true;
    throw new Error(reason);
  }

  async #tagBackend(): Promise<void> {
    const tracking = await this.#loaded;
    if (this.#backend && tracking?.activeRun()) tracking.setTag(tracking.tagKeys.backend, this.#backend);
  }

  async #tracking(): Promise<Tracking> {
    this.#loaded ??= this.#load().then((tracking) => {
      tracking.configure({ workspace: this.#options.workspace });
      return tracking;
    });
    try {
      return await this.#loaded;
    } catch (error) {
      // Refused for now, for example since the lab has a run open in another folder.
      this.#loaded = undefined;
      throw error;
    }
  }
}

async function carryOut(request: TrackRequest, tracking: Tracking): Promise<RunRef | undefined> {
  switch (request.op) {
    case 'startRun': {
      const { op: _, autolog = false, ...options } = request;
      tracking.autologByDefault(autolog);
      return refOf(await tracking.startRun(options));
    }
    case 'prepareRun': {
      const { op: _, autolog = false, ...prepared } = request;
      tracking.autologByDefault(autolog);
      await tracking.prepareRun(prepared);
      return undefined;
    }
    case 'settleRun':
      return refOf(await tracking.settleRun(request.status));
    case 'endRun': {
      const { runId, status } = request;
      // Whatever run is open: if not the named one, it has taken that one's place.
      const ended = await tracking.endRun(status);
      return refOf(runId === undefined || runId === ended?.id ? ended : await tracking.endRun(status, runId));
    }
    case 'logMetric': {
      const run = await activate(request.runId, tracking);
      // The library would start a run by itself, which nobody who asked from outside would know to end.
      if (!run) throw new Error('No run is open. Start one with “Start Run…”, or run a lab.');
      tracking.logMetric(request.key, request.value, request.step);
      await tracking.flush();
      return run;
    }
    case 'logText':
      tracking.logText(request.path, request.text);
      return refOf(tracking.activeRun());
    case 'changeRuns':
      await tracking.changeRuns(request.changes);
      return undefined;
    case 'importFileStore':
      await tracking.importFileStore(request.folder);
      return undefined;
    case 'flush':
      await tracking.flush();
      return refOf(tracking.activeRun());
  }
}

/** Makes the run the active one if it is not, so that a run outlives the process that started it. */
async function activate(runId: string | undefined, tracking: Tracking): Promise<RunRef | undefined> {
  const active = tracking.activeRun();
  if (runId === undefined || active?.id === runId) return refOf(active);
  return refOf(await tracking.resumeRun(runId));
}

function refOf(run: RunRef | undefined): RunRef | undefined {
  return run && { id: run.id, experiment: run.experiment };
}
