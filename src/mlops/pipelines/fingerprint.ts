/** What a step depends on, as fingerprints: its code, its parameters, the content of what it reads. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Step } from './component.ts';
import { PipelineError } from './errors.ts';

/** By name: `code`, `parameter NAME`, `file PATH`, `input NAME`. Equal fingerprints, equal results. */
export type Fingerprints = Readonly<Record<string, string>>;

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

/** @param contents of the inputs, by name */
export function fingerprintsOf(
  { spec, parameters, inputs, id }: Step,
  contents: ReadonlyMap<string, string>,
): Fingerprints {
  const prints: Record<string, string> = { code: sha256(`${spec.version ?? ''}\n${spec.run.toString()}`) };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) prints[`parameter ${name}`] = sha256(canonical(value));
  }
  for (const path of spec.files?.(parameters) ?? []) prints[`file ${path}`] = fileContent(path, id);
  for (const name of Object.keys(inputs)) prints[`input ${name}`] = contents.get(name) ?? '';
  return prints;
}

/** One for all of them. */
export const keyOf = (pipeline: string, step: string, prints: Fingerprints): string =>
  sha256(canonical({ pipeline, step, prints }));

/** JSON with its keys in order: equal values, equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function fileContent(path: string, step: string): string {
  try {
    return sha256(readFileSync(path));
  } catch (error) {
    throw new PipelineError('no-file', `${step} cannot read ${path}: ${(error as Error).message}.`, { cause: error });
  }
}

/** A fingerprint of all files below a folder, with their names; `undefined` where there is no such folder. */
export function folderContent(folder: string): string | undefined {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
    return sha256(canonical(paths.sort().map((path) => [path, sha256(readFileSync(join(folder, path)))])));
  } catch {
    return undefined;
  }
}

/** In words, what has changed between two runs of a step. */
export function changesBetween(before: Fingerprints, now: Fingerprints): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => before[name] !== now[name]).sort();
}
