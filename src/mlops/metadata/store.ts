import { Database, type OpenOptions } from './database.ts';
import { eventsOf, putAttributionsAndAssociations, putEvents, putParentContexts, type StoredEvent } from './edges.ts';
import { invalid } from './errors.ts';
import { type LineageGraph, type LineageOptions, lineageSubgraph } from './lineage.ts';
import type {
  Artifact,
  Association,
  Attribution,
  Context,
  Event,
  Execution,
  Kind,
  NodeType,
  ParentContext,
  StoredArtifact,
  StoredContext,
  StoredExecution,
  StoredType,
} from './model.ts';
import {
  asId,
  type ListOptions,
  listNodes,
  nodeNamed,
  nodesById,
  nodesWhere,
  putNodes,
  type StoredNodes,
} from './nodes.ts';
import { findType, getType, listTypes, type PutTypeOptions, putBaseTypes, putType, typesById } from './nodeTypes.ts';
import { type EventOfExecution, type PutExecution, type PutExecutionOptions, putExecution } from './putExecution.ts';

/**
 * A store of ML Metadata: its names, its rules, and its SQLite file, which `ml_metadata` opens as we open its. Every
 * method that puts something puts all of it or, when it throws, nothing.
 */
export class MetadataStore {
  readonly #db: Database;

  /**
   * @param path of the SQLite file, made where there is none; left away, the store is in memory and gone with it.
   * Schemas 7 to 10 are read, and 10, that of ml-metadata 1.15 to 1.17, is written.
   * @throws {MetadataError} for a file that is no store, or one of another schema; nothing is written then
   */
  constructor(path = ':memory:', options: OpenOptions = {}) {
    this.#db = new Database(path, options);
    try {
      if (!this.#db.readOnly) putBaseTypes(this.#db);
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  /** Of the file's tables: 7 to 10. */
  get schemaVersion(): number {
    return this.#db.version;
  }

  /** Ends the connection; what is in memory is gone. */
  close(): void {
    this.#db.close();
  }

  // Types

  /**
   * Puts a type, or finds it: the same type again gives the same id.
   * @throws {MetadataError} `already-exists` where the stored type has other properties
   */
  putArtifactType(type: NodeType, options: PutTypeOptions = {}): number {
    return putType(this.#db, 'artifact', type, options);
  }
  /** As `putArtifactType`. */
  putExecutionType(type: NodeType, options: PutTypeOptions = {}): number {
    return putType(this.#db, 'execution', type, options);
  }
  /** As `putArtifactType`. */
  putContextType(type: NodeType, options: PutTypeOptions = {}): number {
    return putType(this.#db, 'context', type, options);
  }

  /** @throws {MetadataError} `not-found` */
  getArtifactType(name: string, version?: string): StoredType {
    return getType(this.#db, 'artifact', name, version);
  }
  /** @throws {MetadataError} `not-found` */
  getExecutionType(name: string, version?: string): StoredType {
    return getType(this.#db, 'execution', name, version);
  }
  /** @throws {MetadataError} `not-found` */
  getContextType(name: string, version?: string): StoredType {
    return getType(this.#db, 'context', name, version);
  }

  /** All but the base types that every store has. */
  getArtifactTypes(): StoredType[] {
    return listTypes(this.#db, 'artifact');
  }
  /** All but the base types that every store has. */
  getExecutionTypes(): StoredType[] {
    return listTypes(this.#db, 'execution');
  }
  getContextTypes(): StoredType[] {
    return listTypes(this.#db, 'context');
  }

  /** In the order of ids; unknown ids are left out. */
  getArtifactTypesById(ids: readonly number[]): StoredType[] {
    return typesById(this.#db, 'artifact', ids);
  }
  getExecutionTypesById(ids: readonly number[]): StoredType[] {
    return typesById(this.#db, 'execution', ids);
  }
  getContextTypesById(ids: readonly number[]): StoredType[] {
    return typesById(this.#db, 'context', ids);
  }

  // Artifacts, executions, contexts

  /**
   * Inserts artifacts; one with an id is updated, and everything that it does not say anew is emptied.
   * @returns ids in the given order, from 1 on
   * @throws {MetadataError} for a property of another type or none that the type has, and for a name that is taken
   */
  putArtifacts(artifacts: readonly Artifact[]): number[] {
    return putNodes(this.#db, 'artifact', artifacts);
  }
  /** As `putArtifacts`. */
  putExecutions(executions: readonly Execution[]): number[] {
    return putNodes(this.#db, 'execution', executions);
  }
  /** As `putArtifacts`; a context must have a name. */
  putContexts(contexts: readonly Context[]): number[] {
    return putNodes(this.#db, 'context', contexts);
  }

  /**
   * Puts an execution with its artifacts, events and contexts at once. The contexts hold the execution and all of the
   * artifacts.
   * An artifact of which only the id is given is taken as it is stored.
   */
  putExecution(
    execution: Execution,
    artifactsAndEvents: readonly (readonly [Artifact, EventOfExecution?])[],
    contexts: readonly Context[] = [],
    options: PutExecutionOptions = {},
  ): PutExecution {
    return putExecution(this.#db, execution, artifactsAndEvents, contexts, options);
  }

  /** All, or those that the options choose, in the order of ids unless they say otherwise. */
  getArtifacts(options?: ListOptions): StoredArtifact[] {
    return listNodes(this.#db, 'artifact', options);
  }
  getExecutions(options?: ListOptions): StoredExecution[] {
    return listNodes(this.#db, 'execution', options);
  }
  getContexts(options?: ListOptions): StoredContext[] {
    return listNodes(this.#db, 'context', options);
  }

  /** Each once, in the order of ids; unknown ids are left out. */
  getArtifactsById(ids: readonly number[]): StoredArtifact[] {
    return nodesById(this.#db, 'artifact', ids);
  }
  getExecutionsById(ids: readonly number[]): StoredExecution[] {
    return nodesById(this.#db, 'execution', ids);
  }
  getContextsById(ids: readonly number[]): StoredContext[] {
    return nodesById(this.#db, 'context', ids);
  }

  /** None where there is no such type. */
  getArtifactsByType(type: string, version?: string): StoredArtifact[] {
    return this.#byType('artifact', type, version);
  }
  getExecutionsByType(type: string, version?: string): StoredExecution[] {
    return this.#byType('execution', type, version);
  }
  getContextsByType(type: string, version?: string): StoredContext[] {
    return this.#byType('context', type, version);
  }
  #byType<K extends Kind>(kind: K, type: string, version?: string): StoredNodes[K][] {
    const found = findType(this.#db, kind, type, version);
    return found ? nodesWhere(this.#db, kind, 'node.type_id = ? ORDER BY node.id', [found.id]) : [];
  }

  getArtifactByTypeAndName(type: string, name: string, version?: string): StoredArtifact | undefined {
    return this.#byTypeAndName('artifact', type, name, version);
  }
  getExecutionByTypeAndName(type: string, name: string, version?: string): StoredExecution | undefined {
    return this.#byTypeAndName('execution', type, name, version);
  }
  getContextByTypeAndName(type: string, name: string, version?: string): StoredContext | undefined {
    return this.#byTypeAndName('context', type, name, version);
  }
  #byTypeAndName<K extends Kind>(kind: K, type: string, name: string, version?: string): StoredNodes[K] | undefined {
    const found = findType(this.#db, kind, type, version);
    return found && nodeNamed(this.#db, kind, found.id, name);
  }

  /** Those at exactly this address. */
  getArtifactsByUri(uri: string): StoredArtifact[] {
    return nodesWhere(this.#db, 'artifact', 'node.uri = ? ORDER BY node.id', [uri]);
  }
  /** @throws {MetadataError} for an empty id */
  getArtifactsByExternalIds(ids: readonly string[]): StoredArtifact[] {
    if (ids.includes('')) throw invalid('Invalid argument because at least one empty external_id exists.');
    if (!this.#db.has('external_id')) return [];
    return ids.flatMap((id) => nodesWhere(this.#db, 'artifact', 'node.external_id = ?', [id]));
  }

  // Events

  /** @throws {MetadataError} for an artifact or execution that is not there, and for the same event again */
  putEvents(events: readonly Event[]): void {
    putEvents(this.#db, events);
  }
  /** In the order in which they were put: who read or made these artifacts. */
  getEventsByArtifactIds(ids: readonly number[]): StoredEvent[] {
    return eventsOf(this.#db, 'artifact_id', ids);
  }
  /** In the order in which they were put: what these executions read and made. */
  getEventsByExecutionIds(ids: readonly number[]): StoredEvent[] {
    return eventsOf(this.#db, 'execution_id', ids);
  }

  // Contexts

  /** Puts artifacts and executions into contexts. Again is no error. */
  putAttributionsAndAssociations(attributions: readonly Attribution[], associations: readonly Association[]): void {
    putAttributionsAndAssociations(this.#db, attributions, associations);
  }
  /** @throws {MetadataError} for a cycle, a context that is not there, and the same pair again */
  putParentContexts(pairs: readonly ParentContext[]): void {
    putParentContexts(this.#db, pairs);
  }

  getArtifactsByContext(contextId: number): StoredArtifact[] {
    return this.#joined('artifact', 'Attribution', 'artifact_id', 'context_id', contextId);
  }
  getExecutionsByContext(contextId: number): StoredExecution[] {
    return this.#joined('execution', 'Association', 'execution_id', 'context_id', contextId);
  }
  getContextsByArtifact(artifactId: number): StoredContext[] {
    return this.#joined('context', 'Attribution', 'context_id', 'artifact_id', artifactId);
  }
  getContextsByExecution(executionId: number): StoredContext[] {
    return this.#joined('context', 'Association', 'context_id', 'execution_id', executionId);
  }
  getParentContextsByContext(contextId: number): StoredContext[] {
    return this.#joined('context', 'ParentContext', 'parent_context_id', 'context_id', contextId);
  }
  getChildrenContextsByContext(contextId: number): StoredContext[] {
    return this.#joined('context', 'ParentContext', 'context_id', 'parent_context_id', contextId);
  }
  #joined<K extends Kind>(kind: K, table: string, wanted: string, by: string, id: number): StoredNodes[K][] {
    const where = `node.id IN (SELECT ${wanted} FROM ${table} WHERE ${by} = ?) ORDER BY node.id`;
    return nodesWhere(this.#db, kind, where, [asId(id)]);
  }

  // Lineage

  /**
   * The artifacts and executions that can be reached from some artifacts along events, with those events.
   * @throws {MetadataError} `not-found` where none of the artifacts is there
   */
  getLineageSubgraph(artifactIds: readonly number[], options?: LineageOptions): LineageGraph {
    return lineageSubgraph(this.#db, artifactIds, options);
  }
}
