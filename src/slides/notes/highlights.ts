/**
 * Highlights are quotations in a note: the words of the page themselves say where they are. So a quotation that
 * somebody writes by hand is a highlight as well, and one whose words the slides no longer have is still a quotation.
 */
import { findInPage } from '../find.ts';
import type { TextPoint, TextRange, TextRuns } from '../searchText.ts';
import { markdownLines } from './markdownLines.ts';

export interface Highlight {
  /** The quoted words; paragraphs on lines of their own. */
  readonly text: string;
  /** Which of the places that have these words; one-based. */
  readonly occurrence: number;
}

/** A note in its order: what was written, and what was highlighted. */
export type NotePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'highlight'; readonly highlight: Highlight };

interface Block {
  readonly kind: NotePart['kind'];
  raw: string;
}

const quoted = /^ {0,3}> ?/;
/** Says which occurrence is meant where the page has several; Markdown does not show it. */
const occurrenceMark = /\s*<!-- occurrence (\d{1,4}) -->\s*$/;

export function partsOf(note: string): NotePart[] {
  return blocksOf(note).flatMap((block): NotePart[] => {
    const highlight = block.kind === 'highlight' ? highlightOf(block.raw) : undefined;
    if (highlight) return [{ kind: 'highlight', highlight }];
    const text = block.raw.trim();
    return text === '' ? [] : [{ kind: 'text', text }];
  });
}

export function highlightsOf(note: string): Highlight[] {
  return partsOf(note).flatMap((part) => (part.kind === 'highlight' ? [part.highlight] : []));
}

/** Consecutive lines of one kind; quoted code is no highlight. */
function blocksOf(note: string): Block[] {
  const blocks: Block[] = [];
  for (const { raw, text, isCode } of markdownLines(note)) {
    const kind = !isCode && quoted.test(text) ? 'highlight' : 'text';
    const last = blocks.at(-1);
    if (last?.kind === kind) last.raw += raw;
    else blocks.push({ kind, raw });
  }
  return blocks;
}

function highlightOf(block: string): Highlight | undefined {
  const lines = block.split('\n').map((line) => line.replace(quoted, '').trim());
  const occurrence = Number(occurrenceMark.exec(lines.join('\n'))?.[1] ?? 1);
  // The last line of what *Copy with Link* copies says where it is from.
  const words = lines.map((line) => line.replace(occurrenceMark, '')).filter((line) => !/^\[.*\]\([^)]*\)$/.test(line));
  const text = plain(words.filter(Boolean).join('\n'));
  return text === '' ? undefined : { text, occurrence: Math.max(1, occurrence) };
}

/** Words without Markdown's marks. */
function plain(markdown: string): string {
  return markdown
    .replace(/(?<!\\)\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])|[*`]|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '$1')
    .trim();
}

/** The note with one more highlight, at its end; as it is where that is there already. */
export function addHighlight(note: string, { text, occurrence }: Highlight): string {
  if (highlightsOf(note).some((each) => each.text === text && each.occurrence === occurrence)) return note;
  const lines = text.split('\n').map((line) => `> ${escaped(line)}`);
  const quotation = lines.join('\n>\n') + (occurrence > 1 ? ` <!-- occurrence ${occurrence} -->` : '');
  return [note.trimEnd(), quotation].filter(Boolean).join('\n\n');
}

/** The note without a highlight; what was written about it stays. */
export function removeHighlight(note: string, { text, occurrence }: Highlight): string {
  const kept = blocksOf(note).filter(({ kind, raw }) => {
    const each = kind === 'highlight' ? highlightOf(raw) : undefined;
    return each?.text !== text || each.occurrence !== occurrence;
  });
  return kept
    .map(({ raw }) => raw.trim())
    .filter(Boolean)
    .join('\n\n');
}

/** Words as Markdown that shows them so. */
function escaped(line: string): string {
  return line
    .replace(/[\\`*[\]<>]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/^(#{1,6}(?=\s)|[-+](?=\s))/, '\\$1')
    .replace(/^(\d{1,9})([.)]\s)/, '$1\\$2');
}

/** Longer than a page's text is. */
const longestPassage = 20_000;

/** Where on the page the highlighted words are; nothing where the page does not have them. */
export function findHighlight(page: TextRuns, { text, occurrence }: Highlight): TextRange | undefined {
  const found = passagesOf(page, text);
  return found[occurrence - 1] ?? found[0];
}

/** Which of the places that have these words begins at this point, or nearest to it; one-based. */
export function occurrenceAt(page: TextRuns, text: string, start: TextPoint): number {
  const distances = passagesOf(page, text).map(
    ({ start: { run, offset } }) => Math.abs(run - start.run) * longestPassage + Math.abs(offset - start.offset),
  );
  return Math.max(0, distances.indexOf(Math.min(...distances))) + 1;
}

function passagesOf(page: TextRuns, text: string): readonly TextRange[] {
  return findInPage(page, text, { matchCase: true, wholeWord: false }, longestPassage);
}
