/** Changes to a lab in its editor. The lab as it was is kept first, and Undo takes each change back. */
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../platform/errors.ts';
import { fileTime, writeFileAtomic } from '../../../platform/files.ts';
import { backupFolder, writeGitFiles } from '../../../shared/learnerFolder.ts';
import { formatLab } from '../../file.ts';
import { textCells } from '../../text/cells.ts';
import { LabSerializer } from '../notebook/serializer.ts';
import { labFolder, openNotebook, openText } from '../openLabs.ts';
import type { Work } from './targets.ts';

/**
 * Keeps the lab as it stands in the editor in `.mlops-lab/backups/`.
 * @returns the path of what was kept, within the folder
 */
export async function backUp({ lab, file }: Work): Promise<string> {
  const folder = labFolder(lab);
  const kept = join(backupFolder(folder), `${basename(lab.fsPath, '.lab.ts')}-${fileTime()}.lab.ts`);
  await writeFileAtomic(kept, formatLab(file), { overwrite: false });
  await writeGitFiles(folder);
  return vscode.workspace.asRelativePath(kept);
}

/** Writes a cell anew. @returns the path of what was kept of the lab before */
export async function replaceCell(work: Work, source: string): Promise<string> {
  const kept = await backUp(work);
  const edit = new vscode.WorkspaceEdit();
  const notebook = openNotebook(work.lab);
  if (notebook) {
    const { document } = notebook.cellAt(work.index);
    edit.replace(document.uri, wholeOf(document), source);
  } else {
    const document = textOf(work.lab);
    const cell = textCells(work.file)[work.index];
    if (!cell) throw changed();
    const empty = cell.last < cell.first;
    const end = empty ? new vscode.Position(cell.first, 0) : document.lineAt(cell.last).range.end;
    edit.replace(
      document.uri,
      new vscode.Range(new vscode.Position(cell.first, 0), end),
      empty ? `${source}\n` : source,
    );
  }
  await apply(edit);
  return kept;
}

/** Writes the whole lab anew and saves it. @returns the path of what was kept of it before */
export async function replaceLab(work: Work, text: string): Promise<string> {
  const kept = await backUp(work);
  const edit = new vscode.WorkspaceEdit();
  const notebook = openNotebook(work.lab);
  if (notebook) {
    const { cells, metadata = {} } = new LabSerializer().deserializeNotebook(new TextEncoder().encode(text));
    edit.set(notebook.uri, [
      vscode.NotebookEdit.replaceCells(new vscode.NotebookRange(0, notebook.cellCount), cells),
      vscode.NotebookEdit.updateNotebookMetadata(metadata),
    ]);
  } else {
    const document = textOf(work.lab);
    edit.replace(document.uri, wholeOf(document), text);
  }
  await apply(edit);
  await (notebook ?? textOf(work.lab)).save();
  return kept;
}

function wholeOf(document: vscode.TextDocument): vscode.Range {
  return new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
}

function textOf(lab: vscode.Uri): vscode.TextDocument {
  const document = openText(lab);
  if (document) return document;
  throw changed();
}

async function apply(edit: vscode.WorkspaceEdit): Promise<void> {
  if (!(await vscode.workspace.applyEdit(edit))) throw changed();
}

function changed(): UserError {
  return new UserError('lab-changed', vscode.l10n.t('The lab was changed or closed meanwhile. Try again.'));
}
