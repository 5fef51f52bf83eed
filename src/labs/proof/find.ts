import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { frontMatter, parseLab } from '../file.ts';

export interface FoundLab {
  readonly id: string;
  /** Absolute. */
  readonly path: string;
}

export interface Selection {
  /** Ids; none for all. */
  readonly ids: readonly string[];
  /** Numbers of courses; none for all. */
  readonly courses: readonly number[];
}

/** The labs of the weeks, in their order; the gallery is none of them. @param root folder of the package */
export async function findLabs(root: string, { ids, courses }: Selection): Promise<FoundLab[]> {
  const paths: string[] = [];
  for await (const path of glob('course/C*/W*/*.lab.ts', { cwd: root })) paths.push(path);
  paths.sort();
  const labs = await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(root, path), 'utf8');
      return { id: frontMatter(parseLab(text), path).id, path: join(root, path) };
    }),
  );
  return labs.filter(
    ({ id, path }) =>
      (ids.length === 0 || ids.includes(id)) &&
      (courses.length === 0 || courses.some((course) => path.startsWith(join(root, 'course', `C${course}`, '/')))),
  );
}

/** Runs `work` for each item, `limit` at once; the answers in the items' order. */
export async function inLanes<T, R>(limit: number, items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const lane = async () => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}
