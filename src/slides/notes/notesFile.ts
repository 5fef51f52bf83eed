/**
 * The notes on a deck: one Markdown file, in which a heading of level 2 that names a page begins the note on it.
 *
 *     # Data pipelines
 *
 *     ## [Page 5](mlops-lab:slides/C1_W1_Slides#page=5)
 *
 *     Ask about the second arrow.
 *
 *     > a passage of the page, which is thereby highlighted
 *
 * Reading and writing are lossless to the byte: only the lines of a note that is set are written anew.
 */
import { parseDeepLink } from '../../shared/deepLink.ts';
import { deckIdOf } from '../../shared/findLinks.ts';
import { headingOf, type MarkdownLine, markdownLines, openFence } from './markdownLines.ts';
import { notesId } from './notesId.ts';

/** How a deck is named in its notes. */
export interface NotedDeck {
  readonly title: string;
  /** The id of its item, or its file's name without `.pdf`. */
  readonly id: string;
  /** What links to it begin with: `mlops-lab:slides/<id>`, or a path from the folder of notes. */
  readonly address: string;
}

export interface NotesFile {
  /** All above the first heading of a page; and, under a page, its heading with its line ending. */
  readonly sections: readonly Section[];
}

interface Section {
  /** One-based; absent for what stands under no page. */
  readonly page?: number;
  readonly heading: string;
  readonly body: string;
}

/**
 * Reads any text; a note belongs to its page until the next heading of level 1 or 2.
 * @param id the deck's, as `notesId` makes it
 */
export function parseNotes(text: string, id: string): NotesFile {
  // A byte order mark stays at the file's beginning, whatever is put there.
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const sections: { page?: number; heading: string; body: string }[] = [{ heading: '', body: mark }];
  for (const line of markdownLines(text.slice(mark.length), (each) => linkedPage(each, id) !== undefined)) {
    const page = linkedPage(line.text, id) ?? namedPage(line);
    if (page === undefined && !headingOf(line)) sections.at(-1)!.body += line.raw;
    else sections.push({ ...(page && { page }), heading: line.raw, body: '' });
  }
  return { sections };
}

/** Writes what `parseNotes` read, byte for byte. */
export function printNotes({ sections }: NotesFile): string {
  return sections.map(({ heading, body }) => heading + body).join('');
}

const pageHeading = /^ {0,3}##[ \t]+\[.*\]\(<?([^)>]*)>?\)[ \t]*#*[ \t]*$/;

/** The page of a heading that links to one of this deck: what a page is called need not be its number. */
function linkedPage(line: string, id: string): number | undefined {
  const href = pageHeading.exec(line)?.[1];
  const link = href === undefined ? undefined : parseDeepLink(href);
  if (!link || link.kind === 'lab' || notesId(deckIdOf(link) ?? '') !== id) return undefined;
  return link.place.page;
}

/** Of a heading that somebody wrote by hand: “Page 5”. */
function namedPage(line: MarkdownLine): number | undefined {
  const heading = headingOf(line);
  const number = heading?.level === 2 ? Number(/^Page\s+(\d{1,7})$/i.exec(heading.text)?.[1]) : 0;
  return number > 0 ? number : undefined;
}

/** The notes by page, in the order of pages; lines end in `\n`. A page that only has a heading has none. */
export function notesByPage(file: NotesFile): Map<number, string> {
  const notes = new Map<number, string>();
  for (const { page, body } of file.sections) {
    if (page === undefined) continue;
    const note = [notes.get(page) ?? '', trimmed(body)].filter(Boolean).join('\n\n');
    if (note) notes.set(page, note);
  }
  return new Map([...notes].sort(([a], [b]) => a - b));
}

/** The title that the file gives itself. */
export function titleOf(file: NotesFile): string | undefined {
  const first = file.sections.find(({ heading }) => heading !== '');
  return /^ {0,3}#[ \t]+(.*?)(?:[ \t]+#+)?\s*$/.exec(first?.heading ?? '')?.[1] || undefined;
}

/** The link of a page's heading, to go there by; absent where the heading has none. */
export function linkOf(file: NotesFile, page: number): string | undefined {
  const heading = file.sections.find((section) => section.page === page)?.heading ?? '';
  return pageHeading.exec(heading.trimEnd())?.[1];
}

/** What a new file says before its first note. */
export function newNotes({ title, id }: NotedDeck): NotesFile {
  return parseNotes(`# ${escaped(title)}\n`, notesId(id));
}

/** Whether there is nothing in it that anybody would miss. */
export function isEmpty(file: NotesFile): boolean {
  const [preamble, title, ...rest] = file.sections;
  return rest.length === 0 && (preamble?.body ?? '').trim() === '' && (title?.body ?? '').trim() === '' && !title?.page;
}

/**
 * Sets the note on a page; an empty one takes its heading away with it. A page that has several headings keeps one.
 * @param label what the page is called where that is not its number
 */
export function setNote(
  file: NotesFile,
  deck: NotedDeck,
  page: number,
  label: string | undefined,
  note: string,
): NotesFile {
  const eol = file.sections.some(({ heading, body }) => `${heading}${body}`.includes('\r\n')) ? '\r\n' : '\n';
  const text = normalNote(note).replaceAll('\n', eol);
  const first = file.sections.findIndex((section) => section.page === page);
  if (first < 0) return text === '' ? file : inserted(file, page, headingText(deck, page, label) + eol, text, eol);
  const sections: Section[] = [];
  for (const [index, section] of file.sections.entries()) {
    if (section.page !== page) sections.push(section);
    else if (text !== '' && index === first) {
      const isLast = index === file.sections.length - 1;
      // Linked by now, whoever wrote it.
      const heading = linkOf(file, page) ? closed(section.heading, eol) : headingText(deck, page, label) + eol;
      sections.push({ page, heading, body: replaced(section.body, text, isLast, eol) });
    }
    // Code above that nobody closed ends at this heading: without it, it would go on into the notes below.
    else if (openFence(textAbove(sections))) sections.push({ ...section, body: eol });
  }
  return { sections };
}

/** What code at the end of these sections can reach back to: no code reaches over a heading that links to a page. */
function textAbove(sections: readonly Section[]): string {
  const from = sections.findLastIndex(({ page, heading }) => page && pageHeading.test(heading.trimEnd()));
  const reached = sections.slice(Math.max(0, from));
  return reached
    .map(({ heading, body }, index) => (index > 0 ? heading : '') + body)
    .join('')
    .replace(/\r\n?/g, '\n');
}

/** Before the first later page, else at the end; blank lines stand around it. */
function inserted({ sections }: NotesFile, page: number, heading: string, text: string, eol: string): NotesFile {
  const later = sections.findIndex((section) => section.page !== undefined && section.page > page);
  const at = later < 0 ? sections.length : later;
  const before = sections.slice(0, at);
  const above = before.map((section) => section.heading + section.body).join('');
  const isApart = /^\uFEFF?$|(\r\n|\n|\r(?!\n))[ \t]*(\r\n|\n|\r)$/.test(above);
  const last = before.pop()!;
  const gap = isApart ? '' : /[\r\n]$/.test(above) ? eol : eol + eol;
  const own = { page, heading, body: `${eol}${text}${eol}${later < 0 ? '' : eol}` };
  return { sections: [...before, { ...last, body: last.body + gap }, own, ...sections.slice(at)] };
}

/** A body with another text; the blank lines around it stay. */
function replaced(body: string, text: string, isLast: boolean, eol: string): string {
  if (trimmed(body) === '') return `${eol}${text}${eol}${isLast ? '' : eol}`;
  const [above = ''] = /^(?:[ \t]*(?:\r\n|\n|\r))*/.exec(body) ?? [];
  const [below = ''] = /\s*$/.exec(body) ?? [];
  return above + text + (isLast ? below : closed(below, eol));
}

const closed = (text: string, eol: string) => (/[\r\n]$/.test(text) ? text : text + eol);

function headingText({ address }: NotedDeck, page: number, label = String(page)): string {
  return `## [Page ${escaped(label)}](${address}#page=${page})`;
}

const escaped = (text: string) => text.replace(/\s+/g, ' ').replace(/[\\[\]`*<]/g, '\\$&');

/** Without blank lines around it, lines ending in `\n`. */
function trimmed(body: string): string {
  return body
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
}

/**
 * A note as the file can hold it: headings within it stand below that of its page, and code that is still being typed
 * is closed, so that neither takes what follows away from its page.
 */
export function normalNote(note: string): string {
  const text = trimmed(note.replaceAll('\uFEFF', ''));
  const fence = openFence(text);
  const whole = fence === undefined ? text : `${text}\n${fence}`;
  return markdownLines(whole)
    .map((line) => (headingOf(line) || pageHeading.test(line.text) ? line.raw.replace(/#{1,2}/, '###') : line.raw))
    .join('');
}
