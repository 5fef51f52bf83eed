import type { DatabaseSync } from 'node:sqlite';

/**
 * Every table and index of a database by name, with its SQL in one spelling: layout and quotes mean nothing to
 * SQLite, and MLflow's own migrations write a table's constraints in another order each time. Names do matter.
 */
export function normalizedSchema(db: DatabaseSync): Record<string, string> {
  const rows = db.prepare('SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name').all();
  return Object.fromEntries(rows.map(({ type, name, sql }) => [`${type} ${name}`, normalized(String(sql))]));
}

function normalized(sql: string): string {
  const line = sql
    .replaceAll('"', '')
    .replace(/\s+/g, ' ')
    .replace(/\s*([(),])\s*/g, '$1');
  const table = /^(CREATE TABLE \w+)\((.*)\)$/.exec(line);
  if (!table) return line;
  const parts = splitOutsideParentheses(table[2]!);
  const isConstraint = (part: string) => /^(CONSTRAINT|PRIMARY|FOREIGN|UNIQUE|CHECK)\b/.test(part);
  const ordered = [...parts.filter((part) => !isConstraint(part)), ...parts.filter(isConstraint).sort()];
  return `${table[1]}(${ordered.join(',')})`;
}

function splitOutsideParentheses(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}
