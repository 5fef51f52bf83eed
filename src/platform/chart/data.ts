/** A chart's data as tables, for who reads numbers better than pictures. */
import { t } from '../l10n.ts';
import { isObject, type Json } from './spec.ts';

export interface DataTable {
  /** Of the chart that it belongs to, where there are several. */
  readonly title: string;
  readonly columns: readonly { readonly field: string; readonly title: string }[];
  readonly rows: readonly Json[];
}

const parts = ['layer', 'concat', 'hconcat', 'vconcat', 'spec'] as const;
/** Data that only helps to draw: what an axis or a diagonal is made of. */
const helpers = ['reference', 'axes'];

/** The rows that a specification holds, a table for each of its data sets; columns are named as its axes are. */
export function tablesOf(spec: unknown): DataTable[] {
  const tables = new Map<unknown, DataTable>();
  const titles = new Map<string, string>();
  if (isObject(spec)) collect(spec, '', isObject(spec.datasets) ? spec.datasets : {}, tables, titles, 0);
  return [...tables.values()];
}

/** RFC 4180; several tables stand below each other, each with its title. */
export function csvOf(tables: readonly DataTable[]): string {
  return tables
    .map(({ title, columns, rows }) => {
      const lines = [
        columns.map((column) => column.title),
        ...rows.map((row) => columns.map(({ field }) => cellText(row[field]))),
      ];
      const named = tables.length > 1 && title !== '' ? [[title], ...lines] : lines;
      return named.map((line) => `${line.map(quoted).join(',')}\r\n`).join('');
    })
    .join('\r\n');
}

export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function collect(
  spec: Json,
  title: string,
  datasets: Json,
  tables: Map<unknown, DataTable>,
  outer: ReadonlyMap<string, string>,
  depth: number,
): void {
  if (depth > 20) return;
  const own = titleOf(spec.title) || title;
  const titles = new Map([...outer, ...channelTitles(spec, depth)]);
  const rows = rowsOf(spec.data, datasets);
  if (rows && !tables.has(rows)) tables.set(rows, tableOf(rows, own, titles));
  for (const part of parts) {
    const children = Array.isArray(spec[part]) ? spec[part] : [spec[part]];
    for (const child of children) if (isObject(child)) collect(child, own, datasets, tables, titles, depth + 1);
  }
}

/** What the axes and legends call a field, here and in the layers below. */
function channelTitles(spec: Json, depth: number): [string, string][] {
  const channels = isObject(spec.encoding) ? Object.values(spec.encoding).flat() : [];
  const own = channels.flatMap((channel): [string, string][] =>
    isObject(channel) && typeof channel.field === 'string' && typeof channel.title === 'string'
      ? [[channel.field, channel.title]]
      : [],
  );
  const layers = Array.isArray(spec.layer) && depth < 20 ? spec.layer.filter(isObject) : [];
  return [...layers.flatMap((layer) => channelTitles(layer, depth + 1)), ...own.reverse()];
}

function rowsOf(data: unknown, datasets: Json): readonly unknown[] | undefined {
  if (!isObject(data) || helpers.includes(String(data.name))) return undefined;
  const values = data.values ?? (typeof data.name === 'string' ? datasets[data.name] : undefined);
  return Array.isArray(values) && values.length > 0 ? values : undefined;
}

function tableOf(values: readonly unknown[], title: string, titles: ReadonlyMap<string, string>): DataTable {
  const rows = values.map((row): Json => (isObject(row) ? row : { [t('value')]: row }));
  const fields = new Set<string>();
  for (const row of rows) for (const field of Object.keys(row)) fields.add(field);
  return { title, rows, columns: [...fields].map((field) => ({ field, title: titles.get(field) ?? field })) };
}

function titleOf(title: unknown): string {
  const text = isObject(title) ? title.text : title;
  return Array.isArray(text) ? text.join(' ') : typeof text === 'string' ? text : '';
}

/** A cell that a spreadsheet would take for a formula is text. */
function quoted(cell: string): string {
  const text = /^[=+@\t\r]|^-(?![\d.])/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
