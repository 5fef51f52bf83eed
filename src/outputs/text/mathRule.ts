/** Math in Markdown as VS Code and Jupyter write it: `$…$` in a line, `$$…$$` in a line or as a block. */
import type { MarkdownIt } from 'markdown-it';

/**
 * As in Pandoc, the opening `$` has no space after it, the closing one none before it and no digit after it, so that
 * prices stay prices.
 * @param html of a formula, from its TeX source
 */
export function mathRule(markdown: MarkdownIt, html: (tex: string, isDisplay: boolean) => string): void {
  markdown.inline.ruler.after('escape', 'math', (state, silent) => {
    const found = mathAt(state.src, state.pos, state.posMax);
    if (!found) return false;
    if (!silent) {
      const token = state.push('math', 'math', 0);
      token.content = found.tex;
      token.block = found.display;
    }
    state.pos = found.end;
    return true;
  });
  markdown.block.ruler.before(
    'fence',
    'math_block',
    (state, startLine, endLine, silent) => {
      const lineAt = (line: number) => state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]);
      if (!lineAt(startLine).startsWith('$$')) return false;
      const lines = [lineAt(startLine).slice(2)];
      let line = startLine;
      while (!/\$\$\s*$/.test(lines.at(-1)!)) {
        line++;
        // Without an end it is no math.
        if (line >= endLine || lineAt(line).trim() === '') return false;
        lines.push(lineAt(line));
      }
      const tex = lines.join('\n').trimEnd().slice(0, -2).trim();
      if (tex === '' || tex.includes('$$')) return false;
      if (silent) return true;
      const token = state.push('math', 'math', 0);
      token.content = tex;
      token.block = true;
      state.line = line + 1;
      return true;
    },
    { alt: ['paragraph', 'reference', 'blockquote', 'list'] },
  );
  markdown.renderer.rules.math = (tokens, index) => html(tokens[index]!.content, tokens[index]!.block);
}

function mathAt(text: string, at: number, end: number): { tex: string; display: boolean; end: number } | undefined {
  if (text[at] !== '$') return undefined;
  const mark = text[at + 1] === '$' ? '$$' : '$';
  const start = at + mark.length;
  for (let close = text.indexOf(mark, start); close >= 0 && close < end; close = text.indexOf(mark, close + 1)) {
    if (text[close - 1] === '\\') continue;
    const tex = text.slice(start, close);
    const after = text[close + mark.length] ?? '';
    if (tex.trim() === '') return undefined;
    if (mark === '$' && (/^\s|\s$/.test(tex) || /\d/.test(after))) return undefined;
    return { tex, display: mark === '$$', end: close + mark.length };
  }
  return undefined;
}
