/** What a store holds, in ML Metadata's words: metadata_store.proto, as plain data. */

/** Numbers in the file, names here. `UNKNOWN` is a state or type that was never said. */
export const artifactStates = [
  'UNKNOWN',
  'PENDING',
  'LIVE',
  'MARKED_FOR_DELETION',
  'DELETED',
  'ABANDONED',
  'REFERENCE',
] as const;
export const executionStates = ['UNKNOWN', 'NEW', 'RUNNING', 'COMPLETE', 'FAILED', 'CACHED', 'CANCELED'] as const;
export const eventTypes = [
  'UNKNOWN',
  'DECLARED_OUTPUT',
  'DECLARED_INPUT',
  'INPUT',
  'OUTPUT',
  'INTERNAL_INPUT',
  'INTERNAL_OUTPUT',
  'PENDING_OUTPUT',
] as const;
export const propertyTypes = ['UNKNOWN', 'INT', 'DOUBLE', 'STRING', 'STRUCT', 'PROTO', 'BOOLEAN'] as const;

export type ArtifactState = (typeof artifactStates)[number];
export type ExecutionState = (typeof executionStates)[number];
export type EventType = (typeof eventTypes)[number];
export type PropertyType = Exclude<(typeof propertyTypes)[number], 'UNKNOWN'>;

/** The types that every store has, which a type of one's own may name as its base. */
export const baseTypes = {
  artifact: ['DATASET', 'MODEL', 'METRICS', 'STATISTICS'],
  execution: ['TRAIN', 'TRANSFORM', 'PROCESS', 'EVALUATE', 'DEPLOY'],
  context: [],
} as const;
export type BaseType = (typeof baseTypes)['artifact' | 'execution'][number];

/** The three kinds of types and of nodes. */
export type Kind = 'artifact' | 'execution' | 'context';

/** A message of Protocol Buffers, packed: `google.protobuf.Any`. */
export interface ProtoValue {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}
export type StructValue =
  | null
  | boolean
  | number
  | string
  | readonly StructValue[]
  | { readonly [key: string]: StructValue };
/** `google.protobuf.Struct`: JSON data, whose numbers are all doubles. */
export type Struct = { readonly [key: string]: StructValue };

/** INT as a number where JavaScript holds it exactly, else as a bigint; the others as their names say. */
export type PropertyValue = number | bigint | string | boolean | Struct | ProtoValue;
export type Properties = { readonly [name: string]: PropertyValue };

/** A type of artifacts, executions or contexts, and the types of their properties. */
export interface NodeType {
  readonly id?: number;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly externalId?: string;
  readonly properties?: { readonly [name: string]: PropertyType };
  /** Of artifact and execution types alone. */
  readonly baseType?: BaseType;
}

/** What artifacts, executions and contexts have in common. */
export interface Node {
  /** Given by the store, in order of insertion from 1 on. With it, a put is an update. */
  readonly id?: number;
  /** May be left away in an update. */
  readonly typeId?: number;
  /** The type's name; told by the store, not read from what is put. */
  readonly type?: string;
  /** Unique among nodes of a type. */
  readonly name?: string;
  readonly externalId?: string;
  /** Those that the type has, each optional. */
  readonly properties?: Properties;
  /** Any others, of this node alone. A whole number is an INT. */
  readonly customProperties?: Properties;
}

/** A thing that was read or made. The store keeps its address, never its content. */
export interface Artifact extends Node {
  readonly uri?: string;
  readonly state?: ArtifactState;
}
/** One run of one step. */
export interface Execution extends Node {
  readonly lastKnownState?: ExecutionState;
}
/** What groups artifacts and executions: an experiment, a pipeline, one run of it. */
export interface Context extends Node {
  readonly name: string;
}

/** What the store adds to a node. Times are milliseconds since 1970. */
interface Kept {
  readonly id: number;
  readonly typeId: number;
  readonly type: string;
  readonly properties: Properties;
  readonly customProperties: Properties;
  readonly createTime: number;
  readonly lastUpdateTime: number;
}
export type StoredArtifact = Artifact & Kept;
export type StoredExecution = Execution & Kept;
export type StoredContext = Context & Kept;
export type StoredType = NodeType & {
  readonly id: number;
  readonly properties: { readonly [name: string]: PropertyType };
};

/** That an execution read or made an artifact. */
export interface Event {
  readonly artifactId: number;
  readonly executionId: number;
  readonly type: EventType;
  /** Where in the execution's inputs or outputs: names and places, such as `['examples', 0]`. */
  readonly path?: readonly (string | number)[];
  /** Milliseconds since 1970; now, where it is not given. */
  readonly time?: number;
}
/** That a context holds an artifact. */
export interface Attribution {
  readonly contextId: number;
  readonly artifactId: number;
}
/** That a context holds an execution. */
export interface Association {
  readonly contextId: number;
  readonly executionId: number;
}
export interface ParentContext {
  readonly childId: number;
  readonly parentId: number;
}
