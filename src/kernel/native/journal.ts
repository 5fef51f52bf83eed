/** What an installation has finished, so that a second try goes on where the first one ended. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { writeFileAtomic } from '../../platform/files.ts';

const Entries = z.object({ recipe: z.string(), done: z.array(z.string()) });

const pathIn = (folder: string) => join(folder, 'journal.json');

export class Journal {
  readonly #path: string;
  readonly #recipe: string;
  readonly #done: Set<string>;

  private constructor(path: string, recipe: string, done: readonly string[]) {
    this.#path = path;
    this.#recipe = recipe;
    this.#done = new Set(done);
  }

  /**
   * Opens the journal of a folder. What was begun by another recipe is of no use and is deleted.
   * @param recipe anything that differs when the pins do
   */
  static async open(folder: string, recipe: string): Promise<Journal> {
    const path = pathIn(folder);
    const found = await read(path);
    if (found?.recipe === recipe) return new Journal(path, recipe, found.done);
    await rm(folder, { recursive: true, force: true });
    return new Journal(path, recipe, []);
  }

  has(step: string): boolean {
    return this.#done.has(step);
  }

  /** Does a step, unless it is done already. A step begins anew whatever an earlier try has left of it. */
  async step(name: string, work: () => Promise<void>): Promise<void> {
    if (this.has(name)) return;
    await work();
    this.#done.add(name);
    await writeFileAtomic(this.#path, JSON.stringify({ recipe: this.#recipe, done: [...this.#done] }));
  }

  /** Deletes the journal of a folder: the installation is whole. */
  static async remove(folder: string): Promise<void> {
    await rm(pathIn(folder), { force: true });
  }
}

/** A journal that cannot be read counts as none. */
async function read(path: string): Promise<z.infer<typeof Entries> | undefined> {
  try {
    return Entries.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}
