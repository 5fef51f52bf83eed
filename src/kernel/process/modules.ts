/** `import` and `require` in a cell: Node's own resolution, as if written in the lab file. */
import { createRequire, registerHooks } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { libraryResolver } from '../../mlops/resolver.ts';
import { LocalModules } from './localModules.ts';
import type { Positions } from './positions.ts';
import { cellGlobal } from './rewrite.ts';
import { cleanStacks } from './stack.ts';
import type { TypeScript } from './strip.ts';

/** Marks what a cell imports; the hook then resolves it from the lab file instead of from the kernel's bundle. */
const fromCell = 'mlops-lab-cell:';

/**
 * Gives cells their imports: the global that `rewrite.ts` has them call, and `require`. The workspace is the working
 * directory, as a kernel is started there. Errors then name the modules' files as their authors know them.
 * @param library URL of `dist/mlops/`
 */
export function installImports(positions: Positions, library: string): void {
  const { labUrl } = positions;
  cleanStacks({ positions, ours: new URL('../', library).href });
  const filename = fileURLToPath(labUrl);
  const nodeRequire = createRequire(labUrl);
  const local = new LocalModules({
    folders: [process.cwd(), dirname(filename)],
    library,
    positions,
    loadTypeScript: () => createRequire(library)('../typescript.js') as TypeScript,
    cache: nodeRequire.cache,
  });
  /** What the specifiers of cells led to, last time. */
  const resolved = new Map<string, string>();

  // The last to be asked: where the others name a file by its URL, `require` wants a path.
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const required = context.conditions.includes('require') && specifier.startsWith('file:');
      return nextResolve(required ? fileURLToPath(specifier) : specifier, context);
    },
  });
  registerHooks({ resolve: libraryResolver(library, '.mjs') });
  registerHooks(local.hooks());
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!specifier.startsWith(fromCell)) return nextResolve(specifier, context);
      const found = nextResolve(specifier.slice(fromCell.length), { ...context, parentURL: labUrl });
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
      throw new SyntaxError(
        `The module "${specifier}" has no export named "${missing}". If it is a type, write "import type".`,
      );
    } catch (error) {
      positions.blame(error, { line, column });
      throw error;
    }
  };

  /** Of the library, TensorFlow.js among it, which awaits its backend: `require` alone could not load it. */
  const required = new Map<string, unknown>();
  /** Called before a cell that requires something by its name. */
  const prepare = async (id: string): Promise<void> => {
    try {
      if (!nodeRequire.resolve(id).startsWith(fileURLToPath(library))) return;
      required.set(id, await importOf(fromCell + id, undefined));
    } catch {
      // For `require` to say, if the cell ever comes to it.
    }
  };
  /** Resolving has changed files dropped from Node's cache, which it would look at before it asks any hook. */
  const cellRequire = (id: string): unknown => {
    if (required.has(id)) return required.get(id);
    nodeRequire.resolve(id);
    return nodeRequire(id);
  };

  const meta = { url: labUrl, filename, dirname: dirname(filename) };
  define(cellGlobal, Object.assign(dynamicImport, { load, prepare, meta }));
  define('require', Object.assign(cellRequire, nodeRequire));
}

async function importOf(specifier: string, type: string | undefined): Promise<object> {
  if (type === undefined) return import(specifier);
  if (type === 'json') return import(specifier, { with: { type: 'json' } });
  throw new TypeError(`Node.js imports nothing of the type "${type}".`);
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
}
