/** Looks for what the kernel stands on, without loading any of it. */
import { Session } from 'node:inspector';
import module from 'node:module';
import type { ProbeName, Probes } from '../probes.ts';

/** `(func (result v128) i32.const 0, i8x16.splat, i8x16.popcnt)`: valid only where there is SIMD. */
const simdModule = Uint8Array.from([
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 5, 1, 96, 0, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
]);

/** Takes a millisecond at most: it is on the way to the first cell. */
export function probe(): Probes {
  const wasm = typeof globalThis.WebAssembly === 'object';
  return {
    // Node's own type stripper is a WebAssembly module.
    strip: wasm && typeof module.stripTypeScriptTypes === 'function',
    hooks: typeof module.registerHooks === 'function',
    sqlite: module.isBuiltin('node:sqlite'),
    inspector: typeof Session.prototype.connectToMainThread === 'function',
    sharedMemory: typeof globalThis.SharedArrayBuffer === 'function' && typeof globalThis.Atomics === 'object',
    wasm,
    simd: wasm && WebAssembly.validate(simdModule),
    compileCache: module.getCompileCacheDir?.() !== undefined,
  };
}

/** @throws Error where no cell could import anything: the parent shows it with what it knows of the start */
export function assertRunnable({ hooks }: Probes): void {
  if (hooks) return;
  throw new Error(
    `Node.js ${process.version} has no module.registerHooks. ` +
      'Choose Node.js 22.15 or newer by the setting mlopsLab.kernel.nodePath, or on the command line by PATH.',
  );
}

/**
 * For tests: takes away from this process what is named, so that probe and fallback alike meet a Node.js that lacks
 * it. (The compile cache is switched off by Node's own NODE_DISABLE_COMPILE_CACHE=1.)
 * @param names separated by commas: the environment variable `MLOPS_LAB_WITHOUT`
 */
export function takeAway(names: string | undefined): void {
  for (const name of (names ?? '').split(',').filter(Boolean)) {
    const take = Object.hasOwn(takers, name) ? takers[name as ProbeName] : undefined;
    if (!take) throw new Error(`MLOPS_LAB_WITHOUT: "${name}" is not one of ${Object.keys(takers).join(', ')}.`);
    take();
  }
  // What ES modules have imported by name follows only when it is told to.
  module.syncBuiltinESMExports();
}

const takers: Readonly<Partial<Record<ProbeName, () => void>>> = {
  strip: () => Reflect.deleteProperty(module, 'stripTypeScriptTypes'),
  hooks: () => Reflect.deleteProperty(module, 'registerHooks'),
  sqlite: withoutSqlite,
  inspector: () => Reflect.deleteProperty(Session.prototype, 'connectToMainThread'),
  sharedMemory: () => Reflect.deleteProperty(globalThis, 'SharedArrayBuffer'),
  wasm: () => Reflect.deleteProperty(globalThis, 'WebAssembly'),
  simd: () => {
    WebAssembly.validate = () => false;
  },
};

/** As Node.js behaves that was built without it. */
function withoutSqlite(): void {
  const { isBuiltin } = module;
  const { getBuiltinModule } = process;
  module.isBuiltin = (name) => name !== 'node:sqlite' && isBuiltin(name);
  process.getBuiltinModule = ((id: string) =>
    id === 'node:sqlite' ? undefined : getBuiltinModule(id)) as typeof getBuiltinModule;
  module.registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier !== 'node:sqlite') return nextResolve(specifier, context);
      throw Object.assign(new Error(`No such built-in module: ${specifier}`), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
    },
  });
}
