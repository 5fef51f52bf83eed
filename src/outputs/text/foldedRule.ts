/** Folded answers in Markdown as GitHub, VS Code and Jupyter know them: `<details>` with a `<summary>`, each on its lines. */
import type { MarkdownIt } from 'markdown-it';

const opening = /^<details>\s*$/;
const summary = /^<summary>(.*)<\/summary>\s*$/;
const closing = /^<\/details>\s*$/;

/**
 * Reads these two elements, without attributes, in a Markdown whose markup else is text. The rest of a folded answer is
 * Markdown like any other.
 */
export function foldedRule(markdown: MarkdownIt): void {
  markdown.block.ruler.before(
    'paragraph',
    'folded',
    (state, startLine, endLine, silent) => {
      const lineAt = (line: number) => state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]);
      if (!opening.test(lineAt(startLine))) return false;
      const [, title] = startLine + 1 < endLine ? (summary.exec(lineAt(startLine + 1)) ?? []) : [];
      if (title === undefined) return false;
      const end = endOf(startLine + 2, endLine, lineAt);
      // Without an end it is text.
      if (end === undefined) return false;
      if (silent) return true;
      const { parentType, lineMax } = state;
      state.push('folded_open', 'details', 1).map = [startLine, end + 1];
      state.push('folded_title_open', 'summary', 1);
      const inline = state.push('inline', '', 0);
      inline.content = title.trim();
      inline.map = [startLine + 1, startLine + 2];
      inline.children = [];
      state.push('folded_title_close', 'summary', -1);
      state.parentType = 'blockquote';
      state.lineMax = end;
      state.md.block.tokenize(state, startLine + 2, end);
      state.parentType = parentType;
      state.lineMax = lineMax;
      state.push('folded_close', 'details', -1);
      state.line = end + 1;
      return true;
    },
    { alt: ['paragraph', 'reference', 'blockquote', 'list'] },
  );
}

/** The line that ends it; one may hold others. */
function endOf(from: number, to: number, lineAt: (line: number) => string): number | undefined {
  for (let line = from, depth = 1; line < to; line++) {
    if (opening.test(lineAt(line))) depth++;
    if (closing.test(lineAt(line)) && --depth === 0) return line;
  }
  return undefined;
}
