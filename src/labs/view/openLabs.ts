/** Labs that are open: as text, as a notebook, or both. Both kinds of document have the file's own address. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../platform/errors.ts';
import { notebook as ids } from '../../platform/ids.ts';
import { type LabFile, parseLab } from '../file.ts';
import { labFileOf } from './notebook/serializer.ts';

/** What the manifest's selector for the notebook says as a glob. */
const suffix = '.lab.ts';

export function isLab(uri: vscode.Uri): boolean {
  return uri.path.endsWith(suffix);
}

/** The folder that a lab belongs to, absolute: its runs and outputs are kept there. */
export function labFolder(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath);
}

/** The lab in the active editor, whichever kind that is. */
export function activeLab(): vscode.Uri | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook) return notebook.notebookType === ids.type ? notebook.uri : undefined;
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && isLab(uri) ? uri : undefined;
}

export function openNotebook(uri: vscode.Uri): vscode.NotebookDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.notebookDocuments.find((lab) => lab.notebookType === ids.type && lab.uri.toString() === key);
}

export function openText(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find((lab) => lab.uri.toString() === key);
}

export function isOpen(uri: vscode.Uri): boolean {
  return openNotebook(uri) !== undefined || openText(uri) !== undefined;
}

/**
 * A lab's cells as they stand in its editor, edits included.
 * @throws {UserError} `lab-not-open`
 */
export function openLabFile(uri: vscode.Uri): LabFile {
  const notebook = openNotebook(uri);
  if (notebook) return labFileOf(notebook);
  const text = openText(uri);
  if (text) return parseLab(text.getText());
  const name = vscode.workspace.asRelativePath(uri);
  throw new UserError('lab-not-open', vscode.l10n.t('{0} is not open. Open the lab, then run it.', name));
}
