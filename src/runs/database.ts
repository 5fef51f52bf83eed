import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { applicationId } from '../mlops/tracking/applicationId.ts';
import { systemCode } from '../platform/errors.ts';

/** The file of a workspace's runs, MLflow's own default name. */
export function databasePath(workspace: string): string {
  return join(workspace, 'mlflow.db');
}

/**
 * What a workspace's runs look like from outside; differs once something was written. Reading itself touches the
 * folder (SQLite lays an empty `-wal` beside a database in WAL mode), so a watcher that did not compare this would
 * answer its own reading for ever.
 */
export function databaseStamp(workspace: string): string {
  const path = databasePath(workspace);
  return [path, `${path}-wal`].map(fileStamp).join(' ');
}

function fileStamp(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.size ? `${stat.size}@${stat.mtimeMs}` : 'none';
}

/**
 * Whether a workspace's `mlflow.db` was made by MLOps Lab or by something else, which is asked about before it is
 * written to. Read from the file's header (https://sqlite.org/fileformat2.html#application_id).
 */
export function databaseOrigin(workspace: string): 'none' | 'ours' | 'other' {
  const header = Buffer.alloc(100);
  try {
    const file = openSync(databasePath(workspace), 'r');
    try {
      if (readSync(file, header) === 0) return 'none';
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 'none';
    throw error;
  }
  return header.readUInt32BE(68) === applicationId ? 'ours' : 'other';
}
