/** What cells ask the person and still wait for. */

import type { Question } from '../../mlops/host.ts';
import type { FromKernel } from '../protocol/messages.ts';
import type { CellRun } from './cells/cellRun.ts';

interface Asked {
  readonly run: CellRun;
  readonly settle: (answer: string | undefined) => void;
}

export class Questions {
  readonly #send: (message: FromKernel) => void;
  readonly #asked = new Map<number, Asked>();
  #next = 1;

  constructor(send: (message: FromKernel) => void) {
    this.#send = send;
  }

  /** Resolves with what was typed; with nothing when the person closed the question, or stopped the cell. */
  ask(run: CellRun, question: Question): Promise<string | undefined> {
    const requestId = this.#next++;
    return new Promise((settle) => {
      this.#asked.set(requestId, { run, settle });
      this.#send({ type: 'ask', requestId, cellId: run.cell.cellId, question });
    });
  }

  answer(requestId: number, text: string | undefined): void {
    this.#asked.get(requestId)?.settle(text);
    this.#asked.delete(requestId);
  }

  /** Takes back what an execution still asks. */
  withdraw(run: CellRun): void {
    for (const [requestId, asked] of this.#asked) if (asked.run === run) this.answer(requestId, undefined);
  }
}
