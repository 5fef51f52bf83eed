/**
 * ML Metadata's SQLite schema, version 10, that of its releases 1.15 to 1.17. `test/parity/metadata.test.ts` compares it
 * with what ml-metadata itself creates.
 */
import type { Kind } from './model.ts';

/** The version that is written; those from `oldestVersion` on are read. */
export const schemaVersion = 10;
export const oldestVersion = 7;

interface NodeTables {
  readonly node: 'Artifact' | 'Execution' | 'Context';
  readonly property: 'ArtifactProperty' | 'ExecutionProperty' | 'ContextProperty';
  /** The property table's column of the node. */
  readonly key: 'artifact_id' | 'execution_id' | 'context_id';
  /** The number in `Type.type_kind`. */
  readonly number: number;
}

export const tablesOf: Readonly<Record<Kind, NodeTables>> = {
  execution: { node: 'Execution', property: 'ExecutionProperty', key: 'execution_id', number: 0 },
  artifact: { node: 'Artifact', property: 'ArtifactProperty', key: 'artifact_id', number: 1 },
  context: { node: 'Context', property: 'ContextProperty', key: 'context_id', number: 2 },
};
const kinds = [tablesOf.artifact, tablesOf.execution, tablesOf.context];

const times = `create_time_since_epoch INT NOT NULL DEFAULT 0,
  last_update_time_since_epoch INT NOT NULL DEFAULT 0`;

/** A table of nodes, of which each kind has two columns of its own at most. */
const nodeTable = (name: string, own: string, nameColumn = 'name VARCHAR(255)') => `
CREATE TABLE ${name} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  type_id INT NOT NULL,${own}
  ${nameColumn},
  external_id VARCHAR(255) UNIQUE,
  ${times},
  UNIQUE(type_id, name)
);`;

const propertyTable = ({ property, key }: NodeTables) => `
CREATE TABLE ${property} (
  ${key} INT NOT NULL,
  name VARCHAR(255) NOT NULL,
  is_custom_property TINYINT(1) NOT NULL,
  int_value INT,
  double_value DOUBLE,
  string_value TEXT,
  byte_value BLOB,
  proto_value BLOB,
  bool_value BOOLEAN,
  PRIMARY KEY (${key}, name, is_custom_property)
);`;

const propertyIndexes = ({ node, property }: NodeTables) =>
  ['int', 'double', 'string']
    .map(
      (type) => `
CREATE INDEX idx_${node.toLowerCase()}_property_${type} ON ${property}(name, is_custom_property, ${type}_value)
  WHERE ${type}_value IS NOT NULL;`,
    )
    .join('');

const nodeIndexes = ({ node }: NodeTables) =>
  ['create_time_since_epoch', 'last_update_time_since_epoch', 'external_id']
    .map((column) => `\nCREATE INDEX idx_${node.toLowerCase()}_${column} ON ${node}(${column});`)
    .join('');

/** What a new store is made of. */
export const ddl = `
CREATE TABLE Type (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name VARCHAR(255) NOT NULL,
  version VARCHAR(255),
  type_kind TINYINT(1) NOT NULL,
  description TEXT,
  input_type TEXT,
  output_type TEXT,
  external_id VARCHAR(255) UNIQUE
);
CREATE TABLE TypeProperty (
  type_id INT NOT NULL,
  name VARCHAR(255) NOT NULL,
  data_type INT NULL,
  PRIMARY KEY (type_id, name)
);
CREATE TABLE ParentType (
  type_id INT NOT NULL,
  parent_type_id INT NOT NULL,
  PRIMARY KEY (type_id, parent_type_id)
);${nodeTable('Artifact', '\n  uri TEXT,\n  state INT,')}${nodeTable('Execution', '\n  last_known_state INT,')}${nodeTable('Context', '', 'name VARCHAR(255) NOT NULL')}${kinds.map(propertyTable).join('')}
CREATE TABLE ParentContext (
  context_id INT NOT NULL,
  parent_context_id INT NOT NULL,
  PRIMARY KEY (context_id, parent_context_id)
);
CREATE TABLE Event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  artifact_id INT NOT NULL,
  execution_id INT NOT NULL,
  type INT NOT NULL,
  milliseconds_since_epoch INT,
  UNIQUE(artifact_id, execution_id, type)
);
CREATE TABLE EventPath (
  event_id INT NOT NULL,
  is_index_step TINYINT(1) NOT NULL,
  step_index INT,
  step_key TEXT
);
CREATE TABLE Association (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  context_id INT NOT NULL,
  execution_id INT NOT NULL,
  UNIQUE(context_id, execution_id)
);
CREATE TABLE Attribution (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  context_id INT NOT NULL,
  artifact_id INT NOT NULL,
  UNIQUE(context_id, artifact_id)
);
CREATE TABLE MLMDEnv (schema_version INTEGER PRIMARY KEY);
CREATE INDEX idx_type_name ON Type(name);
CREATE INDEX idx_type_external_id ON Type(external_id);
CREATE INDEX idx_artifact_uri ON Artifact(uri);
CREATE INDEX idx_event_execution_id ON Event(execution_id);
CREATE INDEX idx_parentcontext_parent_context_id ON ParentContext(parent_context_id);
CREATE INDEX idx_eventpath_event_id ON EventPath(event_id);${kinds.map(nodeIndexes).join('')}${kinds.map(propertyIndexes).join('')}
INSERT INTO MLMDEnv (schema_version) VALUES (${schemaVersion});
`;

const propertyColumns = ['name', 'is_custom_property', 'int_value', 'double_value', 'string_value'];
const nodeColumns = ['id', 'type_id', 'name', 'create_time_since_epoch', 'last_update_time_since_epoch'];

/** The columns that all versions from 7 on have and that are read. A file that lacks one is not ML Metadata's. */
export const readColumns: Readonly<Record<string, readonly string[]>> = {
  Type: ['id', 'name', 'version', 'type_kind', 'description'],
  TypeProperty: ['type_id', 'name', 'data_type'],
  ParentType: ['type_id', 'parent_type_id'],
  Artifact: [...nodeColumns, 'uri', 'state'],
  Execution: [...nodeColumns, 'last_known_state'],
  Context: nodeColumns,
  ...Object.fromEntries(kinds.map(({ property, key }) => [property, [key, ...propertyColumns]])),
  ParentContext: ['context_id', 'parent_context_id'],
  Event: ['id', 'artifact_id', 'execution_id', 'type', 'milliseconds_since_epoch'],
  EventPath: ['event_id', 'is_index_step', 'step_index', 'step_key'],
  Association: ['context_id', 'execution_id'],
  Attribution: ['context_id', 'artifact_id'],
};
/** Columns that came later, by table, with the version that brought them. */
export const laterColumns: readonly {
  readonly since: number;
  readonly tables: readonly string[];
  readonly columns: readonly string[];
}[] = [
  { since: 9, tables: ['Type', 'Artifact', 'Execution', 'Context'], columns: ['external_id'] },
  { since: 10, tables: kinds.map(({ property }) => property), columns: ['proto_value', 'bool_value'] },
];
