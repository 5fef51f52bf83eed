import * as vscode from 'vscode';
import type { CellError, Output } from '../../kernel/protocol.ts';
import { type CheckResult, type MimeBundle, mime } from '../../mlops/host.ts';

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
      this.#show(output.kind === 'check' ? checkItems(output.check) : bundleItems(output.data));
  }

  error(error: CellError): void {
    const { name, message, stack } = error;
    this.#show([vscode.NotebookCellOutputItem.error({ name, message, stack: this.#linked(stack) })]);
  }

  #show(items: vscode.NotebookCellOutputItem[]): void {
    this.#stream = undefined;
    void this.#execution.appendOutput(new vscode.NotebookCellOutput(items));
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

function bundleItems(bundle: MimeBundle): vscode.NotebookCellOutputItem[] {
  return Object.entries(bundle).map(([type, data]) => {
    if (type === mime.png && typeof data === 'string') {
      return new vscode.NotebookCellOutputItem(Buffer.from(data, 'base64'), type);
    }
    if (typeof data === 'string') return vscode.NotebookCellOutputItem.text(data, type);
    return vscode.NotebookCellOutputItem.json(data, type);
  });
}

function checkItems(check: CheckResult): vscode.NotebookCellOutputItem[] {
  const verdict = check.passed ? vscode.l10n.t('Passed: {0}', check.name) : vscode.l10n.t('Failed: {0}', check.name);
  return [
    vscode.NotebookCellOutputItem.json(check, mime.check),
    vscode.NotebookCellOutputItem.text(check.hint && !check.passed ? `${verdict}\n${check.hint}` : verdict, mime.text),
  ];
}
