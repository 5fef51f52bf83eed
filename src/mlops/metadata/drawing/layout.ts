/** Where the things of a lineage graph are drawn: what was read left of the run that read it, what it made right of it. */
import type { StoredEvent } from '../edges.ts';
import { isInput, type LineageGraph } from '../lineage.ts';

/** One thing that is drawn. */
export interface Node {
  readonly key: string;
  readonly kind: 'artifact' | 'execution';
  readonly id: number;
}
export interface Edge {
  readonly from: string;
  readonly to: string;
}
export interface Place {
  /** From the left, from 0 on. */
  readonly column: number;
  /** In its column, from the top. */
  readonly row: number;
}

export const artifactKey = (id: number) => `a${id}`;
export const executionKey = (id: number) => `e${id}`;

/** Nodes and arrows; without executions the arrows lead from artifact to artifact. */
export function drawn({ artifacts, executions, events }: LineageGraph, withExecutions: boolean) {
  const nodes: Node[] = artifacts.map(({ id }) => ({ key: artifactKey(id), kind: 'artifact', id }));
  const known = new Set(artifacts.map(({ id }) => id));
  const inside = events.filter(({ artifactId }) => known.has(artifactId));
  if (withExecutions) {
    nodes.push(...executions.map(({ id }): Node => ({ key: executionKey(id), kind: 'execution', id })));
    const edges = inside.map(({ artifactId, executionId, type }): Edge => {
      const [artifact, execution] = [artifactKey(artifactId), executionKey(executionId)];
      return isInput(type) ? { from: artifact, to: execution } : { from: execution, to: artifact };
    });
    return { nodes, edges: distinct(edges) };
  }
  const runs = new Map(executions.map(({ id }) => [id, [] as StoredEvent[]]));
  for (const event of inside) runs.get(event.executionId)?.push(event);
  const edges = [...runs.values()].flatMap((run) => {
    const made = run.filter(({ type }) => !isInput(type));
    return run
      .filter(({ type }) => isInput(type))
      .flatMap((read) =>
        made.map((each) => ({ from: artifactKey(read.artifactId), to: artifactKey(each.artifactId) })),
      );
  });
  return { nodes, edges: distinct(edges.filter(({ from, to }) => from !== to)) };
}

const distinct = (edges: readonly Edge[]): Edge[] => [
  ...new Map(edges.map((edge) => [`${edge.from} ${edge.to}`, edge])).values(),
];

/** Where each node is, and where each arrow runs. */
export interface Arrangement {
  readonly places: ReadonlyMap<string, Place>;
  /** For each edge the lanes that it takes through the columns between its ends. */
  readonly lanes: readonly (readonly Place[])[];
}

/**
 * A column right of all that it comes from; in it, beside the middle of what it comes from. An arrow over several columns
 * has a lane in each of them, which the arrows of one thing share: no arrow runs through a box.
 */
export function arranged(nodes: readonly Node[], edges: readonly Edge[]): Arrangement {
  const before = new Map(nodes.map(({ key }) => [key, [] as string[]]));
  for (const { from, to } of edges) before.get(to)?.push(from);
  const columns = columnsOf(before);
  const lanes = edges.map((edge) => lanesOf(edge, columns));
  for (const [index, { from, to }] of edges.entries()) {
    let last = from;
    for (const { key, column } of lanes[index] ?? []) {
      columns.set(key, column);
      before.set(key, [last]);
      last = key;
    }
    // The end stands beside the lane that leads to it.
    if (last !== from) before.get(to)?.push(last);
  }
  const places = rowsOf([...columns.keys()], columns, before);
  return { places, lanes: lanes.map((each) => each.flatMap(({ key }) => places.get(key) ?? [])) };
}

function lanesOf({ from, to }: Edge, columns: ReadonlyMap<string, number>) {
  const [start, end] = [columns.get(from) ?? 0, columns.get(to) ?? 0];
  const length = Math.max(0, end - start - 1);
  return Array.from({ length }, (_, at) => ({ key: `${from} in ${start + 1 + at}`, column: start + 1 + at }));
}

function rowsOf(
  keys: readonly string[],
  columns: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, readonly string[]>,
): Map<string, Place> {
  const places = new Map<string, Place>();
  const last = Math.max(0, ...columns.values());
  for (let column = 0; column <= last; column++) {
    const here = keys.filter((key) => columns.get(key) === column);
    const wish = new Map(here.map((key, at) => [key, middleOf(before.get(key) ?? [], places) ?? at]));
    const ordered = here.toSorted((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
    for (const [row, key] of ordered.entries()) places.set(key, { column, row });
  }
  return places;
}

const middleOf = (keys: readonly string[], places: ReadonlyMap<string, Place>): number | undefined => {
  const rows = keys.flatMap((key) => places.get(key)?.row ?? []);
  return rows.length > 0 ? rows.reduce((sum, row) => sum + row, 0) / rows.length : undefined;
};

/**
 * The longest way to each node. A circle, as when a step reads and writes one artifact, is followed once: the arrow
 * that closes it does not count.
 */
function columnsOf(before: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const columns = new Map<string, number>();
  const open = new Set<string>();
  for (const start of before.keys()) {
    // A stack of its own: a chain of runs may be longer than the call stack is deep.
    const stack = [start];
    for (let key = stack.at(-1); key !== undefined; key = stack.at(-1)) {
      const parents = before.get(key) ?? [];
      const missing = columns.has(key)
        ? undefined
        : parents.find((parent) => !columns.has(parent) && !open.has(parent) && parent !== key);
      open.add(key);
      if (missing !== undefined) stack.push(missing);
      else {
        if (!columns.has(key))
          columns.set(key, 1 + Math.max(-1, ...parents.map((parent) => columns.get(parent) ?? -1)));
        stack.pop();
      }
    }
  }
  return columns;
}
