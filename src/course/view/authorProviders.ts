/** What VS Code asks of a course.yaml that is being written: completions and descriptions, by the schema. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ReadText } from '../../shared/textFile.ts';
import type { Completion } from '../../shared/yaml/complete.ts';

/** @param read gives what editors hold unsaved */
export function completionProvider(read: ReadText): vscode.CompletionItemProvider {
  return {
    async provideCompletionItems(document, position) {
      const { completionsAt } = await import('../author/author.ts');
      const offset = document.offsetAt(position);
      const found = await completionsAt(dirname(document.uri.fsPath), document.getText(), offset, read);
      return found.map((completion, index) => item(completion, index, document, position));
    },
  };
}

const kinds: Record<Completion['kind'], vscode.CompletionItemKind> = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  file: vscode.CompletionItemKind.File,
};

function item(
  { kind, label, insert, from, detail, documentation }: Completion,
  index: number,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.CompletionItem {
  const made = new vscode.CompletionItem(label, kinds[kind]);
  made.insertText = insert;
  // Its lines are indented as the course is, which the line the cursor is on need not tell.
  made.keepWhitespace = true;
  made.range = new vscode.Range(document.positionAt(from), position);
  made.sortText = String(index).padStart(5, '0');
  if (detail) made.detail = detail;
  if (documentation) made.documentation = documentation;
  return made;
}

export const hoverProvider: vscode.HoverProvider = {
  async provideHover(document, position) {
    const { descriptionAt } = await import('../author/author.ts');
    const found = await descriptionAt(document.getText(), document.offsetAt(position));
    if (!found) return undefined;
    const { key, text, values, from, to } = found;
    const words = new vscode.MarkdownString(`**${key}** — ${text}`);
    if (values.length > 0) words.appendMarkdown(`\n\n${vscode.l10n.t('One of: {0}.', values.join(', '))}`);
    return new vscode.Hover(words, new vscode.Range(document.positionAt(from), document.positionAt(to)));
  },
};
