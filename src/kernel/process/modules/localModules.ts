/**
 * The learner's own modules beside the lab: found as TypeScript finds them, compiled where Node alone cannot load
 * them, and read again once they, or what they import, have changed. Local is what lies in the workspace or in the
 * lab's folder, and in no `node_modules`.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import type {
  LoadFnOutput,
  LoadHookContext,
  RegisterHooksOptions,
  ResolveFnOutput,
  ResolveHookContext,
} from 'node:module';
import { sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findModule, formatOf, isTypeScript, textOf } from '../../../mlops/typescript/modules.ts';
import {
  CellSyntaxError,
  type JavaScript,
  type Position,
  syntaxErrorIn,
  type TypeScript,
  toJavaScript,
} from '../../../mlops/typescript/strip.ts';
import type { Positions } from '../cells/positions.ts';
import { ModuleVersions, withoutVersion } from './moduleVersions.ts';

export interface LocalModulesOptions {
  /** Absolute folders whose files are local. */
  readonly folders: readonly string[];
  /** URL of our own bundles, which are loaded once whatever becomes of them. */
  readonly library: string;
  readonly positions: Positions;
  readonly loadTypeScript: () => TypeScript;
  /** The cache of `require`, by path. */
  readonly cache: NodeJS.Dict<unknown>;
}

type NextResolve = (specifier: string, context?: Partial<ResolveHookContext>) => ResolveFnOutput;
type NextLoad = (url: string, context?: Partial<LoadHookContext>) => LoadFnOutput;

export class LocalModules {
  readonly #options: LocalModulesOptions;
  readonly #folders: readonly string[];
  readonly #versions: ModuleVersions;
  readonly #esModules = new Set<string>();
  /** Versions of ES modules, by the names that they are required under. */
  readonly #required = new Map<string, string>();

  constructor(options: LocalModulesOptions) {
    this.#options = options;
    this.#folders = options.folders.flatMap(folderUrls);
    this.#versions = new ModuleVersions({ stamp, forget: (url) => this.#evict(fileURLToPath(url)) });
  }

  /** For Node's `module.registerHooks`. */
  hooks(): RegisterHooksOptions {
    return {
      resolve: (specifier, context, nextResolve) => this.#resolve(specifier, context, nextResolve),
      load: (url, context, nextLoad) => this.#load(url, context, nextLoad),
    };
  }

  /** To be told how the import of a URL ended that came from the hooks: what failed is tried afresh next time. */
  settle(url: string, error?: unknown): void {
    const plain = withoutVersion(url);
    this.#versions.settle(plain, error === undefined);
    if (error instanceof SyntaxError) this.#nameFile(error, plain);
  }

  /** Drops what is stale of a module and all that it imports from the cache of `require`, which asks no hook first. */
  refresh(url: string): void {
    const file = withoutVersion(this.#required.get(url) ?? url);
    if (this.#isVersioned(file)) this.#versions.resolve(file);
  }

  #resolve(specifier: string, context: ResolveHookContext, nextResolve: NextResolve): ResolveFnOutput {
    const importer = context.parentURL;
    const local = importer !== undefined && this.#isLocal(importer);
    const found = local ? findModule(specifier, context, nextResolve) : nextResolve(specifier, context);
    if (!this.#isVersioned(found.url)) return found;
    const required = isRequire(context);
    const url = this.#versions.resolve(found.url, importer, required);
    const renewed = required && url !== found.url && this.#esModules.has(found.url);
    return { ...found, url: renewed ? this.#requirable(url) : url };
  }

  /**
   * `require` keeps ES modules by their files, where no version can be told from another. So one is required through
   * a module with a name of its own, which stands for no file and passes the version on.
   */
  #requirable(url: string): string {
    const name = `${withoutVersion(url)}/mlops-lab-${encodeURIComponent(url.slice(url.lastIndexOf('/') + 1))}.mjs`;
    this.#required.set(name, url);
    return name;
  }

  #load(url: string, context: LoadHookContext, nextLoad: NextLoad): LoadFnOutput {
    const version = this.#required.get(url);
    if (version !== undefined) {
      const source = `import * as it from ${JSON.stringify(version)}; export { it as 'module.exports' };`;
      return { format: 'module', source, shortCircuit: true };
    }
    const loaded = this.#loadFile(url, context, nextLoad);
    if (loaded.format?.startsWith('module') && this.#isLocal(url)) this.#esModules.add(withoutVersion(url));
    return loaded;
  }

  #loadFile(url: string, context: LoadHookContext, nextLoad: NextLoad): LoadFnOutput {
    if (!isTypeScript(url) || !this.#isLocal(url)) return nextLoad(url, context);
    const js = this.#compile(url);
    const format = formatOf(url, js);
    return format ? { format, source: js.code, shortCircuit: true } : nextLoad(url, context);
  }

  #compile(url: string): JavaScript {
    try {
      const js = toJavaScript(readFileSync(new URL(url), 'utf8'), this.#options.loadTypeScript, textOf(url));
      if (!js.original) return js;
      const name = this.#options.positions.registerModule(url, js.original);
      return { ...js, code: `${js.code}\n//# sourceURL=${name}` };
    } catch (error) {
      if (error instanceof CellSyntaxError && error.position) placeError(error, url, error.position);
      throw error;
    }
  }

  /** V8 does not say in which ES module of JavaScript a syntax error lies. */
  #nameFile(error: SyntaxError, root: string): void {
    for (const url of this.#versions.reach(root)) {
      if (!/\.m?js$/.test(url) || !this.#esModules.has(url) || stamp(url) === missing) continue;
      const position = syntaxErrorIn(readFileSync(new URL(url), 'utf8'));
      if (position) placeError(error, url, position);
    }
  }

  #evict(path: string): boolean {
    const { cache } = this.#options;
    return path in cache && delete cache[path];
  }

  #isVersioned(url: string): boolean {
    return this.#isLocal(url) && /\.(?:[cm]?[jt]s|json)$/.test(new URL(url).pathname);
  }

  #isLocal(url: string): boolean {
    if (url.startsWith(this.#options.library) || url.includes('/node_modules/')) return false;
    return this.#folders.some((folder) => url.startsWith(folder));
  }
}

/** Whether `require` asks. Node 22 gives it the conditions as a set, `import` as an array. */
export function isRequire({ conditions }: ResolveHookContext): boolean {
  return new Set(conditions).has('require');
}

function placeError(error: Error, url: string, { line, column }: Position): void {
  error.stack = `${error.name}: ${error.message}\n    at ${withoutVersion(url)}:${line}:${column}`;
}

const missing = 'missing';

function stamp(url: string): string {
  const stats = statSync(new URL(url), { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs} ${stats.size} ${stats.ino}` : missing;
}

/** The folder as it is written and as it really is: Node resolves symbolic links. */
function folderUrls(folder: string): string[] {
  return [...new Set([folder, realpathSync(folder)])].map((path) => pathToFileURL(path + sep).href);
}
