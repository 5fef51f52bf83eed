/** Tokens of the text format of protocol buffers, with their places. Source: protobuf.dev, “Text Format Language”. */
import { DataValidationError, type DataValidationErrorCode } from '../errors.ts';

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'mark' | 'end';
  /** Of a string its value, with escapes undone. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** An error at a token. */
export function errorAt(
  { line, column }: Pick<Token, 'line' | 'column'>,
  code: DataValidationErrorCode,
  words: string,
) {
  return new DataValidationError(code, `Line ${line}, column ${column}: ${words}`, { line, column });
}

const blank = /(?:[ \t\r\n\v\f]+|#[^\n]*)+/y;
const patterns = [
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['number', /(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fF]?)(?![A-Za-z_0-9])/y],
  ['string', /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'/y],
  ['mark', /[{}<>[\]:,;.\-/]/y],
] as const;

/** @throws {DataValidationError} `bad-text` at what is no token */
export function* tokens(text: string): Generator<Token> {
  const place = placesOf(text);
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (true) {
    at += match(blank)?.length ?? 0;
    const where = place(at);
    if (at >= text.length) return void (yield { kind: 'end', text: 'the end of the text', ...where });
    const found = patterns.map(([kind, pattern]) => ({ kind, raw: match(pattern) })).find(({ raw }) => raw);
    if (!found?.raw) throw errorAt(where, 'bad-text', notAToken(text[at]!));
    at += found.raw.length;
    yield {
      kind: found.kind,
      text: found.kind === 'string' ? unescaped(found.raw.slice(1, -1), where) : found.raw,
      ...where,
    };
  }
}

const notAToken = (character: string) =>
  character === '"' || character === "'"
    ? 'a string is not closed on its line.'
    : `${JSON.stringify(character)} stands where a field, a value or a brace is expected.`;

/** Line and column of an index; indices are asked for in rising order. */
function placesOf(text: string): (index: number) => { line: number; column: number } {
  let [line, start] = [1, 0];
  return (index) => {
    for (let end = text.indexOf('\n', start); end >= 0 && end < index; end = text.indexOf('\n', start)) {
      line++;
      start = end + 1;
    }
    return { line, column: index - start + 1 };
  };
}

const simple: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
  '?': 63,
};

/** Escapes name bytes of UTF-8. */
function unescaped(raw: string, where: Pick<Token, 'line' | 'column'>): string {
  if (!raw.includes('\\')) return raw;
  const bytes: Buffer[] = [];
  const pattern = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|[^\\]+/gsu;
  for (const [whole, octal, hex, short, long, other] of raw.matchAll(pattern)) {
    if (octal || hex) bytes.push(Buffer.of(Number.parseInt(octal ?? hex!, octal ? 8 : 16) & 255));
    else if (short || long) bytes.push(Buffer.from(codePoint(short ?? long!, where)));
    else if (other === undefined) bytes.push(Buffer.from(whole));
    else if (simple[other] === undefined) throw errorAt(where, 'bad-text', `“\\${other}” is no escape in a string.`);
    else bytes.push(Buffer.of(simple[other]));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(bytes));
  } catch {
    throw errorAt(where, 'bad-text', 'the escapes in this string are no UTF-8.');
  }
}

function codePoint(hex: string, where: Pick<Token, 'line' | 'column'>): string {
  const code = Number.parseInt(hex, 16);
  if (code > 0x10ffff) throw errorAt(where, 'bad-text', `U+${hex} is no character.`);
  return String.fromCodePoint(code);
}
