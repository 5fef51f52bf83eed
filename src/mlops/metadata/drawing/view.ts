/** A lineage graph as an output of a cell: drawn, with the properties of each thing below, and in words. */
import { type MimeBundle, mime } from '../../payloads/mime.ts';
import type { LineageGraph } from '../lineage.ts';
import type { StoredArtifact, StoredExecution } from '../model.ts';
import { propertiesOf } from './details.ts';
import { arranged, drawn } from './layout.ts';
import { counted, escaped, svgOf } from './svg.ts';

export interface LineageViewOptions {
  /** What it shows. */
  readonly title?: string;
  /** Artifacts that are drawn filled. */
  readonly marked?: Iterable<number>;
  /** Artifacts that are drawn filled in a second color, such as those that only another way of asking finds. */
  readonly alsoMarked?: Iterable<number>;
  /** Whether executions are drawn between the artifacts; else there are arrows from artifact to artifact. */
  readonly executions?: boolean;
}

type Thing = StoredArtifact | StoredExecution;

/** A value that shows itself: hand it to `display`, or let it be the last of a cell. */
export interface LineageView {
  toMimeBundle(): MimeBundle;
}

/**
 * Draws what a store knows of where things came from: what was read stands left of what was made of it. Below the
 * drawing, a click on a thing opens its properties.
 *
 * ```ts
 * display(lineageView(store.getLineageSubgraph([modelId], { direction: 'UPSTREAM' }), { marked: [modelId] }));
 * ```
 */
export function lineageView(graph: LineageGraph, options: LineageViewOptions = {}): LineageView {
  const { title = 'Lineage', executions: withExecutions = true } = options;
  const [marked, alsoMarked] = [new Set(options.marked), new Set(options.alsoMarked)];
  const { nodes, edges } = drawn(graph, withExecutions);
  const things = new Map<string, Thing>([
    ...graph.artifacts.map((each) => [`a${each.id}`, each] as const),
    ...graph.executions.map((each) => [`e${each.id}`, each] as const),
  ]);
  const drawing = { ...graph, executions: withExecutions ? graph.executions : [] };
  const words = inWords(title, drawing, edges.length, marked, alsoMarked);
  const boxes = nodes.map((node) => {
    const mark = node.kind === 'artifact' ? (marked.has(node.id) ? 1 : alsoMarked.has(node.id) ? 2 : 0) : 0;
    return { ...node, mark, label: labelOf(things.get(node.key)), type: shortType(things.get(node.key)) } as const;
  });
  const svg = svgOf(boxes, edges, arranged(nodes, edges), words);
  const html = `<p><strong>${escaped(title)}</strong></p>${svg}${propertiesOf(drawing)}`;
  return { toMimeBundle: () => ({ [mime.html]: html, [mime.text]: words }) };
}

/** Names of components are paths: the last part tells. */
const shortType = (thing: Thing | undefined): string => thing?.type.split('.').at(-1) ?? '';

const longestLabel = 24;

/** Its name, or else the end of its address, or else its type and id: what is short enough to be read. */
function labelOf(thing: Thing | undefined): string {
  if (!thing) return '';
  const address = 'uri' in thing ? thing.uri?.split('/').filter(Boolean).slice(-2).join('/') : undefined;
  const short = [thing.name, address].find((text) => text && text.length <= longestLabel);
  return short ?? `${shortType(thing)} ${thing.id}`;
}

const mostNamed = 20;

/** @param arrows as many as are drawn */
function inWords(
  title: string,
  { artifacts, executions }: LineageGraph,
  arrows: number,
  marked: ReadonlySet<number>,
  also: ReadonlySet<number>,
): string {
  const named = (ids: ReadonlySet<number>) => {
    const all = artifacts.filter(({ id }) => ids.has(id)).map(labelOf);
    const rest = all.length > mostNamed ? ` and ${all.length - mostNamed} more` : '';
    return all.slice(0, mostNamed).join(', ') + rest;
  };
  const counts = [
    counted(artifacts.length, 'artifact'),
    ...(executions.length > 0 ? [counted(executions.length, 'execution')] : []),
    counted(arrows, 'arrow'),
  ];
  const marks = [marked, also]
    .map((ids, at) => (ids.size > 0 ? `${at === 0 ? 'marked' : 'marked otherwise'}: ${named(ids)}` : ''))
    .filter((text) => text !== '');
  return [`${title}: ${counts.join(', ')}`, ...marks].join('; ');
}
