/** Where in the lab file the positions that V8 reports lie. */
import type { Position } from './strip.ts';

export type Locate = (position: Position) => Position | undefined;

export class Positions {
  /** The URL that stack frames of most cells carry: V8's lines are then the file's own. */
  readonly labUrl: string;
  readonly #locators = new Map<string, Locate>();
  readonly #blamed = new WeakMap<object, Position>();

  constructor(labUrl: string) {
    this.labUrl = labUrl;
  }

  /** Registers code whose lines are not the file's own, and names it: the URL to give to V8. */
  register(locate: Locate): string {
    const url = `${this.labUrl}?cell=${this.#locators.size + 1}`;
    this.#locators.set(url, locate);
    return url;
  }

  /** The position in the lab file, both one-based; nothing when the URL is not of the lab. */
  locate(url: string, position: Position): Position | undefined {
    if (url === this.labUrl) return position;
    return this.#locators.get(url)?.(position);
  }

  /** Says where in the lab file an error comes from that has no frame there, e.g. an import that fails. */
  blame(thrown: unknown, position: Position): void {
    if (typeof thrown === 'object' && thrown !== null) this.#blamed.set(thrown, position);
  }

  blamed(thrown: unknown): Position | undefined {
    return typeof thrown === 'object' && thrown !== null ? this.#blamed.get(thrown) : undefined;
  }
}
