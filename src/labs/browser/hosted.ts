/** The environment of outputs that an extension stands behind: typed messages both ways. */
import { applyChange, type LiveState } from '../../mlops/outputs/live.ts';
import { UserError } from '../../platform/errors.ts';
import type { FromRenderer, ToRenderer } from '../rendererContract.ts';
import type { FilePlace } from '../stack.ts';
import type { Environment } from './environment.ts';

type Request = Extract<FromRenderer, { requestId: number }>;
type Unnumbered<T> = T extends unknown ? Omit<T, 'requestId'> : never;
type Listener = (state: LiveState) => void;

interface Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class HostedEnvironment implements Environment {
  readonly #send: (message: FromRenderer) => void;
  readonly #asked = new Map<number, Asked>();
  readonly #live = new Map<string, { state?: LiveState; readonly listeners: Set<Listener> }>();
  #nextRequest = 1;

  constructor(send: (message: FromRenderer) => void) {
    this.#send = send;
  }

  query: Environment['query'] = (source, query) => this.#ask({ type: 'query', source, query });

  save: Environment['save'] = async (name, content) => {
    const body = typeof content === 'string' ? { text: content } : { base64: base64(content) };
    await this.#ask({ type: 'save', name, ...body });
  };

  copy: Environment['copy'] = async (text) => {
    await this.#ask({ type: 'copy', text });
  };

  follow: Environment['follow'] = (id, listener) => {
    const live = this.#live.get(id) ?? { listeners: new Set<Listener>() };
    this.#live.set(id, live);
    live.listeners.add(listener);
    if (live.state) listener(live.state);
    else this.#send({ type: 'follow', id });
    return () => {
      live.listeners.delete(listener);
      if (live.listeners.size === 0) this.#live.delete(id);
    };
  };

  open = (place: FilePlace): void => this.#send({ type: 'open', ...place });

  receive(message: ToRenderer): void {
    switch (message.type) {
      case 'reply':
        this.#reply(message);
        return;
      case 'live':
        this.#show(message.id, message.state);
        return;
      case 'change': {
        const state = this.#live.get(message.id)?.state;
        // One that comes twice is known; after one that was lost, the state is asked for anew.
        if (!state || message.version <= state.version) return;
        if (message.version === state.version + 1) this.#show(message.id, applyChange(state, message.change));
        else this.#send({ type: 'follow', id: message.id });
      }
    }
  }

  #ask(request: Unnumbered<Request>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const requestId = this.#nextRequest++;
      this.#asked.set(requestId, { resolve, reject });
      this.#send({ ...request, requestId } as Request);
    });
  }

  #reply({ requestId, value, error }: Extract<ToRenderer, { type: 'reply' }>): void {
    const asked = this.#asked.get(requestId);
    this.#asked.delete(requestId);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new UserError('output-host', error));
  }

  #show(id: string, state: LiveState): void {
    const live = this.#live.get(id);
    if (!live) return;
    live.state = state;
    for (const listener of live.listeners) listener(state);
  }
}

function base64(bytes: Uint8Array): string {
  // One call with all bytes as arguments overflows the stack.
  const pieces = Array.from({ length: Math.ceil(bytes.length / 0x8000) }, (_, i) =>
    String.fromCharCode(...bytes.subarray(i * 0x8000, (i + 1) * 0x8000)),
  );
  return btoa(pieces.join(''));
}
