import * as vscode from 'vscode';
import type { CheckResult } from '../../../mlops/host.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { notebook as ids } from '../../../platform/ids.ts';
import { cellMetadata } from './serializer.ts';

/** Each exercise and check says what it is in its cell's status bar, and a check how it came out, in words. */
export class CheckStatus extends Disposable implements vscode.NotebookCellStatusBarItemProvider {
  readonly #results = new Map<string, CheckResult[]>();
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeCellStatusBarItems = this.#changed.event;

  constructor() {
    super();
    this.register(vscode.notebooks.registerNotebookCellStatusBarItemProvider(ids.type, this));
    // A lab that is opened again gets the same cell addresses, and has not been run.
    this.register(
      vscode.workspace.onDidCloseNotebookDocument((lab) => {
        for (const cell of lab.getCells()) this.clear(cell);
      }),
    );
  }

  clear(cell: vscode.NotebookCell): void {
    if (this.#results.delete(cell.document.uri.toString())) this.#changed.fire();
  }

  set(cell: vscode.NotebookCell, result: CheckResult): void {
    const key = cell.document.uri.toString();
    this.#results.set(key, [...(this.#results.get(key) ?? []), result]);
    this.#changed.fire();
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const { exercise, check } = cellMetadata(cell);
    if (exercise !== undefined) return [item(`$(edit) ${vscode.l10n.t('Exercise')}`)];
    if (check === undefined) return [];
    const results = this.#results.get(cell.document.uri.toString());
    if (!results) return [item(`$(circle-large-outline) ${vscode.l10n.t('Check: not run yet')}`)];
    const failed = results.filter(({ passed }) => !passed).length;
    if (failed === 0) return [item(`$(pass) ${vscode.l10n.t('Check passed')}`)];
    return [item(`$(error) ${vscode.l10n.t('Check failed')}`)];
  }
}

function item(text: string): vscode.NotebookCellStatusBarItem {
  return new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
}
