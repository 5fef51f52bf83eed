/** Which lab, and which cell of it, a command is meant for. */
import * as vscode from 'vscode';
import { UserError } from '../../../platform/errors.ts';
import type { AvailableLab } from '../../../shared/labs.ts';
import type { LabFile } from '../../file.ts';
import { cellAt } from '../../text/cells.ts';
import { labOf } from '../labArgument.ts';
import { openLabFile, openNotebook } from '../openLabs.ts';
import { cellsOf } from '../text/document.ts';
import type { CellTarget, ExercisesHost } from './exercises.ts';

/** A lab as it stands in its editor. */
export interface Work {
  readonly lab: vscode.Uri;
  readonly file: LabFile;
  /** Of the cell that is meant, Markdown counted; -1 where none is. */
  readonly index: number;
}

/**
 * @param argument a cell's status bar or lens, a file, a toolbar's context, a row of the Course view, or nothing: then the
 *   cell with the cursor in the active editor is meant
 * @throws {UserError} `no-lab`, `lab-not-open`
 */
export async function workOf(argument: unknown, host: ExercisesHost): Promise<Work> {
  if (isTarget(argument)) {
    const { lab, at } = argument;
    return { lab, file: openLabFile(lab), index: 'index' in at ? at.index : indexAt(lab, at.line) };
  }
  const item = itemId(argument);
  const lab = item === undefined ? labOf(argument) : await openCopy(item, host);
  if (lab) return { lab, file: openLabFile(lab), index: cursorIn(lab) };
  throw new UserError('no-lab', vscode.l10n.t('Open a lab first: its cells are the ones that are meant.'));
}

async function openCopy(id: string, host: ExercisesHost): Promise<vscode.Uri | undefined> {
  const found: AvailableLab | undefined = (await host.bundledLabs()).find((lab) => lab.id === id);
  return found && host.openCopy(found);
}

function cursorIn(lab: vscode.Uri): number {
  const { activeNotebookEditor: notebook, activeTextEditor: text } = vscode.window;
  if (notebook && notebook.notebook.uri.toString() === lab.toString()) return notebook.selection.start;
  return text && text.document.uri.toString() === lab.toString() ? indexAt(lab, text.selection.active.line) : -1;
}

function indexAt(lab: vscode.Uri, line: number): number {
  const document = openNotebook(lab)
    ? undefined
    : vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === lab.toString());
  return (document && cellAt(cellsOf(document), line)?.index) ?? -1;
}

function isTarget(argument: unknown): argument is CellTarget {
  if (typeof argument !== 'object' || argument === null || !('lab' in argument) || !('at' in argument)) return false;
  return argument.lab instanceof vscode.Uri;
}

/** Of a row of the Course view, or of a program's `{ lab: id }`. */
function itemId(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('lab' in argument && typeof argument.lab === 'string') return argument.lab;
  if (!('item' in argument) || typeof argument.item !== 'object' || argument.item === null) return undefined;
  const { item } = argument;
  return 'id' in item && typeof item.id === 'string' ? item.id : undefined;
}
