import type { FromKernel, RunRef, ToKernel, TrackRequest } from './protocol.ts';

interface Asked {
  readonly resolve: (run: RunRef | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** What is asked of the run record, until the kernel replies. */
export class TrackRequests {
  readonly #send: (message: ToKernel) => void;
  readonly #asked = new Map<number, Asked>();
  #nextRequest = 1;

  constructor(send: (message: ToKernel) => void) {
    this.#send = send;
  }

  ask(request: TrackRequest): Promise<RunRef | undefined> {
    return new Promise((resolve, reject) => {
      const requestId = this.#nextRequest++;
      this.#asked.set(requestId, { resolve, reject });
      this.#send({ type: 'track', requestId, request });
    });
  }

  answer({ requestId, run, error }: Extract<FromKernel, { type: 'reply' }>): void {
    const asked = this.#asked.get(requestId);
    this.#asked.delete(requestId);
    if (error === undefined) asked?.resolve(run);
    else asked?.reject(new Error(error));
  }

  /** The kernel has ended: nothing is answered any more. */
  end(reason: string): void {
    for (const { reject } of this.#asked.values()) reject(new Error(reason));
    this.#asked.clear();
  }
}
