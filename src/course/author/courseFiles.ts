/** The files of a course's folder, for what somebody meant by a path. */
import { posix } from 'node:path';
import type { ItemKind } from '../../shared/model.ts';
import { nearest } from '../../shared/yaml/suggest.ts';
import { fits } from '../resolve.ts';

/** Where more files than these are missing, nobody mends them one by one. */
const mostSearches = 50;

/** The files that lie in a course's folder, as far as they can be items. */
export class CourseFiles {
  readonly #byFolder: ReadonlyMap<string, readonly string[]>;
  readonly #byName: ReadonlyMap<string, readonly string[]>;
  #left = mostSearches;

  /** @param paths relative to the folder, with `/` */
  constructor(paths: readonly string[]) {
    this.#byFolder = groupBy(paths, posix.dirname);
    this.#byName = groupBy(paths, (path) => posix.basename(path).toLowerCase());
  }

  /** The file that `path` was meant for: in the same folder where its name is near, else the only one of its name. */
  nearest(path: string | undefined, kind: ItemKind): string | undefined {
    if (path === undefined || this.#left-- <= 0) return undefined;
    const beside = (this.#byFolder.get(posix.dirname(path)) ?? []).filter((other) => fits(other, kind));
    const near = nearest(
      posix.basename(path),
      beside.map((other) => posix.basename(other)),
    );
    if (near !== undefined) return posix.join(posix.dirname(path), near);
    const same = (this.#byName.get(posix.basename(path).toLowerCase()) ?? []).filter((other) => fits(other, kind));
    return same.length === 1 ? same[0] : undefined;
  }
}

function groupBy(paths: readonly string[], keyOf: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const group = groups.get(keyOf(path));
    if (group) group.push(path);
    else groups.set(keyOf(path), [path]);
  }
  return groups;
}
