import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';

/** The oldest Node.js that has all a kernel stands on: type stripping, node:sqlite, module.registerHooks. */
export const minimumNode = [22, 15] as const;

/** A program that runs kernels: a real Node.js, or VS Code's own binary told to behave as one. */
export interface NodeRuntime {
  readonly path: string;
  readonly version: string;
  /** Extra environment, e.g. `ELECTRON_RUN_AS_NODE` for VS Code's own binary. */
  readonly env: Readonly<Record<string, string>>;
}

export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > minimumNode[0] || (major === minimumNode[0] && minor >= minimumNode[1]);
}

/**
 * Finds what runs a kernel: the first of `candidates` (most wanted first), then every `node` on PATH, that exists and
 * is new enough; `undefined` when there is none. Relative paths are left out: they lead into the folder that VS Code
 * was started in, which may be a stranger's.
 */
export async function findNode(candidates: readonly string[], env = process.env): Promise<NodeRuntime | undefined> {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const onPath = (env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  for (const path of [...candidates, ...onPath].filter(isAbsolute)) {
    const version = await versionOf(path);
    if (version && isNewEnough(version)) return { path, version, env: {} };
  }
  return undefined;
}

/** The process we are in, as a runtime for kernels: the last resort inside VS Code, the usual one in the CLI. */
export function ownRuntime(): NodeRuntime {
  const electron = 'electron' in process.versions;
  return { path: process.execPath, version: process.version, env: electron ? { ELECTRON_RUN_AS_NODE: '1' } : {} };
}

/** Whether native code may lend its memory to JavaScript there, as TensorFlow's binding does: VS Code's binary forbids it. */
export function isRealNode(runtime: NodeRuntime): boolean {
  return runtime.env.ELECTRON_RUN_AS_NODE === undefined;
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK);
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 5000 });
    return /^v\d+\.\d+\.\d+/.exec(stdout.trim())?.[0];
  } catch {
    return undefined;
  }
}
