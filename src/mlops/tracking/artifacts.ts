import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrackingError } from './errors.ts';
import { isPlainPath } from './values.ts';

/** Where an experiment's artifacts lie. Not `mlruns/`: MLflow would take that name for its retired file store. */
export function experimentFolder(workspace: string, experimentId: string): string {
  return join(workspace, 'mlartifacts', experimentId);
}

/**
 * Where the artifacts of a run of ours lie. `undefined` when an id is none that MLflow gives: what a database says is
 * not to be trusted, and `../..` would be a path.
 */
export function runFolder(workspace: string, experimentId: string, runId: string): string | undefined {
  if (!/^\d+$/.test(experimentId) || !/^\w+$/.test(runId)) return undefined;
  return join(experimentFolder(workspace, experimentId), runId, 'artifacts');
}

/** 32 hexadecimal digits, as MLflow gives them. */
export function newRunId(): string {
  return randomUUID().replaceAll('-', '');
}

/**
 * Where the artifacts lie of a run that was started while the database could not be written: its experiment's id is
 * not known then, and "Default" is always there.
 */
export function keptRunFolder(workspace: string, id: string): string {
  return join(experimentFolder(workspace, '0'), id, 'artifacts');
}

/**
 * The folder that an `artifact_uri` names: a `file:` URI, an absolute path, or one relative to the workspace.
 * `undefined` when it lies outside the workspace or on a server.
 */
export function folderInWorkspace(workspace: string, uri: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]+:/i.test(uri) && !uri.startsWith('file:')) return undefined;
  try {
    const path = uri.startsWith('file:') ? fileURLToPath(uri) : resolve(workspace, uri);
    return isInWorkspace(workspace, path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether an absolute path, of which the last parts may not exist yet, lies below the workspace, also where its links
 * lead: a cloned folder may hold links to anywhere. Throws Node's own error when the workspace is gone.
 */
export function isInWorkspace(workspace: string, path: string): boolean {
  const root = realpathSync(workspace);
  try {
    // By its name first: on Windows a mere look at `\\server\x` is a request to that server.
    const named = isBelow(workspace, path) || isBelow(root, path);
    return named && isBelow(root, realPath(path));
  } catch {
    // A link to nowhere, or a folder that may not be read.
    return false;
  }
}

/** Whether two paths name the same folder, be it through links; a folder that does not exist yet has its name alone. */
export function isSamePlace(a: string, b: string): boolean {
  try {
    return a === b || realPath(a) === realPath(b);
  } catch {
    return false;
  }
}

function isBelow(folder: string, path: string): boolean {
  const below = relative(folder, path);
  return below !== '' && !isAbsolute(below) && below.split(sep)[0] !== '..';
}

/** A path without links. Throws where a link leads to nothing, which its target's maker could use later. */
function realPath(path: string): string {
  if (lstatSync(path, { throwIfNoEntry: false })) return realpathSync(path);
  return join(realPath(dirname(path)), basename(path));
}

/** Writes `content` as the artifact `path` (relative, with `/`) of the run whose artifacts are in `folder`. */
export function writeArtifact(workspace: string, folder: string, path: string, content: string | Uint8Array): void {
  if (!isPlainPath(path) || /[\\:\0]/.test(path)) {
    throw new TrackingError(
      'invalid-artifact-path',
      `'${path}' is no place for an artifact. Use a relative path with '/', such as 'plots/loss.json'.`,
    );
  }
  const target = join(folder, ...path.split('/'));
  if (!isInWorkspace(workspace, dirname(target))) {
    throw new TrackingError(
      'invalid-artifact-path',
      `${dirname(target)} is a link, or lies behind one, that leads out of ${workspace}. The artifact was not written. Remove the link, or open the folder that it leads to.`,
    );
  }
  mkdirSync(dirname(target), { recursive: true });
  // Written at once and by a rename: the exit of the process must not leave half a file.
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
