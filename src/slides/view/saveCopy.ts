import * as vscode from 'vscode';
import { messageOf } from '../../platform/errors.ts';

/** Asks where to, and copies the deck there. */
export async function saveCopy(deck: vscode.Uri): Promise<void> {
  const name = deck.path.slice(deck.path.lastIndexOf('/') + 1);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.joinPath(deck, '..');
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save a Copy of {0}', name),
    defaultUri: vscode.Uri.joinPath(folder, name),
    filters: { PDF: ['pdf'] },
  });
  if (!target) return;
  if (target.toString() === deck.toString()) {
    const reason = vscode.l10n.t('{0} is the file itself. Choose another name or folder for the copy.', name);
    return void vscode.window.showWarningMessage(reason);
  }
  try {
    // The dialog has asked already before it gives the name of a file that is there.
    await vscode.workspace.fs.copy(deck, target, { overwrite: true });
  } catch (error) {
    const reason = vscode.l10n.t('{0} cannot be copied: {1} Choose another folder.', name, messageOf(error));
    void vscode.window.showErrorMessage(reason);
  }
}

/**
 * Hands the deck to the program that the system opens PDFs with, which can print it: a page of VS Code cannot. A
 * browser reaches no file, and the program of a remote machine would open there: both get a copy to save instead.
 */
export async function openInSystemViewer(deck: vscode.Uri): Promise<void> {
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (isHere && deck.scheme === 'file' && (await vscode.env.openExternal(deck))) return;
  const save = vscode.l10n.t('Save a Copy…');
  const reason = vscode.l10n.t(
    'VS Code cannot hand a file to your system from here. Save a copy, and print it from the program that you open it with.',
  );
  if ((await vscode.window.showInformationMessage(reason, save)) === save) await saveCopy(deck);
}
