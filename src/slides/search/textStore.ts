/**
 * The text of decks that were read before, a file each, named by the hash of the deck it is of: a deck that was moved
 * or comes again with a new version of the extension is not read anew.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../platform/files.ts';
import { type DeckText, deckText } from './deckText.ts';

/** Grows when the same deck would be read otherwise. */
const version = 1;
const mostBytes = 50_000_000;

export class TextStore {
  readonly #folder: string;
  readonly #mostBytes: number;

  /** @param folder absolute; made when it is first needed. */
  constructor(folder: string, limit = mostBytes) {
    this.#folder = folder;
    this.#mostBytes = limit;
  }

  /** The deck's text: kept, or else read by `read` and then kept. A store that fails costs time and nothing else. */
  async of(bytes: Uint8Array, read: () => Promise<DeckText>): Promise<DeckText> {
    const path = join(this.#folder, `${createHash('sha256').update(bytes).digest('hex')}.v${version}.json`);
    const kept = await load(path);
    if (kept) return kept;
    const text = await read();
    await writeFileAtomic(path, JSON.stringify(text)).catch(() => {});
    return text;
  }

  /** Removes those not used for longest until the rest is within the bound, and those of other versions. */
  async tidy(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(this.#folder, name);
        const { size = 0, mtimeMs = 0 } = (await stat(path).catch(() => undefined)) ?? {};
        return { path, size, used: mtimeMs, isOld: !name.endsWith(`.v${version}.json`) };
      }),
    );
    let sum = 0;
    for (const { path, size, isOld } of files.sort((a, b) => b.used - a.used)) {
      sum += isOld ? 0 : size;
      if (isOld || sum > this.#mostBytes) await rm(path, { force: true }).catch(() => {});
    }
  }
}

/** A file of ours that is not as we write it is as none. */
async function load(path: string): Promise<DeckText | undefined> {
  try {
    const text = deckText.parse(JSON.parse(await readFile(path, 'utf8')));
    await utimes(path, new Date(), new Date());
    return text;
  } catch {
    return undefined;
  }
}
