/** What a term of the field means, where the prose of a lab that is open as text uses it. */
import * as vscode from 'vscode';
import { commands } from '../../../platform/ids.ts';

export const termHover: vscode.HoverProvider = {
  async provideHover(document, position) {
    const { text } = document.lineAt(position);
    // Prose stands in comments; names of code are no terms.
    const begin = text.search(/\/\/|^\s*\/?\*/);
    if (begin < 0 || position.character < begin) return undefined;
    const { termFinder } = await import('../../../shared/terms.ts');
    const found = termFinder.at(text, position.character);
    if (!found || found.from < begin) return undefined;
    const { term, means, see } = found.term;
    const args = encodeURIComponent(JSON.stringify([see, document.uri.toString()]));
    const shown = new vscode.MarkdownString(
      `**${term}**: ${means}\n\n[${vscode.l10n.t('Show where')}](command:${commands.followLink}?${args})`,
    );
    shown.isTrusted = { enabledCommands: [commands.followLink] };
    return new vscode.Hover(shown, new vscode.Range(position.line, found.from, position.line, found.to));
  },
};
