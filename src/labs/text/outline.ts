/** The outline of a lab: its headings as Markdown nests them, and under each the code cells that follow. */
import { t } from '../../platform/l10n.ts';
import { isCode, type TextCell } from './cells.ts';

export type OutlineKind = 'heading' | 'code' | 'exercise' | 'check';

/** Lines are zero-based. */
export interface OutlineItem {
  readonly kind: OutlineKind;
  readonly name: string;
  /** Where it begins, where its name stands, and its last line, that of its children included. */
  readonly from: number;
  readonly line: number;
  to: number;
  readonly children: OutlineItem[];
}

interface Heading {
  /** 1 to 6, as many as it has `#`. */
  readonly level: number;
  readonly text: string;
  /** Counted from the first line of the cell. */
  readonly offset: number;
}

const nameLength = 60;

export function outlineOf(cells: readonly TextCell[]): OutlineItem[] {
  const roots: OutlineItem[] = [];
  const open: { readonly level: number; readonly item: OutlineItem }[] = [];
  const add = (item: OutlineItem) => (open.at(-1)?.item.children ?? roots).push(item);
  for (const cell of cells) {
    for (const heading of isCode(cell) ? [] : headingsOf(cell.source)) {
      while ((open.at(-1)?.level ?? 0) >= heading.level) open.pop();
      const item = headingItem(cell, heading);
      add(item);
      open.push({ level: heading.level, item });
    }
    if (isCode(cell)) add(codeItem(cell));
    // What follows a heading lies within it.
    for (const { item } of open) item.to = cell.last;
  }
  return roots;
}

/** ATX headings (https://spec.commonmark.org/0.31.2/#atx-headings), those of fenced code left out. */
export function headingsOf(markdown: string): Heading[] {
  const headings: Heading[] = [];
  let fence: string | undefined;
  for (const [offset, line] of markdown.split('\n').entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && fence === undefined) fence = mark;
    else if (mark && fence && mark.startsWith(fence)) fence = undefined;
    const [, hashes, text] = /^ {0,3}(#{1,6})\s+(.*?)(?:\s+#*)?\s*$/.exec(line) ?? [];
    if (fence === undefined && hashes && text) headings.push({ level: hashes.length, text, offset });
  }
  return headings;
}

function headingItem(cell: TextCell, { text, offset }: Heading): OutlineItem {
  const line = cell.first + offset;
  // A cell that begins with its heading belongs to it as a whole.
  return { kind: 'heading', name: text, from: offset === 0 ? cell.top : line, line, to: cell.last, children: [] };
}

function codeItem({ metadata: { exercise, check }, source, top, last }: TextCell): OutlineItem {
  const place = { from: top, line: top, to: last, children: [] };
  if (exercise !== undefined) return { ...place, kind: 'exercise', name: t('Exercise {0}', exercise) };
  if (check !== undefined) return { ...place, kind: 'check', name: t('Check {0}', check) };
  return { ...place, kind: 'code', name: codeName(source) };
}

/** The first line that says what a cell does: imports say what it needs. */
function codeName(source: string): string {
  const lines = source.split('\n').map((line) => line.trim());
  const telling = lines.find((line) => line !== '' && !/^(import\b|\/\/ #region)/.test(line)) ?? lines[0];
  return (telling || t('Empty cell')).slice(0, nameLength);
}
