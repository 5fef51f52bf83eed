import * as vscode from 'vscode';
import { UserError } from '../../../platform/errors.ts';
import { databaseOrigin } from '../../database.ts';

/**
 * Starts MLflow's own page on this folder's runs, in a terminal: the user sees what runs, and ends it there. It asks for
 * Python's mlflow; the terminal says so where that is missing.
 */
export async function openMlflowUi(folder: string): Promise<void> {
  if (databaseOrigin(folder) === 'none') {
    throw new UserError(
      'no-runs',
      vscode.l10n.t('No runs are recorded in this folder yet. Run a lab, or start a run.'),
    );
  }
  const terminal = vscode.window.createTerminal({ name: 'MLflow', cwd: folder });
  terminal.show();
  // On the loopback address alone: it asks nobody who they are.
  terminal.sendText('mlflow ui --backend-store-uri sqlite:///mlflow.db --host 127.0.0.1 --port 5000');
  const open = vscode.l10n.t('Open in Browser');
  const said = vscode.l10n.t(
    'MLflow starts in the terminal. Its page is there when it says “Uvicorn running” or “Listening”.',
  );
  if ((await vscode.window.showInformationMessage(said, open)) !== open) return;
  await vscode.env.openExternal(vscode.Uri.parse('http://127.0.0.1:5000'));
}
