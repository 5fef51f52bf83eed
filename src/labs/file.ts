/**
 * The lab file: one TypeScript module in Jupytext's percent format, as text and as cells.
 *
 * Reading and writing are lossless to the byte. Each cell keeps the text it was read from; only a cell whose
 * source was changed is written anew, in the file's own line ending.
 *
 * Format: https://jupytext.readthedocs.io/en/latest/formats-scripts.html#the-percent-format
 */

import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';

export type CellKind = 'code' | 'markdown';

export interface LabCell {
  readonly kind: CellKind;
  /** What a person edits: code, or Markdown without its comment marks. Lines end in `\n`. */
  readonly source: string;
  /** `key="value"` pairs of the marker line, e.g. `exercise` or `check`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the cell was read from; absent in a cell made by hand. */
  readonly origin?: CellOrigin;
}

/** The exact text a cell was read from. Plain JSON, since the notebook carries it in its cells' metadata. */
export interface CellOrigin {
  /** The marker line with its line ending; empty for text that stands before the first marker. */
  readonly marker: string;
  readonly body: string;
}

export interface LabFile {
  /** Everything above the first cell: a coding line, the front matter, blank lines. */
  readonly header: string;
  readonly cells: readonly LabCell[];
}

export interface FrontMatter {
  readonly id: string;
  readonly title: string;
  /** How long a learner takes, in minutes. */
  readonly minutes?: number;
  /** Whether it is an assignment, which gives hints only after a try. */
  readonly isAssignment?: true;
}

const marker = /^\s*\/\/\s*%%%*(\s.*)?$/;
const lineBreak = /\r\n|\r|\n/g;

/** Reads a lab file. Any text is a lab file; what stands before the first marker is a code cell of its own. */
export function parseLab(text: string): LabFile {
  const lines = splitLines(text);
  const headerLength = headerLines(lines);
  const header = lines.slice(0, headerLength).join('');
  const cells: LabCell[] = [];
  let origin = { marker: '', body: '' };
  const close = () => {
    if (origin.marker || origin.body) cells.push(cellFrom(origin));
  };
  for (const line of lines.slice(headerLength)) {
    if (!marker.test(line.trimEnd())) {
      origin.body += line;
      continue;
    }
    close();
    origin = { marker: line, body: '' };
  }
  close();
  return { header, cells };
}

/** Writes a lab file: the inverse of `parseLab` for cells that were not changed. */
export function formatLab(file: LabFile): string {
  return (
    headerText(file) +
    cellTexts(file)
      .map(({ head, body }) => head + body)
      .join('')
  );
}

/** Zero-based line of the file on which each cell's source begins. */
export function cellLines(file: LabFile): number[] {
  let line = countBreaks(headerText(file));
  return cellTexts(file).map(({ head, body }) => {
    const first = line + countBreaks(head);
    line = first + countBreaks(body);
    return first;
  });
}

/** The front matter of a lab, or a `UserError` that says what it lacks. */
export function frontMatter(file: LabFile, name: string): FrontMatter {
  const fields = new Map<string, string>();
  for (const line of file.header.split(lineBreak)) {
    const field = /^\/\/\s*(\w+):\s*(.*?)\s*$/.exec(line);
    if (field) fields.set(field[1]!, unquote(field[2]!));
  }
  const id = fields.get('id');
  const title = fields.get('title');
  if (!id || !title) {
    throw new UserError(
      'lab-front-matter',
      t('{0} is not a lab file: its front matter (lines between two “// ---”) must give an id and a title.', name),
    );
  }
  const minutes = Number(fields.get('minutes'));
  const isAssignment = fields.get('kind') === 'assignment';
  return { id, title, ...(minutes > 0 ? { minutes } : {}), ...(isAssignment ? { isAssignment } : {}) };
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function countBreaks(text: string): number {
  return text.match(/\n/g)?.length ?? 0;
}

/** How many lines belong to the header: a coding or shebang line, one front matter, and blank lines around them. */
function headerLines(lines: readonly string[]): number {
  // Windows editors may put a byte order mark in front.
  const text = (index: number) => lines[index]?.replace(/^\uFEFF/, '').trimEnd();
  let at = 0;
  while (text(at) !== undefined && /^(#!.*|\/\/ -\*- .* -\*-|)$/.test(text(at)!)) at++;
  if (text(at) === '// ---') {
    const end = lines.findIndex((line, index) => index > at && line.trimEnd() === '// ---');
    const inside = end < 0 ? [] : lines.slice(at + 1, end);
    if (end > 0 && inside.every((line) => line.startsWith('//') && !marker.test(line.trimEnd()))) at = end + 1;
  }
  while (text(at) === '') at++;
  return at;
}

function cellFrom(origin: CellOrigin): LabCell {
  const { kind, metadata } = readMarker(origin.marker);
  return { kind, metadata, source: decode(kind, origin.body), origin };
}

function readMarker(line: string): { kind: CellKind; metadata: Record<string, string> } {
  const metadata: Record<string, string> = {};
  for (const [, key, value] of line.matchAll(/([\w.-]+)=("(?:[^"\\]|\\.)*")/g)) {
    metadata[key!] = jsonString(value!);
  }
  return { kind: /%%%*\s+(?:.*\s)?\[(markdown|md|raw)\]/.test(line) ? 'markdown' : 'code', metadata };
}

function jsonString(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal.slice(1, -1);
  }
}

/** What a person edits of a cell's body. */
function decode(kind: CellKind, body: string): string {
  const lines = body.replace(lineBreak, '\n').replace(/\s*$/, '').split('\n');
  const commented = kind === 'markdown' && lines.every((line) => line === '' || /^\/\/( |$)/.test(line));
  const source = commented ? lines.map((line) => line.replace(/^\/\/ ?/, '')) : lines;
  // Again, for the comment marks of blank lines at the end.
  return source.join('\n').replace(/\s*$/, '');
}

function encode(kind: CellKind, source: string): string {
  if (kind === 'code') return source;
  // A Markdown line that would read as a marker is escaped; Markdown shows it the same.
  return source
    .split('\n')
    .map((line) => (line === '' ? '//' : `// ${line.replace(/^(\s*)%%/, '$1\\%%')}`))
    .join('\n');
}

function headerText(file: LabFile): string {
  return file.cells.length ? closed(file.header, lineEnding(file)) : file.header;
}

/** The text of each cell, untouched where its source is what was read. */
function cellTexts(file: LabFile): { head: string; body: string }[] {
  const eol = lineEnding(file);
  return file.cells.map(sameKind).map((cell, index) => {
    const last = index === file.cells.length - 1;
    const head = cell.origin?.marker || (cell.origin && index === 0 ? '' : newMarker(cell) + eol);
    const body = bodyText(cell, eol, last);
    return { head: last && body === '' ? head : closed(head, eol), body };
  });
}

/** A cell turned from code into Markdown, or back, is written anew. */
function sameKind(cell: LabCell): LabCell {
  if (!cell.origin || readMarker(cell.origin.marker).kind === cell.kind) return cell;
  const { kind, source, metadata } = cell;
  return { kind, source, metadata };
}

function bodyText(cell: LabCell, eol: string, last: boolean): string {
  const { origin } = cell;
  const source = cell.source.replace(lineBreak, '\n');
  if (origin && decode(cell.kind, origin.body) === source.replace(/\s*$/, '')) {
    return last ? origin.body : closed(origin.body, eol);
  }
  const text = encode(cell.kind, source.replace(/\s*$/, '')).replaceAll('\n', eol);
  const gap = origin ? (/\s*$/.exec(origin.body)?.[0] ?? '') : last ? eol : eol + eol;
  return text + (last ? gap : /\n/.test(gap) ? gap : gap + eol);
}

/** A text that ends in a line break, so that the next marker stands on a line of its own. */
function closed(text: string, eol: string): string {
  return text === '' || text.endsWith('\n') ? text : text + eol;
}

function newMarker(cell: LabCell): string {
  const pairs = Object.entries(cell.metadata).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
  return `// %%${cell.kind === 'markdown' ? ' [markdown]' : ''}${pairs.join('')}`;
}

function lineEnding(file: LabFile): string {
  const sample = file.header || file.cells[0]?.origin?.marker || file.cells[0]?.origin?.body || '\n';
  return /\r\n/.test(sample) ? '\r\n' : '\n';
}

function unquote(value: string): string {
  return /^".*"$/.test(value) ? jsonString(value) : value.replace(/^'(.*)'$/, '$1');
}
