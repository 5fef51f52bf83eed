import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

/** What a folder holds, by name and by folded name. */
interface Entries {
  readonly byName: ReadonlyMap<string, Dirent>;
  readonly byFolded: ReadonlyMap<string, Dirent>;
}

/**
 * The folders of a course as they are during one load. Each is read once: thousands of items lie in a few dozen
 * folders, and asking the disk for each item would take seconds.
 */
export class Listing {
  readonly #folders = new Map<string, Promise<Entries>>();
  readonly #real = new Map<string, Promise<string | undefined>>();

  /** What cannot be listed, because it is a file, is not there or is forbidden, holds nothing. */
  async entries(folder: string): Promise<readonly Dirent[]> {
    return [...(await this.#entries(folder)).byName.values()];
  }

  /** The entry of this name; else the first whose name differs in case, or in how an accent is spelled, alone. */
  async entry(folder: string, name: string): Promise<Dirent | undefined> {
    const { byName, byFolded } = await this.#entries(folder);
    return byName.get(name) ?? byFolded.get(folded(name));
  }

  /** Whether a path, all links in it followed, lies in `root`; `undefined` where it leads to nothing. */
  async isInside(root: string, path: string): Promise<boolean | undefined> {
    const [top, real] = await Promise.all([this.#realPath(root), this.#realPath(path)]);
    if (real === undefined) return undefined;
    const way = relative(top ?? root, real);
    return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  }

  #entries(folder: string): Promise<Entries> {
    return kept(this.#folders, join(folder), async (path) => {
      const found = await readdir(path, { withFileTypes: true }).catch((): Dirent[] => []);
      // The first of a folded name wins, as the disk lists them.
      const byFolded = new Map(found.toReversed().map((entry) => [folded(entry.name), entry]));
      return { byName: new Map(found.map((entry) => [entry.name, entry])), byFolded };
    });
  }

  #realPath(path: string): Promise<string | undefined> {
    return kept(this.#real, path, () => realpath(path).catch(() => undefined));
  }
}

function kept<T>(known: Map<string, Promise<T>>, key: string, make: (key: string) => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make(key);
  known.set(key, found);
  return found;
}

const folded = (name: string) => name.normalize('NFC').toLowerCase();
