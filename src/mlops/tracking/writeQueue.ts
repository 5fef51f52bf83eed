import { apply, type Entry, merged } from './entries.ts';
import { outageOf, TrackingError } from './errors.ts';
import { recover, Spool } from './spool.ts';
import type { RunStore } from './store.ts';

/** So many points are kept at most while the database cannot be written: about 20 MB. */
export const keptPoints = 200_000;
/** An outage is looked at again after this many ms, or ten times as long as the last look took. */
const retryMs = 1000;

export interface WriteQueueOptions {
  readonly workspace: string;
  readonly openStore: () => RunStore;
  /** Default: `keptPoints`. */
  readonly limit?: number;
  /** Nothing shall be recorded: no file is made or read. */
  readonly unrecorded?: boolean;
}

/**
 * What waits to be written to `mlflow.db`. A database that cannot be written must not stop a training: that is said
 * once, what is logged is kept in memory and in a file beside the database, and written when it works again.
 */
export class WriteQueue {
  readonly #options: WriteQueueOptions;
  readonly #limit: number;
  readonly #spool: Spool;
  #store: RunStore | undefined;
  #entries: Entry[] = [];
  #points = 0;
  #retryAt = 0;
  #outage: TrackingError | undefined;
  #isOverfull = false;

  constructor(options: WriteQueueOptions) {
    this.#options = options;
    this.#limit = options.limit ?? keptPoints;
    this.#spool = new Spool(options.workspace);
  }

  /** Why the database cannot be written, as of the last time that was tried. */
  get outage(): TrackingError | undefined {
    return this.#outage;
  }

  /** How many points wait. */
  get points(): number {
    return this.#points;
  }

  /** The open store. @throws {TrackingError} also an outage */
  store(): RunStore {
    if (!this.#store) {
      const { workspace, openStore, unrecorded } = this.#options;
      const store = openStore();
      this.#store = store;
      if (!unrecorded) recover(workspace, (entries) => this.#writeAll(store, entries));
    }
    return this.#store;
  }

  /** What `work` gives, after all that waits was written; `undefined` in an outage. Throws what the store refuses. */
  attempt<T>(work: (store: RunStore) => T): T | undefined {
    if (!this.drain()) return undefined;
    return this.#guarded(() => work(this.store()));
  }

  /** Writes at once, or keeps in an outage. Throws what the store refuses. */
  write(entry: Entry): void {
    const done = this.attempt((store) => {
      apply(store, entry);
      return true;
    });
    if (!done) this.keep(entry);
  }

  /** Keeps for the next `drain`; when this returns, a kill of the process loses nothing, as far as the file can be written. */
  keep(entry: Entry): void {
    if (this.#options.unrecorded) return;
    const points = entry.op === 'metrics' ? entry.rows.length : 0;
    if (this.#points + points > this.#limit) {
      this.#tellOverfull();
      return;
    }
    this.#entries.push(entry);
    this.#points += points;
    this.#spool.append(entry);
  }

  /** Writes all that waits. Whether nothing waits any more; never throws for an outage. */
  drain(): boolean {
    if (Date.now() < this.#retryAt) return false;
    if (this.#entries.length === 0 && !this.#outage) return true;
    const done = this.#guarded(() => {
      this.#writeAll(this.store(), this.#entries);
      return true;
    });
    if (!done) return false;
    this.#entries = [];
    this.#points = 0;
    this.#spool.clear();
    this.#isOverfull = false;
    return true;
  }

  /** Lets the database go after a last attempt, and says what becomes of what could not be written. */
  close(): void {
    this.#retryAt = 0;
    const isDrained = this.drain();
    this.#spool.close(!isDrained);
    if (!isDrained && this.#spool.isWhole) {
      console.warn(`What was not recorded waits in ${this.#spool.path}. The next run in this folder records it.`);
    } else if (!isDrained) {
      console.warn(
        `${this.#points} points, and what was logged beside them, could be written nowhere: ${this.#outage?.message}`,
      );
    }
    this.#store?.close();
    this.#store = undefined;
  }

  /** Refusals are told and left out: they concern a call that has long returned, or another process. */
  #writeAll(store: RunStore, entries: readonly Entry[]): void {
    for (const entry of merged(entries)) {
      try {
        apply(store, entry);
      } catch (error) {
        if (!(error instanceof TrackingError) || outageOf(error)) throw error;
        console.warn(error.message);
      }
    }
  }

  #guarded<T>(work: () => T): T | undefined {
    const start = Date.now();
    try {
      const result = work();
      if (this.#outage) console.warn('Runs are recorded again. What was kept has been written.');
      this.#outage = undefined;
      return result;
    } catch (error) {
      const outage = outageOf(error);
      if (!outage) throw error;
      this.#retryAt = Date.now() + Math.max(retryMs, 10 * (Date.now() - start));
      this.#tellOutage(outage);
      // It may be another file by the next time.
      this.#store?.close();
      this.#store = undefined;
      return undefined;
    }
  }

  #tellOutage(outage: TrackingError): void {
    if (outage.code !== this.#outage?.code) {
      console.warn(
        `${outage.message} The training goes on; up to ${this.#limit} points are kept, and recorded when this is mended.`,
      );
    }
    this.#outage = outage;
  }

  #tellOverfull(): void {
    if (!this.#isOverfull) {
      console.warn(
        `${this.#limit} points wait to be recorded, the most that are kept. Later ones are lost until then.`,
      );
    }
    this.#isOverfull = true;
  }
}
