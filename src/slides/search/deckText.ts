/** What a deck says, page by page: what *Search Slides* and *Go to Slide* know of it. */
import * as z from 'zod/mini';
import type { TextPart } from '../../shared/texts.ts';

const pageText = z.object({
  /** What the page is called where that differs from its number. */
  label: z.optional(z.string()),
  /** As they stand on the page, from top to bottom as the file has them. */
  lines: z.array(z.string()),
});

const heading = z.object({
  title: z.string(),
  /** One-based. */
  page: z.int(),
  /** 0 for the outline's own entries. */
  level: z.int(),
});

export const deckText = z.object({ pages: z.array(pageText), outline: z.array(heading) });

export type PageText = z.infer<typeof pageText>;
export type DeckText = z.infer<typeof deckText>;

/** Runs of text in reading order, as pdf.js gives them. */
export interface Run {
  readonly str: string;
  readonly hasEOL: boolean;
}

/** Runs joined to lines, without those that are blank. */
export function linesOf(runs: readonly Run[]): string[] {
  const lines: string[] = [];
  let line = '';
  for (const { str, hasEOL } of runs) {
    line += str;
    if (!hasEOL) continue;
    lines.push(line);
    line = '';
  }
  return [...lines, line].map((each) => each.replace(/\s+/g, ' ').trim()).filter(Boolean);
}

/** What a reader takes for the page's title: what the outline calls it, else its first line with a word. */
export function titleOf({ pages, outline }: DeckText, page: number): string {
  const named = outline.find((entry) => entry.page === page);
  return named?.title ?? pages[page - 1]?.lines.find((line) => /\p{L}{2}/u.test(line)) ?? '';
}

/** Its pages, for the search. */
export function partsOfDeck(text: DeckText): TextPart[] {
  return text.pages.map(({ label, lines }, index) => ({
    ...(label && { label }),
    title: titleOf(text, index + 1),
    lines,
  }));
}
