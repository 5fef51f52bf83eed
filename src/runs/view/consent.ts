import * as vscode from 'vscode';
import { databaseOrigin } from '../database.ts';

/**
 * Asks, once a folder, before runs are written to an `mlflow.db` that somebody else made: it may have come with a
 * cloned repository, or be the record of other work. The answer is kept for the workspace; a no is asked about again
 * only when a person `insists`, by a command that records.
 */
export async function mayWrite(state: vscode.Memento, folder: string, insists: boolean): Promise<boolean> {
  const key = `mayWrite:${folder}`;
  const known = state.get<boolean>(key);
  if (databaseOrigin(folder) !== 'other' || known === true) return true;
  if (known === false && !insists) return false;
  const yes = vscode.l10n.t('Record Here');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('The folder has an mlflow.db that MLOps Lab did not make. Record runs in it?'),
    { modal: true, detail: vscode.l10n.t('Runs are added to what it holds; nothing in it is changed.') },
    yes,
  );
  await state.update(key, answer === yes);
  return answer === yes;
}
