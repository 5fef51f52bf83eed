/**
 * The kernel process of one lab: takes cells, runs them one after the other, and sends back what they print, show
 * and throw. Started by `kernel.ts` with an IPC channel and the options in `MLOPS_LAB_KERNEL`.
 */
import { createRequire, flushCompileCache } from 'node:module';
import { dirname, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setHost } from '../../mlops/host.ts';
import type { CellError, CellRequest, FromKernel, KernelOptions, ToKernel, TrackRequest } from '../protocol.ts';
import { compileCell } from './compile.ts';
import { cellError } from './errors.ts';
import { Evaluator } from './evaluate.ts';
import { installImports } from './modules.ts';
import { captureStreams, OutputQueue } from './output.ts';
import { Positions } from './positions.ts';
import { assertRunnable, probe, takeAway } from './probes.ts';
import type { TypeScript } from './strip.ts';
import { Recorder } from './tracking.ts';
import { bundleOf } from './values.ts';
import { watchParent } from './watchdog.ts';

/** How long what is still to be written may take once the parent is gone, in milliseconds. */
const closeTime = 1200;

takeAway(process.env.MLOPS_LAB_WITHOUT);
const probes = probe();
assertRunnable(probes);
const options = JSON.parse(process.env.MLOPS_LAB_KERNEL ?? '') as KernelOptions;
const dist = dirname(process.argv[1] ?? '') + sep;
const library = new URL('mlops/', pathToFileURL(dist)).href;
const loadTypeScript = (): TypeScript => createRequire(dist)('./typescript.js') as TypeScript;

const positions = new Positions(pathToFileURL(options.labPath).href);
const evaluator = new Evaluator();
const outputs = new OutputQueue(send);
const recorder = new Recorder(() => import(`${library}tracking.mjs`), { ...options, sqlite: probes.sqlite });

/** The cell that runs, or ran last: what a timer of it prints later is still its own. */
let cell: CellRequest = { cellId: '', source: '', line: 0 };
let checks = 0;
let queue: Promise<void> = Promise.resolve();

function send(message: FromKernel): void {
  if (process.connected) process.send?.(message);
}

async function execute(request: CellRequest): Promise<void> {
  cell = request;
  checks = 0;
  const started = performance.now();
  const error = await runCell(request);
  const seconds = (performance.now() - started) / 1000;
  outputs.flush();
  send({ type: 'done', cellId: request.cellId, seconds, ...(error && { error }) });
}

/** What fails beside the cell's own code. A cell that is never done would hold up all later ones. */
function fail({ cellId }: CellRequest, thrown: unknown): void {
  send({ type: 'done', cellId, seconds: 0, error: describe(thrown) });
}

async function runCell(request: CellRequest): Promise<CellError | undefined> {
  try {
    const { scripts, showsValue } = compileCell(request, positions, loadTypeScript);
    let value: unknown;
    for (const script of scripts) {
      const evaluation = await evaluator.run(script);
      if (!evaluation.ok) return describe(evaluation.thrown);
      value = evaluation.value;
    }
    const data = showsValue ? bundleOf(value) : undefined;
    if (data) outputs.push(request.cellId, { kind: 'display', data });
    return undefined;
  } catch (thrown) {
    return describe(thrown);
  } finally {
    await evaluator.release();
  }
}

function describe(thrown: unknown): CellError {
  return cellError(thrown, positions, dist);
}

async function track(requestId: number, request: TrackRequest): Promise<void> {
  try {
    const run = await recorder.serve(request);
    send({ type: 'reply', requestId, ...(run && { run }) });
  } catch (error) {
    send({ type: 'reply', requestId, error: describe(error).message });
  }
}

function reportLost(what: string, thrown: unknown): void {
  const { stack } = describe(thrown);
  outputs.push(cell.cellId, { kind: 'stream', name: 'stderr', text: `${what}: ${stack}\n` });
}

/** Keeps what V8 compiled for the next kernel: one that is killed never writes it by itself. */
function keepCompiled(): void {
  setTimeout(flushCompileCache, 1000).unref();
}

setHost({
  display: (data) => outputs.push(cell.cellId, { kind: 'display', data }),
  checked(result) {
    checks += 1;
    const id = cell.check ?? cell.cellId;
    outputs.push(cell.cellId, { kind: 'check', check: { ...result, id: checks > 1 ? `${id}-${checks}` : id } });
  },
  backendStarted(backend) {
    send({ type: 'backend', backend });
    recorder.backendStarted(backend);
    keepCompiled();
  },
});
captureStreams((name, text) => outputs.push(cell.cellId, { kind: 'stream', name, text }));
installImports(positions, library);
// A stack of TensorFlow.js alone fills Node's ten frames, and the lab's own line would be lost.
Error.stackTraceLimit = 50;

process.on('unhandledRejection', (reason) => reportLost('Unhandled rejection', reason));
process.on('uncaughtException', (error) => reportLost('Uncaught', error));
// Ctrl+C in a terminal reaches the whole process group; what becomes of the cell is for the parent to say.
process.on('SIGINT', () => undefined);
process.on('exit', () => outputs.flush());
process.on('disconnect', () => {
  setTimeout(() => process.exit(1), closeTime);
  void recorder.close().finally(() => process.exit(0));
});
process.on('message', (message: ToKernel) => {
  if (message.type === 'track') void track(message.requestId, message.request);
  else if (message.type === 'execute')
    queue = queue.then(() => execute(message.cell)).catch((thrown) => fail(message.cell, thrown));
});

send({ type: 'ready', pid: process.pid, node: process.version, probes });
watchParent();
keepCompiled();
