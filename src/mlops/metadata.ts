/**
 * `mlops-lab/metadata`: what was made from what, after ML Metadata (MLMD). A store holds artifacts (things), executions
 * (runs of steps) and the events between them, in the SQLite file that `ml_metadata` 1.17 reads and writes.
 *
 * ```ts
 * const store = new MetadataStore('metadata.sqlite');
 * const typeId = store.putArtifactType({ name: 'DataSet', properties: { day: 'INT', split: 'STRING' } });
 * const [id] = store.putArtifacts([{ typeId, uri: 'week-3.csv', properties: { day: 3, split: 'train' } }]);
 * ```
 */
export type { OpenOptions } from './metadata/database.ts';
export { type LineageViewOptions, lineageView } from './metadata/drawing/view.ts';
export type { StoredEvent } from './metadata/edges.ts';
export { MetadataError, type MetadataErrorCode } from './metadata/errors.ts';
export { isInput, type LineageGraph, type LineageOptions } from './metadata/lineage.ts';
export type {
  Artifact,
  ArtifactState,
  Association,
  Attribution,
  BaseType,
  Context,
  Event,
  EventType,
  Execution,
  ExecutionState,
  NodeType,
  ParentContext,
  Properties,
  PropertyType,
  PropertyValue,
  ProtoValue,
  StoredArtifact,
  StoredContext,
  StoredExecution,
  StoredType,
  Struct,
} from './metadata/model.ts';
export type { ListOptions } from './metadata/nodes.ts';
export type { PutTypeOptions } from './metadata/nodeTypes.ts';
export type { EventOfExecution, PutExecution, PutExecutionOptions } from './metadata/putExecution.ts';
export { MetadataStore } from './metadata/store.ts';
