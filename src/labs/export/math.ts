/** Formulas in Markdown: `$…$` in a line, `$$…$$` on lines of their own, as VS Code's notebooks have them. */
import { renderToString } from 'katex';
import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';
import { escapeHtml } from './escape.ts';

/** A formula as MathML, which needs neither a stylesheet nor fonts; what is none stays as it was written. */
export function formula(source: string, displayMode: boolean): string {
  try {
    // Without `trust` no command of a formula makes a link or loads an image.
    return renderToString(source, {
      displayMode,
      output: 'mathml',
      throwOnError: true,
      strict: 'ignore',
      trust: false,
    });
  } catch {
    const marks = displayMode ? '$$' : '$';
    return `<code>${escapeHtml(marks + source + marks)}</code>`;
  }
}

export function mathPlugin(markdown: MarkdownIt): void {
  markdown.inline.ruler.after('escape', 'math', inlineRule);
  markdown.block.ruler.before('fence', 'math_block', blockRule, { alt: ['paragraph', 'blockquote', 'list'] });
  markdown.renderer.rules.math = (tokens, index) => formula(tokens[index]!.content, false);
  markdown.renderer.rules.math_block = (tokens, index) => `<p>${formula(tokens[index]!.content, true)}</p>\n`;
}

/** Pandoc's rule: no blank inside the dollars' edges, and no digit after the last, so that prices stay prices. */
function inlineRule(state: StateInline, silent: boolean): boolean {
  const found = /^\$(?![\s$])((?:[^$\\\n]|\\.)+?)(?<!\s)\$(?!\d)/.exec(state.src.slice(state.pos, state.posMax));
  if (!found) return false;
  if (!silent) state.push('math', 'math', 0).content = found[1]!;
  state.pos += found[0].length;
  return true;
}

function blockRule(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const lineAt = (line: number) => state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]);
  const first = lineAt(start);
  if (!first.startsWith('$$')) return false;
  let last = start;
  const isClosed = (line: number) => lineAt(line).trimEnd().endsWith('$$') && (line > start || first.trim().length > 4);
  while (!isClosed(last)) {
    if (++last >= end) return false;
  }
  if (silent) return true;
  const lines = Array.from({ length: last - start + 1 }, (_, offset) => lineAt(start + offset));
  state.push('math_block', 'math', 0).content = lines.join('\n').trim().slice(2, -2).trim();
  state.line = last + 1;
  return true;
}
