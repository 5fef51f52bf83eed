import { useEffect, useState } from 'preact/hooks';

/**
 * State that changes at once: a key pressed twice before the next frame turns two pages, and a scroll event is
 * never read against a state that is still to come.
 */
export class Store<State, Action> {
  readonly #reduce: (state: State, action: Action) => State;
  readonly #listeners = new Set<(state: State) => void>();
  #state: State;

  constructor(reduce: (state: State, action: Action) => State, initial: State) {
    this.#reduce = reduce;
    this.#state = initial;
  }

  get state(): State {
    return this.#state;
  }

  readonly dispatch = (action: Action): void => {
    this.#state = this.#reduce(this.#state, action);
    for (const listener of this.#listeners) listener(this.#state);
  };

  /** @returns what ends it. */
  subscribe(listener: (state: State) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

/** The state, drawn anew when it changes. */
export function useStore<State, Action>(store: Store<State, Action>): State {
  const [state, setState] = useState(store.state);
  useEffect(() => {
    setState(() => store.state);
    return store.subscribe((next) => setState(() => next));
  }, [store]);
  return state;
}
