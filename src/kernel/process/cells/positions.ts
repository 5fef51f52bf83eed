/** Where in the files that the reader knows the positions lie that V8 reports. */

import type { Position } from '../../../mlops/typescript/strip.ts';
import { withoutVersion } from '../modules/moduleVersions.ts';

export type Locate = (position: Position) => Position | undefined;

export interface Place extends Position {
  readonly url: string;
  readonly inLab: boolean;
}

export class Positions {
  /** The URL that stack frames of most cells carry: V8's lines are then the file's own. */
  readonly labUrl: string;
  readonly #cells = new Map<string, Locate>();
  readonly #modules = new Map<string, Locate>();
  readonly #blamed = new WeakMap<object, Position>();

  constructor(labUrl: string) {
    this.labUrl = labUrl;
  }

  /** Registers a cell whose code's lines are not the file's own, and names it: the URL to give to V8. */
  register(locate: Locate): string {
    const url = `${this.labUrl}?cell=${this.#cells.size + 1}`;
    this.#cells.set(url, locate);
    return url;
  }

  /** Registers a module that was compiled, and names it. The name is one of its own, lest a place be looked up twice. */
  registerModule(url: string, locate: Locate): string {
    const named = `${withoutVersion(url)}?compiled=${this.#modules.size + 1}`;
    this.#modules.set(named, locate);
    return named;
  }

  /** Where the code that V8 names was written, in the lab or elsewhere. */
  place(url: string, position: Position): Place {
    const inLab = url === this.labUrl ? position : this.#cells.get(url)?.(position);
    if (inLab) return { url: this.labUrl, ...inLab, inLab: true };
    const inModule = this.#modules.get(url)?.(position);
    const file = inModule ? url.slice(0, url.lastIndexOf('?')) : withoutVersion(url);
    return { url: file, ...(inModule ?? position), inLab: false };
  }

  /** Says where in the lab file an error comes from that has no frame there, e.g. an import that fails. */
  blame(thrown: unknown, position: Position): void {
    if (typeof thrown === 'object' && thrown !== null) this.#blamed.set(thrown, position);
  }

  blamed(thrown: unknown): Position | undefined {
    return typeof thrown === 'object' && thrown !== null ? this.#blamed.get(thrown) : undefined;
  }
}
