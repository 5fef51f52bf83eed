import * as vscode from 'vscode';
import type { ActionsHost } from './runActions.ts';

/**
 * Has the user choose a folder `mlruns`, asks once more, and takes over its runs: what was added is not told from other
 * runs afterwards.
 */
export async function importMlruns(host: ActionsHost): Promise<void> {
  const folder = vscode.Uri.file(host.folder());
  const title = vscode.l10n.t('Import mlruns/');
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title,
      defaultUri: folder,
      canSelectFolders: true,
      canSelectFiles: false,
    })) ?? [];
  if (!chosen) return;
  const yes = vscode.l10n.t('Import');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Take the runs of {0} over into this folder’s mlflow.db?', chosen.fsPath),
    {
      modal: true,
      detail: vscode.l10n.t('Runs that are there already stay as they are. Their artifacts stay where they lie.'),
    },
    yes,
  );
  if (answer !== yes) return;
  const before = await count(host);
  await host.track({ op: 'importFileStore', folder: chosen.fsPath });
  host.refresh();
  const imported = (await count(host)) - before;
  void vscode.window.showInformationMessage(vscode.l10n.t('{0} runs were imported.', imported));
}

async function count(host: ActionsHost): Promise<number> {
  return (await host.ask({ query: 'readColumns', scope: { of: 'all' } })).ids.length;
}
