import { createReadStream } from 'node:fs';
import { CsvParser, type CsvRecord } from './csvRecords.ts';
import { TabularError } from './errors.ts';
import { type TabularRow, type TabularValue, TypedTable } from './table.ts';
import { type ColumnType, typeOfText, valueOfText, widerType } from './types.ts';

export interface CsvOptions {
  /** What stands between fields: `,` by default. */
  readonly separator?: ',' | ';' | '\t' | '|';
  /** Names of the columns, for a file without a header; otherwise its first record names them. */
  readonly columns?: readonly string[];
  /** Types of columns; those of the others are found from all of their values. */
  readonly types?: Readonly<Record<string, ColumnType>>;
  /** Words that mean a missing value, beside the empty field: `['?', 'NA']`. Within quotes they are texts. */
  readonly missing?: readonly string[];
  /** Takes blanks off the ends of fields without quotes, as the Adult file needs. */
  readonly trim?: boolean;
}

/**
 * A table from CSV (RFC 4180) that is in memory. A column is INT where all of its words are whole numbers, FLOAT where
 * all are numbers, and STRING otherwise, as TFX reads CSV.
 * @throws {TabularError} with row, column and line
 */
export function parseCsv(text: string, options: CsvOptions = {}): TypedTable {
  const parser = new CsvParser(separatorOf(options));
  const reader = new Reader(options);
  for (const record of parser.push(withoutMark(text))) reader.add(record);
  for (const record of parser.end()) reader.add(record);
  return reader.table();
}

/**
 * A table from a CSV file in UTF-8, read piece by piece.
 * @throws {TabularError} as `parseCsv`, and `no-file`, `bad-encoding`
 */
export async function readCsv(path: string, options: CsvOptions = {}): Promise<TypedTable> {
  const reader = new Reader(options);
  for await (const record of recordsOf(path, options)) reader.add(record);
  return reader.table();
}

/**
 * The rows of a CSV file one by one, for files that do not fit into memory. Columns without a type in `types` are texts.
 * @throws {TabularError} as `readCsv`
 */
export async function* streamCsv(path: string, options: CsvOptions = {}): AsyncGenerator<TabularRow> {
  const reader = new Reader(options, 'STRING');
  for await (const record of recordsOf(path, options)) {
    reader.add(record);
    yield* reader.takeRows();
  }
}

async function* recordsOf(path: string, options: CsvOptions): AsyncGenerator<CsvRecord> {
  const parser = new CsvParser(separatorOf(options));
  for await (const text of textOf(path)) yield* parser.push(text);
  yield* parser.end();
}

/** A file's text, without a byte order mark. @throws {TabularError} */
export async function* textOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  const decoded = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (cause) {
      const where = chunk ? `between byte ${bytes} and ${bytes + chunk.length}` : 'at its end';
      const text = `${path} is not in UTF-8, ${where}. Convert it first, or name its encoding to whoever wrote it.`;
      throw new TabularError('bad-encoding', text, {}, { cause });
    }
  };
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      yield decoded(chunk);
      bytes += chunk.length;
    }
    yield decoded();
  } catch (cause) {
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    throw new TabularError('no-file', `${path} cannot be read: ${cause.message}`, {}, { cause });
  }
}

const withoutMark = (text: string) => (text.startsWith('\ufeff') ? text.slice(1) : text);

function separatorOf({ separator = ',' }: CsvOptions): string {
  if (separator.length === 1 && !/["\r\n\0]/.test(separator)) return separator;
  throw new TabularError('bad-argument', `A separator is one character, and not ${JSON.stringify(separator)}.`);
}

/** Makes rows of records. Words are kept until the type of their column is known. */
class Reader {
  readonly #options: CsvOptions;
  readonly #missing: ReadonlySet<string>;
  readonly #fallback: ColumnType | undefined;
  #names: readonly string[] | undefined;
  #words: (string | null)[][] = [];
  #lines: number[] = [];
  #taken = 0;
  readonly #found = new Map<string, ColumnType>();

  /** @param fallback the type of columns that have none given; without it, it is found */
  constructor(options: CsvOptions, fallback?: ColumnType) {
    this.#options = options;
    this.#missing = new Set(['', ...(options.missing ?? [])]);
    this.#fallback = fallback;
    if (options.columns) this.#names = checkedNames(options.columns, undefined);
  }

  add(record: CsvRecord): void {
    if (!this.#names) {
      const names = this.#options.trim ? record.fields.map((field) => field.trim()) : record.fields;
      this.#names = checkedNames(names, record.line);
      return;
    }
    const row = this.#taken + this.#words.length + 1;
    if (record.fields.length !== this.#names.length) {
      const [has, wants] = [record.fields.length, this.#names.length];
      const text = `Line ${record.line}, row ${row}: ${has} fields, where ${wants} columns are.`;
      throw new TabularError('ragged-row', text, { row, line: record.line, column: Math.min(has, wants) + 1 });
    }
    this.#words.push(record.fields.map((field, i) => this.#word(field, record.quoted[i]!, i)));
    this.#lines.push(record.line);
  }

  #word(field: string, isQuoted: boolean, column: number): string | null {
    const word = this.#options.trim && !isQuoted ? field.trim() : field;
    if (!isQuoted && this.#missing.has(word)) return null;
    const name = this.#names![column]!;
    if (!this.#fallback && !this.#options.types?.[name])
      this.#found.set(name, widerType(this.#found.get(name), typeOfText(word)));
    return word;
  }

  table(): TypedTable {
    if (!this.#names) throw new TabularError('bad-header', 'The file is empty: there is no header.', { line: 1 });
    const types = this.#types();
    return new TypedTable(this.takeRows(), types);
  }

  /** The rows that were added since. */
  takeRows(): TabularRow[] {
    const types = Object.values(this.#types());
    const rows = this.#words.map((words, i) => this.#row(words, types, i));
    this.#taken += rows.length;
    [this.#words, this.#lines] = [[], []];
    return rows;
  }

  #types(): Record<string, ColumnType> {
    const typeOf = (name: string) => this.#options.types?.[name] ?? this.#fallback ?? this.#found.get(name) ?? 'STRING';
    return Object.fromEntries(this.#names?.map((name) => [name, typeOf(name)]) ?? []);
  }

  #row(words: readonly (string | null)[], types: readonly ColumnType[], index: number): TabularRow {
    const values = words.map((word, column): [string, TabularValue] => {
      const name = this.#names![column]!;
      if (word === null) return [name, null];
      const value = valueOfText(word, types[column]!);
      if (value !== undefined) return [name, value];
      const [row, line] = [this.#taken + index + 1, this.#lines[index]!];
      const text = `Line ${line}, row ${row}, column “${name}”: “${word.slice(0, 40)}” is no ${types[column]}.`;
      throw new TabularError('wrong-type', text, { row, line, column: name });
    });
    return Object.fromEntries(values);
  }
}

function checkedNames(names: readonly string[], line: number | undefined): readonly string[] {
  names.forEach((name, i) => {
    const twice = names.indexOf(name) !== i;
    if (name !== '' && !twice) return;
    const where = line === undefined ? 'The names of columns' : `Line ${line}, the header`;
    const what = twice ? `the name “${name}” stands twice` : `column ${i + 1} has no name`;
    throw new TabularError('bad-header', `${where}: ${what}.`, { column: i + 1, line });
  });
  return names;
}
