/** Files within artifacts: examples by split as JSON Lines, and data as JSON that keeps every number. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJsonLines } from '../tabular/jsonLines.ts';
import type { TabularRow } from '../tabular/table.ts';
import type { ColumnType } from '../tabular/types.ts';
import type { InputArtifact, OutputArtifact } from './component.ts';
import { PipelineError } from './errors.ts';

/** As TFX writes the names of splits: a JSON list of texts. */
export const splitNames = (names: readonly string[]): string => JSON.stringify(names);

/** @throws {PipelineError} `damaged-artifact` */
export function splitsOf({ artifact }: InputArtifact): string[] {
  const names = parsed(String(artifact.properties.split_names ?? '[]'), artifact.name ?? artifact.type);
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw new PipelineError(
    'damaged-artifact',
    `${artifact.name ?? artifact.type}: its split_names are no list of names.`,
  );
}

/** The folder of a split, as in TFX. */
export const splitFolder = (folder: string, split: string): string => join(folder, `Split-${split}`);

export interface Examples {
  readonly rows: readonly TabularRow[];
  readonly types: Readonly<Record<string, ColumnType>>;
}

export function writeExamples({ folder }: OutputArtifact, split: string, { rows, types }: Examples): void {
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  writeText(splitFolder(folder, split), 'examples.jsonl', lines);
  writeText(splitFolder(folder, split), 'columns.json', JSON.stringify(types));
}

export function readExamples(input: InputArtifact, split: string): Examples {
  const folder = splitFolder(input.folder, split);
  const types = parsed(readText(folder, 'columns.json'), folder) as Record<string, ColumnType>;
  return { rows: parseJsonLines(readText(folder, 'examples.jsonl')) as readonly TabularRow[], types };
}

/** JSON in which a bigint and a number that is not finite have a form. */
export function writeData(folder: string, name: string, data: unknown): void {
  const text = JSON.stringify(data, (_, value: unknown) => {
    if (typeof value === 'bigint') return { $bigint: String(value) };
    return typeof value === 'number' && !Number.isFinite(value) ? { $number: String(value) } : value;
  });
  writeText(folder, name, text);
}

export function readData<T>(folder: string, name: string): T {
  return parsed(readText(folder, name), join(folder, name), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$bigint' in value && typeof value.$bigint === 'string' && /^-?\d+$/.test(value.$bigint))
      return BigInt(value.$bigint);
    return '$number' in value ? Number(value.$number) : value;
  }) as T;
}

function parsed(text: string, where: string, revive?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, revive);
  } catch (error) {
    throw new PipelineError('damaged-artifact', `${where} is no JSON: ${(error as Error).message}.`, { cause: error });
  }
}

function writeText(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}

function readText(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    throw new PipelineError('damaged-artifact', `${join(folder, name)} cannot be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}
