import { messageOf } from '../../platform/errors.ts';
import type { Fact } from './facts.ts';
import { join, noProgress, type Progress, progressOf, record } from './progress.ts';
import type { ProgressStore } from './store.ts';

/** Milliseconds after the first fact in which others are gathered, to be written with it. */
const delay = 1000;

/**
 * Gathers facts and writes them together. What could not be written is tried again with the next fact, and told once
 * until it works again.
 */
export class ProgressWriter {
  readonly #store: ProgressStore;
  readonly #wrote: (progress: Progress) => void;
  readonly #failed: (message: string) => void;
  #pending: Progress = noProgress;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isHeld: boolean;
  #lastFailure: string | undefined;

  /**
   * @param held nothing is written until `release`
   * @param wrote is told what the file says after each writing
   */
  constructor(
    store: ProgressStore,
    held: boolean,
    wrote: (progress: Progress) => void,
    failed: (message: string) => void,
  ) {
    this.#store = store;
    this.#isHeld = held;
    this.#wrote = wrote;
    this.#failed = failed;
  }

  /** What is not written yet. */
  get pending(): Progress {
    return this.#pending;
  }

  /** @param known what the file said last; facts that say nothing new are not gathered */
  add(facts: readonly Fact[], known: Progress): void {
    const before = record(known, this.#pending.values());
    const next = record(before, facts);
    if (next === before) return;
    this.#pending = join(this.#pending, progressOf(facts));
    if (!this.#isHeld) this.#timer ??= setTimeout(() => void this.flush(), delay);
  }

  /** From now on facts are written, those that waited at once. */
  async release(): Promise<void> {
    this.#isHeld = false;
    await this.flush();
  }

  /**
   * Begins these items anew, and their objectives' ticks with them, after a copy of all was kept.
   * @returns the path of the copy, where there was anything to copy
   * @throws UserError as `ProgressStore.add`
   */
  async reset(resets: readonly Fact[]): Promise<string | undefined> {
    await this.flush();
    const copy = await this.#store.backUp();
    this.#wrote(await this.#store.add(resets));
    return copy;
  }

  /** Writes what waits. Never rejects. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isHeld) this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  async #write(): Promise<void> {
    const facts = this.#pending;
    if (facts.size === 0) return;
    try {
      const written = await this.#store.add(facts.values());
      // What came meanwhile waits on.
      this.#pending = new Map([...this.#pending].filter(([key, fact]) => facts.get(key) !== fact));
      this.#lastFailure = undefined;
      this.#wrote(written);
    } catch (error) {
      const message = messageOf(error);
      if (message !== this.#lastFailure) this.#failed(message);
      this.#lastFailure = message;
    }
  }
}
