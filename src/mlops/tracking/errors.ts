import { CodedError } from '../codedError.ts';

export type TrackingErrorCode =
  /** `mlflow.db` is no SQLite file, or a damaged one. */
  | 'damaged-database'
  /** A SQLite database, but of something else than MLflow. */
  | 'foreign-database'
  /** MLflow's tables, of a version that we cannot write without guessing. */
  | 'unsupported-schema'
  /** Another process held the database for longer than we wait. */
  | 'database-busy'
  /** The file cannot be read or written: permissions, a full disk. */
  | 'database-unusable'
  /** This Node.js was built without `node:sqlite`. */
  | 'no-sqlite'
  | 'experiment-deleted'
  /** The folder is no `mlruns` of MLflow. */
  | 'no-file-store'
  | 'run-active'
  | 'run-not-found'
  | 'tag-not-found'
  | 'invalid-key'
  | 'invalid-value'
  | 'param-changed'
  | 'invalid-artifact-path';

/** What `mlops-lab/tracking` refuses, as a sentence that says what and where; `code` is for programs. */
export class TrackingError extends CodedError<TrackingErrorCode> {
  override readonly name = 'TrackingError';
}

/** Why nothing can be recorded on a Node.js that was built without SQLite. */
export const noSqlite =
  'This Node.js has no node:sqlite, so runs are not recorded. Choose another Node.js (22.15 or newer) to record them.';

const primaryCode = 0xff;
const codes: Readonly<Record<number, TrackingErrorCode>> = {
  5: 'database-busy',
  6: 'database-busy',
  11: 'damaged-database',
  26: 'damaged-database',
  8: 'database-unusable',
  10: 'database-unusable',
  13: 'database-unusable',
  14: 'database-unusable',
};

const sentences: Readonly<Partial<Record<TrackingErrorCode, string>>> = {
  'database-busy':
    'is held by another program. Close what writes to it, for example an `mlflow` command, and try again.',
  'damaged-database':
    'is damaged, or is no SQLite database. Restore it from a copy, or move it away to begin a new one.',
  'database-unusable': 'cannot be read or written. Look at its permissions and at the free space on the disk.',
};

/** A SQLite error (https://sqlite.org/rescode.html) as a TrackingError that names the file; others as they are. */
export function fromSqlite(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof Error) || !('errcode' in thrown) || typeof thrown.errcode !== 'number') return thrown;
  const code = codes[thrown.errcode & primaryCode];
  if (!code) return thrown;
  return new TrackingError(code, `${path} ${sentences[code]} (${thrown.message})`, { cause: thrown });
}

const outages: readonly TrackingErrorCode[] = [
  'damaged-database',
  'foreign-database',
  'unsupported-schema',
  'database-busy',
  'database-unusable',
];

/**
 * What makes a database or folder unusable for now, whatever is logged; `undefined` for what is wrong with a call, and
 * for all else.
 */
export function outageOf(thrown: unknown): TrackingError | undefined {
  if (thrown instanceof TrackingError) return outages.includes(thrown.code) ? thrown : undefined;
  // An error of Node's file system.
  if (!(thrown instanceof Error) || !('syscall' in thrown)) return undefined;
  return new TrackingError('database-unusable', `The run cannot be written: ${thrown.message}.`, { cause: thrown });
}
