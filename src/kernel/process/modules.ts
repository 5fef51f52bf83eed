/** `import` and `require` in a cell: Node's own resolution, as if written in the lab file. */
import { createRequire, registerHooks } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { libraryResolver } from '../../mlops/resolver.ts';
import type { Positions } from './positions.ts';
import { cellGlobal } from './rewrite.ts';

/** Marks what a cell imports; the hook then resolves it from the lab file instead of from the kernel's bundle. */
const fromCell = 'mlops-lab-cell:';

/**
 * Gives cells their imports: the global that `rewrite.ts` has them call, and `require`.
 * @param library URL of `dist/mlops/`
 */
export function installImports(positions: Positions, library: string): void {
  const { labUrl } = positions;
  registerHooks({ resolve: libraryResolver(library, '.mjs') });
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!specifier.startsWith(fromCell)) return nextResolve(specifier, context);
      return nextResolve(specifier.slice(fromCell.length), { ...context, parentURL: labUrl });
    },
  });

  const dynamicImport = async (specifier: unknown, options?: ImportCallOptions): Promise<object> => {
    const type = options?.with?.type;
    if (type === undefined) return import(fromCell + String(specifier));
    if (type === 'json') return import(fromCell + String(specifier), { with: { type: 'json' } });
    throw new TypeError(`Node.js imports nothing of the type "${type}".`);
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

  const filename = fileURLToPath(labUrl);
  const meta = { url: labUrl, filename, dirname: dirname(filename) };
  define(cellGlobal, Object.assign(dynamicImport, { load, meta }));
  define('require', createRequire(labUrl));
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
}
