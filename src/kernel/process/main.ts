/**
 * The kernel process of one lab: takes cells, runs them one after the other, and sends back what they print, show
 * and throw. Started by `kernel.ts` with an IPC channel and the options in `MLOPS_LAB_KERNEL`.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire, flushCompileCache } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { setHost } from '../../mlops/host.ts';
import type { TypeScript } from '../../mlops/typescript/strip.ts';
import type { FromKernel, KernelQuery, ToKernel } from '../protocol/messages.ts';
import type { KernelOptions } from '../protocol/options.ts';
import type { CellError, Output } from '../protocol/outputs.ts';
import type { TrackRequest } from '../protocol/runs.ts';
import type { CellRun } from './cells/cellRun.ts';
import { Cells } from './cells/cells.ts';
import { cellError } from './cells/errors.ts';
import { Evaluator } from './cells/evaluate.ts';
import { LearnerNames } from './cells/names.ts';
import { Positions } from './cells/positions.ts';
import { cleanStacks } from './cells/stack.ts';
import { CellTimers } from './cells/timers.ts';
import { installImports } from './modules/modules.ts';
import { captureStreams, OutputQueue } from './output.ts';
import { assertRunnable, probe, takeAway } from './probes.ts';
import { Questions } from './questions.ts';
import { explainStdin } from './stdin.ts';
import { announceExits } from './stopping/farewell.ts';
import { type ControlData, type ControlNews, Signal } from './stopping/signal.ts';
import { LabEngine } from './tensors/engine.ts';
import { Leaks } from './tensors/leaks.ts';
import { type ModelPrototype, Tensors } from './tensors/tensors.ts';
import { Recorder } from './tracking.ts';
import { Queries } from './values/queries.ts';
import { Sources } from './values/sources.ts';

/** How long what is still to be written may take once the parent is gone, in milliseconds. */
const closeTime = 1200;

takeAway(process.env.MLOPS_LAB_WITHOUT);
const probes = probe();
assertRunnable(probes);
const options = JSON.parse(process.env.MLOPS_LAB_KERNEL ?? '') as KernelOptions;
const dist = dirname(process.argv[1] ?? '') + sep;
const library = new URL('mlops/', pathToFileURL(dist)).href;
const loadTypeScript = (): TypeScript => createRequire(dist)('./typescript.js') as TypeScript;

const runs = new AsyncLocalStorage<CellRun>();
const signal = new Signal();
const positions = new Positions(pathToFileURL(options.labPath).href);
const names = new LearnerNames();
const reader = { positions, names, ours: pathToFileURL(dist).href };
const evaluator = new Evaluator();
const outputs = new OutputQueue(send);
const recorder = new Recorder(() => import(`${library}tracking.mjs`), { ...options, sqlite: probes.sqlite });
const timers = new CellTimers(runs);
const leaks = new Leaks(({ serial, cellId }, use) => send({ type: 'tensors', serial, cellId, use }));
const tensors = new Tensors(signal, runs, leaks);
const questions = new Questions(send);
const sources = new Sources();
const queries = new Queries(runs, signal, evaluator, names, sources);
const engine = new LabEngine({
  runs,
  signal,
  positions,
  names,
  evaluator,
  tensors,
  leaks,
  timers,
  questions,
  sources,
  loadTypeScript,
  show: (cellId, output) => outputs.push(cellId, output),
  describe,
});
const cells = new Cells(engine, runs, signal, (done) => {
  outputs.flush();
  send(done);
});

/** Settled once the models of TensorFlow.js, if it is loaded, can be stopped while they train. */
let stoppable: Promise<void> | undefined;

/** Node's own, whatever a lab puts in its place. */
const toParent = process.send?.bind(process);

function send(message: FromKernel): void {
  if (process.connected) toParent?.(message);
}

function describe(thrown: unknown): CellError {
  return cellError(thrown, reader);
}

async function track(requestId: number, request: TrackRequest): Promise<void> {
  try {
    const run = await recorder.serve(request);
    send({ type: 'reply', requestId, ...(run && { run }) });
  } catch (error) {
    send({ type: 'reply', requestId, error: describe(error).message });
  }
}

async function query(requestId: number, request: KernelQuery): Promise<void> {
  try {
    send({ type: 'result', requestId, value: await queries.answer(request) });
  } catch (error) {
    send({ type: 'result', requestId, error: describe(error).message });
  }
}

/** Hands on what code shows or prints, to the cell whose code it is; nothing of a cell that was stopped. */
function show(output: Output): void {
  const run = cells.running;
  if (!run?.stopped) outputs.push(run?.cell.cellId ?? '', output);
}

function reportLost(what: string, thrown: unknown): void {
  const { stack } = describe(thrown);
  show({ kind: 'stream', name: 'stderr', text: `${what}: ${stack}\n` });
}

/**
 * While a cell imports, it is not broken off: a module that was is never whole again. And what it gets of
 * TensorFlow.js can be stopped.
 */
function occupying<Arguments extends unknown[]>(
  load: (...args: Arguments) => Promise<object>,
): (...args: Arguments) => Promise<object> {
  return async (...args) => {
    signal.add('occupied', 1);
    try {
      const loaded = await load(...args);
      await stoppable;
      return loaded;
    } finally {
      signal.add('occupied', -1);
    }
  };
}

async function watchTraining(): Promise<void> {
  const tensorflow: { LayersModel: { prototype: ModelPrototype } } = await import(`${library}tfjs-node.mjs`);
  tensors.watchTraining(tensorflow.LayersModel.prototype);
}

function startControl(): void {
  const { memoryLimit } = options;
  const stages = { ask: probes.sharedMemory, breakOff: probes.inspector };
  const workerData: ControlData = { buffer: signal.buffer, stages, parent: process.ppid, memoryLimit };
  const control = new Worker(join(dist, 'kernel-control.js'), { workerData, stdout: true, stderr: true });
  control.on('message', (news: ControlNews) => cells.receive(news));
  control.unref();
}

/** Keeps what V8 compiled for the next kernel: one that is killed never writes it by itself. */
function keepCompiled(): void {
  setTimeout(flushCompileCache, 1000).unref();
}

setHost({
  display: (data) => show({ kind: 'display', data }),
  update: (id, change) => show({ kind: 'update', id, change }),
  beforeCellEnds(send) {
    cells.running?.lastWords.push(send);
  },
  whenCellStops(end) {
    runs.getStore()?.whenStopped.push(end);
  },
  serve(source) {
    const run = cells.running;
    return run && !run.stopped ? sources.serve(run, source) : '';
  },
  checked(result) {
    const run = cells.running;
    if (!run) return;
    if (!result.id) run.checks += 1;
    const id = run.cell.check ?? run.cell.cellId;
    show({ kind: 'check', check: { id: run.checks > 1 ? `${id}-${run.checks}` : id, ...result } });
  },
  backendStarted(backend) {
    send({ type: 'backend', backend });
    recorder.backendStarted(backend);
    tensors.watchOps();
    stoppable ??= watchTraining();
    keepCompiled();
  },
  async ask(question) {
    const run = cells.running;
    return run && !run.stopped ? questions.ask(run, question) : undefined;
  },
});
captureStreams((name, text) => show({ kind: 'stream', name, text }));
timers.install();
explainStdin();
announceExits(runs, (call) => send({ type: 'leaving', call }));
installImports({ positions, names, workspace: options.workspace, library, loadTypeScript, guard: occupying });
// Errors name modules' files as their authors know them, also where a lab prints a stack itself.
cleanStacks(reader);
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
  switch (message.type) {
    case 'execute':
      return cells.submit(message.cell, message.serial);
    case 'answer':
      return questions.answer(message.requestId, message.text);
    case 'track':
      return void track(message.requestId, message.request);
    case 'query':
      return void query(message.requestId, message.request);
  }
});

send({ type: 'ready', pid: process.pid, node: process.version, probes });
startControl();
keepCompiled();
