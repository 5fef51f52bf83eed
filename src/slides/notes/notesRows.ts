/** The rows of the Notes view: decks, and under each the pages that have a note. */
import { linkOf, type NotesFile, notesByPage, titleOf } from './notesFile.ts';

export interface NotedPageRow {
  readonly type: 'page';
  /** One-based. */
  readonly page: number;
  /** What the page is called; its number where the heading says nothing else. */
  readonly label: string;
  readonly note: string;
  /** The note's first words. */
  readonly first: string;
  /** Where the heading leads. */
  readonly href?: string;
}

/** @param id the name of the deck's file of notes */
export function rowsOf(
  file: NotesFile,
  id: string,
): { readonly title: string; readonly pages: readonly NotedPageRow[] } {
  const pages = [...notesByPage(file)].map(([page, note]): NotedPageRow => {
    const heading = file.sections.find((section) => section.page === page)?.heading ?? '';
    const label = /\[Page (.+)\]\(/.exec(heading)?.[1]?.replace(/\\(.)/g, '$1') ?? String(page);
    const href = linkOf(file, page);
    return { type: 'page', page, label, note, first: firstWords(note), ...(href !== undefined && { href }) };
  });
  return { title: titleOf(file)?.replace(/\\([!-/:-@[-`{-~])/g, '$1') ?? id, pages };
}

const longest = 120;

/** Strong and emphasized words, code and links; the words that each is about are its only group. */
const inlineMarks =
  /\*\*([^*]+)\*\*|__([^_]+)__|(?<![\p{L}\p{N}*])\*([^*\s][^*]*)\*|`([^`]+)`|!?\[([^\]]*)\]\([^()\s]*\)/gu;

/** The first line with words, without the marks of Markdown: a tree shows letters alone. */
function firstWords(note: string): string {
  const lines = note.split('\n').map((line) => line.replace(/^[\s>]*(#{1,6}\s+|[-*+]\s+|\d+[.)]\s+)?/, '').trim());
  const line = lines.find((line) => /[\p{L}\p{N}]/u.test(line)) ?? lines.find(Boolean) ?? '';
  const first = line.replace(inlineMarks, (_, ...groups) => groups.slice(0, 5).find((words) => words !== undefined));
  return first.length > longest ? `${first.slice(0, longest)}…` : first;
}
