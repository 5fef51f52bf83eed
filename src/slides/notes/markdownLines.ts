/** Markdown as lines, as far as notes must know it: which line is a heading, and which lies in fenced code. */

export interface MarkdownLine {
  /** With its line ending, so that all lines together are the text, byte for byte. */
  readonly raw: string;
  /** Without it. */
  readonly text: string;
  /** Part of a fenced code block, its fences included. */
  readonly isCode: boolean;
}

/** A fence, in a list or a quotation too. */
const opening = /^(?:[\s>]|[-*+]\s|\d{1,9}[.)]\s)*(`{3,}(?=[^`]*$)|~{3,})/;
const closing = /^[\s>]*(`{3,}|~{3,})\s*$/;

/**
 * Lines end as CommonMark says: by a line feed, a carriage return or both.
 * @param divides a line that no code reaches over: a fence that somebody forgot to close takes nothing from behind it
 */
export function markdownLines(text: string, divides: (line: string) => boolean = () => false): MarkdownLine[] {
  const raws = text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  const texts = raws.map((raw) => raw.replace(/[\r\n]+$/, ''));
  const isCode = codeLines(texts, divides);
  return raws.map((raw, index) => ({ raw, text: texts[index]!, isCode: isCode[index]! }));
}

/** The text of a heading of level 1 or 2, the levels that a note does not use itself. */
export function headingOf({
  text,
  isCode,
}: MarkdownLine): { readonly level: number; readonly text: string } | undefined {
  const [, marks, words] = (!isCode && /^ {0,3}(#{1,2})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/.exec(text)) || [];
  return marks ? { level: marks.length, text: words ?? '' } : undefined;
}

/** The fence that would have to end the text's last code block, where nothing does. */
export function openFence(text: string): string | undefined {
  const texts = text.split('\n');
  const isCode = codeLines(texts, () => false);
  return texts.map((line, index) => (isCode[index] ? undefined : opening.exec(line)?.[1])).find(Boolean);
}

/** A fence that nothing closes counts as none: it must not swallow the notes on all further pages. */
function codeLines(texts: readonly string[], divides: (line: string) => boolean): boolean[] {
  const isCode = texts.map(() => false);
  /** By a fence's sign: from this length on none is closed any more. */
  const unclosed = new Map<string, number>();
  for (let index = 0; index < texts.length; index++) {
    if (divides(texts[index]!)) unclosed.clear();
    const fence = opening.exec(texts[index]!)?.[1];
    if (!fence || fence.length >= (unclosed.get(fence[0]!) ?? Number.POSITIVE_INFINITY)) continue;
    let end = index + 1;
    const closes = (line: string) => closing.exec(line)?.[1]?.startsWith(fence) === true;
    while (end < texts.length && !divides(texts[end]!) && !closes(texts[end]!)) end++;
    if (end === texts.length || divides(texts[end]!)) unclosed.set(fence[0]!, fence.length);
    else {
      isCode.fill(true, index, end + 1);
      index = end;
    }
  }
  return isCode;
}
