/** The parent's side of a kernel process. Plain Node, used by the extension host and the CLI alike. */
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { Disposable, type DisposableLike } from '../platform/disposable.ts';
import { messageOf, UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { Log } from '../platform/log.ts';
import { type Exit, ended, forkKernel } from './child.ts';
import { controlFd } from './control.ts';
import { type Death, deathError, isStop, reasonOf, type Wanted } from './death.ts';
import { type CellListener, type CellOutcome, Executions, type StopReport } from './executions.ts';
import { withoutAdvice } from './native/advice.ts';
import type { NodeRuntime } from './node.ts';
import { missing, type Probes } from './probes.ts';
import {
  type CellRequest,
  type FromKernel,
  isFromKernel,
  type KernelQuery,
  type ToKernel,
} from './protocol/messages.ts';
import type { BackendInUse, KernelOptions } from './protocol/options.ts';
import type { RunRef, TrackRequest } from './protocol/runs.ts';
import { Requests } from './requests.ts';

export interface KernelLaunch {
  readonly options: KernelOptions;
  readonly runtime: NodeRuntime;
  /** Absolute folder of the built bundles. */
  readonly dist: string;
  readonly log: Log;
  /** Milliseconds until a kernel that has not answered is given up. */
  readonly startTimeoutMs?: number;
}

/** How a kernel ended. */
export interface KernelEnd {
  readonly reason: string;
  /** By the wish of whoever uses it, and not by accident. */
  readonly wanted: boolean;
}

/** Milliseconds until a kernel that has not answered, or has not ended, is killed. */
const times = { start: 15_000, close: 6000 };
/** Lines of stderr that are kept to explain a death. */
const keptLines = 20;

export class Kernel extends Disposable {
  readonly #child: ChildProcess;
  readonly #log: Log;
  readonly #cells: Executions;
  readonly #events = new EventEmitter<{ backend: [BackendInUse]; exit: [KernelEnd]; ready: [] }>();
  readonly #tracking = new Requests<TrackRequest, RunRef | undefined>((requestId, request) =>
    this.#send({ type: 'track', requestId, request }),
  );
  readonly #queries = new Requests<KernelQuery, unknown>((requestId, request) =>
    this.#send({ type: 'query', requestId, request }),
  );
  readonly #stderr: string[] = [];
  readonly #ended: Promise<void>;
  #node = '';
  #probes: Probes | undefined;
  #backend: BackendInUse | undefined;
  #wanted: Wanted | undefined;
  #call: string | undefined;
  #death: Death | undefined;

  private constructor({ options, runtime, dist, log }: KernelLaunch) {
    super();
    this.#log = log;
    this.#child = forkKernel(options, runtime, dist);
    this.#child.on('message', (message: unknown) => this.#hear(message));
    // What bypasses the capture in the kernel: native code, and processes that the lab starts.
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#raw('stdout', text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#raw('stderr', withoutAdvice(text)));
    const { memoryLimit: limit = 0 } = options;
    const handler = {
      stuck: () => this.#kill({ by: 'stuck' }),
      outOfMemory: (megabytes: number) => this.#kill({ by: 'memory', megabytes, limit }),
    };
    this.#cells = new Executions(
      this.#child.stdio[controlFd] as Duplex,
      handler,
      (message) => this.#send(message),
      (problem) => this.#say('error', `kernel: ${problem}`),
    );
    this.#ended = ended(this.#child, (error) => this.#keep(error.message)).then((exit) => this.#end(exit));
  }

  /** Starts the process. @throws UserError `kernel-start` when it does not get ready, with its last words. */
  static async start(launch: KernelLaunch): Promise<Kernel> {
    const { workspace } = launch.options;
    if (!existsSync(workspace)) throw new UserError('kernel-start', t('The folder {0} does not exist.', workspace));
    const kernel = new Kernel(launch);
    const timeout = launch.startTimeoutMs ?? times.start;
    const problem = await new Promise<string | undefined>((resolve) => {
      const timer = setTimeout(resolve, timeout, t('it did not answer within {0} s', timeout / 1000));
      kernel.#events.once('ready', () => resolve(undefined));
      kernel.#events.once('exit', ({ reason }) => resolve(reason));
      void kernel.#ended.then(() => clearTimeout(timer));
      kernel.#events.once('ready', () => clearTimeout(timer));
    });
    if (problem === undefined) return kernel;
    kernel.dispose();
    await kernel.#ended;
    const lastWords = kernel.#stderr.map((line) => `\n${line}`).join('');
    throw new UserError(
      'kernel-start',
      `${t('The kernel did not start with {0}: {1}', launch.runtime.path, problem)}${lastWords}`,
    );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isAlive(): boolean {
    return this.#death === undefined;
  }

  /** The version of the Node.js it runs on, e.g. `v24.21.0`. */
  get nodeVersion(): string {
    return this.#node;
  }

  /** What its Node.js offers; nothing until it is ready. */
  get probes(): Probes | undefined {
    return this.#probes;
  }

  /** What TensorFlow.js runs on; nothing until a cell has imported it. */
  get backend(): BackendInUse | undefined {
    return this.#backend;
  }

  onBackend(listener: (backend: BackendInUse) => void): DisposableLike {
    this.#events.on('backend', listener);
    return { dispose: () => this.#events.off('backend', listener) };
  }

  /** Tells once that the process has ended, for whatever reason. */
  onExit(listener: (end: KernelEnd) => void): DisposableLike {
    this.#events.on('exit', listener);
    return { dispose: () => this.#events.off('exit', listener) };
  }

  /** Runs a cell. Never rejects: a kernel that dies fails the cell. One at a time is the caller's duty. */
  execute(cell: CellRequest, listener: CellListener): Promise<CellOutcome> {
    if (this.#death) return Promise.resolve({ status: 'failed', seconds: 0, error: deathError(this.#death) });
    return this.#cells.run(cell, listener);
  }

  /**
   * Stops the running cell: asks it, then breaks its code off, then kills the process. Called again while that is
   * under way, it goes on to the next of these at once.
   * @returns what it took, once the cell has ended; nothing when none was running
   */
  interrupt(): Promise<StopReport | undefined> {
    return this.#cells.interrupt();
  }

  /** Asks the run record. Rejects with what the kernel's side says, or with how it died. */
  track(request: TrackRequest): Promise<RunRef | undefined> {
    if (this.#death) return Promise.reject(new Error(reasonOf(this.#death)));
    return this.#tracking.ask(request);
  }

  /**
   * Asks about the lab's data. A cell that computes without a pause makes it wait. Rejects with what the kernel's
   * side says, or with how it died.
   */
  query(request: KernelQuery): Promise<unknown> {
    if (this.#death) return Promise.reject(new Error(reasonOf(this.#death)));
    return this.#queries.ask(request);
  }

  /** Ends the process, and with it the cell that runs, at once. What it has not written yet is lost. */
  async kill(): Promise<void> {
    this.#kill({ by: 'kill' });
    await this.#ended;
  }

  /** Lets the process write what it still has, then ends it. */
  async shutdown(): Promise<void> {
    this.#wanted ??= { by: 'shutdown' };
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), times.close);
    await this.#ended;
    clearTimeout(timer);
  }

  override dispose(): void {
    this.#kill({ by: 'shutdown' });
    super.dispose();
  }

  #kill(wanted: Wanted): void {
    this.#wanted ??= wanted;
    this.#child.kill('SIGKILL');
  }

  #send(message: ToKernel): void {
    // A closed channel is not news: the end of the process settles everything that waits.
    this.#child.send(message, (error) => error && this.#say('debug', `kernel: ${error.message}`));
  }

  /** Hears anything: a lab's code may write to the channel as it likes. */
  #hear(message: unknown): void {
    if (!isFromKernel(message)) return;
    try {
      this.#receive(message);
    } catch (error) {
      this.#say('error', `kernel: a message of the type ${message.type} could not be taken: ${messageOf(error)}`);
    }
  }

  #receive(message: FromKernel): void {
    switch (message.type) {
      case 'ready':
        this.#node = message.node;
        this.#probes = message.probes;
        this.#say(
          'info',
          `kernel ${message.pid} on Node.js ${message.node}; missing: ${missing(message.probes).join(', ') || 'nothing'}`,
        );
        this.#events.emit('ready');
        return;
      case 'backend':
        this.#backend = message.backend;
        this.#events.emit('backend', message.backend);
        return;
      case 'outputs':
        for (const { cellId, output } of message.items) this.#cells.deliver(cellId, output);
        return;
      case 'done':
        this.#cells.done(message);
        return;
      case 'tensors':
        this.#cells.tensors(message);
        return;
      case 'ask':
        void this.#cells.ask(message);
        return;
      case 'leaving':
        this.#call = message.call;
        return;
      case 'reply':
        this.#tracking.answer(message.requestId, message.run, message.error);
        return;
      case 'result':
        this.#queries.answer(message.requestId, message.value, message.error);
    }
  }

  #raw(name: 'stdout' | 'stderr', text: string): void {
    if (text === '') return;
    if (name === 'stderr') this.#keep(text);
    const { running } = this.#cells;
    if (running !== undefined) this.#cells.deliver(running, { kind: 'stream', name, text });
    else this.#say('debug', `kernel ${name}: ${text.trimEnd()}`);
  }

  #keep(text: string): void {
    this.#stderr.push(...text.split('\n').filter((line) => line.trim() !== ''));
    this.#stderr.splice(0, this.#stderr.length - keptLines);
  }

  #end([code, signal]: Exit): void {
    if (this.#death) return;
    const death: Death = {
      code,
      signal,
      stderr: [...this.#stderr],
      ...(this.#wanted && { wanted: this.#wanted }),
      ...(this.#call !== undefined && { call: this.#call }),
      ...(this.#cells.isStopping && { stopping: true }),
    };
    this.#death = death;
    // The cell's outcome is a promise: whoever listens hears first that the kernel is gone.
    this.#cells.end(death);
    const reason = reasonOf(death);
    this.#tracking.end(reason);
    this.#queries.end(reason);
    this.#events.emit('exit', { reason, wanted: isStop(death) });
    this.#say('info', `kernel ${this.pid}: ${reason}`);
  }

  /** Logs. A kernel may outlive the log: the editor closes its channels first, and those then throw. */
  #say(level: 'debug' | 'info' | 'error', message: string): void {
    try {
      this.#log[level](message);
    } catch {
      // Nobody is left to tell.
    }
  }
}
