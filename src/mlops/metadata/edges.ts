/** What joins nodes: events, attributions, associations, parent contexts. */
import type { Database, Row } from './database.ts';
import { invalid, isDuplicate, MetadataError } from './errors.ts';
import { type Association, type Attribution, type Event, eventTypes, type Kind, type ParentContext } from './model.ts';
import { asId } from './nodes.ts';
import { nameOf, numberOf, textOf } from './rows.ts';
import { tablesOf } from './schema.ts';

const exists = (db: Database, kind: Kind, id: number): boolean =>
  db.first(`SELECT 1 FROM ${tablesOf[kind].node} WHERE id = ?`, asId(id)) !== undefined;

/** A stored event: its time is known. */
export type StoredEvent = Event & { readonly time: number };

/** All or none of them. */
export function putEvents(db: Database, events: readonly Event[]): void {
  db.transaction(() => {
    for (const event of events) putEvent(db, event);
  });
}

function putEvent(db: Database, { artifactId, executionId, type, path = [], time = Date.now() }: Event): void {
  if (artifactId === undefined) throw invalid('No artifact id is specified. An event names what was read or made.');
  if (executionId === undefined) throw invalid('No execution id is specified. An event names who read or made it.');
  const number = eventTypes.indexOf(type);
  if (number < 1) throw invalid(`No event type is specified. It is one of ${eventTypes.slice(1).join(', ')}.`);
  if (!exists(db, 'artifact', artifactId)) throw invalid(`No artifact with the given id ${artifactId}. Put it first.`);
  if (!exists(db, 'execution', executionId))
    throw invalid(`No execution with the given id ${executionId}. Put it first.`);
  if (!Number.isSafeInteger(time)) throw invalid(`An event's time is in whole milliseconds, not ${time}.`);
  const sql = 'INSERT INTO Event (artifact_id, execution_id, type, milliseconds_since_epoch) VALUES (?, ?, ?, ?)';
  const id = unique(
    () => db.run(sql, artifactId, executionId, number, time),
    () => `Given event already exists: artifact ${artifactId} is ${type} of execution ${executionId}.`,
  );
  for (const step of path) {
    const isIndex = typeof step === 'number';
    db.run(
      'INSERT INTO EventPath (event_id, is_index_step, step_index, step_key) VALUES (?, ?, ?, ?)',
      id,
      isIndex ? 1 : 0,
      isIndex ? asId(step) : null,
      isIndex ? null : String(step),
    );
  }
}

function unique<T>(write: () => T, message: () => string): T {
  try {
    return write();
  } catch (error) {
    throw isDuplicate(error) ? new MetadataError('already-exists', message(), { cause: error }) : error;
  }
}

/** Events of artifacts or of executions, in the order in which they were put. */
export function eventsOf(db: Database, column: 'artifact_id' | 'execution_id', ids: readonly number[]): StoredEvent[] {
  const sql = `SELECT id, artifact_id, execution_id, type, milliseconds_since_epoch FROM Event WHERE ${column} IN (?)`;
  const rows = db.allOf(sql, [...new Set(ids.map(asId))]).sort((a, b) => numberOf(a, 'id') - numberOf(b, 'id'));
  const paths = pathsOf(
    db,
    rows.map((row) => numberOf(row, 'id')),
  );
  return rows.map((row) => {
    const path = paths.get(numberOf(row, 'id'));
    return {
      artifactId: numberOf(row, 'artifact_id'),
      executionId: numberOf(row, 'execution_id'),
      type: nameOf(row, 'type', eventTypes),
      ...(path ? { path } : {}),
      time: row.milliseconds_since_epoch === null ? 0 : numberOf(row, 'milliseconds_since_epoch'),
    };
  });
}

function pathsOf(db: Database, ids: readonly number[]): Map<number, (string | number)[]> {
  const paths = new Map<number, (string | number)[]>();
  const sql =
    'SELECT event_id, is_index_step, step_index, step_key FROM EventPath WHERE event_id IN (?) ORDER BY rowid';
  for (const row of db.allOf(sql, ids)) {
    const id = numberOf(row, 'event_id');
    const step = stepOf(row);
    const path = paths.get(id);
    if (path) path.push(step);
    else paths.set(id, [step]);
  }
  return paths;
}

function stepOf(row: Row): string | number {
  if (numberOf(row, 'is_index_step') === 0) return textOf(row, 'step_key');
  // ml-metadata's own clients leave a place of 0 away.
  return row.step_index === null ? 0 : numberOf(row, 'step_index');
}

/** Puts artifacts and executions into contexts, once each however often it is said. */
export function putAttributionsAndAssociations(
  db: Database,
  attributions: readonly Attribution[],
  associations: readonly Association[],
): void {
  db.transaction(() => {
    for (const { contextId, artifactId } of attributions) join(db, 'artifact', 'Attribution', contextId, artifactId);
    for (const { contextId, executionId } of associations) join(db, 'execution', 'Association', contextId, executionId);
  });
}

function join(db: Database, kind: 'artifact' | 'execution', table: string, contextId: number, id: number): void {
  const word = kind === 'artifact' ? 'Artifact' : 'Execution';
  if (id === undefined || !exists(db, kind, id)) throw invalid(`${word} id not found. There is no ${kind} ${id}.`);
  if (contextId === undefined || !exists(db, 'context', contextId))
    throw invalid(`Context id not found. There is no context ${contextId}.`);
  db.run(`INSERT OR IGNORE INTO ${table} (context_id, ${kind}_id) VALUES (?, ?)`, contextId, id);
}

/** All or none of them. @throws {MetadataError} for a cycle, too */
export function putParentContexts(db: Database, pairs: readonly ParentContext[]): void {
  db.transaction(() => {
    for (const { childId, parentId } of pairs) {
      const pair = `child_id: ${childId} parent_id: ${parentId}`;
      if (childId === undefined || parentId === undefined)
        throw invalid(`Missing parent / child id in the parent_context: ${pair}.`);
      if (childId === parentId || !exists(db, 'context', childId) || !exists(db, 'context', parentId))
        throw invalid(`Given parent / child id in the parent_context cannot be found: ${pair}.`);
      if (isAbove(db, childId, parentId))
        throw invalid(`There is a cycle detected of the given relationship. ${pair}.`);
      unique(
        () => db.run('INSERT INTO ParentContext (context_id, parent_context_id) VALUES (?, ?)', childId, parentId),
        () => `Given parent_context already exists: ${pair}.`,
      );
    }
  });
}

/** Whether a context is the other's parent, or its parent's parent, and so on. */
function isAbove(db: Database, above: number, below: number): boolean {
  const seen = new Set([below]);
  for (const id of seen) {
    if (id === above) return true;
    const rows = db.all('SELECT parent_context_id FROM ParentContext WHERE context_id = ?', id);
    for (const row of rows) seen.add(numberOf(row, 'parent_context_id'));
  }
  return false;
}
