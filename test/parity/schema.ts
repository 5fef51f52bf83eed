import type { DatabaseSync } from 'node:sqlite';

/**
 * Every table and index of a database by name, with its SQL in one spelling: layout and quotes mean nothing to
 * SQLite, names and order do to migrations.
 */
export function normalizedSchema(db: DatabaseSync): Record<string, string> {
  const rows = db.prepare('SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name').all();
  return Object.fromEntries(rows.map(({ type, name, sql }) => [`${type} ${name}`, normalized(String(sql))]));
}

function normalized(sql: string): string {
  return sql
    .replaceAll('"', '')
    .replace(/\s+/g, ' ')
    .replace(/\s*([(),])\s*/g, '$1');
}
