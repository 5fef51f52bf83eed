import * as vscode from 'vscode';
import type { CellError, Output } from '../../kernel/protocol.ts';
import { checkItems, outputItems } from '../outputItems.ts';
import { codeItems, errorOutput } from './codeItems.ts';
import type { LiveItems } from './liveOutputs.ts';

/** Shows a cell's outputs as they come: what a program prints in one go grows in one place. */
export class CellOutputs {
  readonly #execution: vscode.NotebookCellExecution;
  readonly #live: LiveItems;
  readonly #linked: (stack: string) => string;
  #stream: { readonly name: string; readonly output: vscode.NotebookCellOutput } | undefined;

  /** @param linked an error's stack with links into the notebook */
  constructor(
    execution: vscode.NotebookCellExecution,
    live: LiveItems,
    linked: (stack: string) => string = (stack) => stack,
  ) {
    this.#execution = execution;
    this.#live = live;
    this.#linked = linked;
  }

  add(output: Output): void {
    if (output.kind === 'stream') this.#print(output.name, output.text);
    else if (output.kind === 'update') this.#live.changed(this.#execution, output.id);
    else if (output.kind === 'check') this.#show(codeItems(checkItems(output.check)));
    else this.#live.shown(output.data, this.#show(codeItems(outputItems(output.data))));
  }

  error(error: CellError): void {
    this.#stream = undefined;
    void this.#execution.appendOutput(errorOutput({ ...error, stack: this.#linked(error.stack) }));
  }

  #show(items: vscode.NotebookCellOutputItem[]): vscode.NotebookCellOutput {
    this.#stream = undefined;
    const output = new vscode.NotebookCellOutput(items);
    void this.#execution.appendOutput(output);
    return output;
  }

  #print(name: 'stdout' | 'stderr', text: string): void {
    const item = vscode.NotebookCellOutputItem[name](text);
    if (this.#stream?.name === name) {
      void this.#execution.appendOutputItems(item, this.#stream.output);
      return;
    }
    const output = new vscode.NotebookCellOutput([item]);
    this.#stream = { name, output };
    void this.#execution.appendOutput(output);
  }
}
