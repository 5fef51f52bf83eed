import * as vscode from 'vscode';
import { commands } from '../../platform/ids.ts';
import type { LabSessions } from './sessions.ts';

/** A cell whose outputs are covered, since what it shows is still to be predicted. */
export interface CoveredCell {
  readonly lab: vscode.Uri;
  /** The ids of the predictions that are missing. */
  readonly missing: readonly string[];
  /** In a notebook its index, in a text a line of it. */
  readonly at: { readonly index: number } | { readonly line: number };
}

/** *Show Anyway*: runs a covered cell again, and shows what it shows. */
export function registerShowTruth(sessions: LabSessions): vscode.Disposable {
  return vscode.commands.registerCommand(commands.showTruth, async (cell?: CoveredCell) => {
    if (!cell) return;
    const { lab, missing, at } = cell;
    sessions.find(lab)?.predictions.waive(missing);
    if ('line' in at) return vscode.commands.executeCommand(commands.textRunCell, lab, at.line);
    const ranges = [{ start: at.index, end: at.index + 1 }];
    return vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: lab });
  });
}
