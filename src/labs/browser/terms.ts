/**
 * In the text cells of a notebook, the first use of each of the field's terms says on hover what it means. VS Code's own
 * renderer of Markdown loads this as an extension of itself.
 */
import type { MarkdownIt } from 'markdown-it';
import { termFinder } from '../../shared/terms.ts';
import { markTerms } from './markTerms.ts';

interface MarkdownRenderer {
  extendMarkdownIt(extend: (markdown: MarkdownIt) => void): void;
}

export async function activate(context: { getRenderer(id: string): Promise<unknown> }): Promise<void> {
  const renderer = (await context.getRenderer('vscode.markdown-it-renderer')) as MarkdownRenderer | undefined;
  renderer?.extendMarkdownIt((markdown) => markTerms(markdown, termFinder));
}
