/** Answers what the parent asks about the lab's data. */
import type { KernelQuery } from '../../protocol/messages.ts';
import type { VariablePath } from '../../protocol/variables.ts';
import { CellRun, type CellRuns } from '../cells/cellRun.ts';
import type { Evaluator } from '../cells/evaluate.ts';
import type { LearnerNames } from '../cells/names.ts';
import type { Signal } from '../stopping/signal.ts';
import type { Sources } from './sources.ts';
import { memberPage, openValue, variablePage } from './variables.ts';

export class Queries {
  readonly #runs: CellRuns;
  readonly #signal: Signal;
  readonly #evaluator: Evaluator;
  readonly #names: LearnerNames;
  readonly #sources: Sources;
  /** How many values were opened. */
  #opened = 0;

  constructor(runs: CellRuns, signal: Signal, evaluator: Evaluator, names: LearnerNames, sources: Sources) {
    this.#runs = runs;
    this.#signal = signal;
    this.#evaluator = evaluator;
    this.#names = names;
    this.#sources = sources;
  }

  /** Rejects with what cannot be answered, e.g. of a variable that is gone. */
  async answer(request: KernelQuery): Promise<unknown> {
    switch (request.op) {
      case 'source':
        return this.#sources.answer(request.source, request.query);
      case 'variables': {
        const identifiers = await this.#evaluator.names();
        return this.#whole(() => variablePage(identifiers, this.#names, request));
      }
      case 'members':
        return this.#whole(() => memberPage(this.#names, request));
      case 'value':
        return this.#runs.run(this.#openedRun(request.of), () => this.#whole(() => openValue(this.#names, request)));
    }
  }

  /** An answer that is made between two steps of a cell: breaking that off must not take the answer along. */
  #whole<Answer>(make: () => Answer): Answer {
    return this.#signal.during('fragile', make);
  }

  /** To whom the data belongs that an opened value shows by parts: it is kept until the value is opened again. */
  #openedRun(of: VariablePath): CellRun {
    const run = new CellRun({ cellId: `variable ${of.join(' ')}`, source: '', line: 0 }, ++this.#opened);
    this.#sources.cellBegins(run);
    return run;
  }
}
