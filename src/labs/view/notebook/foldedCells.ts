import * as vscode from 'vscode';
import { Disposable } from '../../../platform/disposable.ts';
import { notebook as ids } from '../../../platform/ids.ts';
import { isFolded } from '../../exercise.ts';
import { cellMetadata } from './serializer.ts';

/**
 * Folds the code of cells that give answers away, such as checks with their hints, and of helpers: when a lab comes into
 * view for the first time, and when such a cell is written anew. Whoever opens one finds it open from then on.
 */
export class FoldedCells extends Disposable {
  /** Of each notebook that is open, whether its cells were folded once. */
  readonly #folded = new WeakSet<vscode.NotebookDocument>();

  constructor() {
    super();
    // Told once its cells are laid out: what is folded before is unfolded by that.
    this.register(
      vscode.window.onDidChangeNotebookEditorVisibleRanges(({ notebookEditor }) => this.#first(notebookEditor)),
    );
    this.register(
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (this.#folded.has(notebook))
          fold(
            notebook,
            contentChanges.flatMap(({ addedCells }) => addedCells),
          );
      }),
    );
    // A window that comes back has laid them out before anybody listens.
    for (const editor of vscode.window.visibleNotebookEditors) if (editor.visibleRanges.length > 0) this.#first(editor);
  }

  #first({ notebook }: vscode.NotebookEditor): void {
    if (notebook.notebookType !== ids.type || this.#folded.has(notebook)) return;
    this.#folded.add(notebook);
    fold(notebook, notebook.getCells());
  }
}

/** How a cell is shown is VS Code's own, and no API sets it: its command does. */
function fold({ uri }: vscode.NotebookDocument, cells: readonly vscode.NotebookCell[]): void {
  const ranges = cells
    .filter((cell) => isFolded({ metadata: cellMetadata(cell) }))
    .map(({ index }) => ({ start: index, end: index + 1 }));
  if (ranges.length === 0) return;
  void vscode.commands.executeCommand('notebook.cell.collapseCellInput', { document: uri, ranges });
}
