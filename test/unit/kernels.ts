import { join } from 'node:path';
import { nativeEnvironment } from '../../src/kernel/environment.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { type NodeRuntime, ownRuntime } from '../../src/kernel/node.ts';
import type { CellRequest } from '../../src/kernel/protocol/messages.ts';
import type { Backend } from '../../src/kernel/protocol/options.ts';
import type { Output } from '../../src/kernel/protocol/outputs.ts';
import { type Log, silentLog } from '../../src/platform/log.ts';

/** What ships, as the last build made it: `npm test` builds before it tests. */
export const dist = join(import.meta.dirname, '../../dist');

export interface LabOptions {
  readonly dist: string;
  readonly workspace: string;
  readonly backend?: Backend;
  readonly recording?: boolean;
  readonly log?: Log;
  readonly runtime?: NodeRuntime;
  readonly startTimeoutMs?: number;
  readonly memoryLimit?: number;
}

const kernels: Kernel[] = [];

/** Node.js as it runs the tests, and on native TensorFlow where `test/parity/nativeKernel.test.ts` asks for that. */
function testRuntime(): NodeRuntime {
  const own = ownRuntime();
  const native = process.env.MLOPS_LAB_TEST_NATIVE;
  return native ? { ...own, env: { ...own.env, ...nativeEnvironment(native) } } : own;
}

/** Starts a kernel for the lab file `x.lab.ts` of a folder. */
export async function startKernel(lab: LabOptions): Promise<Kernel> {
  const {
    dist,
    workspace,
    backend = 'auto',
    recording = true,
    runtime = testRuntime(),
    startTimeoutMs,
    memoryLimit,
  } = lab;
  const labPath = join(workspace, 'x.lab.ts');
  const options = { labPath, workspace, backend, recording, ...(memoryLimit && { memoryLimit }) };
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
  await Promise.all(kernels.splice(0).map((kernel) => kernel.kill()));
}

let nextCell = 1;

/** Runs one cell, ten lines into the lab file unless said otherwise. */
export async function run(kernel: Kernel, source: string, cell: Partial<CellRequest> = {}) {
  const outputs: Output[] = [];
  const request = { cellId: `cell-${nextCell++}`, source, line: 10, ...cell };
  const outcome = await kernel.execute(request, { output: (output) => outputs.push(output) });
  return { ...outcome, outputs, text: textOf(outputs) };
}

/** All text of the outputs, in order; each displayed value on a line of its own. */
export function textOf(outputs: readonly Output[]): string {
  return outputs
    .map((output) => {
      if (output.kind === 'stream') return output.text;
      if (output.kind === 'update') return '';
      return output.kind === 'display' ? `${String(output.data['text/plain'])}\n` : `${output.check.id}\n`;
    })
    .join('');
}
