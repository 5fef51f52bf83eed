import { Worker } from 'node:worker_threads';
import { Disposable } from '../../platform/disposable.ts';
import { UserError } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import type { TextHit, TextKind, TextPart } from '../../shared/texts.ts';
import type { DeckText } from './deckText.ts';
import type { Answer, Question, WorkerData } from './searchProtocol.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}
/** `Omit` that keeps the members of a union apart. */
type WithoutId<Q> = Q extends unknown ? Omit<Q, 'requestId'> : never;

/** A deck that takes longer to be read is given up, and the thread with it: nothing else stops a parser. */
const patienceSeconds = 60;

/** Asks the searching thread, which starts at the first question. Every question is answered or rejected. */
export class SearchClient extends Disposable {
  readonly #script: string;
  readonly #storage: string;
  readonly #lost: () => void;
  readonly #patienceSeconds: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;
  /** Why the thread ends, once that is known. */
  #cause: Error | undefined;

  /**
   * @param script path of the built searchWorker.ts
   * @param storage path of the folder where the text of decks is kept
   * @param lost called when the thread has died, and its index with it
   * @param patience how many seconds the reading of a deck may take
   */
  constructor(script: string, storage: string, lost: () => void, patience = patienceSeconds) {
    super();
    this.#patienceSeconds = patience;
    this.#script = script;
    this.#storage = storage;
    this.#lost = lost;
    this.register({ dispose: () => this.#worker?.terminate() });
  }

  /**
   * Takes a deck into the index. Rejects for a file that is damaged or protected, and with a `UserError` `deck-slow`
   * for one that could not be read in time.
   */
  async addDeck(deck: string, bytes: Uint8Array): Promise<void> {
    const slow = new UserError('deck-slow', t('It could not be read within {0} seconds.', this.#patienceSeconds));
    const clock = setTimeout(() => {
      this.#cause = slow;
      void this.#worker?.terminate();
    }, this.#patienceSeconds * 1000);
    try {
      await this.#ask({ query: 'addDeck', deck, bytes });
    } finally {
      clearTimeout(clock);
    }
  }

  async addLab(lab: string, cells: readonly TextPart[]): Promise<void> {
    await this.#ask({ query: 'addLab', lab, cells });
  }

  async remove(kind: TextKind, document: string): Promise<void> {
    await this.#ask({ query: 'remove', kind, document });
  }

  search(kind: TextKind, words: string, limit: number): Promise<readonly TextHit[]> {
    return this.#ask({ query: 'search', kind, words, limit }) as Promise<readonly TextHit[]>;
  }

  /** What a deck says; `undefined` for one that is not in the index. */
  textOfDeck(deck: string): Promise<DeckText | undefined> {
    return this.#ask({ query: 'textOfDeck', deck }) as Promise<DeckText | undefined>;
  }

  async tidy(): Promise<void> {
    await this.#ask({ query: 'tidy' });
  }

  #ask(question: WithoutId<Question>): Promise<unknown> {
    if (this.isDisposed) return Promise.reject(closed());
    this.#worker ??= this.#start();
    const requestId = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(requestId, { resolve, reject });
      this.#worker?.postMessage({ ...question, requestId });
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: { storage: this.#storage } satisfies WorkerData });
    this.#cause = undefined;
    worker.unref();
    worker.on('message', (answer: Answer) => this.#receive(answer));
    worker.on('error', (error: Error) => {
      this.#cause = error;
    });
    worker.on('exit', () => this.#lose(worker));
    return worker;
  }

  #receive(answer: Answer): void {
    const waiting = this.#waiting.get(answer.requestId);
    this.#waiting.delete(answer.requestId);
    if ('error' in answer) waiting?.reject(new Error(answer.error));
    else waiting?.resolve(answer.value);
  }

  #lose(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined;
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    if (!this.isDisposed) this.#lost();
    for (const { reject } of lost) reject(this.#cause ?? closed());
  }
}

function closed(): Error {
  return new UserError('search-closed', t('The search of the course has stopped. Search again to start it anew.'));
}
