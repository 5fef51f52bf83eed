import * as vscode from 'vscode';
import type { CellError, Output } from '../../kernel/protocol/outputs.ts';
import { checkItems } from '../items.ts';
import type { OutputLog } from '../store/log.ts';
import { errorText, outputText } from '../text/outputText.ts';
import { codeItems, errorOutput } from './codeItems.ts';
import type { LiveItems } from './liveItems.ts';
import { PrintBlock, type StreamName } from './printBlock.ts';

/** Outputs of one cell that are shown before it is asked for more: each costs VS Code some milliseconds. */
export const mostOutputs = 100;
/** Outputs that wait to be shown; of what is beyond, the log alone tells, and the cell says so. */
const mostHeld = 10_000;
/** Changes between the two streams of a cell, from which on they are shown as one. */
const mostChanges = 20;

/** What takes a place of its own in the cell. */
type Shown = Exclude<Output, { kind: 'stream' | 'update' }>;

export interface CellToShow {
  readonly execution: vscode.NotebookCellExecution;
  /** The live outputs of the cells that are run with it. */
  readonly live: LiveItems;
  /** An error's stack with links into the notebook. */
  readonly linked: (stack: string) => string;
  /** Takes all that is shown and what is not, as text. */
  readonly log: OutputLog;
}

/** Shows a cell's outputs as they come: what a program prints in one go grows in one place, a flood within bounds. */
export class CellOutputs {
  #execution: vscode.NotebookCellExecution;
  readonly #live: LiveItems;
  readonly #linked: (stack: string) => string;
  readonly #log: OutputLog;
  #block: PrintBlock | undefined;
  #changes = 0;
  #shown = 0;
  #held: Shown[] = [];
  /** Outputs beyond those that are held. */
  #lost = 0;
  /** Stands for the outputs that are held. */
  #placeholder: vscode.NotebookCellOutput | undefined;

  constructor({ execution, live, linked, log }: CellToShow) {
    this.#execution = execution;
    this.#live = live;
    this.#linked = linked;
    this.#log = log;
  }

  /** How many outputs wait for `showHeld`. */
  get held(): number {
    return this.#held.length;
  }

  add(output: Output): void {
    this.#log.add(outputText(output, this.#live.states));
    switch (output.kind) {
      case 'stream':
        this.#print(output.name, output.text);
        return;
      case 'display':
      case 'check':
        this.#show(output);
        return;
      case 'update':
        this.#live.changed(this.#execution, output.id);
    }
  }

  /** Never held back: it says why the cell has ended. */
  error(error: CellError): void {
    this.#log.add(errorText(error));
    this.#endBlock();
    this.#append(errorOutput({ ...error, stack: this.#linked(error.stack) }));
  }

  /** Shows what still waits; to be called before the execution ends. */
  flush(): void {
    this.#block?.show();
  }

  /** The cell has ended, and what comes late is shown by another execution, which VS Code wants for it. */
  continueIn(execution: vscode.NotebookCellExecution): void {
    this.#execution = execution;
  }

  /** Shows the outputs that were held back. */
  showHeld(): void {
    const [first, ...others] = this.#held;
    const place = this.#placeholder;
    if (!first || !place) return;
    const outputs = others.map((output) => this.#made(output));
    if (this.#lost > 0) outputs.push(textOutput(lostText(this.#lost)));
    this.#held = [];
    this.#lost = 0;
    this.#placeholder = undefined;
    this.#endBlock();
    void this.#execution.replaceOutputItems(this.#made(first, place).items, place);
    this.#shown += outputs.length;
    if (outputs.length > 0) void this.#execution.appendOutput(outputs);
  }

  #show(output: Shown): void {
    if (this.#placeholder || this.#shown >= mostOutputs) {
      this.#hold(output);
      return;
    }
    this.#endBlock();
    this.#append(this.#made(output));
  }

  #hold(output: Shown): void {
    if (this.#held.length < mostHeld) this.#held.push(output);
    else this.#lost++;
    if (this.#placeholder) return;
    this.#log.keep();
    this.#endBlock();
    this.#placeholder = textOutput(heldText());
    this.#append(this.#placeholder);
  }

  /** An output as it stands now: a live one that was held may have changed meanwhile. */
  #made(output: Shown, place = new vscode.NotebookCellOutput([])): vscode.NotebookCellOutput {
    place.items = output.kind === 'check' ? codeItems(checkItems(output.check)) : this.#live.shown(output.data, place);
    return place;
  }

  /** What is printed next stands below what is shown next. */
  #endBlock(): void {
    this.#block?.show();
    this.#block = undefined;
  }

  #append(output: vscode.NotebookCellOutput): void {
    this.#shown++;
    void this.#execution.appendOutput(output);
  }

  #print(name: StreamName, text: string): void {
    const block = this.#blockFor(name);
    block.add(this.#isMerged && name === 'stderr' ? red(text) : text);
  }

  get #isMerged(): boolean {
    return this.#changes > mostChanges;
  }

  /** The output that takes what a stream prints next. */
  #blockFor(name: StreamName): PrintBlock {
    const last = this.#block;
    if (last && (last.name === name || this.#isMerged)) return last;
    last?.show();
    if (last) this.#changes++;
    const streams = this.#isMerged ? 'stdout' : name;
    const block = new PrintBlock(
      streams,
      () => this.#execution,
      () => this.#log.keep(),
    );
    if (last && this.#isMerged) block.add(`${mergedText()}\n`);
    this.#block = block;
    this.#shown++;
    return block;
  }
}

function textOutput(text: string): vscode.NotebookCellOutput {
  return new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.text(text)]);
}

function red(text: string): string {
  return `\u001b[31m${text}\u001b[39m`;
}

function mergedText(): string {
  return vscode.l10n.t('⋯ Output and errors take turns, so from here on they stand together: errors are red.');
}

function heldText(): string {
  return vscode.l10n.t(
    '⋯ The cell shows more than {0} outputs. The others wait, to keep the editor quick: “Show All Outputs” below the cell shows them.',
    mostOutputs,
  );
}

function lostText(count: number): string {
  return vscode.l10n.t(
    '⋯ {0} more outputs are not shown here. “Show Full Output” below the cell opens the words of all.',
    count.toLocaleString('en-US'),
  );
}
