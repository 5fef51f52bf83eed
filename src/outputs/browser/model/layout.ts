/** Where the boxes of a graph stand. Chains are packed first, so that a long one takes little room. */
import { Graph as DagreGraph, layout } from '@dagrejs/dagre';
import type { Box, Graph } from './graph.ts';

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly (Box & Placed)[];
  readonly clusters: readonly (Placed & { readonly id: string; readonly title: string })[];
  readonly edges: readonly (readonly Point[])[];
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

const boxHeight = 38;
/** Between two layers of a chain: room for the tip of an arrow. */
const chainGap = 14;
/** Of the fonts that the graph is written in, in pixels a character. */
const characterWidth = 7.2;
const boldWidth = 8.2;
const widest = 340;
/** Above the layers of a nested model: room for its name. */
const clusterTitle = 18;
const margin = 12;

export function layoutOf(graph: Graph): Layout {
  const chains = chainsOf(graph);
  const chainOf = new Map(chains.flatMap((chain) => chain.map((box) => [box.id, chain[0]!.id] as const)));
  const dagre = new DagreGraph({ compound: true });
  dagre.setGraph({ rankdir: 'TB', nodesep: 20, ranksep: 32, marginx: 0, marginy: 0 });
  dagre.setDefaultEdgeLabel(() => ({}));
  for (const { id, parent } of graph.clusters) {
    dagre.setNode(cluster(id), {});
    if (parent !== undefined) dagre.setParent(cluster(id), cluster(parent));
  }
  for (const chain of chains) {
    const [{ id, parent }] = chain as [Box];
    dagre.setNode(id, { width: Math.max(...chain.map(widthOf)), height: heightOf(chain) });
    if (parent !== undefined) dagre.setParent(id, cluster(parent));
  }
  const inside: Point[][] = [];
  for (const { from, to } of graph.edges) {
    const [source, target] = [chainOf.get(from), chainOf.get(to)];
    if (source !== undefined && target !== undefined && source !== target) dagre.setEdge(source, target);
  }
  layout(dagre);
  const boxes = chains.flatMap((chain) => {
    const { x, y, width } = dagre.node(chain[0]!.id) as unknown as Placed;
    const top = y - heightOf(chain) / 2;
    return chain.map((box, index) => {
      const at = { x: x - width / 2, y: top + index * (boxHeight + chainGap) };
      if (index > 0)
        inside.push([
          { x, y: at.y - chainGap },
          { x, y: at.y },
        ]);
      return { ...box, ...at, width, height: boxHeight };
    });
  });
  const clusters = graph.clusters.map(({ id, title }) => {
    const { x, y, width, height } = dagre.node(cluster(id)) as unknown as Placed;
    const top = y - height / 2 - clusterTitle;
    return { id, title, x: x - width / 2, y: top, width, height: height + clusterTitle };
  });
  const outer = dagre
    .edges()
    .map((edge: Parameters<typeof dagre.edge>[0]) => (dagre.edge(edge) as unknown as { points: Point[] }).points);
  return framed(boxes, clusters, [...outer, ...inside]);
}

/** Moves everything to where the drawing begins: dagre leaves the bends of edges out of its own frame. */
function framed(boxes: Layout['boxes'], clusters: Layout['clusters'], edges: Layout['edges']): Layout {
  const placed = [...boxes, ...clusters];
  const xs = [...placed.flatMap(({ x, width }) => [x, x + width]), ...edges.flat().map(({ x }) => x)];
  const ys = [...placed.flatMap(({ y, height }) => [y, y + height]), ...edges.flat().map(({ y }) => y)];
  const [left, top] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
  const move = <T extends Point>(point: T): T => ({ ...point, x: point.x - left, y: point.y - top });
  return {
    width: Math.max(...xs) - left + margin,
    height: Math.max(...ys) - top + margin,
    boxes: boxes.map(move),
    clusters: clusters.map(move),
    edges: edges.map((points) => points.map(move)),
  };
}

/** The name of a model may be that of a layer. */
function cluster(id: string): string {
  return `model:${id}`;
}

function widthOf({ title, type, detail }: Box): number {
  const heading = type.length * boldWidth + (title.length + 1) * characterWidth;
  return Math.min(widest, Math.max(120, Math.max(heading, detail.length * characterWidth) + 24));
}

function heightOf(chain: readonly Box[]): number {
  return chain.length * (boxHeight + chainGap) - chainGap;
}

/** Boxes one after the other, with nothing branching off or coming in between. */
function chainsOf({ boxes, edges }: Graph): Box[][] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const next = groups(edges, 'from');
  const before = groups(edges, 'to');
  const successor = (box: Box): Box | undefined => {
    const [edge, ...others] = next.get(box.id) ?? [];
    const target = edge && byId.get(edge.to);
    if (!target || others.length > 0 || target === box || target.parent !== box.parent) return undefined;
    return before.get(target.id)?.length === 1 ? target : undefined;
  };
  const follows = new Set(boxes.map(successor));
  return boxes
    .filter((box) => !follows.has(box))
    .map((first) => {
      const chain = [first];
      for (let box = successor(first); box && !chain.includes(box); box = successor(box)) chain.push(box);
      return chain;
    });
}

function groups(edges: Graph['edges'], end: 'from' | 'to'): Map<string, Graph['edges'][number][]> {
  const found = new Map<string, Graph['edges'][number][]>();
  for (const edge of edges) found.set(edge[end], [...(found.get(edge[end]) ?? []), edge]);
  return found;
}
