import type { LabFile } from '../file.ts';

/** What a lab takes a learner, by its text: nobody guesses it. */
const perMinute = { words: 200 };
const each = { codeCell: 1.5, exercise: 4 };
const step = 5;

/** Words of prose: those of Markdown cells, without code blocks, tags and the targets of links. */
export function wordsOf(file: LabFile): number {
  const prose = file.cells.flatMap(({ kind, source }) => (kind === 'markdown' ? [source] : [])).join('\n\n');
  const read = prose
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\]\([^)]*\)/g, ']');
  return read.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** The minutes of the front matter: a minute for 200 words, 1.5 a code cell, 4 an exercise, rounded to 5; at least 5. */
export function minutesOf(file: LabFile): number {
  const code = file.cells.filter(({ kind }) => kind === 'code');
  const exercises = code.filter(({ metadata }) => metadata.exercise !== undefined);
  const minutes = wordsOf(file) / perMinute.words + each.codeCell * code.length + each.exercise * exercises.length;
  return Math.max(step, step * Math.round(minutes / step));
}
