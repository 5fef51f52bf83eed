/** Data that outputs show by parts, see `LabHost.serve`. */
import { randomUUID } from 'node:crypto';
import type { DataSource, SourceQuery } from '../../../mlops/payloads/source.ts';
import type { CellRun } from '../cells/cellRun.ts';

interface Served {
  readonly source: DataSource;
  readonly run: CellRun;
}

/** A cell that displays in a loop keeps no more than this alive. */
const mostSources = 1000;

export class Sources {
  /** Oldest first. */
  readonly #served = new Map<string, Served>();

  /** Keeps a source for as long as the output of this execution stands. Gives its name, that no other ever had. */
  serve(run: CellRun, source: DataSource): string {
    const name = randomUUID();
    this.#served.set(name, { source, run });
    const [oldest] = this.#served.keys();
    if (this.#served.size > mostSources && oldest !== undefined) this.#served.delete(oldest);
    return name;
  }

  /** A cell begins anew, and what it showed before is gone. */
  cellBegins({ cell, serial }: CellRun): void {
    for (const [name, { run }] of this.#served) {
      if (run.cell.cellId === cell.cellId && run.serial !== serial) this.#served.delete(name);
    }
  }

  /** @throws Error when the source is gone, or does not know the answer */
  answer(name: string, query: SourceQuery): unknown {
    const served = this.#served.get(name);
    if (!served) throw new Error('The data of this output is gone. Run the cell again to see more of it.');
    return served.source.answer(query);
  }
}
