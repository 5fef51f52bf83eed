/** Boxes and arrows as SVG: lines and words take the color of the page, marked boxes are filled. */
import type { Arrangement, Edge, Node, Place } from './layout.ts';

export interface Box extends Node {
  readonly label: string;
  readonly type: string;
  /** 0 for none. */
  readonly mark: 0 | 1 | 2;
}

/** Pixels. Many boxes are drawn small, so that a store of some hundred fits a page. */
const sizes = {
  large: { width: 148, height: 42, gapX: 40, gapY: 14, font: 13, letters: 20 },
  small: { width: 92, height: 20, gapX: 44, gapY: 5, font: 11, letters: 15 },
} as const;
const margin = 8;
const fewest = 24;

/** Readable with white words, on light and dark pages; the second is dashed, too. */
const fills = ['none', '#b3261e', '#8a5300'] as const;

export function svgOf(
  boxes: readonly Box[],
  edges: readonly Edge[],
  { places, lanes }: Arrangement,
  words: string,
): string {
  const size = boxes.length > fewest ? sizes.small : sizes.large;
  const heights: number[] = [];
  for (const { column } of places.values()) heights[column] = (heights[column] ?? 0) + 1;
  const tallest = Math.max(1, ...heights);
  const corner = ({ column, row }: Place): Point => {
    // Each column stands in the middle, so that arrows stay short.
    const top = ((tallest - (heights[column] ?? 1)) * (size.height + size.gapY)) / 2;
    return [margin + column * (size.width + size.gapX), margin + top + row * (size.height + size.gapY)];
  };
  const of = (key: string): Point => corner(places.get(key) ?? { column: 0, row: 0 });
  const width = 2 * margin + Math.max(1, heights.length) * (size.width + size.gapX) - size.gapX;
  const height = 2 * margin + tallest * (size.height + size.gapY) - size.gapY;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" font-family="sans-serif">`,
    `<title>${escaped(words)}</title>`,
    ...edges.map(({ from, to }, at) => arrow([of(from), ...(lanes[at] ?? []).map(corner), of(to)], size)),
    ...boxes.map((box) => drawBox(box, of(box.key), size)),
    '</svg>',
  ].join('');
}

type Size = (typeof sizes)[keyof typeof sizes];
type Point = readonly [x: number, y: number];

/** @param corners of the box that it leaves, of the lanes that it takes, and of the box that it reaches */
function arrow(corners: readonly Point[], size: Size): string {
  const middles = corners.map(([x, y]): Point => [x, y + size.height / 2]);
  const curves = middles.slice(1).map(([x2, y2], at) => {
    const [x1 = 0, y1 = 0] = middles[at] ?? [];
    const [start, middle] = [x1 + size.width, (x1 + size.width + x2) / 2];
    return `L${start} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
  });
  const [[x, y] = [0, 0], [endX, endY] = [0, 0]] = [middles[0], middles.at(-1)];
  const line = `M${x + size.width} ${y} ${curves.join(' ')}`;
  return `<path d="${line}" fill="none" stroke="currentColor" stroke-opacity="0.45"/><path d="M${endX} ${endY} l-6 -3 v6 z" fill="currentColor" fill-opacity="0.6"/>`;
}

/** An artifact is a square box, an execution a round one. */
function drawBox({ kind, id, label, type, mark }: Box, [x, y]: Point, size: Size): string {
  const ink = mark === 0 ? 'currentColor' : '#fff';
  const line = (dy: number, words: string, points: number) =>
    `<text x="${x + size.width / 2}" y="${y + dy}" font-size="${points}" text-anchor="middle" fill="${ink}">${escaped(cut(words, size.letters))}</text>`;
  const stroke = mark === 0 ? 'currentColor' : fills[mark];
  const dash = mark === 2 ? ' stroke-dasharray="4 2"' : '';
  const round = kind === 'execution' ? size.height / 2 : 3;
  const rect = `<rect x="${x}" y="${y}" width="${size.width}" height="${size.height}" rx="${round}" fill="${fills[mark]}" stroke="${stroke}"${dash}/>`;
  if (size === sizes.small) return rect + line(14, label, size.font);
  if (label === `${type} ${id}`) return rect + line(26, label, size.font);
  return rect + line(16, `${type} ${id}`, 11) + line(32, label, size.font);
}

const cut = (words: string, letters: number) => (words.length > letters ? `${words.slice(0, letters - 1)}…` : words);

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What neither XML nor a page may hold is left out: control characters and lone halves of a pair. */
export const escaped = (words: string): string =>
  words
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);

export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
