import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { TrackingError } from '../../src/mlops/tracking/errors.ts';

/** A folder of its own for each test of the suite that calls this; gone afterwards. */
export function useWorkspace(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mlops-lab-tracking-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

/** What a query on the workspace's `mlflow.db` gives, past all code under test. */
export function query(workspace: string, sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
  const db = new DatabaseSync(join(workspace, 'mlflow.db'));
  try {
    return db
      .prepare(sql)
      .all(...values)
      .map((row) => ({ ...row }));
  } finally {
    db.close();
  }
}

/** Asserts that `work` throws a TrackingError of that code, and gives it. */
export function refuses(code: string, work: () => unknown): TrackingError {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof TrackingError, String(error));
    assert.equal(error.code, code, error.message);
    return error;
  }
  assert.fail(`${code} was expected`);
}
