/** The process of a kernel, from its fork to its last words. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kernelEnvironment } from './environment.ts';
import type { NodeRuntime } from './node.ts';
import type { KernelOptions } from './protocol/options.ts';

/** Milliseconds in which what a dead process wrote last may still be on its way. */
const drain = 500;

/** @param dist absolute folder of the built bundles */
export function forkKernel(options: KernelOptions, runtime: NodeRuntime, dist: string): ChildProcess {
  return fork(join(dist, 'kernel.js'), [], {
    execPath: runtime.path,
    execArgv: kernelFlags(runtime.version),
    serialization: 'advanced',
    // The last one is the control pipe, see control.ts.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    cwd: options.workspace,
    env: kernelEnvironment(options, runtime),
  });
}

export type Exit = readonly [code: number | null, signal: NodeJS.Signals | null];

/** Resolves when the process is dead, or was never born, and what it wrote last has been read. */
export async function ended(child: ChildProcess, onError: (error: Error) => void): Promise<Exit> {
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
  await Promise.race([Promise.all([...read, heard]), sleep(drain, undefined, { ref: false })]);
  return exit;
}

function kernelFlags(version: string): string[] {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return [
    // Type stripping is what a kernel is made of, however experimental Node still calls it.
    '--disable-warning=ExperimentalWarning',
    // Code that is broken off leaves Node's stack of async ids as it is, which Node would otherwise take for a fault.
    '--no-force-async-hooks-checks',
    // What follows a cell through its promises at no cost: the rule since 24.
    ...(major < 24 ? ['--experimental-async-context-frame'] : []),
    // Before 22.18 Node strips the types of imported `.ts` files only when asked to.
    ...(major === 22 && minor < 18 ? ['--experimental-strip-types'] : []),
  ];
}
