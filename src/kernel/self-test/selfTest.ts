/**
 * Self-Test: the meaning of cells, tried by a real kernel on the user's own machine, in a temporary folder. VS Code
 * and the CLI make the same report.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, UserError } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import type { CellOutcome } from '../executions.ts';
import type { Kernel } from '../kernel.ts';
import { fallbackOf, type Probes } from '../probes.ts';
import type { CellRequest } from '../protocol/messages.ts';
import type { Output } from '../protocol/outputs.ts';
import { type Expectation, type SelfTestCase, type Step, selfTestCases } from './cases.ts';
import { type CaseReport, type Place, type SelfTestReport, withoutPaths } from './report.ts';

export { selfTestMarkdown } from './report.ts';

export interface SelfTestHost {
  /** Starts a kernel whose workspace is `folder`, with recording. */
  readonly startKernel: (labPath: string, folder: string) => Promise<Kernel>;
  /** Versions of what runs the self-test, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** The package's folder, which messages may name. */
  readonly packageFolder: string;
  /** Told before each case. */
  readonly progress: (name: string, index: number, of: number) => void;
  readonly signal: AbortSignal;
  readonly cases?: readonly SelfTestCase[];
}

/** Milliseconds: what a cell may take, on a slow machine too; when one that never ends is stopped; how soon it is. */
const times = { cell: 10_000, beforeStop: 200, stop: 5_000 };
/** Zero-based line of the imagined file on which each case begins. */
const firstLine = 10;

/**
 * Runs every case and reports. A case that fails fails nothing else.
 * @throws UserError `self-test-cancelled`
 */
export async function selfTest(host: SelfTestHost): Promise<SelfTestReport> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'mlops-lab-self-test-')));
  const bench = new Bench(host, folder);
  const started = performance.now();
  const cases: CaseReport[] = [];
  try {
    const all = host.cases ?? selfTestCases;
    for (const [index, each] of all.entries()) {
      if (host.signal.aborted) throw cancelled();
      host.progress(each.name, index, all.length);
      cases.push(await bench.try(each));
    }
    if (host.signal.aborted) throw cancelled();
  } finally {
    await bench.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  return {
    schemaVersion: 1,
    passed: cases.some(({ status }) => status === 'passed') && cases.every(({ status }) => status !== 'failed'),
    versions: { ...host.versions, ...(bench.nodeVersion && { 'Node.js of the kernel': bench.nodeVersion }) },
    platform: `${process.platform} ${process.arch}`,
    backend: bench.backend,
    ...(bench.probes && { probes: bench.probes }),
    seconds: (performance.now() - started) / 1000,
    cases,
  };
}

function cancelled(): UserError {
  return new UserError('self-test-cancelled', t('The self-test was cancelled; there is no report.'));
}

/** One kernel for all cases, and a new one where a case has cost it. */
class Bench {
  readonly #host: SelfTestHost;
  readonly #folder: string;
  readonly #places: readonly Place[];
  #kernel: Kernel | undefined;
  #nextCell = 1;
  #cannotStart = false;
  nodeVersion = '';
  backend = 'none';
  probes: Probes | undefined;

  constructor(host: SelfTestHost, folder: string) {
    this.#host = host;
    this.#folder = folder;
    this.#places = [
      [folder, '<folder>'],
      [host.packageFolder, '<mlops-lab>'],
      [homedir(), '~'],
    ];
  }

  async try({ name, needs, steps }: SelfTestCase): Promise<CaseReport> {
    const started = performance.now();
    const report = (status: CaseReport['status'], message?: string): CaseReport => ({
      name,
      status,
      seconds: (performance.now() - started) / 1000,
      ...(message !== undefined && { message: withoutPaths(message, this.#places) }),
    });
    if (this.#cannotStart) return report('skipped', t('No kernel starts.'));
    try {
      const kernel = await this.#alive();
      if (needs && !kernel.probes?.[needs]) return report('skipped', fallbackOf(needs));
      let line = firstLine;
      for (const step of steps) {
        const problem = await this.#run(step, line);
        if (problem !== undefined) return report('failed', problem);
        line += step.source.split('\n').length;
      }
      return report('passed');
    } catch (error) {
      return report('failed', messageOf(error));
    }
  }

  async close(): Promise<void> {
    await this.#kernel?.shutdown();
  }

  async #alive(): Promise<Kernel> {
    if (this.#kernel?.isAlive) return this.#kernel;
    // Waiting again for what has not come once would take minutes.
    this.#cannotStart = true;
    const kernel = await this.#host.startKernel(join(this.#folder, 'self-test.lab.ts'), this.#folder);
    this.#cannotStart = false;
    this.nodeVersion = kernel.nodeVersion;
    this.probes = kernel.probes;
    kernel.onBackend((backend) => {
      this.backend = backend;
    });
    this.#kernel = kernel;
    return kernel;
  }

  /** Runs a cell. Gives what is wrong with what came of it, as a sentence. */
  async #run({ source, expect }: Step, line: number): Promise<string | undefined> {
    const kernel = await this.#alive();
    const outputs: Output[] = [];
    const request: CellRequest = { cellId: `cell-${this.#nextCell++}`, source, line };
    const running = kernel.execute(request, { output: (output) => void outputs.push(output) });
    const limit = expect?.kind === 'stops' ? times.beforeStop : times.cell;
    const outcome = await this.#within(kernel, running, limit);
    if (this.#host.signal.aborted) return cancelled().message;
    if (outcome) return judge(outcome, outputs, expect);
    if (expect?.kind !== 'stops') return t('It did not end within {0} s.', times.cell / 1000);
    const stopped = await running;
    return stopped.status === 'interrupted' ? undefined : t('The cell ended as “{0}”, not as stopped.', stopped.status);
  }

  /** The outcome, or nothing when the cell had to be stopped after `limit` ms. */
  async #within(kernel: Kernel, running: Promise<CellOutcome>, limit: number): Promise<CellOutcome | undefined> {
    const over = new AbortController();
    const { signal } = this.#host;
    const cancel = () => over.abort();
    signal.addEventListener('abort', cancel);
    const tooLate = sleep(limit, undefined, { signal: over.signal }).catch(() => undefined);
    const first = await Promise.race([running, tooLate]);
    signal.removeEventListener('abort', cancel);
    over.abort();
    if (first) return first;
    const stopped = await Promise.race([kernel.interrupt().then(() => true), sleep(times.stop, false, { ref: false })]);
    if (!stopped) {
      kernel.dispose();
      throw new Error(t('Stop had no effect within {0} s.', times.stop / 1000));
    }
    return undefined;
  }
}

/** What is wrong with a cell that has ended, as a sentence. */
function judge(outcome: CellOutcome, outputs: readonly Output[], expect?: Expectation): string | undefined {
  const { status, error } = outcome;
  if (expect?.kind === 'fails') {
    const wanted = { name: expect.name, line: firstLine + expect.line, column: expect.column };
    const came = error ? { name: error.name, line: error.line, column: error.column } : { status };
    return same(JSON.stringify(wanted), JSON.stringify(came));
  }
  if (error) return `${error.name}: ${error.message}`;
  switch (expect?.kind) {
    case undefined:
      return undefined;
    case 'stops':
      return t('The cell ended by itself.');
    case 'shows':
      return same(expect.text, textOf(outputs.filter(({ kind }) => kind === 'display')).trimEnd());
    case 'prints':
      return same(expect.text, textOf(outputs));
  }
}

function same(expected: string, actual: string): string | undefined {
  return expected === actual ? undefined : t('Expected {0}, got {1}.', expected, actual || t('nothing'));
}

/** All text of the outputs, each shown value on a line of its own. */
function textOf(outputs: readonly Output[]): string {
  return outputs
    .map((output) => {
      if (output.kind === 'stream') return output.text;
      if (output.kind === 'update') return '';
      return output.kind === 'display' ? `${String(output.data['text/plain'])}\n` : `${output.check.name}\n`;
    })
    .join('');
}
