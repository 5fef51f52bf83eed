import { basename } from 'node:path/posix';
import * as vscode from 'vscode';
import { messageOf } from '../errors.ts';
import type { KeepRequest, SaveRequest } from '../keep.ts';

/** Does what a page asks for: copies a text, or lets the person choose where a file goes. @param folder proposed */
export async function keep(request: KeepRequest, folder: vscode.Uri): Promise<void> {
  if (request.type === 'copy') await vscode.env.clipboard.writeText(request.text);
  else await save(request, folder);
}

/** @param name that a page proposes: in the folder, and no path */
export async function askForFile(name: string, folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const plain = name.replaceAll(/[^\p{L}\p{N}_.-]+/gu, '_').replace(/^\.+/, '');
  return vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(folder, plain || 'output') });
}

async function save({ name, text, base64 }: SaveRequest, folder: vscode.Uri): Promise<void> {
  const file = await askForFile(name, folder);
  if (!file) return;
  const content = text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text);
  try {
    await vscode.workspace.fs.writeFile(file, content);
  } catch (error) {
    const reason = messageOf(error);
    throw new Error(
      vscode.l10n.t('{0} could not be saved: {1}. Save it in another folder.', basename(file.path), reason),
    );
  }
}
