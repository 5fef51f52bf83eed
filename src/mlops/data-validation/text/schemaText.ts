/** A schema as the file schema.pbtxt that TFDV and TFX read and write. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { DataValidationError } from '../errors.ts';
import type { Schema, StringDomain } from '../schema.ts';
import { type Message, parseText, printText } from './format.ts';
import { schemaSpec } from './schemaFields.ts';

/**
 * Reads a schema from its text. Fields of TFDV that are not checked here are kept, and written again.
 * @throws {DataValidationError} with line and column: `bad-text`, `unknown-field`, `bad-field`
 */
export function parseSchemaText(text: string): Schema {
  const message = parseText(text, schemaSpec);
  const schema = { ...message, feature: (message.feature as Schema['feature']) ?? [] } as Schema;
  for (const domain of domainsOf(schema)) domain.value ??= [];
  return schema;
}

function domainsOf(schema: Schema): StringDomain[] {
  const own = schema.feature.flatMap(({ stringDomain }) => (stringDomain ? [stringDomain] : []));
  return [...(schema.stringDomain ?? []), ...own];
}

/** A schema as text, field by field as TFDV writes it. */
export function schemaToText(schema: Schema): string {
  return printText(schema as unknown as Message, schemaSpec);
}

/**
 * Reads a schema from a file.
 * @throws {DataValidationError} as `parseSchemaText`, and `no-file`
 */
export async function loadSchemaText(path: string): Promise<Schema> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new DataValidationError('no-file', `The schema ${path} cannot be read: ${cause.message}`, {}, { cause });
  });
  return parseSchemaText(text);
}

/**
 * Writes a schema into a file, all of it or nothing.
 * @throws {DataValidationError} `no-file`
 */
export async function writeSchemaText(schema: Schema, path: string): Promise<void> {
  const half = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(half, schemaToText(schema));
    await rename(half, path);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new DataValidationError('no-file', `The schema ${path} cannot be written: ${words}`, {}, { cause });
  }
}
