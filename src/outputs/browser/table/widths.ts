import type { TableData } from '../../../mlops/payloads/table.ts';
import { t } from '../../../platform/l10n.ts';
import type { ColumnFormat } from './format.ts';

/** In pixels. */
export const narrowest = 48;
export const widest = 1200;
const widestAtFirst = 320;
/** Left and right of a cell's text, and what stands beside a column's name: its type, and the mark of the order. */
const padding = 20;
const headerExtra = 44;
/** What is said of a column's type takes room, and more so when some of it is missing. */
const narrowestAtFirst = { whole: 126, lacking: 158 };
/** Rows whose texts are measured. */
const measured = 200;

/** Measures a text in the font of the table, in pixels. */
export type Measure = (text: string) => number;

/** How wide the columns are at first: as what they hold, within bounds. */
export function columnWidths({ columns }: TableData, formats: readonly ColumnFormat[], measure: Measure): number[] {
  return columns.map(({ name, values }, index) => {
    const { text } = formats[index]!;
    // The longest by characters is near enough to the widest.
    const longest = values.slice(0, measured).reduce<string>((most, value) => {
      const written = value === null ? t('missing') : text(value);
      return written.length > most.length ? written : most;
    }, '');
    const width = Math.max(measure(longest) + padding, measure(name) + headerExtra);
    const least = values.includes(null) ? narrowestAtFirst.lacking : narrowestAtFirst.whole;
    return Math.ceil(Math.min(widestAtFirst, Math.max(least, width)));
  });
}

/** Where each column begins, and where the last ends. */
export function columnEdges(widths: readonly number[]): number[] {
  const edges = [0];
  for (const width of widths) edges.push(edges.at(-1)! + width);
  return edges;
}

/** The columns `[from, to)` of which some is between two places. */
export function columnsBetween(edges: readonly number[], left: number, right: number): [from: number, to: number] {
  const last = edges.length - 1;
  let from = 0;
  while (from < last - 1 && edges[from + 1]! <= left) from++;
  let to = from;
  while (to < last && edges[to]! < right) to++;
  return [from, to];
}
