/** The line of a part that a search shows. */
import type { MarkedLine } from '../../shared/texts.ts';

/** Longer lines are cut around their first word. */
const longest = 160;
const before = 40;

/**
 * The line that holds most of the words, the first of equal ones.
 * @param wanted as `words` gives them
 * @param words cuts a text into words, folded and in order
 */
export function markedLine(
  lines: readonly string[],
  wanted: readonly string[],
  words: (text: string) => readonly string[],
): MarkedLine {
  let best: MarkedLine = { text: lines[0] ?? '', marks: [] };
  let most = 0;
  for (const text of lines) {
    const found = new Set(words(text).filter((word) => wanted.includes(word))).size;
    if (found <= most) continue;
    most = found;
    best = { text, marks: marksIn(text, wanted, words) };
  }
  return cut(best);
}

function marksIn(
  text: string,
  wanted: readonly string[],
  words: (text: string) => readonly string[],
): [number, number][] {
  const marks: [number, number][] = [];
  for (const { 0: piece, index } of text.matchAll(/[\p{L}\p{M}\p{N}'’.]+/gu)) {
    if (!words(piece).some((word) => wanted.includes(word))) continue;
    const end = index + piece.replace(/['’.]+$/, '').length;
    const last = marks.at(-1);
    // Only a space between them: they are found, and marked, as one.
    if (last && text.slice(last[1], index) === ' ') last[1] = end;
    else marks.push([index, end]);
  }
  return marks;
}

function cut({ text, marks }: MarkedLine): MarkedLine {
  if (text.length <= longest) return { text, marks };
  const from = Math.max(0, Math.min((marks[0]?.[0] ?? 0) - before, text.length - longest));
  const to = from + longest;
  const [head, tail] = [from > 0 ? '…' : '', to < text.length ? '…' : ''];
  const shift = head.length - from;
  return {
    text: head + text.slice(from, to) + tail,
    marks: marks
      .filter(([start, end]) => start >= from && end <= to)
      .map(([start, end]) => [start + shift, end + shift]),
  };
}
