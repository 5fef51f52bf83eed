/** What the cells of a lab say, for finding words in them: its Markdown and its code. */
import type { TextPart } from '../shared/texts.ts';
import { starterText } from './exercise.ts';
import { type CellKind, parseLab } from './file.ts';
import { headingsOf } from './text/outline.ts';

/** More, or longer ones, are no lab: what lies behind them is not found. */
const mostCells = 2000;
const mostLines = 1000;

const foldedAnswer = /^<details>\s*<summary>(.*)<\/summary>[\s\S]*?^<\/details>/gm;

interface Cell {
  readonly kind: CellKind;
  readonly source: string;
}

/** A part a cell, Markdown included. A bundled lab's solutions are left out: to find them would be to be told. */
export function labParts(text: string): TextPart[] {
  return partsOf(parseLab(starterText(text)).cells);
}

function partsOf(cells: readonly Cell[]): TextPart[] {
  let under = '';
  return cells.slice(0, mostCells).map(({ kind, source }) => {
    const headings = kind === 'markdown' ? headingsOf(source) : [];
    const title = headings[0]?.text ?? '';
    const part = { title, ...(!title && under && { under }), lines: linesOf(kind, source) };
    under = headings.at(-1)?.text ?? under;
    return part;
  });
}

/** Markdown's marks at the beginning of a line are not what it says; of folded answers the questions alone are found. */
function linesOf(kind: CellKind, source: string): string[] {
  const lines = (kind === 'markdown' ? source.replace(foldedAnswer, '$1') : source)
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim());
  const said = kind === 'markdown' ? lines.map((line) => line.replace(/^(#{1,6}|[-*>]) /, '')) : lines;
  return said.filter((line) => /[\p{L}\p{N}]/u.test(line)).slice(0, mostLines);
}
