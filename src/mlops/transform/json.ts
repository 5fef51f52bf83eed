/** Transform graphs as JSON. What is read comes from a file, so nothing in it is taken on trust. */
import { TransformError } from './errors.ts';
import { type FrozenNode, typeOf, type ValueType } from './node.ts';
import type { TransformSchema } from './schema.ts';

/** A graph whose analysis is done. Each output names the node that yields it. */
export interface GraphDefinition {
  readonly schema: TransformSchema;
  readonly nodes: readonly FrozenNode[];
  readonly outputs: readonly (readonly [name: string, node: number])[];
}

const format = 'mlops-lab.transform-graph';
const version = 1;

export function writeDefinition({ schema, nodes, outputs }: GraphDefinition): unknown {
  const written = nodes.map((node) => {
    if (node.op === 'constant') return { ...node, value: writeNumber(node.value) };
    return node.op === 'boundaries' ? { ...node, values: node.values.map(writeNumber) } : node;
  });
  return { format, version, schema, nodes: written, outputs: Object.fromEntries(outputs) };
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
    nodes.push(node);
  }
  const outputs = Object.entries(record(root.outputs, 'outputs')).map(([name, node]) => {
    const type = Number.isInteger(node) ? types[node as number] : undefined;
    if (type !== 'number' && type !== 'string') throw bad(`outputs.${name}`, 'does not name a feature');
    return [name, node as number] as const;
  });
  return { schema, nodes, outputs };
}

type Reader = (value: unknown, where: string) => unknown;

/** For each operation: how many inputs it takes, and what else its node holds. */
const shapes: Readonly<Record<FrozenNode['op'], { inputs?: number; fields?: Readonly<Record<string, Reader>> }>> = {
  input: { fields: { column: text } },
  constant: { fields: { value: readNumber, analyzer: optional(oneOf('mean', 'min', 'max', 'variance', 'size')) } },
  vocabulary: { fields: { tokens: (value, where) => list(value, where).map((token) => text(token, where)) } },
  boundaries: { fields: { values: readBorders } },
  add: { inputs: 2 },
  sub: { inputs: 2 },
  mul: { inputs: 2 },
  div: { inputs: 2 },
  sqrt: { inputs: 1 },
  log: { inputs: 1 },
  scaleByMinMax: { inputs: 3, fields: { outputMin: finite, outputMax: finite } },
  scaleToZScore: { inputs: 3 },
  applyBuckets: { inputs: 2 },
  applyVocabulary: { inputs: 2, fields: { defaultValue: integer, numOovBuckets: count } },
  fillMissing: {
    inputs: 1,
    fields: { value: (value, where) => (typeof value === 'string' ? value : finite(value, where)) },
  },
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
  return node as unknown as FrozenNode;
}

function parseInputs(value: unknown, length: number, index: number): number[] {
  const where = `nodes[${index}].inputs`;
  const inputs = list(value, where).map((input) => count(input, where));
  if (inputs.length !== length) throw bad(where, `has ${inputs.length} entries, not ${length}`);
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

/** JSON has no NaN, no infinities and, through JSON.stringify, no negative zero: these are written as text. */
function writeNumber(value: number): number | string {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

function readNumber(value: unknown, where: string): number {
  if (typeof value === 'string' && /^(?:-0|NaN|-?Infinity)$/.test(value)) return Number(value);
  return finite(value, where);
}

function readBorders(value: unknown, where: string): number[] {
  const borders = list(value, where).map((border) => readNumber(border, where));
  if (borders.some((border, at) => at > 0 && !(borders[at - 1]! <= border))) throw bad(where, 'is not in order');
  return borders;
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(where, 'is not an object');
  return value as Record<string, unknown>;
}

function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw bad(where, 'is not a list');
  return value;
}

function text(value: unknown, where: string): string {
  if (typeof value !== 'string') throw bad(where, 'is not text');
  return value;
}

function finite(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw bad(where, 'is not a number');
  return value;
}

function integer(value: unknown, where: string): number {
  if (!Number.isSafeInteger(value)) throw bad(where, 'is not a whole number');
  return value as number;
}

function count(value: unknown, where: string): number {
  if (integer(value, where) < 0) throw bad(where, 'is negative');
  return value as number;
}

function oneOf(...allowed: string[]): Reader {
  return (value, where) => {
    if (!allowed.includes(text(value, where))) throw bad(where, `is not one of ${allowed.join(', ')}`);
    return value;
  };
}

function optional(read: Reader): Reader {
  return (value, where) => (value === undefined ? undefined : read(value, where));
}

function bad(where: string, what: string): TransformError {
  return new TransformError('bad-graph', `This is not a saved transform graph: ${where} ${what}.`);
}
