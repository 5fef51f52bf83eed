import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { notebook as ids } from '../../platform/ids.ts';
import type { EvidenceKeeper } from '../../shared/evidence.ts';
import { frontMatter, parseLab } from '../file.ts';
import { cellName } from '../session/labRun.ts';
import { cellAt } from '../text/cells.ts';
import { labFileOf } from './notebook/serializer.ts';
import { cellsOf, isTextLab } from './text/document.ts';

/** Milliseconds for which somebody stays at a cell before that is where they are. */
const settleMs = 1000;

/** Tells at which cell somebody is who works in a lab, be it open as a notebook or as text. */
export class LabPlaces extends Disposable {
  readonly #evidence: EvidenceKeeper;
  /** The cell that a notebook showed when it came into view: nobody went there. */
  readonly #shown = new WeakMap<vscode.NotebookEditor, number>();
  #settling: NodeJS.Timeout | undefined;

  constructor(evidence: EvidenceKeeper) {
    super();
    this.#evidence = evidence;
    this.register(vscode.window.onDidChangeActiveNotebookEditor((editor) => this.#look(editor)));
    this.register(vscode.window.onDidChangeNotebookEditorSelection((event) => this.#moved(event.notebookEditor)));
    this.register(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
        // Without a kind nobody moved the cursor: a program did, or the file was just opened.
        if (kind !== undefined && isTextLab(textEditor.document)) this.#soon(() => this.#tellText(textEditor));
      }),
    );
    this.register({ dispose: () => clearTimeout(this.#settling) });
  }

  #look(editor: vscode.NotebookEditor | undefined): void {
    if (editor && !this.#shown.has(editor)) this.#shown.set(editor, editor.selection.start);
  }

  #moved(editor: vscode.NotebookEditor): void {
    if (editor.notebook.notebookType !== ids.type || editor.notebook.uri.scheme !== 'file') return;
    const { start } = editor.selection;
    if ((this.#shown.get(editor) ?? 0) === start) return;
    // From now on the first cell is a place like any other.
    this.#shown.set(editor, -1);
    this.#soon(() => this.#tell(editor.notebook.uri, () => labFileOf(editor.notebook), start));
  }

  #tellText({ document, selection }: vscode.TextEditor): void {
    const cell = cellAt(cellsOf(document), selection.active.line);
    if (cell) this.#tell(document.uri, () => parseLab(document.getText()), cell.index);
  }

  #tell(uri: vscode.Uri, read: () => Parameters<typeof frontMatter>[0], index: number): void {
    try {
      const { id: item } = frontMatter(read(), uri.fsPath);
      this.#evidence.keep({ kind: 'place', item, place: { kind: 'cell', cell: cellName(index) } }, uri.fsPath);
    } catch {
      // A file without an id is no lab of a course, and leaves no evidence.
    }
  }

  #soon(tell: () => void): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(tell, settleMs);
  }
}
