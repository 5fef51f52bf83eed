import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../platform/errors.ts';

const pendingKey = 'course.pendingItem';
const visitedKey = 'course.visited';

/** What was asked for in a window without a folder, to be opened in the window that gets one. */
interface PendingItem {
  readonly itemId: string;
  /** Only the window of this folder may take it: the memory is shared by all. */
  readonly folder: string;
}

/**
 * The folder that holds the learner's copies of labs, and their runs: the window's first. With none open the user is
 * asked for one; the window then opens anew on it, and so this resolves to `undefined`.
 * @param pendingItemId the item to open in that new window.
 */
export async function ensureWorkspaceFolder(
  context: vscode.ExtensionContext,
  pendingItemId?: string,
): Promise<string | undefined> {
  const open = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  if (open) return open.uri.fsPath;

  const folder = await askForFolder();
  if (!folder) return undefined;
  try {
    // This mark of a learner's folder is what starts the extension in the window that opens on it.
    await mkdir(join(folder, '.mlops-lab'), { recursive: true });
  } catch (error) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('The folder “{0}” cannot be made: {1}. Choose another one.', folder, messageOf(error)),
    );
    return undefined;
  }
  if (pendingItemId)
    await context.globalState.update(pendingKey, { itemId: pendingItemId, folder } satisfies PendingItem);
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), { forceReuseWindow: true });
  return undefined;
}

/** The id of the item that this window was opened for; says it once. */
export async function takePendingItem(context: vscode.ExtensionContext): Promise<string | undefined> {
  const pending = context.globalState.get<PendingItem>(pendingKey);
  const here = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (!pending || pending.folder !== here) return undefined;
  await context.globalState.update(pendingKey, undefined);
  return pending.itemId;
}

/**
 * Whether this window opens a learner's folder for the first time: then the course is what it is for. Says it once.
 * Looks before it returns, since a lab that is opened makes any folder a learner's.
 */
export async function isFirstVisit(context: vscode.ExtensionContext): Promise<boolean> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (!folder || context.workspaceState.get(visitedKey)) return false;
  const isLearners = existsSync(join(folder, '.mlops-lab'));
  await context.workspaceState.update(visitedKey, true);
  return isLearners;
}

async function askForFolder(): Promise<string | undefined> {
  const home = join(homedir(), 'MLOps-Lab');
  const useHome = vscode.l10n.t('Use ~/MLOps-Lab');
  const choose = vscode.l10n.t('Choose Folder…');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Where should your labs be kept?'),
    {
      modal: true,
      detail: vscode.l10n.t('Your copies of the labs and the record of their runs are files in a folder of yours.'),
    },
    useHome,
    choose,
  );
  if (answer === useHome) return vscode.Uri.file(home).fsPath;
  if (answer !== choose) return undefined;
  const [picked] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Use This Folder'),
    })) ?? [];
  return picked?.fsPath;
}
