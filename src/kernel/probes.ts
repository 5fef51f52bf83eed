/** What a kernel stands on, which it looks for at its start, and what it does where one is missing. */
import { t } from '../platform/l10n.ts';

export const probeNames = [
  'strip',
  'hooks',
  'sqlite',
  'inspector',
  'sharedMemory',
  'wasm',
  'simd',
  'compileCache',
] as const;

export type ProbeName = (typeof probeNames)[number];

/** Whether each is there. */
export type Probes = Readonly<Record<ProbeName, boolean>>;

/** What is looked for, in the terms of Node.js and WebAssembly. */
export const probeTitles: Readonly<Record<ProbeName, string>> = {
  strip: 'module.stripTypeScriptTypes',
  hooks: 'module.registerHooks',
  sqlite: 'node:sqlite',
  inspector: 'inspector.Session.connectToMainThread',
  sharedMemory: 'SharedArrayBuffer, Atomics',
  wasm: 'WebAssembly',
  simd: 'WebAssembly SIMD',
  compileCache: 'module compile cache',
};

/** A sentence on what happens without it. */
export function fallbackOf(name: ProbeName): string {
  switch (name) {
    case 'strip':
      return t('Cells are compiled by TypeScript itself, which takes a few milliseconds more.');
    case 'hooks':
      return t('No kernel starts without it: choose another Node.js by the setting mlopsLab.kernel.nodePath.');
    case 'sqlite':
      return t('Runs are not recorded.');
    case 'inspector':
      return t('Stop ends tensor operations; where that does not help it ends the kernel, and its variables.');
    case 'sharedMemory':
      return t('Stop ends the kernel, and its variables.');
    case 'wasm':
      return t('TensorFlow.js computes in plain JavaScript, the slow cpu backend.');
    case 'simd':
      return t('TensorFlow.js computes on WebAssembly without SIMD, more slowly.');
    case 'compileCache':
      return t('Each kernel compiles its code anew, which takes some tens of milliseconds at its start.');
  }
}

/** The names of what is missing, in the order of the table. */
export function missing(probes: Probes): ProbeName[] {
  return probeNames.filter((name) => !probes[name]);
}
