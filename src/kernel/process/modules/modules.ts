/** `import` and `require` in a cell: Node's own resolution, as if written in the lab file. */
import { createRequire, registerHooks } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';
import { libraryResolver } from '../../../mlops/resolver.ts';
import type { TypeScript } from '../../../mlops/typescript/strip.ts';
import { cellGlobal, type LearnerNames } from '../cells/names.ts';
import type { Positions } from '../cells/positions.ts';
import { isRequire, LocalModules } from './localModules.ts';
import { withoutVersion } from './moduleVersions.ts';

/** Marks what a cell imports; the hook then resolves it from the lab file instead of from the kernel's bundle. */
const fromCell = 'mlops-lab-cell:';

type Load<Arguments extends unknown[]> = (...args: Arguments) => Promise<object>;

export interface ImportOptions {
  readonly positions: Positions;
  readonly names: LearnerNames;
  /** Absolute: modules in it, beside those in the lab's own folder, are read again when they have changed. */
  readonly workspace: string;
  /** URL of `dist/mlops/`. */
  readonly library: string;
  readonly loadTypeScript: () => TypeScript;
  /** Is put around whatever loads a module for a cell. */
  readonly guard: <Arguments extends unknown[]>(load: Load<Arguments>) => Load<Arguments>;
}

/** Gives cells their imports: the global that `rewrite.ts` has them call, and `require`. */
export function installImports({ positions, names, workspace, library, loadTypeScript, guard }: ImportOptions): void {
  const { labUrl } = positions;
  const filename = fileURLToPath(labUrl);
  const nodeRequire = createRequire(labUrl);
  const folders = [workspace, dirname(filename)];
  const local = new LocalModules({ folders, library, positions, loadTypeScript, cache: nodeRequire.cache });
  /** What the specifiers of cells led to, last time, by `import` and by `require`. */
  const resolved = new Map<string, string>();
  const toLibrary = libraryResolver(library, '.mjs');

  // The last to be asked: where the others name a file by its URL, `require` wants a path.
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const byUrl = specifier.startsWith('file:') && isRequire(context);
      return nextResolve(byUrl ? fileURLToPath(specifier) : specifier, context);
    },
  });
  registerHooks({ resolve: toLibrary });
  registerHooks(local.hooks());
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const imported = specifier.startsWith(fromCell);
      if (!imported && context.parentURL !== labUrl) return nextResolve(specifier, context);
      const id = imported ? specifier.slice(fromCell.length) : specifier;
      const found = nextResolve(id, { ...context, parentURL: labUrl });
      resolved.set(specifier, found.url);
      return found;
    },
  });

  const dynamicImport = async (specifier: unknown, options?: ImportCallOptions): Promise<object> => {
    const marked = fromCell + String(specifier);
    resolved.delete(marked);
    try {
      const loaded = await importOf(marked, options?.with?.type);
      local.settle(resolved.get(marked) ?? labUrl);
      return loaded;
    } catch (error) {
      local.settle(resolved.get(marked) ?? labUrl, error);
      throw error;
    }
  };

  /** A static import: fails as a whole when one of `names` is missing, as in a module. */
  const load = async (
    specifier: string,
    names: readonly string[],
    options: ImportCallOptions,
    line: number,
    column: number,
  ): Promise<object> => {
    try {
      const loaded = await dynamicImport(specifier, options);
      const missing = names.find((name) => !(name in loaded));
      if (missing === undefined) return loaded;
      throw new SyntaxError(missingName(specifier, missing, loaded));
    } catch (error) {
      positions.blame(error, { line, column });
      throw error;
    }
  };

  /** Of the library, TensorFlow.js among it, which awaits its backend: `require` alone could not load it. */
  const prepared = new Map<string, unknown>();
  /** Called before a cell that requires something by its name. */
  const prepare = async (id: string): Promise<object> => {
    const { url } = toLibrary(id, { parentURL: labUrl, conditions: [], importAttributes: {} }, (found) => ({
      url: found,
    }));
    // Where the import fails, `require` says so, if the cell ever comes to it.
    if (!url.startsWith(library)) return {};
    const loaded = await importOf(url, undefined).catch(() => undefined);
    if (loaded) prepared.set(id, loaded);
    return loaded ?? {};
  };
  const cellRequire = (id: string): unknown => {
    if (prepared.has(id)) return prepared.get(id);
    const last = resolved.get(id);
    if (last !== undefined) local.refresh(last);
    return nodeRequire(id);
  };

  const meta: ImportMeta = { url: labUrl, filename, dirname: dirname(filename) };
  /** Called before a cell that uses `import.meta`: only a module can give what resolves as `import` does. */
  const complete = async (): Promise<object> => {
    if (meta.resolve) return meta;
    const asked = 'data:text/javascript,export const resolve = (specifier) => import.meta.resolve(specifier)';
    const { resolve } = (await import(asked)) as { resolve(specifier: string): string };
    meta.resolve = (specifier) => withoutVersion(resolve(fromCell + String(specifier)));
    return meta;
  };
  const guarded = {
    load: guard(load),
    prepare: guard(prepare),
    complete: guard(complete),
    meta,
    ifAny: names.ifAny,
    told: names.told,
  };
  define(cellGlobal, Object.assign(guard(dynamicImport), guarded));
  define('require', Object.assign(cellRequire, nodeRequire));
}

/** What a cell's `import.meta` holds. */
interface ImportMeta {
  readonly url: string;
  readonly filename: string;
  readonly dirname: string;
  resolve?: (specifier: string) => string;
}

function missingName(specifier: string, name: string, loaded: object): string {
  const whole: unknown = 'default' in loaded ? loaded.default : undefined;
  // Node tells the names of CommonJS by their text, before it runs.
  if (typeof whole === 'object' && whole !== null && !types.isProxy(whole) && name in whole) {
    return `The CommonJS module "${specifier}" names "${name}" only when it runs, so it cannot be imported by name. Write: import whole from "${specifier}"; const { ${name} } = whole;`;
  }
  return `The module "${specifier}" has no export named "${name}". If it is a type, write "import type".`;
}

async function importOf(specifier: string, type: string | undefined): Promise<object> {
  if (type === undefined) return import(specifier);
  if (type === 'json') return import(specifier, { with: { type: 'json' } });
  throw new TypeError(`Node.js imports nothing of the type "${type}".`);
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
}
