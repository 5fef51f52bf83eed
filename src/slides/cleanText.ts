/** Text that was selected on a page, as one would have typed it: words whole, lines of a paragraph joined. */

/** A line of text as it lies on its page; lengths in any one unit, downwards. */
export interface TextLine {
  readonly text: string;
  readonly top: number;
  readonly bottom: number;
}

/** Lines of a paragraph stand closer than this many heights of a line, from bottom to top. */
const paragraphGap = 0.75;
/** Lines whose heights differ more than so are set in different sizes: a title, and what follows. */
const sameSize = 1.2;
/** What an item of a list begins with. */
const bullet = /^\s*([•‣◦▪–—\-*]|\(?\d{1,3}[.)])\s/u;
/** In these scripts a line goes on without a space. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** @param lines from top to bottom. @returns paragraphs, each on a line of its own. */
export function cleanText(lines: readonly TextLine[]): string {
  let text = '';
  let previous: TextLine | undefined;
  for (const line of lines) {
    const trimmed = { ...line, text: line.text.replace(/\s+/gu, ' ').trim() };
    if (trimmed.text === '') continue;
    text = previous ? joined(text, previous, trimmed) : trimmed.text;
    previous = trimmed;
  }
  return text.replaceAll('\u00AD', '').normalize('NFC');
}

function joined(text: string, previous: TextLine, line: TextLine): string {
  if (beginsParagraph(previous, line)) return `${text}\n${line.text}`;
  if (/\p{L}[-\u2010\u00AD]$/u.test(text) && /^\p{Ll}/u.test(line.text)) return text.slice(0, -1) + line.text;
  const spaceless = unspaced.test(text.at(-1) ?? '') && unspaced.test(line.text[0] ?? '');
  return text + (spaceless ? '' : ' ') + line.text;
}

function beginsParagraph(previous: TextLine, line: TextLine): boolean {
  const heights = [previous.bottom - previous.top, line.bottom - line.top];
  const [smaller, larger] = [Math.min(...heights), Math.max(...heights)];
  const gap = line.top - previous.bottom;
  // A line that stands higher than the one before begins another column.
  return bullet.test(line.text) || larger > smaller * sameSize || gap > smaller * paragraphGap || gap < -larger;
}
