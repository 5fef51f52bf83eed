/** An execution with all that belongs to it, at once. */
import type { Database } from './database.ts';
import { putAttributionsAndAssociations, putEvents } from './edges.ts';
import type { Artifact, Context, Event, Execution } from './model.ts';
import { nodeNamed, putNodes } from './nodes.ts';

/** An event of `putExecution`: of which artifact and execution is known there. */
export type EventOfExecution = Omit<Event, 'artifactId' | 'executionId'>;

export interface PutExecutionOptions {
  /** Takes a stored context of the same type and name in place of failing. */
  readonly reuseContext?: boolean;
}

/** The ids of what `putExecution` has put. */
export interface PutExecution {
  readonly executionId: number;
  readonly artifactIds: readonly number[];
  readonly contextIds: readonly number[];
}

export function putExecution(
  db: Database,
  execution: Execution,
  artifactsAndEvents: readonly (readonly [Artifact, EventOfExecution?])[],
  contexts: readonly Context[],
  { reuseContext = false }: PutExecutionOptions,
): PutExecution {
  return db.transaction(() => {
    const [executionId = 0] = putNodes(db, 'execution', [execution]);
    const artifactIds = artifactsAndEvents.map(([artifact, event]) => {
      const artifactId = putOrNamed(db, artifact);
      if (event) putEvents(db, [{ ...event, artifactId, executionId }]);
      return artifactId;
    });
    const contextIds = contexts.map((context) => putOrReused(db, context, reuseContext));
    for (const contextId of contextIds) {
      const attributions = artifactIds.map((artifactId) => ({ contextId, artifactId }));
      putAttributionsAndAssociations(db, attributions, [{ contextId, executionId }]);
    }
    return { executionId, artifactIds, contextIds };
  });
}

/** An input is as it was: only an artifact that says more than its id is put. */
function putOrNamed(db: Database, artifact: Artifact): number {
  const { id } = artifact;
  return id !== undefined && Object.keys(artifact).length === 1 ? id : (putNodes(db, 'artifact', [artifact])[0] ?? 0);
}

/** As an input, a context that says no more than who it is stays as it was. */
function putOrReused(db: Database, context: Context, reuse: boolean): number {
  const { id, typeId, name } = context;
  if (id !== undefined && Object.keys(context).every((key) => key === 'id' || key === 'name' || key === 'typeId'))
    return id;
  const stored = reuse && id === undefined && typeId !== undefined ? nodeNamed(db, 'context', typeId, name) : undefined;
  return stored?.id ?? putNodes(db, 'context', [context])[0] ?? 0;
}
