import type * as vscode from 'vscode';
import type { MimeBundle } from '../../mlops/payloads/mime.ts';
import { outputItems } from '../items.ts';
import { idOf, type LiveOutputs, liveForms } from '../live/liveOutputs.ts';
import { codeItems } from './codeItems.ts';

/** Milliseconds. What a notebook stores of a running output may be this old when its window dies. */
const storeInterval = 5000;

interface Shown {
  readonly output: vscode.NotebookCellOutput;
  readonly bundle: MimeBundle;
  stored: number;
}

/**
 * The live outputs of a notebook. Their changes go to the drawing by messages, so that VS Code rebuilds nothing; here
 * only what the notebook itself keeps of them is renewed, now and then and at the end.
 */
export class LiveItems {
  /** How they stand. */
  readonly states: LiveOutputs;
  readonly #shown = new Map<string, Shown>();

  constructor(states: LiveOutputs) {
    this.states = states;
  }

  /** The items by which an output is about to be shown, be it a live one or not: as it stands. */
  shown(bundle: MimeBundle, output: vscode.NotebookCellOutput): vscode.NotebookCellOutputItem[] {
    const id = idOf(bundle);
    if (id !== '') this.#shown.set(id, { output, bundle, stored: Date.now() });
    return codeItems(outputItems(this.states.current(bundle)));
  }

  /** Whether what the notebook keeps of a live output is to be renewed. */
  isDue(id: string): boolean {
    const shown = this.#shown.get(id);
    const state = this.states.get(id);
    if (!shown || !state) return false;
    return state.status !== 'running' || Date.now() - shown.stored >= storeInterval;
  }

  /** A live output has changed. @param execution of its cell */
  changed(execution: vscode.NotebookCellExecution, id: string): void {
    const shown = this.#shown.get(id);
    const state = this.states.get(id);
    if (!shown || !state || !this.isDue(id)) return;
    shown.stored = Date.now();
    void execution.replaceOutputItems(codeItems(outputItems({ ...shown.bundle, ...liveForms(state) })), shown.output);
  }
}
