/** What VS Code asks of a course.yaml that is being written: completions and descriptions, by the schema. */
import { dirname } from 'node:path';
import type * as vscode from 'vscode';
import type { ReadText } from '../../shared/textFile.ts';
import { completionItem, hoverOf } from '../../shared/view/yamlAuthor.ts';

/** @param read gives what editors hold unsaved */
export function completionProvider(read: ReadText): vscode.CompletionItemProvider {
  return {
    async provideCompletionItems(document, position) {
      const { completionsAt } = await import('../author/author.ts');
      const offset = document.offsetAt(position);
      const found = await completionsAt(dirname(document.uri.fsPath), document.getText(), offset, read);
      return found.map((completion, index) => completionItem(completion, index, document, position));
    },
  };
}

export const hoverProvider: vscode.HoverProvider = {
  async provideHover(document, position) {
    const { descriptionAt } = await import('../author/author.ts');
    const found = await descriptionAt(document.getText(), document.offsetAt(position));
    return found && hoverOf(found, document);
  },
};
