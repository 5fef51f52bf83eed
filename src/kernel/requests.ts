interface Asked<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** What was asked of a kernel, by numbers, until it answers. */
export class Requests<Request, Answer> {
  readonly #send: (requestId: number, request: Request) => void;
  readonly #asked = new Map<number, Asked<Answer>>();
  #nextRequest = 1;

  constructor(send: (requestId: number, request: Request) => void) {
    this.#send = send;
  }

  ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const requestId = this.#nextRequest++;
      this.#asked.set(requestId, { resolve, reject });
      this.#send(requestId, request);
    });
  }

  /** @param error why there is no answer */
  answer(requestId: number, answer: Answer, error?: string): void {
    const asked = this.#asked.get(requestId);
    this.#asked.delete(requestId);
    if (error === undefined) asked?.resolve(answer);
    else asked?.reject(new Error(error));
  }

  /** The kernel has ended: nothing is answered any more. */
  end(reason: string): void {
    for (const { reject } of this.#asked.values()) reject(new Error(reason));
    this.#asked.clear();
  }
}
