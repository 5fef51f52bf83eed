import * as vscode from 'vscode';
import { cellIndexOf } from '../cellNames.ts';
import { cellMetadata } from './notebook/serializer.ts';

/** Milliseconds that an editor is given to come into view after it was asked for. */
const patience = 5000;

/**
 * Brings a cell of a lab's notebook into view and selects it.
 * @param name as `cellIndexOf` reads it; one that the lab does not have is left alone
 */
export async function revealCell(uri: vscode.Uri, name: string): Promise<void> {
  const editor = await editorOf(uri);
  const cells = editor?.notebook.getCells().map((cell) => ({ metadata: cellMetadata(cell) })) ?? [];
  const index = cellIndexOf(cells, name);
  if (!editor || index === undefined) return;
  revealIndex(editor, index);
}

/** Brings a cell of a notebook that is open into view and selects it, also where another tab is in front. */
export async function revealNotebookCell({ notebook, index }: vscode.NotebookCell): Promise<void> {
  // It may have been taken out since.
  if (index < 0 || notebook.isClosed) return;
  revealIndex(await vscode.window.showNotebookDocument(notebook), index);
}

function revealIndex(editor: vscode.NotebookEditor, index: number): void {
  const range = new vscode.NotebookRange(index, index + 1);
  editor.selections = [range];
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
}

/** The editor may come into view only a while after the command that opened it has returned. */
async function editorOf(uri: vscode.Uri): Promise<vscode.NotebookEditor | undefined> {
  const find = () =>
    vscode.window.visibleNotebookEditors.find(({ notebook }) => notebook.uri.toString() === uri.toString());
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((later) => setTimeout(later, 50))) {
    const editor = find();
    if (editor) return editor;
  }
  return undefined;
}
