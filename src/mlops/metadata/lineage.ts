/** The part of a store that can be reached from some artifacts along their events. */
import type { Database } from './database.ts';
import { eventsOf, type StoredEvent } from './edges.ts';
import { MetadataError } from './errors.ts';
import type { EventType, StoredArtifact, StoredExecution } from './model.ts';
import { nodesById } from './nodes.ts';

export interface LineageOptions {
  /** Back to what things were made from, forward to what was made of them, or both. */
  readonly direction?: 'UPSTREAM' | 'DOWNSTREAM' | 'BIDIRECTIONAL';
  /** From an artifact to an execution is one hop, on to the next artifact another. At most 100, which is the default. */
  readonly maxHops?: number;
}

export interface LineageGraph {
  readonly artifacts: readonly StoredArtifact[];
  readonly executions: readonly StoredExecution[];
  readonly events: readonly StoredEvent[];
}

const mostHops = 100;

/** Whether an event says that the execution read the artifact; else that it made it. */
export const isInput = (type: EventType): boolean =>
  type === 'INPUT' || type === 'DECLARED_INPUT' || type === 'INTERNAL_INPUT';

/** @throws {MetadataError} `not-found` where none of the artifacts is there */
export function lineageSubgraph(db: Database, start: readonly number[], options: LineageOptions = {}): LineageGraph {
  const { direction = 'BIDIRECTIONAL', maxHops = mostHops } = options;
  const artifacts = new Set(nodesById(db, 'artifact', start).map(({ id }) => id));
  if (artifacts.size === 0)
    throw new MetadataError(
      'not-found',
      `Cannot find qualified nodes to start the traversal: none of the artifacts ${start.join(', ')} is in the store.`,
    );
  const executions = new Set<number>();
  const events = new Map<string, StoredEvent>();
  let edge = [...artifacts];
  for (let hop = 0; hop < Math.min(maxHops, mostHops) && edge.length > 0; hop++) {
    const fromArtifacts = hop % 2 === 0;
    const [found, column] = fromArtifacts
      ? ([executions, 'artifact_id'] as const)
      : ([artifacts, 'execution_id'] as const);
    const next: number[] = [];
    for (const event of eventsOf(db, column, edge)) {
      // Against the arrow from an artifact is the one that made it, from an execution what it read.
      const isUp = isInput(event.type) !== fromArtifacts;
      if (direction !== 'BIDIRECTIONAL' && isUp !== (direction === 'UPSTREAM')) continue;
      events.set(`${event.artifactId} ${event.executionId} ${event.type}`, event);
      const id = fromArtifacts ? event.executionId : event.artifactId;
      if (!found.has(id)) next.push(id);
      found.add(id);
    }
    edge = next;
  }
  return {
    artifacts: nodesById(db, 'artifact', [...artifacts]),
    executions: nodesById(db, 'execution', [...executions]),
    events: [...events.values()],
  };
}
