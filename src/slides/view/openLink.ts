import * as vscode from 'vscode';
import { type DeckPlace, type DeepLink, parsePlace } from '../../shared/deepLink.ts';
import { classifyLink } from '../links.ts';

/** Who opens what a link leads to. */
export interface LinkFollower {
  openDeck(uri: vscode.Uri, place: DeckPlace): Promise<void>;
  openItem(link: Exclude<DeepLink, { kind: 'deck' }>): PromiseLike<void>;
  /** Decks may link to files in these, besides the folders of the workspace. */
  readonly folders: readonly vscode.Uri[];
}

/** Follows a link of a deck: asks before it leaves, and says why where it may not. The page is not trusted. */
export async function openLink(href: string, deck: vscode.Uri, follower: LinkFollower): Promise<void> {
  const target = classifyLink(href);
  switch (target.kind) {
    case 'web':
      // VS Code itself asks, and shows the whole address, except where it takes an address for one's own.
      if (!isOwnMachine(target.address)) return void (await vscode.env.openExternal(parsed(target.address)));
      return ask(
        vscode.l10n.t('These slides link to a program on your own machine: {0}', target.address),
        target.address,
      );
    case 'mail':
      return ask(vscode.l10n.t('These slides link to a letter to {0}.', target.place), target.address);
    case 'item':
      await follower.openItem(target.link);
      return;
    case 'file':
      return openFile(target.path, target.fragment, deck, follower);
    case 'refused':
      return void vscode.window.showWarningMessage(target.reason);
  }
}

const parsed = (address: string) => vscode.Uri.parse(address, true);

function isOwnMachine(address: string): boolean {
  const { hostname } = new URL(address);
  return /^(.*\.)?localhost\.?$|^127\.|^0\.0\.0\.0$|^\[::1?\]$|^\[::ffff:7f/.test(hostname);
}

async function ask(question: string, address: string): Promise<void> {
  const open = vscode.l10n.t('Open');
  const copy = vscode.l10n.t('Copy');
  const answer = await vscode.window.showInformationMessage(question, open, copy);
  if (answer === open) await vscode.env.openExternal(parsed(address));
  else if (answer === copy) await vscode.env.clipboard.writeText(address);
}

async function openFile(path: string, fragment: string, deck: vscode.Uri, follower: LinkFollower): Promise<void> {
  const uri = vscode.Uri.joinPath(deck, '..', path);
  const folders = [...(vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri), ...follower.folders];
  if (!folders.some((folder) => isWithin(uri, folder))) {
    const reason = vscode.l10n.t('“{0}” lies outside the folders that are open here; it is not opened.', path);
    return void vscode.window.showWarningMessage(reason);
  }
  const stat = await vscode.workspace.fs.stat(uri).then(
    (found) => found,
    () => undefined,
  );
  if (!stat || !(stat.type & vscode.FileType.File)) {
    const reason = vscode.l10n.t('These slides link to “{0}”, but there is no such file beside them.', path);
    return void vscode.window.showWarningMessage(reason);
  }
  if (/\.pdf$/i.test(path)) return follower.openDeck(uri, parsePlace(fragment));
  await vscode.commands.executeCommand('vscode.open', uri);
}

/** `Uri.joinPath` has resolved every “..”. */
function isWithin(uri: vscode.Uri, folder: vscode.Uri): boolean {
  const path = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return uri.scheme === folder.scheme && uri.authority === folder.authority && uri.path.startsWith(path);
}
