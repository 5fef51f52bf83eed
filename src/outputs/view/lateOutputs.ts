import type * as vscode from 'vscode';
import type { Output } from '../../kernel/protocol/outputs.ts';
import { Disposable } from '../../platform/disposable.ts';

/** Milliseconds. */
const gathering = 100;

/** Gathers what cells print after they have ended: showing it takes an execution each time. */
export class LateOutputs extends Disposable {
  readonly #show: (cell: vscode.NotebookCell, outputs: readonly Output[]) => void;
  readonly #waiting = new Map<vscode.NotebookCell, Output[]>();
  #timer: NodeJS.Timeout | undefined;

  constructor(show: (cell: vscode.NotebookCell, outputs: readonly Output[]) => void) {
    super();
    this.#show = show;
  }

  add(cell: vscode.NotebookCell, output: Output): void {
    const waiting = this.#waiting.get(cell);
    if (waiting) waiting.push(output);
    else this.#waiting.set(cell, [output]);
    this.#timer ??= setTimeout(() => this.#showAll(), gathering);
  }

  /** The cell begins anew: what it printed before is gone. */
  drop(cell: vscode.NotebookCell): void {
    this.#waiting.delete(cell);
  }

  override dispose(): void {
    clearTimeout(this.#timer);
    super.dispose();
  }

  #showAll(): void {
    this.#timer = undefined;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [cell, outputs] of waiting) this.#show(cell, outputs);
  }
}
