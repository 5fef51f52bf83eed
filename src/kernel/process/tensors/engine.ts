/** Runs the code of one cell: compiled, evaluated, its last value shown, and its tensors looked at. */
import { bundleOf } from '../../../mlops/lab/bundle.ts';
import type { TypeScript } from '../../../mlops/typescript/strip.ts';
import type { CellError, Output } from '../../protocol/outputs.ts';
import { readBindings } from '../cells/bindings.ts';
import type { CellRun, CellRuns } from '../cells/cellRun.ts';
import type { CellEngine } from '../cells/cells.ts';
import { compileCell } from '../cells/compile.ts';
import type { Evaluator } from '../cells/evaluate.ts';
import type { LearnerNames } from '../cells/names.ts';
import type { Positions } from '../cells/positions.ts';
import type { CellTimers } from '../cells/timers.ts';
import type { Questions } from '../questions.ts';
import type { Signal } from '../stopping/signal.ts';
import type { Sources } from '../values/sources.ts';
import type { Leaks } from './leaks.ts';
import type { Tensors } from './tensors.ts';

/** What the engine works with; all of it is the whole lab's. */
export interface EngineParts {
  readonly runs: CellRuns;
  readonly signal: Signal;
  readonly positions: Positions;
  readonly names: LearnerNames;
  readonly evaluator: Evaluator;
  readonly tensors: Tensors;
  readonly leaks: Leaks;
  readonly timers: CellTimers;
  readonly questions: Questions;
  readonly sources: Sources;
  readonly loadTypeScript: () => TypeScript;
  /** Shows a cell's last value. */
  readonly show: (cellId: string, output: Output) => void;
  /** What was thrown, as the parent is told. */
  readonly describe: (thrown: unknown) => CellError;
}

export class LabEngine implements CellEngine {
  readonly #parts: EngineParts;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  async run(run: CellRun): Promise<CellError | undefined> {
    const { tensors, sources, leaks, signal } = this.#parts;
    tensors.cellBegins(run);
    sources.cellBegins(run);
    const { error, value } = await this.#evaluate(run);
    run.finished = performance.now();
    // Another cell may run by the time that a stopped one comes to its end.
    if (!run.stopped && !signal.isStopping(run.serial)) run.backend = leaks.cellEnds(value);
    return error;
  }

  ended(): void {
    // A look that fails has left it to V8 to find out.
    void this.#parts.leaks.look(() => this.#topLevelValues()).catch(() => undefined);
  }

  stopped(run: CellRun, brokenOff: boolean): void {
    const { timers, questions, tensors, evaluator } = this.#parts;
    timers.clear(run);
    for (const end of run.whenStopped) end();
    questions.withdraw(run);
    tensors.repair(run, brokenOff);
    evaluator.reset();
  }

  breakOff(): void {
    this.#parts.evaluator.breakOff();
  }

  /** Runs a cell's code and shows its last value, if that is to be shown. */
  async #evaluate(run: CellRun): Promise<{ error?: CellError; value?: unknown }> {
    const { cell } = run;
    const { runs, signal, positions, names, evaluator, loadTypeScript, show, describe } = this.#parts;
    try {
      const { scripts, showsValue } = signal.during('fragile', () =>
        compileCell(cell, positions, names, loadTypeScript),
      );
      let value: unknown;
      for (const script of scripts) {
        if (signal.isStopping(run.serial)) return {};
        const evaluation = await runs.run(run, () => evaluator.run(script));
        if (!evaluation.ok) return { error: describe(evaluation.thrown) };
        value = evaluation.value;
      }
      const isSomething = showsValue && value !== undefined;
      const data = isSomething ? runs.run(run, () => bundleOf(value, 'value')) : undefined;
      if (data) show(cell.cellId, { kind: 'display', data });
      return showsValue ? { value } : {};
    } catch (thrown) {
      return { error: describe(thrown) };
    } finally {
      for (const send of run.lastWords.splice(0)) runs.run(run, send);
      await evaluator.release();
    }
  }

  async #topLevelValues(): Promise<unknown[]> {
    const { evaluator, names } = this.#parts;
    return readBindings(await evaluator.names(), names).map(([, value]) => value);
  }
}
