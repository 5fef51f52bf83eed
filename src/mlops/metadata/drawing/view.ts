/** A lineage graph as an output of a cell: drawn, with the properties of each thing below, and in words. */
import { type MimeBundle, mime } from '../../payloads/mime.ts';
import type { LineageGraph } from '../lineage.ts';
import type { StoredArtifact, StoredExecution } from '../model.ts';
import { propertiesOf } from './details.ts';
import { arranged, drawn } from './layout.ts';
import { escaped, svgOf } from './svg.ts';

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
  const things = new Map<string, StoredArtifact | StoredExecution>([
    ...graph.artifacts.map((each) => [`a${each.id}`, each] as const),
    ...graph.executions.map((each) => [`e${each.id}`, each] as const),
  ]);
  const words = inWords(title, graph, marked, alsoMarked);
  const boxes = nodes.map((node) => {
    const mark = node.kind === 'artifact' ? (marked.has(node.id) ? 1 : alsoMarked.has(node.id) ? 2 : 0) : 0;
    return { ...node, mark, label: labelOf(things.get(node.key)), type: things.get(node.key)?.type ?? '' } as const;
  });
  const svg = svgOf(boxes, edges, arranged(nodes, edges), words);
  const html = `<p><strong>${escaped(title)}</strong></p>${svg}${propertiesOf(graph)}`;
  return { toMimeBundle: () => ({ [mime.html]: html, [mime.text]: words }) };
}

const labelOf = (thing: StoredArtifact | StoredExecution | undefined): string => {
  if (!thing) return '';
  const file = 'uri' in thing ? thing.uri?.split('/').findLast((part) => part !== '') : undefined;
  return thing.name ?? file ?? `${thing.type} ${thing.id}`;
};

const mostNamed = 20;

function inWords(title: string, graph: LineageGraph, marked: ReadonlySet<number>, also: ReadonlySet<number>): string {
  const { artifacts, executions, events } = graph;
  const named = (ids: ReadonlySet<number>) => {
    const all = artifacts.filter(({ id }) => ids.has(id)).map(labelOf);
    const rest = all.length > mostNamed ? ` and ${all.length - mostNamed} more` : '';
    return all.slice(0, mostNamed).join(', ') + rest;
  };
  const counts = `${artifacts.length} artifacts, ${executions.length} executions, ${events.length} events`;
  const marks = [marked, also]
    .filter((ids) => ids.size > 0)
    .map((ids, at) => `${at === 0 ? 'marked' : 'marked otherwise'}: ${named(ids)}`);
  return [`${title}: ${counts}`, ...marks].join('; ');
}
