import * as vscode from 'vscode';
import { Disposable } from '../../../platform/disposable.ts';
import { cellAt } from '../../text/cells.ts';
import { cellsOf, isTextLab } from './document.ts';

const border = {
  isWholeLine: true,
  borderStyle: 'solid',
  borderColor: new vscode.ThemeColor('interactive.activeCodeBorder'),
};

/** Lines above and below the cell that the cursor is in: what *Run Cell* would run. The colour is the theme's. */
export class CurrentCellMark extends Disposable {
  readonly #top = this.register(vscode.window.createTextEditorDecorationType({ ...border, borderWidth: '1px 0 0 0' }));
  readonly #bottom = this.register(
    vscode.window.createTextEditorDecorationType({ ...border, borderWidth: '0 0 1px 0' }),
  );

  constructor() {
    super();
    this.register(vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#mark(textEditor)));
    this.register(vscode.window.onDidChangeVisibleTextEditors((editors) => this.#markAll(editors)));
    this.#markAll(vscode.window.visibleTextEditors);
  }

  #markAll(editors: readonly vscode.TextEditor[]): void {
    for (const editor of editors) this.#mark(editor);
  }

  #mark(editor: vscode.TextEditor): void {
    if (!isTextLab(editor.document)) return;
    const cell = cellAt(cellsOf(editor.document), editor.selection.active.line);
    editor.setDecorations(this.#top, cell ? [lineRange(cell.top)] : []);
    editor.setDecorations(this.#bottom, cell ? [lineRange(cell.last)] : []);
  }
}

function lineRange(line: number): vscode.Range {
  return new vscode.Range(line, 0, line, 0);
}
