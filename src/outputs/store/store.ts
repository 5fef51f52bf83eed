/**
 * What a lab's cells showed, kept beside the lab: `.mlops-lab/outputs/<path of the lab>.json` in its folder. The
 * lab file itself never holds outputs, so that its diffs are about code.
 *
 * The file is untrusted when it is read: it may come with a cloned folder, or from a newer version of ours.
 */
import { createHash } from 'node:crypto';
import { readFile, rename, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import * as z from 'zod/mini';
import { mime } from '../../mlops/payloads/mime.ts';
import { messageOf, systemCode } from '../../platform/errors.ts';
import { writeFileAtomic } from '../../platform/files.ts';
import { t } from '../../platform/l10n.ts';
import type { Log } from '../../platform/log.ts';
import { writeGitFiles } from '../../shared/learnerFolder.ts';

const Item = z.union([
  z.strictObject({ mime: z.string(), text: z.string() }),
  // Pictures in files of before they travelled in JSON.
  z.strictObject({ mime: z.string(), base64: z.string() }),
]);

const SavedCell = z.object({
  /** The `textHash` of its text. */
  source: z.string(),
  order: z.exactOptional(z.int()),
  success: z.exactOptional(z.boolean()),
  /** Milliseconds since 1970. */
  start: z.exactOptional(z.number()),
  end: z.exactOptional(z.number()),
  /** Each output in one or several forms. */
  outputs: z.array(z.array(Item)),
});

const OutputsFile = z.object({ schemaVersion: z.literal(1), cells: z.array(SavedCell) });

export type SavedItem = z.infer<typeof Item>;
export type SavedCell = z.infer<typeof SavedCell>;

/** Characters of JSON that one lab's outputs may take; the oldest big ones are dropped beyond it. */
const outputLimit = 20_000_000;

/** A cell is known again by its text, wherever it stands in the file. */
export function textHash(source: string): string {
  return createHash('sha256').update(source).digest('hex');
}

/**
 * What was saved for each of these cells, by their hashes in the file's order; nothing for a cell whose text has
 * changed since. Equal cells get theirs in order.
 */
export function matchCells(saved: readonly SavedCell[], hashes: readonly string[]): (SavedCell | undefined)[] {
  const waiting = [...saved];
  return hashes.map((hash) => {
    const index = waiting.findIndex(({ source }) => source === hash);
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  });
}

/** Fits cells into `limit` characters: as long as all take too much, the oldest that takes more than its share is emptied. */
export function boundCells(cells: readonly SavedCell[], limit = outputLimit): SavedCell[] {
  const bounded = [...cells];
  const sizes = bounded.map((cell) => JSON.stringify(cell).length);
  const byAge = bounded.map((_, index) => index).sort((a, b) => (bounded[a]!.end ?? 0) - (bounded[b]!.end ?? 0));
  let total = sizes.reduce((sum, size) => sum + size, 0);
  for (const index of byAge) {
    const size = sizes[index]!;
    if (total <= limit || size <= limit / bounded.length) continue;
    bounded[index] = { ...bounded[index]!, outputs: [[note(size)]] };
    total += JSON.stringify(bounded[index]).length - size;
  }
  return bounded;
}

function note(size: number): SavedItem {
  const megabytes = Math.max(1, Math.round(size / 1_000_000));
  return {
    mime: mime.text,
    text: t('This output ({0} MB) was too big to keep. Run the cell again to see it.', megabytes),
  };
}

/** One lab's file of outputs. */
export class OutputStore {
  readonly path: string;
  readonly #workspace: string;
  readonly #log: Log;
  /** What lies at `path` is not ours to overwrite: it is set aside first. */
  #isForeign = false;
  /** Hash of what was last read or written here: the same is not written again. */
  #last = '';
  #writing: Promise<void> = Promise.resolve();

  /** @param workspace absolute folder that the lab belongs to, as for its runs */
  constructor(workspace: string, labPath: string, log: Log) {
    this.#workspace = workspace;
    this.#log = log;
    this.path = join(workspace, '.mlops-lab', 'outputs', `${relative(workspace, labPath)}.json`);
  }

  /** Nothing where there is no file, and where it cannot be read as ours: that is logged, and the file stays. */
  async read(): Promise<SavedCell[]> {
    // A lab may be opened again while its outputs are still being written.
    await this.#writing.catch(() => {});
    try {
      // Ours are bounded; a bigger file would be read for nothing.
      if ((await stat(this.path)).size > 2 * outputLimit) throw new Error(t('it is too big'));
      const text = await readFile(this.path, 'utf8');
      const { cells } = OutputsFile.parse(JSON.parse(text));
      this.#isForeign = false;
      this.#last = textHash(text);
      return cells;
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return [];
      this.#isForeign = true;
      const [line] =
        messageOf(error)
          .replaceAll(/\s+/g, ' ')
          .match(/^.{0,200}/) ?? [];
      this.#log.warn(t('The outputs in {0} are not shown, they cannot be read: {1}', this.path, line ?? ''));
      return [];
    }
  }

  /** Writes them all anew, one writing after the other; no file for a lab that never showed anything. Rejects with a system error. */
  write(cells: readonly SavedCell[]): Promise<void> {
    this.#writing = this.#writing.catch(() => {}).then(() => this.#replace(boundCells(cells)));
    return this.#writing;
  }

  async #replace(cells: SavedCell[]): Promise<void> {
    if (cells.length === 0 && this.#last === '') return;
    const text = JSON.stringify({ schemaVersion: 1, cells } satisfies z.infer<typeof OutputsFile>);
    if (textHash(text) === this.#last) return;
    if (this.#isForeign) await rename(this.path, `${this.path}.bak`);
    this.#isForeign = false;
    await writeGitFiles(this.#workspace);
    await writeFileAtomic(this.path, text);
    this.#last = textHash(text);
  }
}
