/** Transform graphs as JSON. What is read comes from a file, so nothing in it is taken on trust. */
import type { TransformError } from './errors.ts';
import {
  bad,
  count,
  finite,
  integer,
  list,
  numbers,
  oneOf,
  optional,
  positive,
  type Reader,
  readBorders,
  readNumber,
  record,
  rowsOfNumbers,
  text,
  truth,
  writeNumber,
} from './jsonReaders.ts';
import type { FrozenNode } from './node.ts';
import type { TransformSchema } from './schema.ts';
import { featureTypes, typeOf, type ValueType } from './types.ts';

/** A graph whose analysis is done. Each output names the node that yields it. */
export interface GraphDefinition {
  readonly schema: TransformSchema;
  readonly nodes: readonly FrozenNode[];
  readonly outputs: readonly (readonly [name: string, node: number])[];
}

const format = 'mlops-lab.transform-graph';
const version = 1;

export function writeDefinition({ schema, nodes, outputs }: GraphDefinition): unknown {
  const written = nodes.map(writeNode);
  return { format, version, schema, nodes: written, outputs: Object.fromEntries(outputs) };
}

function writeNode(node: FrozenNode): unknown {
  switch (node.op) {
    case 'constant':
      return { ...node, value: writeNumber(node.value) };
    case 'boundaries':
      return { ...node, values: node.values.map(writeNumber) };
    case 'keyed':
    case 'matrix':
      return { ...node, values: node.values.map((row) => row.map(writeNumber)) };
    default:
      return node;
  }
}

/** @throws {TransformError} `bad-graph`, saying what is wrong and where. */
export function parseDefinition(json: unknown): GraphDefinition {
  const root = record(typeof json === 'string' ? parseText(json) : json, 'The file');
  if (root.format !== format) throw bad('The file', `has no format “${format}”`);
  if (root.version !== version)
    throw bad('The file', `has the version ${JSON.stringify(root.version)}, not ${version}`);
  const schema = parseSchema(root.schema);
  const nodes: FrozenNode[] = [];
  const types: ValueType[] = [];
  for (const [index, value] of list(root.nodes, 'nodes').entries()) {
    const node = parseNode(value, index);
    types.push(checkedType(node, schema, types, index));
    checkSize(node, nodes, index);
    nodes.push(node);
  }
  const outputs = Object.entries(record(root.outputs, 'outputs')).map(([name, node]) => {
    const type = Number.isInteger(node) ? types[node as number] : undefined;
    if (type === undefined || !featureTypes.has(type)) throw bad(`outputs.${name}`, 'does not name a feature');
    return [name, node as number] as const;
  });
  return { schema, nodes, outputs };
}

const outputRange = { outputMin: finite, outputMax: finite };
const texts: Reader = (value, where) => list(value, where).map((each) => text(each, where));

/** For each operation: how many inputs it takes (a list: any number from there on), and what else its node holds. */
const shapes: Readonly<
  Record<FrozenNode['op'], { inputs?: number | readonly [least: number]; fields?: Readonly<Record<string, Reader>> }>
> = {
  input: { fields: { column: text } },
  constant: {
    fields: {
      value: readNumber,
      analyzer: optional(oneOf('mean', 'min', 'max', 'variance', 'size', 'rows', 'sum')),
    },
  },
  vocabulary: { fields: { tokens: texts } },
  boundaries: { fields: { values: readBorders } },
  keyed: { fields: { keys: texts, values: (value, where) => list(value, where).map((row) => numbers(row, where)) } },
  matrix: { fields: { values: rowsOfNumbers } },
  add: { inputs: 2 },
  sub: { inputs: 2 },
  mul: { inputs: 2 },
  div: { inputs: 2 },
  minimum: { inputs: 2 },
  maximum: { inputs: 2 },
  greater: { inputs: 2 },
  sqrt: { inputs: 1 },
  log: { inputs: 1 },
  scaleByMinMax: { inputs: 3, fields: outputRange },
  scaleToZScore: { inputs: 3 },
  scaleByMinMaxPerKey: { inputs: 3, fields: outputRange },
  scaleToZScorePerKey: { inputs: 3 },
  applyBuckets: { inputs: 2 },
  applyBucketsWithInterpolation: { inputs: 2 },
  applyBucketsPerKey: { inputs: 3 },
  applyVocabulary: { inputs: 2, fields: { defaultValue: integer, numOovBuckets: count } },
  fillMissing: {
    inputs: 1,
    fields: { value: (value, where) => (typeof value === 'string' ? value : finite(value, where)) },
  },
  hashStrings: { inputs: 1, fields: { hashBuckets: positive } },
  split: { inputs: 1, fields: { separator: text } },
  ngrams: { inputs: 1, fields: { least: positive, most: positive, separator: text, unique: truth } },
  wordCount: { inputs: 1 },
  isMissing: { inputs: 1 },
  tfidf: { inputs: 3, fields: { part: oneOf('indices', 'weights'), vocabSize: positive, smooth: truth } },
  matmul: { inputs: [2], fields: { column: count } },
};

function parseNode(value: unknown, index: number): FrozenNode {
  const where = `nodes[${index}]`;
  const raw = record(value, where);
  const op = raw.op;
  if (typeof op !== 'string' || !Object.hasOwn(shapes, op))
    throw bad(where, `has the unknown operation ${JSON.stringify(op)}`);
  const { inputs, fields = {} } = shapes[op as FrozenNode['op']];
  const node: Record<string, unknown> = { op };
  if (inputs !== undefined) node.inputs = parseInputs(raw.inputs, inputs, index);
  for (const [name, read] of Object.entries(fields)) {
    const field = read(raw[name], `${where}.${name}`);
    if (field !== undefined) node[name] = field;
  }
  const parsed = node as unknown as FrozenNode;
  if (parsed.op === 'keyed' && parsed.keys.length !== parsed.values.length)
    throw bad(where, `has ${parsed.keys.length} keys, and numbers for ${parsed.values.length}`);
  return parsed;
}

function parseInputs(value: unknown, length: number | readonly [least: number], index: number): number[] {
  const where = `nodes[${index}].inputs`;
  const inputs = list(value, where).map((input) => count(input, where));
  const isFit = typeof length === 'number' ? inputs.length === length : inputs.length >= length[0];
  if (!isFit) throw bad(where, `has ${inputs.length} entries, not ${String(length)}`);
  if (inputs.some((input) => input >= index)) throw bad(where, 'does not point to earlier nodes');
  return inputs;
}

function checkedType(node: FrozenNode, schema: TransformSchema, types: readonly ValueType[], index: number): ValueType {
  try {
    return typeOf(node, schema, types);
  } catch (error) {
    throw bad(`nodes[${index}]`, `does not fit: ${(error as TransformError).message}`);
  }
}

/** A matrix must have a row for each feature, and the column that is asked for. */
function checkSize(node: FrozenNode, nodes: readonly FrozenNode[], index: number): void {
  if (node.op !== 'matmul' && node.op !== 'tfidf') return;
  const matrix = nodes[node.inputs[node.op === 'matmul' ? 0 : 1]!];
  if (matrix?.op !== 'matrix') throw bad(`nodes[${index}]`, 'names no matrix');
  const [rows, columns] = [matrix.values.length, matrix.values[0]?.length ?? 0];
  const isFit =
    node.op === 'tfidf'
      ? rows === 1 && columns === node.vocabSize
      : rows === node.inputs.length - 1 && node.column < columns;
  if (!isFit) throw bad(`nodes[${index}]`, `does not fit a matrix of ${rows} rows and ${columns} columns`);
}

function parseSchema(value: unknown): TransformSchema {
  const columns = Object.entries(record(value, 'schema')).map(([name, column]) => {
    const { type, required } = record(column, `schema.${name}`);
    if (type !== 'number' && type !== 'string') throw bad(`schema.${name}.type`, 'is neither “number” nor “string”');
    if (typeof required !== 'boolean') throw bad(`schema.${name}.required`, 'is neither true nor false');
    return [name, { type, required }] as const;
  });
  return Object.fromEntries(columns);
}

function parseText(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw bad('The text', `is not JSON: ${(error as SyntaxError).message}`);
  }
}
