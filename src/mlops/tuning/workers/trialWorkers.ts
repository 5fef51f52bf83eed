import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TuningError } from '../errors.ts';
import { HyperParameters } from '../space/hyperParameters.ts';
import type { RunTrial, TrialRun } from '../tuner.ts';
import type { Order, Told } from './messages.ts';

export interface TrialWorkersOptions {
  /** A module that exports `runTrial`; it may import `mlops-lab/…`. */
  readonly module: string;
  /** Milliseconds that a trial may take; its process is killed then, and the trial has failed. None by default. */
  readonly timeout?: number;
}

/** The toolkit's folder and its files' ending, bundled or not. */
const isSource = import.meta.url.endsWith('.ts');
const library = new URL(isSource ? '../../' : './', import.meta.url).href;
const ending = isSource ? '.ts' : '.mjs';

/**
 * Runs trials in processes of their own, so that several use several cores, and one that crashes or hangs takes nothing
 * with it. As many processes are started as trials run at once; each runs many trials.
 *
 * ```ts
 * const workers = new TrialWorkers({ module: 'trial.mjs', timeout: 60_000 });
 * const tuner = new Tuner({ oracle, runTrial: workers.runTrial, directory: 'search' });
 * await tuner.search({ parallel: 2 });
 * workers.close();
 * ```
 */
export class TrialWorkers {
  readonly #options: TrialWorkersOptions;
  readonly #idle: ChildProcess[] = [];
  readonly #all = new Set<ChildProcess>();

  /** @throws {TuningError} `bad-argument` */
  constructor(options: TrialWorkersOptions) {
    const { timeout } = options;
    if (timeout !== undefined && !(timeout > 0))
      throw new TuningError('bad-argument', `timeout must be above 0 milliseconds, not ${timeout}.`);
    this.#options = options;
  }

  /** For a `Tuner`. */
  readonly runTrial: RunTrial = async (run) => {
    const child = this.#idle.pop() ?? this.#start();
    const result = await this.#run(child, run);
    this.#idle.push(child);
    return result;
  };

  /** Ends all processes. */
  close(): void {
    for (const child of this.#all) child.kill('SIGKILL');
    this.#idle.length = 0;
  }

  #start(): ChildProcess {
    const module = pathToFileURL(resolve(this.#options.module)).href;
    const code = `const { serveTrials } = await import(${JSON.stringify(`${library}tuning${ending}`)});
      await serveTrials(${JSON.stringify(module)});`;
    const child = spawn(
      process.execPath,
      ['--no-warnings', '--import', `${library}register${ending}`, '--input-type=module', '--eval', code],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' },
    );
    this.#all.add(child);
    child.once('exit', () => {
      this.#all.delete(child);
      const at = this.#idle.indexOf(child);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    return child;
  }

  /** @returns what the trial gives; rejects where it fails, and then its process may be gone */
  #run(child: ChildProcess, run: TrialRun): Promise<Awaited<ReturnType<RunTrial>>> {
    const { signal, report, hyperparameters, ...order } = run;
    const { timeout } = this.#options;
    return new Promise((done, fail) => {
      const over = (act: () => void) => {
        clearTimeout(timer);
        child.off('message', hear).off('exit', exited).off('error', broke);
        signal.removeEventListener('abort', aborted);
        act();
      };
      const kill = (error: unknown) => {
        child.kill('SIGKILL');
        over(() => fail(error));
      };
      const hear = (told: Told) => {
        if (told.kind === 'report') return attempt(() => report(told.metrics, told.step), kill);
        // Its process is well: the next trial may have it.
        if (told.kind === 'failed') return over(() => this.#free(child, told.message, fail));
        const { space, values } = HyperParameters.fromJSON(told.hyperparameters);
        hyperparameters.merge(space);
        hyperparameters.setValues(values);
        over(() => done(told.result));
      };
      const exited = (code: number | null, by: string | null) =>
        over(() => fail(new Error(`Its process has ended (${by ?? `code ${code}`}) before the trial did.`)));
      const broke = (error: Error) => kill(error);
      const aborted = () => kill(signal.reason);
      const late = () => kill(new Error(`It took longer than ${timeout} ms, and its process was killed.`));
      const timer = timeout === undefined ? undefined : setTimeout(late, timeout);
      child.on('message', hear).once('exit', exited).once('error', broke);
      signal.addEventListener('abort', aborted, { once: true });
      child.send({ ...order, hyperparameters: hyperparameters.toJSON() } satisfies Order);
    });
  }

  #free(child: ChildProcess, message: string, fail: (error: Error) => void): void {
    this.#idle.push(child);
    fail(new Error(message));
  }
}

function attempt(act: () => void, caught: (error: unknown) => void): void {
  try {
    act();
  } catch (error) {
    caught(error);
  }
}
