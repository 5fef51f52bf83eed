import * as vscode from 'vscode';
import type { CellEnd } from '../../../outputs/cellEnd.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { commands, notebook as ids } from '../../../platform/ids.ts';
import { declares, undefinedName } from '../../declares.ts';
import type { LabSessions } from '../sessions.ts';

/**
 * Says of a cell that its output comes from a kernel that is gone, and offers to run the cells above where one has
 * failed for want of what they make.
 */
export class NotRunStatus extends Disposable implements vscode.NotebookCellStatusBarItemProvider {
  /** Cells that the kernel of their lab has run. */
  readonly #ran = new Set<vscode.NotebookCell>();
  /** Cells that failed for want of a name, with it. */
  readonly #missing = new Map<vscode.NotebookCell, string>();
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeCellStatusBarItems = this.#changed.event;

  constructor(sessions: LabSessions) {
    super();
    this.register(vscode.notebooks.registerNotebookCellStatusBarItemProvider(ids.type, this));
    this.register(vscode.commands.registerCommand(commands.runAboveAndCell, (cell?: CellRef) => runToCell(cell)));
    this.register(sessions.onKernelEnded((lab) => this.#forget(lab)));
    this.register(vscode.workspace.onDidCloseNotebookDocument(({ uri }) => this.#forget(uri)));
  }

  ran(cell: vscode.NotebookCell, { status, error }: CellEnd): void {
    if (status === 'skipped') return;
    this.#ran.add(cell);
    const name = error && undefinedName(error);
    if (name !== undefined && this.#isMadeAbove(cell, name)) this.#missing.set(cell, name);
    else this.#missing.delete(cell);
    this.#changed.fire();
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    if (cell.kind !== vscode.NotebookCellKind.Code) return [];
    const name = this.#missing.get(cell);
    if (name !== undefined) return [runAboveItem(cell, name)];
    return cell.outputs.length > 0 && !this.#ran.has(cell) ? [earlierItem()] : [];
  }

  /** By a cell that the kernel has not run. */
  #isMadeAbove(cell: vscode.NotebookCell, name: string): boolean {
    const above = cell.notebook.getCells().slice(0, cell.index);
    return above.some((each) => !this.#ran.has(each) && declares(each.document.getText(), name));
  }

  #forget(lab: vscode.Uri): void {
    const isOf = (cell: vscode.NotebookCell) => cell.notebook.uri.toString() === lab.toString();
    for (const cell of [...this.#ran].filter(isOf)) this.#ran.delete(cell);
    for (const cell of [...this.#missing.keys()].filter(isOf)) this.#missing.delete(cell);
    this.#changed.fire();
  }
}

/** A cell, as a command is handed it. */
interface CellRef {
  readonly lab: vscode.Uri;
  readonly index: number;
}

async function runToCell(cell: CellRef | undefined): Promise<void> {
  if (!cell) return;
  const ranges = [{ start: 0, end: cell.index + 1 }];
  await vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: cell.lab });
}

function runAboveItem(cell: vscode.NotebookCell, name: string): vscode.NotebookCellStatusBarItem {
  const title = vscode.l10n.t('Run Cells Above');
  const shown = item(`$(run-above) ${title}`);
  shown.tooltip = vscode.l10n.t('“{0}” is made in a cell above, which this kernel has not run.', name);
  const target: CellRef = { lab: cell.notebook.uri, index: cell.index };
  shown.command = { command: commands.runAboveAndCell, title, arguments: [target] };
  shown.accessibilityInformation = { label: `${title}. ${shown.tooltip}`, role: 'button' };
  return shown;
}

function earlierItem(): vscode.NotebookCellStatusBarItem {
  const shown = item(`$(history) ${vscode.l10n.t('From an earlier kernel')}`);
  shown.tooltip = vscode.l10n.t('This output was kept. What the cell made is gone: run it again to use it below.');
  return shown;
}

function item(text: string): vscode.NotebookCellStatusBarItem {
  return new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
}
