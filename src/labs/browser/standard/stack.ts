/** An error's stack as V8 writes it, frame by frame. */

import type { FilePlace } from '../environment.ts';

export interface Frame {
  /** What stands before the place and after it. */
  readonly before: string;
  readonly place?: FilePlace;
  /** The place as it is read: the file's name, line and column. */
  readonly shown?: string;
  readonly after: string;
}

const place = /(file:\/\/\/[^\s()]+?):(\d+):(\d+)(?=\)?$)/;

/** The frames of a stack; lines before the first are name and message, which the error has itself. */
export function framesOf(stack: string): Frame[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => {
      const text = line.trim();
      const found = place.exec(text);
      if (!found) return { before: text, after: '' };
      const [whole, file, row, column] = found as unknown as [string, string, string, string];
      return {
        before: text.slice(0, found.index),
        place: { file, line: Number(row), column: Number(column) },
        shown: `${nameOf(file)}:${row}:${column}`,
        after: text.slice(found.index + whole.length),
      };
    });
}

function nameOf(url: string): string {
  const name = url.slice(url.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
