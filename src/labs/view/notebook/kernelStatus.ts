import * as vscode from 'vscode';
import { Disposable } from '../../../platform/disposable.ts';
import { commands, notebook as ids } from '../../../platform/ids.ts';

/** Says in a cell's status bar why it does not run, or ran no further, and offers the way out in one click. */
export class KernelStatus extends Disposable implements vscode.NotebookCellStatusBarItemProvider {
  /** Cells that were running when their kernel died. */
  readonly #died = new Set<vscode.NotebookCell>();
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeCellStatusBarItems = this.#changed.event;

  constructor() {
    super();
    this.register(vscode.notebooks.registerNotebookCellStatusBarItemProvider(ids.type, this));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()));
    this.register(vscode.workspace.onDidCloseNotebookDocument(({ uri }) => this.clear(uri)));
  }

  died(cell: vscode.NotebookCell): void {
    this.#died.add(cell);
    this.#changed.fire();
  }

  /** A lab gets a new kernel. */
  clear(lab: vscode.Uri): void {
    const gone = [...this.#died].filter(({ notebook }) => notebook.uri.toString() === lab.toString());
    for (const cell of gone) this.#died.delete(cell);
    if (gone.length > 0) this.#changed.fire();
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    if (cell.kind !== vscode.NotebookCellKind.Code) return [];
    if (!vscode.workspace.isTrusted) return [restricted()];
    return this.#died.has(cell) ? [dead(cell.notebook.uri)] : [];
  }
}

function restricted(): vscode.NotebookCellStatusBarItem {
  const item = leftItem(`$(shield) ${vscode.l10n.t('Restricted Mode: cells do not run')}`);
  item.tooltip = vscode.l10n.t('Trust this folder to run its cells: they are programs.');
  item.command = { command: 'workbench.trust.manage', title: vscode.l10n.t('Manage Workspace Trust') };
  return item;
}

function dead(lab: vscode.Uri): vscode.NotebookCellStatusBarItem {
  const item = leftItem(`$(error) ${vscode.l10n.t('Kernel died: Restart')}`);
  item.tooltip = vscode.l10n.t('Variables of earlier cells are gone: restart the kernel, then run those cells again.');
  item.command = { command: commands.restartKernel, title: vscode.l10n.t('Restart Kernel'), arguments: [lab] };
  return item;
}

function leftItem(text: string): vscode.NotebookCellStatusBarItem {
  return new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
}
