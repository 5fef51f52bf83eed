/** A page's requests to the extension, and the replies to them. */
import { UserError } from '../errors.ts';
import type { KeepRequest, Reply } from '../keep.ts';
import type { ChartActions } from './chartActions.ts';

type Unnumbered<T> = T extends unknown ? Omit<T, 'requestId'> : never;

interface Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Numbers requests, and settles the promise of each by its reply. */
export class Requests<Request extends { readonly requestId: number }> {
  readonly #send: (request: Request) => void;
  readonly #asked = new Map<number, Asked>();
  #next = 1;

  constructor(send: (request: Request) => void) {
    this.#send = send;
  }

  /** Rejects with the sentence of the reply, where that brings one. */
  ask(request: Unnumbered<Request>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const requestId = this.#next++;
      this.#asked.set(requestId, { resolve, reject });
      this.#send({ ...request, requestId } as unknown as Request);
    });
  }

  reply({ requestId, value, error }: Reply): void {
    const asked = this.#asked.get(requestId);
    this.#asked.delete(requestId);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new UserError('output-host', error));
  }
}

/** Saving and copying by way of the extension. */
export function keepingBy(ask: (request: Unnumbered<KeepRequest>) => Promise<unknown>): ChartActions {
  return {
    async save(name, content) {
      const body = typeof content === 'string' ? { text: content } : { base64: base64Of(content) };
      await ask({ type: 'save', name, ...body });
    },
    async copy(text) {
      await ask({ type: 'copy', text });
    },
  };
}

function base64Of(bytes: Uint8Array): string {
  // One call with all bytes as arguments overflows the stack.
  const pieces = Array.from({ length: Math.ceil(bytes.length / 0x8000) }, (_, i) =>
    String.fromCharCode(...bytes.subarray(i * 0x8000, (i + 1) * 0x8000)),
  );
  return btoa(pieces.join(''));
}
