/** Outputs as VS Code takes them. */
import * as vscode from 'vscode';
import type { CellError } from '../../kernel/protocol/outputs.ts';
import type { OutputItem } from '../items.ts';

export function codeItems(items: readonly OutputItem[]): vscode.NotebookCellOutputItem[] {
  return items.map(({ mime, text }) => vscode.NotebookCellOutputItem.text(text, mime));
}

/** An error as VS Code shows it. */
export function errorOutput({ name, message, stack }: CellError): vscode.NotebookCellOutput {
  return new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.error({ name, message, stack })]);
}
