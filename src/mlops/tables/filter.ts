import type { ColumnarData } from '../data/columns.ts';
import { fullText } from './cellText.ts';
import { pieces, type Work } from './work.ts';

/** The rows, in their order, of which some cell holds a text; upper and lower case are the same. */
export function* matchingRows({ columns, rows }: ColumnarData, text: string): Work<Uint32Array> {
  const wanted = text.toLowerCase();
  const found = new Uint32Array(rows);
  let count = 0;
  for (const [begin, end] of pieces(rows)) {
    for (let row = begin; row < end; row++) {
      // Reading a value may take long, such as printing an object.
      if (row % 64 === 0) yield;
      if (columns.some(({ at }) => fullText(at(row)).toLowerCase().includes(wanted))) found[count++] = row;
    }
  }
  return found.slice(0, count);
}

/** Those of the ordered rows that are among the others. @param order all rows of the table */
export function orderedMatches(order: Uint32Array, matches: Uint32Array): Uint32Array {
  const isMatch = new Uint8Array(order.length);
  for (const row of matches) isMatch[row] = 1;
  return order.filter((row) => isMatch[row] === 1);
}
