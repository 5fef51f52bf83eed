import * as vscode from 'vscode';
import { BoundedText, cellBounds } from '../text/streams.ts';

export type StreamName = 'stdout' | 'stderr';

/** Milliseconds between what is shown of a text that grows: at each turn VS Code copies all of it. */
const growing = 50;
/** The same for one whose middle is left out: it is drawn anew each time. */
const sliding = 250;

/** What a cell prints in one go, as one output that grows, and of which the middle is left out once it is long. */
export class PrintBlock {
  readonly name: StreamName;
  readonly #output: vscode.NotebookCellOutput;
  readonly #execution: () => vscode.NotebookCellExecution;
  readonly #cut: () => void;
  readonly #text = new BoundedText(cellBounds);
  /** Printed and not yet shown. */
  #waiting = '';
  #isShown = false;
  #isCut = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param execution the one that takes outputs now @param cut called once, when the middle is first left out */
  constructor(name: StreamName, execution: () => vscode.NotebookCellExecution, cut: () => void) {
    this.name = name;
    this.#execution = execution;
    this.#cut = cut;
    this.#output = new vscode.NotebookCellOutput([]);
  }

  add(text: string): void {
    this.#text.add(text);
    if (!this.#isCut) this.#waiting += text;
    if (!this.#isCut && this.#text.isCut) {
      this.#isCut = true;
      this.#waiting = '';
      this.#cut();
    }
    if (!this.#isShown) this.show();
    else this.#timer ??= setTimeout(() => this.#showIfPossible(), this.#isCut ? sliding : growing);
  }

  /** Shows what waits. */
  show(): void {
    const isDue = this.#timer !== undefined || !this.#isShown;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!isDue) return;
    const execution = this.#execution();
    const item = vscode.NotebookCellOutputItem[this.name](this.#isCut ? this.#text.text(advice()) : this.#waiting);
    this.#waiting = '';
    if (!this.#isShown) {
      this.#output.items = [item];
      void execution.appendOutput(this.#output);
    } else if (this.#isCut) {
      void execution.replaceOutputItems(item, this.#output);
    } else {
      void execution.appendOutputItems(item, this.#output);
    }
    this.#isShown = true;
  }

  #showIfPossible(): void {
    try {
      this.show();
    } catch {
      // The notebook was closed meanwhile, and nothing of it is shown any more.
    }
  }
}

function advice(): string {
  return vscode.l10n.t('“Show Full Output” below the cell opens all of it.');
}
