import type { ItemKind } from '../shared/model.ts';
import type { Span } from '../shared/yaml/yamlText.ts';

/** A link as the README gives it; where it leads is found out later. */
export interface ReadmeLink {
  readonly kind: ItemKind;
  readonly title: string;
  /** The link's destination as written: perhaps percent-encoded, a web address, or out of the folder. */
  readonly href: string;
  /** Where the destination stands in the README. */
  readonly span: Span;
}

export interface ReadmeWeek {
  readonly number: number;
  readonly title: string;
  readonly objectives: readonly string[];
  readonly links: readonly ReadmeLink[];
}

export interface ReadmeCourse {
  readonly number: number;
  readonly title: string;
  readonly weeks: readonly ReadmeWeek[];
}

type Section = ItemKind | 'objectives';

const sections: readonly (readonly [RegExp, Section])[] = [
  [/^(learning )?objectives?\b/i, 'objectives'],
  [/^(slides?|decks?)\b/i, 'slides'],
  [/^labs?\b/i, 'lab'],
  [/^assignments?\b/i, 'assignment'],
];

/** No line of a list is longer; the rest of one that is would only cost time. */
const longestLine = 10_000;

/**
 * Reads a course repository's README: headings “Course N: …” and “Week N …”, below these “Slides”, “Labs”,
 * “Assignments” with links and “Learning Objectives” with a list. Heading levels are not trusted: repositories put
 * the objectives beside the week and not below it. Never throws; its time is linear in the length of `text`.
 * @returns the courses that have a week with at least one link; none when the README has another shape.
 */
export function readReadme(text: string): ReadmeCourse[] {
  const reader = new Reader();
  let fence: string | undefined;
  for (const { line, offset } of linesOf(text)) {
    const before = fence;
    fence = fenceAfter(line, before);
    if (!before && !fence) reader.line(line.slice(0, longestLine), offset);
  }
  return reader.courses.filter((course) => course.weeks.some((week) => week.links.length > 0));
}

/** Each line with where it stands. A list of them all would take more memory than the text itself. */
function* linesOf(text: string): Generator<{ line: string; offset: number }> {
  const end = /\r\n|\r|\n/g;
  for (let offset = 0; ; ) {
    const found = end.exec(text);
    yield { line: text.slice(offset, found?.index), offset };
    if (!found) return;
    offset = end.lastIndex;
  }
}

/**
 * The fence of the code block that is open after `line`, by CommonMark's rules: backticks after an opening fence make
 * it inline code, and only a line of the same mark, at least as long and with nothing behind it, closes a block.
 * @param fence the one that is open before the line.
 */
function fenceAfter(line: string, fence: string | undefined): string | undefined {
  if (fence === undefined) return /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
  const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
  return closing?.startsWith(fence) ? undefined : fence;
}

interface OpenWeek extends ReadmeWeek {
  readonly objectives: string[];
  readonly links: ReadmeLink[];
}
interface OpenCourse extends ReadmeCourse {
  readonly weeks: OpenWeek[];
}

class Reader {
  readonly courses: OpenCourse[] = [];
  #course: OpenCourse | undefined;
  #courseLevel = 0;
  #week: OpenWeek | undefined;
  #section: Section | undefined;

  /** @param offset where the line stands in the README */
  line(line: string, offset: number): void {
    const heading = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/s.exec(line);
    if (heading) this.#heading(heading[1]?.length ?? 1, plain(withoutClosing(heading[2] ?? '')));
    else if (this.#week && this.#section) this.#entry(this.#week, this.#section, line, offset);
  }

  #heading(level: number, title: string): void {
    this.#section = undefined;
    const course = numbered('course', title);
    const week = numbered('week', title);
    if (course !== undefined) {
      this.#week = undefined;
      this.#course = { number: course, title, weeks: [] };
      this.#courseLevel = level;
      this.courses.push(this.#course);
    } else if (week !== undefined && this.#course) {
      this.#week = { number: week, title, objectives: [], links: [] };
      this.#course.weeks.push(this.#week);
    } else {
      this.#section = sections.find(([pattern]) => pattern.test(title))?.[1];
      // A heading as high as the course's own, like “Disclaimer”, ends the course.
      if (!this.#section && level <= this.#courseLevel) this.#course = this.#week = undefined;
    }
  }

  #entry(week: OpenWeek, section: Section, line: string, offset: number): void {
    if (section === 'objectives') {
      const objective = plain(/^\s*(?:[-*+]|\d{1,9}[.)])\s+(.*)$/s.exec(line)?.[1] ?? '');
      if (objective) week.objectives.push(objective);
      return;
    }
    for (const { label, href, from } of linksOf(line)) {
      const title = plain(label);
      const span = { from: offset + from, to: offset + from + href.length };
      if (title) week.links.push({ kind: section, title, href, span });
    }
  }
}

function numbered(word: 'course' | 'week', title: string): number | undefined {
  const match = /^(course|week)\s+(\d{1,4})(?![\d\w])/i.exec(title);
  return match?.[1]?.toLowerCase() === word ? Number(match[2]) : undefined;
}

/**
 * The inline links of a line that lead somewhere, images left out. The alternatives of the pattern eat escapes first,
 * neither label nor destination can run over the start of another link, and a destination that is not empty parts the
 * runs of blanks around it: that keeps the search linear on hostile text.
 */
function* linksOf(line: string): Generator<{ label: string; href: string; from: number }> {
  const pattern =
    /\\.|(!?)\[((?:[^[\]\\]|\\.)*)\]\(\s*(?:<([^<>]*)>|((?![\s)])[^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*))(?:\s+"[^"]*")?\s*\)/dgs;
  for (const { 1: image, 2: label, 3: bracketed, 4: bare, indices } of line.matchAll(pattern)) {
    const [from] = indices?.[3] ?? indices?.[4] ?? [0];
    if (label !== undefined && !image) yield { label, href: bracketed ?? bare ?? '', from };
  }
}

/** Text without Markdown's marks: links become their labels; emphasis, code marks and escapes go. */
function plain(markdown: string): string {
  return markdown
    .replace(/!?\[([^[\]]*)\]\([^()\s]*\)/g, '$1')
    .replace(/\*\*|[*`]/g, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .trim();
}

/** A heading may be closed by a run of `#`. */
function withoutClosing(heading: string): string {
  const trimmed = heading.trim();
  let end = trimmed.length;
  while (trimmed[end - 1] === '#') end--;
  return end === 0 || /\s/.test(trimmed[end - 1] ?? '') ? trimmed.slice(0, end).trim() : trimmed;
}
