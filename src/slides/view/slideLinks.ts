import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { commands, notebook } from '../../platform/ids.ts';
import { type DeepLink, formatItemLink, parseDeepLink } from '../../shared/deepLink.ts';
import { deckIdOf, findLinks } from '../../shared/findLinks.ts';

/** Texts that link into the course: labs, READMEs and notes. */
const linking: vscode.DocumentSelector = [{ pattern: '**/*.lab.ts' }, { language: 'markdown' }];

/** Opens a file that is there, or what the course calls by the link's name. */
export type Follow = (link: DeepLink, from: vscode.Uri | undefined) => Promise<void>;

/** Links to slides and labs in texts and in the cells of labs. */
export class SlideLinks
  extends Disposable
  implements vscode.DocumentLinkProvider, vscode.NotebookCellStatusBarItemProvider
{
  constructor(follow: Follow) {
    super();
    this.register(vscode.languages.registerDocumentLinkProvider(linking, this));
    this.register(vscode.notebooks.registerNotebookCellStatusBarItemProvider(notebook.type, this));
    this.register(
      vscode.commands.registerCommand(commands.followLink, async (href?: unknown, from?: unknown) => {
        const link = typeof href === 'string' ? parseDeepLink(href) : undefined;
        if (link) await follow(link, typeof from === 'string' ? vscode.Uri.parse(from) : undefined);
      }),
    );
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const text = document.getText();
    return findLinks(text).map(({ from, to, link }) => {
      const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
      const { command, arguments: args } = commandOf(text.slice(from, to), link, document.uri);
      const target = vscode.Uri.parse(`command:${command}?${encodeURIComponent(JSON.stringify(args))}`);
      const shown = new vscode.DocumentLink(range, target);
      shown.tooltip = textOf(link);
      return shown;
    });
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const text = cell.document.getText();
    const items = findLinks(text).map(({ from, to, link }) => {
      const icon = link.kind === 'lab' ? 'notebook' : 'file-pdf';
      const shown = new vscode.NotebookCellStatusBarItem(
        `$(${icon}) ${textOf(link)}`,
        vscode.NotebookCellStatusBarAlignment.Right,
      );
      shown.command = commandOf(text.slice(from, to), link, cell.notebook.uri);
      shown.tooltip = vscode.l10n.t('Opens beside this lab.');
      return shown;
    });
    // A page that a cell names twice is shown once.
    return items.filter((item, index) => items.findIndex(({ text: other }) => other === item.text) === index);
  }
}

function commandOf(href: string, link: DeepLink, from: vscode.Uri): vscode.Command & { arguments: string[] } {
  const address = link.kind === 'deck' ? href : formatItemLink(link);
  return { command: commands.followLink, title: textOf(link), arguments: [address, from.toString()] };
}

function textOf(link: DeepLink): string {
  if (link.kind === 'lab') return vscode.l10n.t('Lab {0}', link.item);
  const { page, search } = link.place;
  if (page !== undefined) return vscode.l10n.t('Slides, page {0}', page);
  return search === undefined
    ? vscode.l10n.t('Slides {0}', deckIdOf(link) ?? '')
    : vscode.l10n.t('Slides, “{0}”', search);
}
