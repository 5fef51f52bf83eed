/** Properties of nodes, from and to the columns that hold them. */
import type { SQLInputValue } from 'node:sqlite';
import type { Database, Row } from './database.ts';
import { invalid, MetadataError } from './errors.ts';
import type { Kind, Properties, PropertyType, PropertyValue, ProtoValue, Struct, StructValue } from './model.ts';
import { numberOf, textOf } from './rows.ts';
import { tablesOf } from './schema.ts';
import { decodeAny, decodeStruct, encodeAny, encodeStruct } from './struct.ts';

/** A Struct is kept as a text with this before its base64. */
const structMark = 'mlmd-struct::';

type Column = 'int_value' | 'double_value' | 'string_value' | 'proto_value' | 'bool_value';
interface Cell {
  readonly type: PropertyType;
  readonly column: Column;
  readonly value: SQLInputValue;
}

const longest = 2n ** 63n;

/**
 * How a value is kept.
 * @param wanted the type that it was declared with; a whole number may then be a DOUBLE
 * @throws {MetadataError} `invalid-argument` for what is no value of a property
 */
function cellOf(name: string, value: PropertyValue, wanted?: PropertyType): Cell {
  if (typeof value === 'number' && (wanted === 'DOUBLE' || !Number.isSafeInteger(value)))
    return { type: 'DOUBLE', column: 'double_value', value: storable(name, value) };
  if (typeof value === 'number') return { type: 'INT', column: 'int_value', value };
  if (typeof value === 'bigint') {
    if (value >= longest || value < -longest) throw invalid(`The property ${name} is beyond 64 bits: ${value}.`);
    return { type: 'INT', column: 'int_value', value };
  }
  if (typeof value === 'string') {
    if (value.startsWith(structMark))
      throw invalid(`The property ${name} begins with ${structMark}, as only a kept Struct does.`);
    return { type: 'STRING', column: 'string_value', value };
  }
  if (typeof value === 'boolean') return { type: 'BOOLEAN', column: 'bool_value', value: value ? 1 : 0 };
  if (isProto(value))
    return { type: 'PROTO', column: 'proto_value', value: Buffer.from(encodeAny(value)).toString('base64') };
  if (isStruct(value)) {
    const text = structMark + Buffer.from(encodeStruct(value)).toString('base64');
    return { type: 'STRUCT', column: 'string_value', value: text };
  }
  throw invalid(`The property ${name} has no value that a store can keep: ${String(value)}.`);
}

function storable(name: string, value: number): number {
  // SQLite keeps NaN as NULL, and a reader would find no value.
  if (Number.isNaN(value)) throw invalid(`The property ${name} is NaN, which SQLite cannot keep. Leave it away.`);
  return value;
}

const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
};
const isProto = (value: unknown): value is ProtoValue =>
  isPlain(value) && typeof value.typeUrl === 'string' && value.value instanceof Uint8Array;
const isStruct = (value: unknown): value is Struct => isPlain(value) && Object.values(value).every(isStructValue);
const isStructValue = (value: unknown): value is StructValue =>
  value === null ||
  ['boolean', 'number', 'string'].includes(typeof value) ||
  (Array.isArray(value) ? value.every(isStructValue) : isStruct(value));

const shown = (value: PropertyValue) => (typeof value === 'string' ? JSON.stringify(value) : String(value));

/**
 * Holds properties against their type, in ML Metadata's words.
 * @throws {MetadataError} `invalid-argument`
 */
export function assertDeclared(
  typeName: string,
  declared: { readonly [name: string]: PropertyType },
  properties: Properties,
): void {
  for (const [name, value] of Object.entries(properties)) {
    const wanted = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (!wanted) {
      const known = Object.keys(declared).join(', ') || 'none';
      throw invalid(
        `Found unknown property: ${name}. ${typeName} has: ${known}. What the type does not have belongs into customProperties.`,
      );
    }
    const { type } = cellOf(name, value, wanted);
    if (type !== wanted) {
      throw invalid(
        `Found unmatched property type: ${name}. ${typeName} wants ${wanted}, and ${shown(value)} is ${type}.`,
      );
    }
  }
}

/** Writes a node's properties in place of those that it had. */
export function writeProperties(
  db: Database,
  kind: Kind,
  id: number,
  properties: Properties,
  declared: { readonly [name: string]: PropertyType },
  customProperties: Properties,
): void {
  const { property: table, key } = tablesOf[kind];
  const wereDouble = new Set(
    db
      .all(`SELECT name FROM ${table} WHERE ${key} = ? AND is_custom_property = 1 AND double_value IS NOT NULL`, id)
      .map(({ name }) => name),
  );
  db.run(`DELETE FROM ${table} WHERE ${key} = ?`, id);
  const insert = (name: string, isCustom: 0 | 1, { column, value }: Cell) =>
    db.run(
      `INSERT INTO ${table} (${key}, name, is_custom_property, ${column}) VALUES (?, ?, ?, ?)`,
      id,
      name,
      isCustom,
      value,
    );
  for (const [name, value] of Object.entries(properties)) insert(name, 0, cellOf(name, value, declared[name]));
  for (const [name, value] of Object.entries(customProperties)) {
    // What another program kept as a DOUBLE stays one when its value happens to be whole.
    insert(name, 1, cellOf(name, value, wereDouble.has(name) ? 'DOUBLE' : undefined));
  }
}

export interface BothProperties {
  readonly properties: Record<string, PropertyValue>;
  readonly customProperties: Record<string, PropertyValue>;
}

/** The properties of nodes by id; a node without any is not in it. */
export function readProperties(db: Database, kind: Kind, ids: readonly number[]): Map<number, BothProperties> {
  const { property: table, key } = tablesOf[kind];
  const later = db.has('proto_value') ? ', proto_value, bool_value' : '';
  const rows = db.allOf(
    `SELECT ${key} AS id, name, is_custom_property, int_value, double_value, string_value${later}
     FROM ${table} WHERE ${key} IN (?)`,
    ids,
    true,
  );
  const found = new Map<number, BothProperties>();
  for (const row of rows) {
    const id = numberOf(row, 'id');
    let both = found.get(id);
    if (!both) {
      both = { properties: {}, customProperties: {} };
      found.set(id, both);
    }
    const value = storedValue(row);
    // Defined, not assigned: a name such as `__proto__` is only a name.
    const target = numberOf(row, 'is_custom_property') === 0 ? both.properties : both.customProperties;
    if (value !== undefined) {
      Object.defineProperty(target, textOf(row, 'name'), {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
  }
  return found;
}

function storedValue(row: Row): PropertyValue | undefined {
  const { int_value: int, double_value: double, string_value: string, proto_value: proto, bool_value: bool } = row;
  if (typeof int === 'bigint') return Number.isSafeInteger(Number(int)) ? Number(int) : int;
  if (typeof double === 'number' || typeof double === 'bigint') return Number(double);
  if (typeof string === 'string') {
    return string.startsWith(structMark) ? decodeStruct(fromBase64(string.slice(structMark.length))) : string;
  }
  if (typeof proto === 'string') return decodeAny(fromBase64(proto));
  if (proto instanceof Uint8Array) return decodeAny(fromBase64(Buffer.from(proto).toString('latin1')));
  if (typeof bool === 'bigint') return bool !== 0n;
  if ([int, double, string, proto, bool].every((value) => value === null || value === undefined)) return undefined;
  throw new MetadataError(
    'damaged-store',
    `The store is damaged: a property of node ${row.id} has a value of another type than its column.`,
  );
}

function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
