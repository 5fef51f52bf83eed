import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { Kernel } from '../../src/kernel/kernel.ts';
import { type NodeRuntime, ownRuntime } from '../../src/kernel/node.ts';
import type { Backend, CellRequest, Output } from '../../src/kernel/protocol.ts';
import { type Log, silentLog } from '../../src/platform/log.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

let built: Promise<string> | undefined;

/** A folder with what a kernel process is made of, as esbuild.js builds it: made once, gone at exit. */
export function buildKernel(): Promise<string> {
  built ??= bundle();
  return built;
}

async function bundle(): Promise<string> {
  const dist = mkdtempSync(join(tmpdir(), 'mlops-lab-kernel-dist-'));
  process.once('exit', () => rmSync(dist, { recursive: true }));
  const common: BuildOptions = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node22',
    logLevel: 'warning',
  };
  const banner =
    "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url), __dirname = import.meta.dirname;";
  const library = ['lab', 'tracking', 'register', 'tensorflow/tfjs-node'];
  await Promise.all([
    build({ ...common, format: 'cjs', entryPoints: ['src/kernel/process/main.ts'], outfile: join(dist, 'kernel.js') }),
    build({
      ...common,
      format: 'cjs',
      entryPoints: ['src/kernel/process/typescript.ts'],
      outfile: join(dist, 'typescript.js'),
    }),
    build({
      ...common,
      format: 'esm',
      splitting: true,
      mainFields: ['module', 'main'],
      outExtension: { '.js': '.mjs' },
      banner: { js: banner },
      external: ['node-fetch'],
      entryPoints: library.map((name) => `src/mlops/${name}.ts`),
      outdir: join(dist, 'mlops'),
      entryNames: '[name]',
    }),
  ]);
  for (const file of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
    cpSync(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/wasm-out', file), join(dist, 'mlops', file));
  }
  return dist;
}

export interface LabOptions {
  readonly dist: string;
  readonly workspace: string;
  readonly backend?: Backend;
  readonly recording?: boolean;
  readonly log?: Log;
  readonly runtime?: NodeRuntime;
  readonly startTimeoutMs?: number;
}

const kernels: Kernel[] = [];

/** Starts a kernel for the lab file `x.lab.ts` of a folder. */
export async function startKernel(lab: LabOptions): Promise<Kernel> {
  const { dist, workspace, backend = 'auto', recording = true, runtime = ownRuntime(), startTimeoutMs } = lab;
  const options = { labPath: join(workspace, 'x.lab.ts'), workspace, backend, recording };
  const kernel = await Kernel.start({
    options,
    runtime,
    dist,
    log: lab.log ?? silentLog,
    ...(startTimeoutMs && { startTimeoutMs }),
  });
  kernels.push(kernel);
  return kernel;
}

/** Ends what a test that failed has left running. */
export async function endKernels(): Promise<void> {
  await Promise.all(kernels.splice(0).map((kernel) => kernel.stop()));
}

let nextCell = 1;

/** Runs one cell, ten lines into the lab file unless said otherwise. */
export async function run(kernel: Kernel, source: string, cell: Partial<CellRequest> = {}) {
  const outputs: Output[] = [];
  const request = { cellId: `cell-${nextCell++}`, source, line: 10, ...cell };
  const outcome = await kernel.execute(request, (output) => outputs.push(output));
  return { ...outcome, outputs, text: textOf(outputs) };
}

/** All text of the outputs, in order; each displayed value on a line of its own. */
export function textOf(outputs: readonly Output[]): string {
  return outputs
    .map((output) => {
      if (output.kind === 'stream') return output.text;
      return output.kind === 'display' ? `${String(output.data['text/plain'])}\n` : `${output.check.id}\n`;
    })
    .join('');
}
