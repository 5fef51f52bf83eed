import * as vscode from 'vscode';
import { dropLogs, hasLog, logPath, OutputLog } from '../../../outputs/store/log.ts';
import { CellOutputs, type CellToShow } from '../../../outputs/view/cellOutputs.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { messageOf } from '../../../platform/errors.ts';
import { commands, notebook as ids } from '../../../platform/ids.ts';
import { labFolder } from '../openLabs.ts';

/** What a cell that was run has beside what it shows. */
interface Full {
  readonly log: OutputLog;
  readonly outputs: CellOutputs;
  isRunning: boolean;
}

/** Shows something in the cell by an execution of its own. */
type ShowAgain = (cell: vscode.NotebookCell, show: (execution: vscode.NotebookCellExecution) => void) => void;

/** Leads from a cell that shows only a part of its output to all of it: by its status bar, and by the palette. */
export class FullOutputs extends Disposable implements vscode.NotebookCellStatusBarItemProvider {
  readonly #cells = new Map<vscode.NotebookCell, Full>();
  readonly #showAgain: ShowAgain;
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeCellStatusBarItems = this.#changed.event;

  constructor(showAgain: ShowAgain) {
    super();
    this.#showAgain = showAgain;
    const { registerCommand } = vscode.commands;
    this.register(vscode.notebooks.registerNotebookCellStatusBarItemProvider(ids.type, this));
    this.register(registerCommand(commands.showFullOutput, (index?: unknown) => this.#showFull(cellAt(index))));
    this.register(registerCommand(commands.showAllOutputs, (index?: unknown) => this.#showAll(cellAt(index))));
    this.register(vscode.workspace.onDidCloseNotebookDocument((lab) => this.#forget(lab.getCells())));
    this.register(
      vscode.workspace.onDidChangeNotebookDocument(({ contentChanges }) =>
        this.#forget(contentChanges.flatMap(({ removedCells }) => removedCells)),
      ),
    );
  }

  /** A cell begins: its outputs, and the log of all that they do not show. */
  begin(shown: Omit<CellToShow, 'log'>, source: string): CellOutputs {
    const { cell } = shown.execution;
    const { uri } = cell.notebook;
    const workspace = labFolder(uri);
    const others = cell.notebook.getCells().filter((other) => other !== cell);
    const before = this.#cells.get(cell)?.log.close();
    const dropped = dropLogs(
      workspace,
      uri.fsPath,
      others.map((other) => other.document.getText()),
    );
    const log = new OutputLog({
      workspace,
      path: logPath(workspace, uri.fsPath, source),
      ready: Promise.all([before, dropped]).then(() => undefined),
      kept: () => this.#changed.fire(),
    });
    const outputs = new CellOutputs({ ...shown, log });
    this.#cells.set(cell, { log, outputs, isRunning: true });
    return outputs;
  }

  /** The outputs of a cell that was run. */
  of(cell: vscode.NotebookCell): CellOutputs | undefined {
    return this.#cells.get(cell)?.outputs;
  }

  /** A cell has ended, or has shown something afterwards. */
  ended(cell: vscode.NotebookCell): void {
    const full = this.#cells.get(cell);
    if (!full) return;
    full.isRunning = false;
    if (full.log.isKept || full.outputs.held > 0) this.#changed.fire();
  }

  async provideCellStatusBarItems(cell: vscode.NotebookCell): Promise<vscode.NotebookCellStatusBarItem[]> {
    const full = this.#cells.get(cell);
    const held = full?.outputs.held ?? 0;
    const items: vscode.NotebookCellStatusBarItem[] = [];
    if (held > 0) {
      const text = vscode.l10n.t('Show All Outputs ({0} more)', held.toLocaleString());
      items.push(
        item(cell, `$(unfold) ${text}`, commands.showAllOutputs, vscode.l10n.t('Shows the outputs that wait.')),
      );
    }
    if (await this.#logOf(cell)) {
      const tooltip = vscode.l10n.t('Opens the file that holds all that this cell printed.');
      items.push(item(cell, `$(output) ${vscode.l10n.t('Show Full Output')}`, commands.showFullOutput, tooltip));
    }
    return items;
  }

  override dispose(): void {
    this.#forget([...this.#cells.keys()]);
    super.dispose();
  }

  /** The path of a cell's log, also of one that ran before the lab was opened. */
  async #logOf(cell: vscode.NotebookCell): Promise<string | undefined> {
    const known = this.#cells.get(cell);
    if (known) return known.log.isKept ? known.log.path : undefined;
    const { uri } = cell.notebook;
    if (uri.scheme !== 'file') return undefined;
    const path = logPath(labFolder(uri), uri.fsPath, cell.document.getText());
    return (await hasLog(path)) ? path : undefined;
  }

  async #showFull(cell: vscode.NotebookCell | undefined): Promise<void> {
    try {
      const path = cell && (await this.#logOf(cell));
      if (!cell || path === undefined) {
        void vscode.window.showInformationMessage(vscode.l10n.t('This cell shows all of its output.'));
        return;
      }
      await this.#cells.get(cell)?.log.written();
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path), { preview: false });
    } catch (error) {
      const reason = messageOf(error);
      const text = vscode.l10n.t('The full output could not be kept as a file: {0}. Run the cell again.', reason);
      void vscode.window.showErrorMessage(text);
    }
  }

  #showAll(cell: vscode.NotebookCell | undefined): void {
    const full = cell && this.#cells.get(cell);
    if (!full || full.outputs.held === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('This cell shows all of its outputs.'));
      return;
    }
    if (full.isRunning) full.outputs.showHeld();
    else {
      this.#showAgain(cell, (execution) => {
        full.outputs.continueIn(execution);
        full.outputs.showHeld();
      });
    }
    this.#changed.fire();
  }

  #forget(cells: readonly vscode.NotebookCell[]): void {
    for (const cell of cells) {
      void this.#cells.get(cell)?.log.close();
      this.#cells.delete(cell);
    }
  }
}

/** The cell of a status bar's item, by its position; from the palette the selected one. */
function cellAt(index: unknown): vscode.NotebookCell | undefined {
  const editor = vscode.window.activeNotebookEditor;
  if (editor?.notebook.notebookType !== ids.type) return undefined;
  const at = typeof index === 'number' ? index : (editor.selections[0]?.start ?? 0);
  return at < editor.notebook.cellCount ? editor.notebook.cellAt(at) : undefined;
}

function item(
  cell: vscode.NotebookCell,
  text: string,
  command: string,
  tooltip: string,
): vscode.NotebookCellStatusBarItem {
  const made = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
  made.tooltip = tooltip;
  made.command = { command, title: text.replace(/^\$\([\w-]+\) /, ''), arguments: [cell.index] };
  return made;
}
