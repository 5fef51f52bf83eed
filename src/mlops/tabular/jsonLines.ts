import { textOf } from './csv.ts';
import { TabularError } from './errors.ts';

export type JsonRow = Readonly<Record<string, unknown>>;

/** The longest line, in characters. */
const mostCharacters = 16_777_216;

/**
 * Rows from JSON Lines that are in memory: an object on each line; empty lines are skipped.
 * @throws {TabularError} `bad-json`, with row and line
 */
export function parseJsonLines(text: string): JsonRow[] {
  const lines = new Lines();
  return [...lines.push(text), ...lines.end()];
}

/**
 * The rows of a JSON Lines file one by one.
 * @throws {TabularError} `bad-json`, `too-long`, `no-file`, `bad-encoding`
 */
export async function* streamJsonLines(path: string): AsyncGenerator<JsonRow> {
  const lines = new Lines();
  for await (const text of textOf(path)) yield* lines.push(text);
  yield* lines.end();
}

class Lines {
  #rest = '';
  #line = 0;
  #row = 0;

  *push(text: string): Generator<JsonRow> {
    const parts = text.split('\n');
    for (const [i, part] of parts.entries()) {
      if (this.#rest.length + part.length > mostCharacters)
        throw this.#error('too-long', `has more than ${mostCharacters.toLocaleString('en-US')} characters`);
      this.#rest += part;
      if (i < parts.length - 1) yield* this.end();
    }
  }

  /** The row of what stands since the last line's end. */
  *end(): Generator<JsonRow> {
    const text = this.#rest;
    this.#rest = '';
    if (text.trim() !== '') yield this.#parsed(text);
    this.#line++;
  }

  #parsed(text: string): JsonRow {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw this.#error('bad-json', `is no JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.#error('bad-json', `is ${Array.isArray(value) ? 'a list' : typeof value}, and not an object`);
    this.#row++;
    return value as JsonRow;
  }

  #error(code: 'bad-json' | 'too-long', what: string, options?: ErrorOptions): TabularError {
    const [line, row] = [this.#line + 1, this.#row + 1];
    return new TabularError(code, `Line ${line} ${what}.`, { line, row }, options);
  }
}
