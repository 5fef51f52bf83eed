/** A transform graph as a picture: what is read at the left, what comes out at the right, frozen constants filled. */
import type { GraphDefinition } from './json.ts';
import { type FrozenNode, inputsOf } from './node.ts';

/** Pixels. */
const size = { width: 136, height: 40, gapX: 44, gapY: 12, margin: 6 };

const constants: ReadonlySet<FrozenNode['op']> = new Set(['constant', 'vocabulary', 'boundaries', 'keyed', 'matrix']);

/** Filled boxes, with white words on them: readable on light and dark pages. */
const constantFill = '#a35200';

interface Box {
  readonly title: string;
  readonly detail?: string;
  readonly constant: boolean;
  /** Column from the left, and place in it from the top. */
  readonly column: number;
  readonly row: number;
}

/** SVG text; lines and words take the color of the page. */
export function drawGraph({ nodes, outputs }: GraphDefinition): string {
  const boxes = arranged(nodes, new Map(outputs.map(([name, node]) => [node, name])));
  const edges = nodes.flatMap((node, to) => inputsOf(node).map((from) => edge(boxes[from]!, boxes[to]!)));
  const extent = (of: (each: Box) => number, step: number, gap: number) =>
    2 * size.margin + (Math.max(...boxes.map(of)) + 1) * (step + gap) - gap;
  const width = extent(({ column }) => column, size.width, size.gapX);
  const height = extent(({ row }) => row, size.height, size.gapY);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" font-family="sans-serif">`,
    `<title>${escaped(inWords(nodes, outputs))}</title>`,
    ...edges,
    ...boxes.map(box),
    '</svg>',
  ].join('');
}

/** The same in words, for those who cannot see it and for the terminal. */
export function inWords(nodes: readonly FrozenNode[], outputs: GraphDefinition['outputs']): string {
  const named = outputs.map(([name, node]) => `${name} = ${expression(nodes, node)}`);
  return `Transform graph: ${named.join('; ')}`;
}

function expression(nodes: readonly FrozenNode[], index: number): string {
  const node = nodes[index]!;
  if (node.op === 'input') return node.column;
  if (node.op === 'constant') return [node.analyzer, short(node.value)].filter(Boolean).join(' ');
  if (node.op === 'vocabulary') return node.tokens.join(', ');
  if (node.op === 'boundaries') return node.values.map(short).join(', ');
  if (node.op === 'keyed')
    return node.keys.map((key, i) => `${key}: ${node.values[i]!.map(short).join(' ')}`).join(', ');
  if (node.op === 'matrix') return `a matrix of ${sizeOf(node.values)}`;
  return `${node.op}(${inputsOf(node)
    .map((input) => expression(nodes, input))
    .join(', ')})`;
}

/**
 * Each node in a column right of all that it takes, a constant just before its use; in a column from top to bottom
 * beside what takes it.
 * @param names of the outputs, by node
 */
function arranged(nodes: readonly FrozenNode[], names: ReadonlyMap<number, string>): Box[] {
  const usersOf = nodes.map((_, index) => nodes.flatMap((user, at) => (inputsOf(user).includes(index) ? [at] : [])));
  const columns: number[] = [];
  for (const node of nodes) columns.push(1 + Math.max(-1, ...inputsOf(node).map((input) => columns[input]!)));
  for (const [index, { op }] of nodes.entries()) {
    if (constants.has(op) && usersOf[index]!.length > 0)
      columns[index] = Math.min(...usersOf[index]!.map((user) => columns[user]!)) - 1;
  }
  const rows: number[] = [];
  for (let column = Math.max(...columns); column >= 0; column--) {
    const here = nodes.flatMap((_, index) => (columns[index] === column ? [index] : []));
    const wish = (index: number) => {
      const users = usersOf[index]!;
      return users.length > 0 ? users.reduce((sum, user) => sum + rows[user]!, 0) / users.length : index;
    };
    let free = 0;
    for (const index of here.toSorted((a, b) => wish(a) - wish(b))) {
      // Beside its user where that place is free: edges are then straight.
      const users = usersOf[index]!;
      rows[index] = Math.max(free, users.length > 0 ? Math.floor(wish(index)) : 0);
      free = rows[index]! + 1;
    }
  }
  return nodes.map((node, index) => ({ ...words(node, names.get(index)), column: columns[index]!, row: rows[index]! }));
}

/** @param output its name, where it is one */
function words(node: FrozenNode, output: string | undefined): Pick<Box, 'title' | 'detail' | 'constant'> {
  switch (node.op) {
    case 'input':
      return { title: output ?? node.column, detail: 'input', constant: false };
    case 'constant':
      return { title: short(node.value), detail: node.analyzer ?? 'written', constant: true };
    case 'vocabulary':
      return { title: node.tokens.join(', '), detail: 'vocabulary', constant: true };
    case 'boundaries':
      return { title: node.values.map(short).join(', '), detail: 'borders', constant: true };
    case 'keyed':
      return { title: node.keys.join(', '), detail: 'by key', constant: true };
    case 'matrix':
      return { title: sizeOf(node.values), detail: 'matrix', constant: true };
    default:
      return output === undefined
        ? { title: node.op, constant: false }
        : { title: output, detail: node.op, constant: false };
  }
}

function box({ title, detail, constant, column, row }: Box): string {
  const [x, y] = corner({ column, row });
  const fill = constant ? constantFill : 'none';
  const ink = constant ? '#fff' : 'currentColor';
  const text = (dy: number, words: string, points: number) =>
    `<text x="${x + size.width / 2}" y="${y + dy}" font-size="${points}" text-anchor="middle" fill="${ink}">${escaped(cut(words))}</text>`;
  return [
    `<rect x="${x}" y="${y}" width="${size.width}" height="${size.height}" rx="5" fill="${fill}" stroke="${constant ? constantFill : 'currentColor'}"/>`,
    ...(detail === undefined ? [text(24, title, 13)] : [text(15, detail, 11), text(31, title, 13)]),
  ].join('');
}

function edge(from: Box, to: Box): string {
  const [x1, y1] = corner(from);
  const [x2, y2] = corner(to);
  const [start, end] = [x1 + size.width, x2];
  const middle = (start + end) / 2;
  const half = size.height / 2;
  const curve = `M${start} ${y1 + half} C${middle} ${y1 + half} ${middle} ${y2 + half} ${end} ${y2 + half}`;
  return `<path d="${curve}" fill="none" stroke="currentColor" stroke-opacity="0.55"/>`;
}

const corner = ({ column, row }: Pick<Box, 'column' | 'row'>) =>
  [size.margin + column * (size.width + size.gapX), size.margin + row * (size.height + size.gapY)] as const;

const sizeOf = (rows: readonly (readonly number[])[]) => `${rows.length} × ${rows[0]?.length ?? 0}`;
const short = (value: number) => String(Number(value.toPrecision(5)));
const cut = (words: string) => (words.length > 19 ? `${words.slice(0, 18)}…` : words);
const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
