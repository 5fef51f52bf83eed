/** The environment that a kernel gets: by allow-list, so that no secret of the editor's reaches a lab's code. */
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeRuntime } from './node.ts';
import type { KernelOptions } from './protocol/options.ts';

/** Compared in capitals, since Windows does not tell them apart. */
const allowed = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LD_LIBRARY_PATH', 'TMPDIR', 'TMP', 'TEMP', 'LANG', 'LANGUAGE', 'TZ'],
  ...['USERPROFILE', 'USERNAME', 'HOMEDRIVE', 'HOMEPATH', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA', 'PROGRAMFILES'],
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'MLFLOW_TRACKING_URI', 'MLOPS_LAB_ENGINE'],
]);

export function kernelEnvironment(options: KernelOptions, runtime: NodeRuntime, own = process.env): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(([name]) => {
    const upper = name.toUpperCase();
    return allowed.has(upper) || upper.startsWith('LC_');
  });
  const cache = compileCache();
  return {
    ...Object.fromEntries(kept),
    ...runtime.env,
    MLOPS_LAB_KERNEL: JSON.stringify(options),
    MLOPS_LAB_BACKEND: options.backend,
    // Said before anything runs: a cell may load the library before the first request of ours.
    ...(!options.recording && { MLOPS_LAB_RECORDING: 'off' }),
    ...(cache && { NODE_COMPILE_CACHE: cache }),
  };
}

/** What makes a process use the native installation in `folder`. TensorFlow then prints errors only, no advice. */
export function nativeEnvironment(folder: string): Readonly<Record<string, string>> {
  return { MLOPS_LAB_NATIVE: folder, TF_CPP_MIN_LOG_LEVEL: '2' };
}

/** Folder for what V8 compiled, halving the time to the first tensor; none where another user may have planted it. */
function compileCache(): string | undefined {
  const user = process.getuid?.();
  const folder = join(tmpdir(), `mlops-lab-cache-${user ?? 'user'}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Of what lies there itself: a link would lead to a folder that we own, but not for this.
    const { uid, mode } = lstatSync(folder);
    return user === undefined || (uid === user && (mode & 0o022) === 0) ? folder : undefined;
  } catch {
    return undefined;
  }
}
