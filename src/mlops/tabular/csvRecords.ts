/** Records of CSV as RFC 4180 has them, one after the other, with memory for one record. */
import { TabularError } from './errors.ts';

export interface CsvRecord {
  readonly fields: readonly string[];
  /** For each field whether it stood in quotes: an empty one in quotes is a text, and one without is missing. */
  readonly quoted: readonly boolean[];
  /** The line of the file that it begins on, from 1 on. */
  readonly line: number;
}

/** Characters of one record; a quote that is never closed would swallow the file. */
const mostCharacters = 16_777_216;

/** Where the next special character stands: in a field, in one in quotes, or after such a field. */
type State = 'start' | 'plain' | 'quoted' | 'closed';

/**
 * Takes text in pieces and gives records. Lines end by LF or CRLF; an empty line is no record.
 * @throws {TabularError} `bad-quote`, `bad-character`, `too-long`, with row, column and line
 */
export class CsvParser {
  readonly #separator: string;
  readonly #special: RegExp;
  #state: State = 'start';
  #field = '';
  #fields: string[] = [];
  #quoted: boolean[] = [];
  #size = 0;
  #hasReturned = false;
  #line = 1;
  #recordLine = 1;
  #row = 0;

  constructor(separator: string) {
    this.#separator = separator;
    this.#special = new RegExp(`[${separator === '\t' ? '\\t' : `\\${separator}`}"\\r\\n\\0]`, 'g');
  }

  *push(text: string): Generator<CsvRecord> {
    let at = 0;
    while (at < text.length) {
      // In quotes only a quote, a line's end and NUL mean anything.
      const next = this.#next(text, at);
      if (next > at) this.#append(text.slice(at, next));
      if (next === text.length) return;
      const record = this.#take(text[next]!);
      if (record) yield record;
      at = next + 1;
    }
  }

  /** The last record, which no line's end closed. */
  *end(): Generator<CsvRecord> {
    if (this.#state === 'quoted') throw this.#error('bad-quote', 'a quote is opened, and never closed');
    if (this.#fields.length > 0 || this.#state !== 'start') {
      const record = this.#endRecord();
      if (record) yield record;
    }
  }

  #next(text: string, from: number): number {
    this.#special.lastIndex = from;
    return this.#special.exec(text)?.index ?? text.length;
  }

  #append(piece: string): void {
    if (this.#hasReturned) throw this.#error('bad-character', 'a CR without the LF that ends a line');
    if (this.#state === 'closed')
      throw this.#error('bad-quote', `“${piece.slice(0, 20)}” stands behind the closing quote of a field`);
    if (this.#state === 'start') this.#state = 'plain';
    this.#size += piece.length;
    if (this.#size > mostCharacters)
      throw this.#error('too-long', `a record has more than ${mostCharacters.toLocaleString('en-US')} characters`);
    this.#field += piece;
  }

  #take(character: string): CsvRecord | undefined {
    if (this.#hasReturned && character !== '\n')
      throw this.#error('bad-character', 'a CR without the LF that ends a line');
    if (character === '\0') throw this.#error('bad-character', 'a NUL: this is no text file, or one in UTF-16');
    if (character === '"') return this.#quote();
    if (character === '\n') this.#line++;
    if (this.#state === 'quoted') return void this.#append(character);
    if (character === this.#separator) return void this.#endField();
    this.#hasReturned = character === '\r';
    if (this.#hasReturned) return undefined;
    return this.#endRecord();
  }

  #quote(): undefined {
    if (this.#state === 'plain')
      throw this.#error('bad-quote', 'a quote stands within a field that has none around it');
    if (this.#state === 'closed') this.#field += '"';
    this.#state = this.#state === 'quoted' ? 'closed' : 'quoted';
  }

  #endField(): void {
    this.#fields.push(this.#field);
    this.#quoted.push(this.#state === 'closed');
    this.#field = '';
    this.#state = 'start';
  }

  #endRecord(): CsvRecord | undefined {
    const isEmpty = this.#fields.length === 0 && this.#state === 'start';
    this.#endField();
    const record = { fields: this.#fields, quoted: this.#quoted, line: this.#recordLine };
    [this.#fields, this.#quoted, this.#size, this.#recordLine] = [[], [], 0, this.#line];
    if (isEmpty) return undefined;
    this.#row++;
    return record;
  }

  #error(code: 'bad-quote' | 'bad-character' | 'too-long', what: string): TabularError {
    const [line, column, row] = [this.#line, this.#fields.length + 1, this.#row + 1];
    const from = this.#recordLine === line ? '' : `, in the record that begins on line ${this.#recordLine}`;
    return new TabularError(code, `Line ${line}, field ${column}: ${what}${from}.`, { row, column, line });
  }
}
