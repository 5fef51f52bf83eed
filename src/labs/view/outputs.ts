import * as vscode from 'vscode';
import type { CellError, Output } from '../../kernel/protocol.ts';
import { checkItems, type OutputItem, outputItems } from '../outputItems.ts';

/** Shows a cell's outputs as they come: what a program prints in one go grows in one place. */
export class CellOutputs {
  readonly #execution: vscode.NotebookCellExecution;
  readonly #linked: (stack: string) => string;
  #stream: { readonly name: string; readonly output: vscode.NotebookCellOutput } | undefined;

  /** @param linked an error's stack with links into the notebook */
  constructor(execution: vscode.NotebookCellExecution, linked: (stack: string) => string = (stack) => stack) {
    this.#execution = execution;
    this.#linked = linked;
  }

  add(output: Output): void {
    if (output.kind === 'stream') this.#print(output.name, output.text);
    else if (output.kind !== 'update')
      this.#show(notebookOutput(output.kind === 'check' ? checkItems(output.check) : outputItems(output.data)));
  }

  error(error: CellError): void {
    const { name, message, stack } = error;
    const item = vscode.NotebookCellOutputItem.error({ name, message, stack: this.#linked(stack) });
    this.#show(new vscode.NotebookCellOutput([item]));
  }

  #show(output: vscode.NotebookCellOutput): void {
    this.#stream = undefined;
    void this.#execution.appendOutput(output);
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

/** As VS Code takes an output. */
export function notebookOutput(items: readonly OutputItem[]): vscode.NotebookCellOutput {
  return new vscode.NotebookCellOutput(
    items.map(({ mime: type, text }) => vscode.NotebookCellOutputItem.text(text, type)),
  );
}
