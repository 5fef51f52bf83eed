/** The environment of outputs that an extension stands behind: typed messages both ways. */
import { applyChange, type LiveState } from '../../mlops/payloads/live.ts';
import { keepingBy, Requests } from '../../platform/browser/requests.ts';
import type { FromRenderer, TableSaved, ToRenderer } from '../contract.ts';
import type { FilePlace } from '../text/stack.ts';
import type { Environment, TableToSave } from './environment.ts';

type Request = Extract<FromRenderer, { requestId: number }>;
type Listener = (state: LiveState) => void;

export class HostedEnvironment implements Environment {
  readonly #send: (message: FromRenderer) => void;
  readonly #requests: Requests<Request>;
  readonly save: Environment['save'];
  readonly copy: Environment['copy'];
  readonly #live = new Map<string, { state?: LiveState; readonly listeners: Set<Listener> }>();

  constructor(send: (message: FromRenderer) => void) {
    this.#send = send;
    this.#requests = new Requests<Request>(send);
    ({ save: this.save, copy: this.copy } = keepingBy((request) => this.#requests.ask(request)));
  }

  query: Environment['query'] = (source, query) => this.#requests.ask({ type: 'query', source, query });

  // The extension's own answer: no output writes it.
  saveTable = (request: TableToSave): Promise<TableSaved> =>
    this.#requests.ask({ type: 'saveTable', ...request }) as Promise<TableSaved>;

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
        this.#requests.reply(message);
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

  #show(id: string, state: LiveState): void {
    const live = this.#live.get(id);
    if (!live) return;
    live.state = state;
    for (const listener of live.listeners) listener(state);
  }
}
