/** Artifacts, executions and contexts: what is the same of the three. */
import type { SQLInputValue } from 'node:sqlite';
import type { Database, Row } from './database.ts';
import { invalid, isDuplicate, MetadataError } from './errors.ts';
import {
  type Artifact,
  artifactStates,
  type Context,
  type Execution,
  executionStates,
  type Kind,
  type StoredArtifact,
  type StoredContext,
  type StoredExecution,
  type StoredType,
} from './model.ts';
import { typesById } from './nodeTypes.ts';
import { assertDeclared, type BothProperties, readProperties, writeProperties } from './properties.ts';
import { defined, maybeText, nameOf, numberOf, textOf } from './rows.ts';
import { tablesOf } from './schema.ts';

/** What is put and what is given back, by kind. */
export interface Nodes {
  artifact: Artifact;
  execution: Execution;
  context: Context;
}
export interface StoredNodes {
  artifact: StoredArtifact;
  execution: StoredExecution;
  context: StoredContext;
}

export interface ListOptions {
  /** The most that are given; all where it is left away. */
  readonly limit?: number;
  readonly orderBy?: 'ID' | 'CREATE_TIME' | 'UPDATE_TIME';
  /** From the smallest or oldest on, unless it is false. */
  readonly ascending?: boolean;
}

/** Columns that a kind has beside those of all. */
function ownColumns(kind: Kind, node: Artifact & Execution): Record<string, SQLInputValue> {
  if (kind === 'artifact') return { uri: node.uri ?? '', state: stateNumber(artifactStates, node.state) };
  if (kind === 'execution') return { last_known_state: stateNumber(executionStates, node.lastKnownState) };
  return {};
}

function stateNumber(states: readonly string[], state: string | undefined): number | null {
  if (state === undefined) return null;
  const number = states.indexOf(state);
  if (number < 0) throw invalid(`There is no state ${state}. It is one of ${states.join(', ')}.`);
  return number;
}

/** Inserts nodes, or updates those that have an id, all or none of them. @returns their ids, in order */
export function putNodes<K extends Kind>(db: Database, kind: K, nodes: readonly Nodes[K][]): number[] {
  return db.transaction(() => {
    const types = new Map<number, StoredType>();
    return nodes.map((node) => putNode(db, kind, node, types));
  });
}

function putNode(db: Database, kind: Kind, node: Nodes[Kind], types: Map<number, StoredType>): number {
  const known = node.id === undefined ? undefined : storedTypeId(db, kind, node.id);
  if (known !== undefined && node.typeId !== undefined && node.typeId !== known) {
    throw invalid(
      `Given type_id ${node.typeId} is different from the one known before: ${known}. ${kind} ${node.id} keeps its type.`,
    );
  }
  const type = typeOf(db, kind, node.typeId ?? known, types);
  const properties = node.properties ?? {};
  assertDeclared(type.name, type.properties, properties);
  if (kind === 'context' && !node.name)
    throw invalid(`Context name should not be empty. This one is of type ${type.name}.`);
  const id = written(db, kind, node, type);
  writeProperties(db, kind, id, properties, type.properties, node.customProperties ?? {});
  return id;
}

function storedTypeId(db: Database, kind: Kind, id: number): number {
  const row = db.first(`SELECT id, type_id FROM ${tablesOf[kind].node} WHERE id = ?`, asId(id));
  if (!row) throw invalid(`Cannot find the given id ${id}. There is no such ${kind}; leave the id away to insert one.`);
  return numberOf(row, 'type_id');
}

function typeOf(db: Database, kind: Kind, id: number | undefined, types: Map<number, StoredType>): StoredType {
  if (id === undefined) throw invalid(`Type id is missing. Put the ${kind}'s type first, and name its id as typeId.`);
  const type = types.get(id) ?? typesById(db, kind, [asId(id)])[0];
  if (!type)
    throw new MetadataError('not-found', `No type found for query, type_id: ${id}. There is no such ${kind} type.`);
  types.set(id, type);
  return type;
}

function written(db: Database, kind: Kind, node: Nodes[Kind], type: StoredType): number {
  const table = tablesOf[kind].node;
  const now = Date.now();
  const own = { ...ownColumns(kind, node), external_id: node.externalId || null, last_update_time_since_epoch: now };
  // As ML Metadata does it: artifacts and executions keep their first name.
  const columns: Record<string, SQLInputValue> =
    node.id === undefined
      ? { type_id: type.id, name: node.name ?? null, ...own, create_time_since_epoch: now }
      : { ...own, ...(kind === 'context' ? { name: node.name ?? null } : {}) };
  const names = Object.keys(columns);
  const values = Object.values(columns);
  try {
    if (node.id === undefined)
      return db.run(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`, ...values);
    db.run(`UPDATE ${table} SET ${names.map((name) => `${name} = ?`).join()} WHERE id = ?`, ...values, node.id);
    return node.id;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const who = [node.name && `name ${node.name}`, node.externalId && `external id ${node.externalId}`].filter(Boolean);
    throw new MetadataError(
      'already-exists',
      `Given node already exists: ${type.name} with the ${who.join(' or the ')}.`,
      { cause: error },
    );
  }
}

/** Only whole numbers are asked for. @throws {MetadataError} `invalid-argument` */
export function asId(id: number): number {
  if (typeof id === 'number' && Number.isSafeInteger(id)) return id;
  throw invalid(`An id is a whole number, not ${String(id)}.`);
}

const orders = {
  ID: 'id',
  CREATE_TIME: 'create_time_since_epoch',
  UPDATE_TIME: 'last_update_time_since_epoch',
} as const;

export function listNodes<K extends Kind>(db: Database, kind: K, options: ListOptions = {}): StoredNodes[K][] {
  const { limit = 0, orderBy = 'ID', ascending = true } = options;
  if (!Number.isSafeInteger(limit) || limit < 0)
    throw invalid(`Invalid list_options.limit value passed: ${limit}. It is a whole number from 1 on.`);
  const way = ascending ? 'ASC' : 'DESC';
  return nodesWhere(db, kind, `1 ORDER BY ${orders[orderBy]} ${way}, id ${way} LIMIT ?`, [limit || -1]);
}

/** Each once, in the order of ids; what is not there is left out. */
export function nodesById<K extends Kind>(db: Database, kind: K, ids: readonly number[]): StoredNodes[K][] {
  const rows = db.allOf(`${selectOf(db, kind)} WHERE node.id IN (?)`, [...new Set(ids.map(asId))]);
  return completed(db, kind, rows).sort((a, b) => a.id - b.id);
}

/** @param where a condition, which may go on with an order; the table is `node` */
export function nodesWhere<K extends Kind>(
  db: Database,
  kind: K,
  where: string,
  values: readonly SQLInputValue[],
): StoredNodes[K][] {
  return completed(db, kind, db.all(`${selectOf(db, kind)} WHERE ${where}`, ...values));
}

/** The node of a type that has this name. */
export function nodeNamed<K extends Kind>(
  db: Database,
  kind: K,
  typeId: number,
  name: string,
): StoredNodes[K] | undefined {
  return nodesWhere(db, kind, 'node.type_id = ? AND node.name = ?', [typeId, name])[0];
}

function selectOf(db: Database, kind: Kind): string {
  const own = { artifact: ['uri', 'state'], execution: ['last_known_state'], context: [] }[kind];
  const later = db.has('external_id') ? ['external_id'] : [];
  const columns = [
    'id',
    'type_id',
    'name',
    ...own,
    ...later,
    'create_time_since_epoch',
    'last_update_time_since_epoch',
  ];
  const list = columns.map((column) => `node.${column} AS ${column}`).join();
  return `SELECT ${list}, Type.name AS type FROM ${tablesOf[kind].node} AS node LEFT JOIN Type ON Type.id = node.type_id`;
}

function completed<K extends Kind>(db: Database, kind: K, rows: readonly Row[]): StoredNodes[K][] {
  const properties = readProperties(
    db,
    kind,
    rows.map((row) => numberOf(row, 'id')),
  );
  return rows.map((row) => nodeOf(kind, row, properties.get(numberOf(row, 'id')))) as StoredNodes[K][];
}

function nodeOf(kind: Kind, row: Row, both: BothProperties | undefined) {
  const stated = (column: string) => row[column] !== null && row[column] !== undefined;
  return defined({
    id: numberOf(row, 'id'),
    typeId: numberOf(row, 'type_id'),
    type: textOf(row, 'type'),
    name: maybeText(row, 'name'),
    uri: maybeText(row, 'uri'),
    state: kind === 'artifact' && stated('state') ? nameOf(row, 'state', artifactStates) : undefined,
    lastKnownState: stated('last_known_state') ? nameOf(row, 'last_known_state', executionStates) : undefined,
    externalId: maybeText(row, 'external_id'),
    properties: both?.properties ?? {},
    customProperties: both?.customProperties ?? {},
    createTime: numberOf(row, 'create_time_since_epoch'),
    lastUpdateTime: numberOf(row, 'last_update_time_since_epoch'),
  });
}
