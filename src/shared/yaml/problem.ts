/** What an author is told of a file: a sentence at its place, and how it can be mended where that is obvious. */
import type { Span } from './yamlText.ts';

export type Severity = 'error' | 'warning' | 'information';

/** Lines and columns count from 1, columns and lengths in UTF-16 units, as editors count them. */
export interface Problem {
  /** The file's name in the course's folder. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** On its line: what goes on below it is not counted. */
  readonly length: number;
  readonly severity: Severity;
  /** Stable and greppable, e.g. `missing-file`. */
  readonly code: string;
  /** A whole sentence, with a next step. */
  readonly message: string;
  /** What mends it, where there is one obvious candidate: this text in place of what the problem marks. */
  readonly fix?: Fix;
}

export interface Fix {
  readonly title: string;
  readonly text: string;
}

/** A problem before its place is told in lines. */
export interface Finding extends Span {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly fix?: Fix;
}

/** More in one file help nobody, and editors get slow. */
const mostProblems = 500;
/** A sentence may quote what stands in the text, which may be of any length. */
const longestMessage = 500;

/** Problems of a text in its order. */
export function problemsIn(file: string, text: string, findings: readonly Finding[]): Problem[] {
  const starts = lineStarts(text);
  const inOrder = [...findings].sort((a, b) => a.from - b.from).slice(0, mostProblems);
  return inOrder.map(({ from, to, message, ...finding }) => {
    const index = lineAt(starts, from);
    const start = starts[index] ?? 0;
    const line = text.slice(start, starts[index + 1] ?? text.length).replace(/[\r\n]+$/, '');
    const end = Math.min(to, start + line.length);
    const told = message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message;
    return {
      file,
      line: index + 1,
      column: from - start + 1,
      length: Math.max(0, end - from),
      ...finding,
      message: told,
    };
  });
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length)];
}

/** Index of the last line that starts at or before `offset`. */
function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
