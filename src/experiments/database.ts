import { statSync } from 'node:fs';
import { join } from 'node:path';

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
