import { Worker } from 'node:worker_threads';
import { Disposable } from '../platform/disposable.ts';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { Answer, Answers, Query } from './protocol.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * Asks the reading thread. It starts at the first question, and again after it died; every question is answered
 * or rejected. Where blocking does no harm, as in the CLI, use reader.ts itself.
 */
export class RunsClient extends Disposable {
  readonly #script: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;

  /** @param script path of the built worker.ts */
  constructor(script: string) {
    super();
    this.#script = script;
    this.register({ dispose: () => this.#worker?.terminate() });
  }

  /** What the function of that name (reader.ts, compare/read.ts) gives. */
  ask<Q extends Query>(workspace: string, query: Q): Promise<Answers[Q['query']]> {
    return this.#ask({ workspace, ...query }) as Promise<Answers[Q['query']]>;
  }

  #ask(question: Query & { readonly workspace: string }): Promise<unknown> {
    if (this.isDisposed) return Promise.reject(closed());
    this.#worker ??= this.#start();
    const requestId = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(requestId, { resolve, reject });
      this.#worker?.postMessage({ ...question, requestId });
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#script);
    let cause: Error | undefined;
    worker.unref();
    worker.on('message', (answer: Answer) => this.#receive(answer));
    worker.on('error', (error: Error) => {
      cause = error;
    });
    worker.on('exit', () => this.#lose(worker, cause));
    return worker;
  }

  #receive(answer: Answer): void {
    const waiting = this.#waiting.get(answer.requestId);
    this.#waiting.delete(answer.requestId);
    if (!('error' in answer)) waiting?.resolve(answer.value);
    else if (answer.error.code) waiting?.reject(new UserError(answer.error.code, answer.error.message));
    else waiting?.reject(new Error(answer.error.message));
  }

  #lose(worker: Worker, cause: Error | undefined): void {
    if (this.#worker === worker) this.#worker = undefined;
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of lost) reject(cause ?? closed());
  }
}

function closed(): Error {
  return new UserError(
    'reader-closed',
    t('The runs could not be read: their reader was closed. Refresh to try again.'),
  );
}
