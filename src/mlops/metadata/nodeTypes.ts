/** Types of nodes: put once with their properties, found by name or id. */
import type { Database, Row } from './database.ts';
import { invalid, isDuplicate, MetadataError } from './errors.ts';
import {
  type BaseType,
  baseTypes,
  type Kind,
  type NodeType,
  type PropertyType,
  propertyTypes,
  type StoredType,
} from './model.ts';
import { defined, maybeText, nameOf, numberOf, textOf } from './rows.ts';
import { tablesOf } from './schema.ts';

export interface PutTypeOptions {
  /** Properties that the stored type lacks are added to it. */
  readonly canAddFields?: boolean;
  /** Properties that the stored type has may be left away. */
  readonly canOmitFields?: boolean;
}

/** `mlmd.Dataset` of `DATASET`. */
const nameOfBase = (base: BaseType) => `mlmd.${base[0]}${base.slice(1).toLowerCase()}`;

/** The types that ML Metadata puts into every store, in its order. */
export function putBaseTypes(db: Database): void {
  db.transaction(() => {
    if (db.first('SELECT 1 FROM Type')) return;
    for (const kind of ['artifact', 'execution'] as const) {
      for (const base of baseTypes[kind]) {
        db.run('INSERT INTO Type (name, type_kind) VALUES (?, ?)', nameOfBase(base), tablesOf[kind].number);
      }
    }
  });
}

/** @returns the type's id, the same for the same type */
export function putType(db: Database, kind: Kind, type: NodeType, options: PutTypeOptions): number {
  if (typeof type.name !== 'string' || type.name === '') throw invalid('No type name is specified.');
  const properties = type.properties ?? {};
  for (const [name, value] of Object.entries(properties)) {
    if (dataType(value) < 1)
      throw invalid(`Property ${name} is UNKNOWN. Its type is one of ${propertyTypes.slice(1).join(', ')}.`);
  }
  return db.transaction(() => {
    const stored = findType(db, kind, type.name, type.version);
    return stored ? mergeType(db, kind, stored, type, options) : insertType(db, kind, type);
  });
}

const dataType = (type: PropertyType) => propertyTypes.indexOf(type);

function insertType(
  db: Database,
  kind: Kind,
  { name, version, description, externalId, properties, baseType }: NodeType,
): number {
  try {
    const id = db.run(
      'INSERT INTO Type (name, version, type_kind, description, external_id) VALUES (?, ?, ?, ?, ?)',
      name,
      version || null,
      tablesOf[kind].number,
      description ?? null,
      externalId || null,
    );
    for (const entry of Object.entries(properties ?? {})) addProperty(db, id, ...entry);
    if (baseType !== undefined) addBase(db, kind, id, baseType);
    return id;
  } catch (error) {
    if (isDuplicate(error))
      throw alreadyExists(
        `Given type already exists: ${name} has the external id ${externalId} of another type.`,
        error,
      );
    throw error;
  }
}

const addProperty = (db: Database, id: number, name: string, type: PropertyType) =>
  db.run('INSERT INTO TypeProperty (type_id, name, data_type) VALUES (?, ?, ?)', id, name, dataType(type));

function addBase(db: Database, kind: Kind, id: number, base: BaseType): void {
  const bases: readonly BaseType[] = baseTypes[kind];
  const parent = bases.includes(base) ? findType(db, kind, nameOfBase(base)) : undefined;
  if (!parent)
    throw invalid(`base_type ${base} is not one of ${kind} types. Those are: ${bases.join(', ') || 'none'}.`);
  db.run('INSERT INTO ParentType (type_id, parent_type_id) VALUES (?, ?)', id, parent.id);
}

const alreadyExists = (message: string, cause?: unknown) => new MetadataError('already-exists', message, { cause });

function mergeType(
  db: Database,
  kind: Kind,
  stored: StoredType,
  given: NodeType,
  { canAddFields = false, canOmitFields = false }: PutTypeOptions,
): number {
  const properties = given.properties ?? {};
  const differs = (how: string, names: readonly string[]) =>
    alreadyExists(`Type already exists with different properties: ${how}: ${names.join(', ')}, in ${given.name}.`);
  const [old, now] = [Object.entries(stored.properties), Object.entries(properties)];
  const conflicts = old.filter(([name, type]) => Object.hasOwn(properties, name) && properties[name] !== type);
  if (conflicts.length > 0) {
    const words = conflicts.map(([name, type]) => `${name} is ${type}, not ${properties[name]}`);
    throw differs('Conflicting property value type found in stored and given types', words);
  }
  const names = (entries: typeof old) => entries.map(([name]) => name);
  const omitted = old.filter(([name]) => !Object.hasOwn(properties, name));
  if (omitted.length > 0 && !canOmitFields)
    throw differs('can_omit_fields is false while stored type has more properties', names(omitted));
  const added = now.filter(([name]) => !Object.hasOwn(stored.properties, name));
  if (added.length > 0 && !canAddFields)
    throw differs('can_add_fields is false while the given type has more properties', names(added));
  for (const entry of added) addProperty(db, stored.id, ...entry);
  if (given.baseType !== undefined && given.baseType !== stored.baseType) {
    if (stored.baseType !== undefined)
      throw invalid(`base_type update is not supported: ${given.name} has ${stored.baseType}.`);
    addBase(db, kind, stored.id, given.baseType);
  }
  return stored.id;
}

/** The type of this name, and of this version or none. */
export function findType(db: Database, kind: Kind, name: string, version = ''): StoredType | undefined {
  const where = version === '' ? "(version IS NULL OR version = '')" : 'version = ?';
  const values = version === '' ? [name] : [name, version];
  return typesWhere(db, kind, `name = ? AND ${where}`, values)[0];
}

/** @throws {MetadataError} `not-found` */
export function getType(db: Database, kind: Kind, name: string, version?: string): StoredType {
  const type = findType(db, kind, name, version);
  if (type) return type;
  const message = `No type found for query, name: \`${name}\`, version: \`${version ?? 'nullopt'}\`. There is no such ${kind} type.`;
  throw new MetadataError('not-found', message);
}

/** All types of a kind but those that every store has. */
export function listTypes(db: Database, kind: Kind): StoredType[] {
  const own: readonly string[] = baseTypes[kind].map(nameOfBase);
  return typesWhere(db, kind, '1', []).filter(({ name }) => !own.includes(name));
}

/** In the order of ids; what is not there is left out. */
export function typesById(db: Database, kind: Kind, ids: readonly number[]): StoredType[] {
  return [...new Set(ids)].sort((a, b) => a - b).flatMap((id) => typesWhere(db, kind, 'id = ?', [id]));
}

function typesWhere(db: Database, kind: Kind, where: string, values: readonly (string | number)[]): StoredType[] {
  const later = db.has('external_id') ? ', external_id' : '';
  const sql = `SELECT id, name, version, description${later} FROM Type WHERE type_kind = ? AND ${where} ORDER BY id`;
  return db.all(sql, tablesOf[kind].number, ...values).map((row) => typeOf(db, kind, row));
}

function typeOf(db: Database, kind: Kind, row: Row): StoredType {
  const id = numberOf(row, 'id');
  const properties = db.all('SELECT name, data_type FROM TypeProperty WHERE type_id = ? ORDER BY rowid', id);
  const bases: readonly BaseType[] = baseTypes[kind];
  const parents = db.all('SELECT name FROM ParentType JOIN Type ON Type.id = parent_type_id WHERE type_id = ?', id);
  return defined({
    id,
    name: textOf(row, 'name'),
    version: maybeText(row, 'version'),
    description: maybeText(row, 'description'),
    externalId: maybeText(row, 'external_id'),
    properties: Object.fromEntries(
      properties.map((each) => [textOf(each, 'name'), nameOf(each, 'data_type', propertyTypes) as PropertyType]),
    ),
    baseType: bases.find((base) => parents.some(({ name }) => name === nameOfBase(base))),
  }) as StoredType;
}
