import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrackingError } from './errors.ts';
import { isPlainPath } from './values.ts';

/** Where an experiment's artifacts lie. Not `mlruns/`: MLflow would take that name for its retired file store. */
export function experimentFolder(workspace: string, experimentId: string): string {
  return join(workspace, 'mlartifacts', experimentId);
}

/** Where the artifacts of a run of ours lie. */
export function runFolder(workspace: string, experimentId: string, runId: string): string {
  return join(experimentFolder(workspace, experimentId), runId, 'artifacts');
}

/**
 * The folder that an `artifact_uri` names: a `file:` URI, an absolute path, or one relative to the workspace.
 * `undefined` when it lies outside the workspace or on a server: what a database says is not to be trusted.
 */
export function folderInWorkspace(workspace: string, uri: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]+:/i.test(uri) && !uri.startsWith('file:')) return undefined;
  try {
    const path = uri.startsWith('file:') ? fileURLToPath(uri) : resolve(workspace, uri);
    const below = relative(workspace, path);
    return below && !isAbsolute(below) && below.split(sep)[0] !== '..' ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Writes `text` as the artifact `path` (relative, with `/`) of the run whose artifacts are in `folder`. */
export function writeArtifact(folder: string, path: string, text: string): void {
  if (!isPlainPath(path) || /[\\:\0]/.test(path)) {
    throw new TrackingError(
      'invalid-artifact-path',
      `'${path}' is no place for an artifact. Use a relative path with '/', such as 'plots/loss.json'.`,
    );
  }
  const target = join(folder, ...path.split('/'));
  mkdirSync(dirname(target), { recursive: true });
  // Written at once and by a rename: the exit of the process must not leave half a file.
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
