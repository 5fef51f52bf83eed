/**
 * Which version of each local module is the current one. Node never forgets an ES module, so a file that changed is
 * loaded again under a new URL: the file's own with a version in its query. A module whose imports changed is stale,
 * too, since it is linked to the old ones; all others keep their identity and state.
 */

const versionMark = 'mlops-lab-version=';
const versionPattern = new RegExp(`[?&]${versionMark}(\\d+)`);

interface LocalModule {
  /** What the file looked like when it was last read. */
  stamp: string;
  /** 0: the URL is the file's own. */
  version: number;
  /** What it imported so far, each with the version that it is linked to. */
  readonly imports: Map<string, number>;
  /** Whether it is known to have been evaluated without an error. */
  evaluated: boolean;
  /** Whether its import failed: Node would repeat the error for ever, even once the reason is gone. */
  failed: boolean;
}

export interface ModuleFiles {
  /** Describes a file so that a change shows, e.g. by its time; cheap. */
  stamp(url: string): string;
  /**
   * Told of each module that is stale, before it is loaded again.
   * @returns whether it is a CommonJS one, which was dropped from the cache of `require`
   */
  forget(url: string): boolean;
}

/** All URLs that go in are those of files, without a version. */
export class ModuleVersions {
  readonly #files: ModuleFiles;
  readonly #modules = new Map<string, LocalModule>();
  #lastVersion = 0;

  constructor(files: ModuleFiles) {
    this.#files = files;
  }

  /**
   * The URL to load a module from now.
   * @param importer URL of the module that imports it, with its version, if it is one
   * @param required whether by `require`, which names the importer's file alone
   */
  resolve(url: string, importer = '', required = false): string {
    const module = this.#refresh(url, new Set());
    const parent = this.#modules.get(withoutVersion(importer));
    // An old version that still imports something says nothing about the current one.
    if (parent && (required || parent.version === versionOf(importer))) parent.imports.set(url, module.version);
    return module.version === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${versionMark}${module.version}`;
  }

  /** Marks a module and all that it imports as evaluated, or those that never were as failed. */
  settle(url: string, succeeded: boolean): void {
    for (const reached of this.reach(url)) {
      const module = this.#modules.get(reached);
      if (!module) continue;
      if (succeeded) module.evaluated = true;
      else if (!module.evaluated) module.failed = true;
    }
  }

  /** The module's URL and those of all that it imports, directly or not. */
  reach(url: string, reached = new Set<string>()): Set<string> {
    if (reached.has(url)) return reached;
    reached.add(url);
    for (const imported of this.#modules.get(url)?.imports.keys() ?? []) this.reach(imported, reached);
    return reached;
  }

  #refresh(url: string, visited: Set<string>): LocalModule {
    const module = this.#modules.get(url);
    const stamp = this.#files.stamp(url);
    if (!module) {
      const added = { stamp, version: 0, imports: new Map(), evaluated: false, failed: false };
      this.#modules.set(url, added);
      return added;
    }
    if (visited.has(url)) return module;
    visited.add(url);
    let stale = module.failed || module.stamp !== stamp;
    for (const [imported, version] of module.imports) {
      if (this.#refresh(imported, visited).version !== version) stale = true;
    }
    if (!stale) return module;
    this.#lastVersion += 1;
    const imports = new Map<string, number>();
    if (this.#files.forget(url)) {
      // What is required again may come from Node's cache, without a word to us.
      for (const imported of module.imports.keys()) imports.set(imported, this.#modules.get(imported)?.version ?? 0);
    }
    const renewed = { stamp, version: this.#lastVersion, imports, evaluated: false, failed: false };
    this.#modules.set(url, renewed);
    return renewed;
  }
}

/** The URL as the file has it: what a reader is shown. */
export function withoutVersion(url: string): string {
  return url.replace(versionPattern, '');
}

function versionOf(url: string): number {
  return Number(versionPattern.exec(url)?.[1] ?? 0);
}
