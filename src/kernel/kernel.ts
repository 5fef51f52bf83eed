/** The parent's side of a kernel process. Plain Node, used by the extension host and the CLI alike. */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Disposable, type DisposableLike } from '../platform/disposable.ts';
import { messageOf, UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { Log } from '../platform/log.ts';
import { type Death, deathError, reasonOf } from './death.ts';
import { kernelEnvironment } from './environment.ts';
import { withoutAdvice } from './native/advice.ts';
import type { NodeRuntime } from './node.ts';
import { missing, type Probes } from './probes.ts';
import {
  type Backend,
  type CellError,
  type CellRequest,
  type FromKernel,
  isFromKernel,
  type KernelOptions,
  type Output,
  type RunRef,
  type ToKernel,
  type TrackRequest,
} from './protocol.ts';

export interface KernelLaunch {
  readonly options: KernelOptions;
  readonly runtime: NodeRuntime;
  /** Absolute folder of the built bundles. */
  readonly dist: string;
  readonly log: Log;
  /** Milliseconds until a kernel that has not answered is given up. */
  readonly startTimeoutMs?: number;
}

export interface CellOutcome {
  readonly status: 'succeeded' | 'failed' | 'interrupted';
  readonly seconds: number;
  readonly error?: CellError;
}

export type BackendInUse = Exclude<Backend, 'auto'>;

interface Running {
  readonly cellId: string;
  readonly started: number;
  readonly onOutput: (output: Output) => void;
  readonly settle: (outcome: CellOutcome) => void;
}

interface Asked {
  readonly resolve: (run: RunRef | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** Milliseconds. `drain`: what a dead process wrote last may still be on its way; `close`: until it is killed. */
const times = { start: 15_000, drain: 500, close: 6000 };
/** Lines of stderr that are kept to explain a death. */
const keptLines = 20;

export class Kernel extends Disposable {
  readonly #child: ChildProcess;
  readonly #log: Log;
  readonly #events = new EventEmitter<{
    backend: [BackendInUse];
    exit: [{ reason: string; wanted: boolean }];
    ready: [];
  }>();
  readonly #asked = new Map<number, Asked>();
  readonly #stderr: string[] = [];
  readonly #ended: Promise<void>;
  #nextRequest = 1;
  #node = '';
  #probes: Probes | undefined;
  #backend: BackendInUse | undefined;
  #running: Running | undefined;
  /** Where the last cell's late output goes, e.g. that of its timers. */
  #lastOutput: Pick<Running, 'cellId' | 'onOutput'> | undefined;
  #wanted: Death['wanted'];
  #death: Death | undefined;

  private constructor({ options, runtime, dist, log }: KernelLaunch) {
    super();
    this.#log = log;
    this.#child = fork(join(dist, 'kernel.js'), [], {
      execPath: runtime.path,
      // Type stripping is what a kernel is made of, however experimental Node still calls it.
      execArgv: ['--disable-warning=ExperimentalWarning', ...stripFlag(runtime.version)],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      cwd: options.workspace,
      env: kernelEnvironment(options, runtime),
    });
    this.#child.on('message', (message: unknown) => isFromKernel(message) && this.#receive(message));
    // What bypasses the capture in the kernel: native code, and processes that the lab starts.
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#raw('stdout', text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#raw('stderr', withoutAdvice(text)));
    this.#ended = ended(this.#child, (error) => this.#keep(error.message)).then(([code, signal]) =>
      this.#end(code, signal),
    );
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
  onExit(listener: (end: { reason: string; wanted: boolean }) => void): DisposableLike {
    this.#events.on('exit', listener);
    return { dispose: () => this.#events.off('exit', listener) };
  }

  /**
   * Runs a cell. Never rejects: a kernel that dies fails the cell. One at a time is the caller's duty.
   * @param onOutput may be called after the cell has ended, by what its timers print
   */
  execute(cell: CellRequest, onOutput: (output: Output) => void): Promise<CellOutcome> {
    if (this.#running) throw new Error(`cell ${this.#running.cellId} is still running`);
    if (this.#death) return Promise.resolve({ status: 'failed', seconds: 0, error: deathError(this.#death) });
    return new Promise((settle) => {
      this.#running = { cellId: cell.cellId, started: performance.now(), onOutput, settle };
      this.#lastOutput = this.#running;
      this.#send({ type: 'execute', cell });
    });
  }

  /** Asks the run record. Rejects with what the kernel's side says, or with how it died. */
  track(request: TrackRequest): Promise<RunRef | undefined> {
    if (this.#death) return Promise.reject(new Error(reasonOf(this.#death)));
    return new Promise((resolve, reject) => {
      const requestId = this.#nextRequest++;
      this.#asked.set(requestId, { resolve, reject });
      this.#send({ type: 'track', requestId, request });
    });
  }

  /** Ends the running cell by ending the process. */
  async stop(): Promise<void> {
    this.#wanted ??= 'stop';
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Lets the process write what it still has, then ends it. */
  async shutdown(): Promise<void> {
    this.#wanted ??= 'shutdown';
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), times.close);
    await this.#ended;
    clearTimeout(timer);
  }

  override dispose(): void {
    this.#wanted ??= 'shutdown';
    this.#child.kill('SIGKILL');
    super.dispose();
  }

  #send(message: ToKernel): void {
    // A closed channel is not news: the end of the process settles everything that waits.
    this.#child.send(message, (error) => error && this.#say('debug', `kernel: ${error.message}`));
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
        for (const { cellId, output } of message.items) this.#deliver(cellId, output);
        return;
      case 'done': {
        const { seconds, error } = message;
        this.#settle({ status: error ? 'failed' : 'succeeded', seconds, ...(error && { error }) });
        return;
      }
      case 'ask':
        this.#send({ type: 'answer', requestId: message.requestId });
        return;
      case 'reply': {
        const asked = this.#asked.get(message.requestId);
        this.#asked.delete(message.requestId);
        if (message.error === undefined) asked?.resolve(message.run);
        else asked?.reject(new Error(message.error));
      }
    }
  }

  #deliver(cellId: string, output: Output): void {
    const receiver = this.#lastOutput;
    if (receiver?.cellId !== cellId) {
      this.#say('debug', `kernel: output of a cell that is gone: ${cellId}`);
      return;
    }
    try {
      receiver.onOutput(output);
    } catch (error) {
      this.#say('error', `kernel: an output could not be shown: ${messageOf(error)}`);
    }
  }

  #raw(name: 'stdout' | 'stderr', text: string): void {
    if (text === '') return;
    if (name === 'stderr') this.#keep(text);
    if (this.#running) this.#deliver(this.#running.cellId, { kind: 'stream', name, text });
    else this.#say('debug', `kernel ${name}: ${text.trimEnd()}`);
  }

  #keep(text: string): void {
    this.#stderr.push(...text.split('\n').filter((line) => line.trim() !== ''));
    this.#stderr.splice(0, this.#stderr.length - keptLines);
  }

  #settle(outcome: CellOutcome): void {
    const running = this.#running;
    this.#running = undefined;
    running?.settle(outcome);
  }

  #end(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#death) return;
    const death: Death = { code, signal, stderr: [...this.#stderr], ...(this.#wanted && { wanted: this.#wanted }) };
    this.#death = death;
    const reason = reasonOf(death);
    if (this.#running) {
      const seconds = (performance.now() - this.#running.started) / 1000;
      this.#settle({ status: death.wanted ? 'interrupted' : 'failed', seconds, error: deathError(death) });
    }
    for (const { reject } of this.#asked.values()) reject(new Error(reason));
    this.#asked.clear();
    this.#events.emit('exit', { reason, wanted: death.wanted !== undefined });
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

type Exit = [code: number | null, signal: NodeJS.Signals | null];

/** Resolves when the process is dead, or was never born, and what it wrote last has been read. */
async function ended(child: ChildProcess, onError: (error: Error) => void): Promise<Exit> {
  const exit = await new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve([code, signal]));
    child.on('error', (error) => {
      onError(error);
      if (child.pid === undefined) resolve([null, null]);
    });
  });
  const { stdout, stderr } = child;
  const read = [stdout, stderr].map((stream) => stream && !stream.closed && once(stream, 'close'));
  const heard = child.connected && once(child, 'disconnect');
  // A process that the lab started may hold the pipes open for ever.
  await Promise.race([Promise.all([...read, heard]), sleep(times.drain, undefined, { ref: false })]);
  return exit;
}

/** Before 22.18 Node strips the types of imported `.ts` files only when asked to. */
function stripFlag(version: string): string[] {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major === 22 && minor < 18 ? ['--experimental-strip-types'] : [];
}
