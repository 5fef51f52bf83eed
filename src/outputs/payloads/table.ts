/** What crosses from a table in the lab's process to the drawn one: its payload and the answers of its source. */

import * as z from 'zod/mini';
import { type ColumnSummary, mostDistinct, type TableData, type TableRows } from '../../mlops/payloads/table.ts';
import { t } from '../../platform/l10n.ts';
import type { Checked } from '../../platform/schema.ts';
import { malformed, parse } from './payload.ts';

const count = z.int().check(z.nonnegative());
const value = z.union([z.string(), z.number(), z.boolean(), z.null(), z.object({ start: z.string(), length: count })]);

const numbers = z.object({
  min: z.number(),
  max: z.number(),
  mean: z.exactOptional(z.number()),
  standardDeviation: z.exactOptional(z.number()),
  median: z.number(),
  sampled: z.exactOptional(count),
  notFinite: count,
  histogram: z.array(count).check(z.minLength(1), z.maxLength(100)),
});

const summary = z.object({
  type: z.enum(['number', 'text', 'boolean', 'mixed', 'empty']),
  dtype: z.exactOptional(z.string()),
  count,
  missing: count,
  distinct: count.check(z.maximum(mostDistinct)),
  numbers: z.exactOptional(numbers),
  top: z.exactOptional(z.array(z.tuple([z.string(), count]))),
});

const table = z.object({
  columns: z.array(z.object({ name: z.string(), values: z.array(value) })),
  // More cannot be counted exactly as pixels.
  rows: count.check(z.maximum(2 ** 32)),
  caption: z.exactOptional(z.string()),
  source: z.exactOptional(z.string()),
  summaries: z.exactOptional(z.array(summary)),
});

const rows = z.object({ columns: z.array(z.array(value)) });
const text = z.object({ text: z.string(), rows: count });
const matches = z.object({ rows: count });
const cell = z.object({ text: z.string() });

/** @throws {UserError} `output-malformed`: also for columns of unequal length, or longer than the table. */
export function parseTable(data: unknown): Checked<TableData, typeof table> {
  const what = t('table');
  const parsed = parse(table, data, what);
  const [first] = parsed.columns;
  const uneven = parsed.columns.find((column) => column.values.length !== first!.values.length);
  if (uneven) throw malformed(what, t('column "{0}" is not as long as the first', uneven.name));
  if (first && first.values.length > parsed.rows) throw malformed(what, t('it holds more rows than it has'));
  if (parsed.summaries && parsed.summaries.length !== parsed.columns.length) {
    throw malformed(what, t('it does not have one summary a column'));
  }
  return parsed;
}

/**
 * The answer to `rows`.
 * @param columns how many it must have, each with at most `most` values
 * @throws {UserError} `output-malformed`
 */
export function parseRows(data: unknown, columns: number, most: number): Checked<TableRows, typeof rows> {
  const what = t('part of a table');
  const parsed = parse(rows, data, what);
  const [length = 0] = parsed.columns.map((values) => values.length);
  const fits = parsed.columns.length === columns && parsed.columns.every((values) => values.length === length);
  if (!fits || length > most) throw malformed(what, t('its size is not that asked for'));
  return parsed;
}

/** The answer to `summary`. @throws {UserError} `output-malformed` */
export function parseSummary(data: unknown): Checked<ColumnSummary, typeof summary> {
  return parse(summary, data, t('summary of a column'));
}

/** The answer to `csv`. @throws {UserError} `output-malformed` */
export function parseText(data: unknown): { readonly text: string; readonly rows: number } {
  return parse(text, data, t('part of a table'));
}

/** The answer to `matches`: how many rows. @throws {UserError} `output-malformed` */
export function parseMatches(data: unknown): number {
  return parse(matches, data, t('part of a table')).rows;
}

/** The answer to `cell`: its text. @throws {UserError} `output-malformed` */
export function parseCell(data: unknown): string {
  return parse(cell, data, t('cell of a table')).text;
}
