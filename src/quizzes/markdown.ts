/**
 * The Markdown of quizzes: paragraphs, lists, fenced code, and within a line strong, emphasis, code and links into the
 * course. It is read into plain pieces and drawn from those, so nothing of a text ever becomes markup by itself; HTML
 * stays letters.
 */
import { parseDeepLink } from '../shared/deepLink.ts';

export type Inline =
  | { readonly kind: 'text' | 'strong' | 'emphasis' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

export type Block =
  | { readonly kind: 'paragraph'; readonly line: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly text: string };

export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  const parts = text.replace(/\r\n?/g, '\n').split(/^```.*\n([\s\S]*?)^```[ \t]*$/m);
  parts.forEach((part, index) => {
    if (index % 2 === 1) blocks.push({ kind: 'code', text: part.replace(/\n$/, '') });
    else for (const paragraph of part.split(/\n[ \t]*\n/)) blocks.push(...paragraphBlocks(paragraph));
  });
  return blocks;
}

function paragraphBlocks(paragraph: string): Block[] {
  const lines = paragraph.trim().split('\n');
  if (lines.length === 1 && lines[0] === '') return [];
  if (lines.every((line) => /^\s*[-*] /.test(line))) {
    return [{ kind: 'list', items: lines.map((line) => parseInline(line.replace(/^\s*[-*] /, ''))) }];
  }
  return [{ kind: 'paragraph', line: parseInline(lines.map((line) => line.trim()).join(' ')) }];
}

/** Each mark closes on its own line; one that does not close is a letter like any other. */
const marks = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^()\s]+)\)/g;

export function parseInline(text: string): Inline[] {
  const pieces: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(marks)) {
    const [whole, code, strong, emphasis, label, href = ''] = match;
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    if (code !== undefined) pieces.push({ kind: 'code', text: code });
    else if (strong !== undefined) pieces.push({ kind: 'strong', text: strong });
    else if (emphasis !== undefined) pieces.push({ kind: 'emphasis', text: emphasis });
    else if (label !== undefined && isCourseLink(href)) pieces.push({ kind: 'link', text: label, href });
    else pieces.push({ kind: 'text', text: whole });
    from = match.index + whole.length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

/** Only into the course: a quiz of anybody's leads nowhere else. */
export function isCourseLink(href: string): boolean {
  const link = parseDeepLink(href);
  return link !== undefined && link.kind !== 'deck';
}

/** The text without its marks, for a terminal and for names that are read out. */
export function plainText(text: string): string {
  return parseMarkdown(text)
    .map((block) => {
      if (block.kind === 'code') return block.text;
      const words = (line: readonly Inline[]) => line.map((piece) => piece.text).join('');
      return block.kind === 'list' ? block.items.map((item) => `- ${words(item)}`).join('\n') : words(block.line);
    })
    .join('\n\n');
}

/** The first piece of HTML in a text, outside of code; `undefined` where there is none. */
export function htmlIn(text: string): string | undefined {
  const bare = text.replace(/^```.*\n[\s\S]*?^```[ \t]*$/gm, '').replace(/`[^`]*`/g, '');
  return /<\/?[a-z][^<>]{0,200}>|<!--|<[!?][a-z]|&(#\d+|#x[\da-f]+|[a-z]{2,10});/i.exec(bare)?.[0];
}
