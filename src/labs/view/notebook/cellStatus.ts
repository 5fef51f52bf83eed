import * as vscode from 'vscode';
import type { TensorUse } from '../../../kernel/protocol/outputs.ts';
import type { CellEnd } from '../../../outputs/cellEnd.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { commands, notebook as ids } from '../../../platform/ids.ts';
import { factsText, leakDetail, leakHint, leakText } from '../../coaching.ts';
import type { CoveredCell } from '../showTruth.ts';
import { cellMetadata } from './serializer.ts';

/** What is known of a cell that was run. */
interface Known {
  readonly end: CellEnd;
  /** Comes later. */
  readonly tensors?: TensorUse;
}

/** Says in the status bar of each cell that was run how long it took, on what it computed, and what it leaked. */
export class CellStatus extends Disposable implements vscode.NotebookCellStatusBarItemProvider {
  /** By the cell's address. */
  readonly #known = new Map<string, Known>();
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeCellStatusBarItems = this.#changed.event;

  constructor() {
    super();
    this.register(vscode.notebooks.registerNotebookCellStatusBarItemProvider(ids.type, this));
    this.register(vscode.commands.registerCommand(commands.explainLeak, (use?: TensorUse) => explain(use)));
    this.register(
      vscode.workspace.onDidCloseNotebookDocument((lab) => {
        for (const cell of lab.getCells()) this.clear(cell);
      }),
    );
  }

  clear(cell: vscode.NotebookCell): void {
    if (this.#known.delete(cell.document.uri.toString())) this.#changed.fire();
  }

  set(cell: vscode.NotebookCell, end: CellEnd): void {
    this.#known.set(cell.document.uri.toString(), { end });
    this.#changed.fire();
  }

  /** What became of the tensors of a cell that has ended. */
  tell(cell: vscode.NotebookCell, tensors: TensorUse): void {
    const address = cell.document.uri.toString();
    const known = this.#known.get(address);
    if (!known) return;
    this.#known.set(address, { ...known, tensors });
    if (tensors.leaked > 0) this.#changed.fire();
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const covered = this.#coveredBelow(cell);
    const known = this.#known.get(cell.document.uri.toString());
    if (!known) return covered;
    const { end, tensors } = known;
    const facts = factsText(end);
    const items = facts ? [factsItem(facts)] : [];
    if (end.covered) items.push(coveredItem(cell, end.covered));
    const leak = tensors && leakText(tensors);
    if (tensors && leak) items.push(leakItem(leak, tensors));
    return [...items, ...covered];
  }

  /** At a prediction also for the truths below it: their cells are folded, and a folded cell has no status bar. */
  #coveredBelow(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    if (cellMetadata(cell).kind !== 'predict') return [];
    const below = cell.notebook.getCells().slice(cell.index + 1);
    const next = below.findIndex((each) => cellMetadata(each).exercise !== undefined);
    return below.slice(0, next < 0 ? undefined : next).flatMap((each) => {
      const missing = this.#known.get(each.document.uri.toString())?.end.covered;
      return missing ? [coveredItem(each, missing)] : [];
    });
  }
}

function factsItem(text: string): vscode.NotebookCellStatusBarItem {
  const shown = item(text);
  shown.tooltip = vscode.l10n.t('The time that the cell’s own code took, and what its tensors were computed on.');
  return shown;
}

function coveredItem(cell: vscode.NotebookCell, missing: readonly string[]): vscode.NotebookCellStatusBarItem {
  const shown = item(`$(eye) ${vscode.l10n.t('Show Anyway')}`);
  shown.tooltip = vscode.l10n.t('Shows how it is before you have predicted it. Your record says so.');
  const target: CoveredCell = { lab: cell.notebook.uri, missing, at: { index: cell.index } };
  shown.command = { command: commands.showTruth, title: vscode.l10n.t('Show Anyway'), arguments: [target] };
  return shown;
}

function leakItem(text: string, use: TensorUse): vscode.NotebookCellStatusBarItem {
  const shown = item(`$(warning) ${text}`);
  shown.tooltip = `${leakDetail(use)}\n\n${leakHint()}`;
  shown.command = { command: commands.explainLeak, title: vscode.l10n.t('Explain Leaked Tensors'), arguments: [use] };
  return shown;
}

function item(text: string): vscode.NotebookCellStatusBarItem {
  return new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
}

async function explain(use: TensorUse | undefined): Promise<void> {
  if (use) await vscode.window.showInformationMessage(leakDetail(use), { modal: true, detail: leakHint() });
}
