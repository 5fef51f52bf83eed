import * as vscode from 'vscode';
import { databaseOrigin } from '../database.ts';

/**
 * Asks, once a folder, before runs are written to an `mlflow.db` that somebody else made: it may have come with a
 * cloned repository, or be the record of other work. The answer yes is kept for the workspace.
 */
export async function mayWrite(state: vscode.Memento, folder: string): Promise<boolean> {
  const key = `mayWrite:${folder}`;
  if (databaseOrigin(folder) !== 'other' || state.get<boolean>(key)) return true;
  const yes = vscode.l10n.t('Record Here');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('The folder has an mlflow.db that MLOps Lab did not make. Record runs in it?'),
    { modal: true, detail: vscode.l10n.t('Runs are added to what it holds; nothing in it is changed.') },
    yes,
  );
  if (answer !== yes) return false;
  await state.update(key, true);
  return true;
}
