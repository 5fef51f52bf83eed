import { CodedError } from '../codedError.ts';

export type MetadataErrorCode =
  /** ML Metadata's INVALID_ARGUMENT: a property of another type, a missing id, a cycle. */
  | 'invalid-argument'
  /** ML Metadata's NOT_FOUND. */
  | 'not-found'
  /** ML Metadata's ALREADY_EXISTS: the type with other properties, a name or event for the second time. */
  | 'already-exists'
  /** The file is no SQLite database, or a damaged one, or holds what ML Metadata never writes. */
  | 'damaged-store'
  /** A SQLite database, but of something else than ML Metadata. */
  | 'foreign-store'
  /** ML Metadata's tables in a version that is not read here. */
  | 'unsupported-schema'
  /** The store is only read: it was opened so, or its tables are those of an older version. */
  | 'read-only-store'
  /** Another process held the store for longer than we wait. */
  | 'store-busy'
  /** The file cannot be read or written: it is missing, permissions, a full disk. */
  | 'store-unusable'
  /** `close()` was called before. */
  | 'closed-store'
  /** This Node.js was built without `node:sqlite`. */
  | 'no-sqlite';

/** What `mlops-lab/metadata` refuses. Where ML Metadata refuses it too, the message begins with its words. */
export class MetadataError extends CodedError<MetadataErrorCode> {
  override readonly name = 'MetadataError';
}

export const invalid = (message: string) => new MetadataError('invalid-argument', message);

const primaryCode = 0xff;
/** https://sqlite.org/rescode.html */
const codes: Readonly<Record<number, MetadataErrorCode>> = {
  5: 'store-busy',
  6: 'store-busy',
  8: 'read-only-store',
  10: 'store-unusable',
  11: 'damaged-store',
  13: 'store-unusable',
  14: 'store-unusable',
  26: 'damaged-store',
};

const sentences: Readonly<Partial<Record<MetadataErrorCode, string>>> = {
  'store-busy': 'is held by another program. Close what writes to it, and try again.',
  'read-only-store': 'may not be written. Look at its permissions.',
  'damaged-store': 'is damaged, or is no SQLite database. Restore it from a copy, or open another file.',
  'store-unusable': 'cannot be read or written. Look whether it is there, at its permissions, and at the free space.',
};

/** What SQLite or Node.js throws about a file, as a MetadataError that names it; anything else as it is. */
export function fromSqlite(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof Error)) return thrown;
  if ('code' in thrown && thrown.code === 'ERR_OUT_OF_RANGE') {
    const message = `${path} holds a whole number that JavaScript cannot hold, where an id or a time should stand.`;
    return new MetadataError('damaged-store', message, { cause: thrown });
  }
  if (!('errcode' in thrown) || typeof thrown.errcode !== 'number') return thrown;
  const code = codes[thrown.errcode & primaryCode];
  if (!code) return thrown;
  return new MetadataError(code, `${path} ${sentences[code]} (${thrown.message})`, { cause: thrown });
}

const uniqueCodes: ReadonlySet<unknown> = new Set([1555, 2067]);

/** Whether SQLite refused a row because its key was there: SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE. */
export const isDuplicate = (thrown: unknown): boolean =>
  thrown instanceof Error && 'errcode' in thrown && uniqueCodes.has(thrown.errcode);
