/** The words of a filter. Pure; positions are of UTF-16 units in the text. */
import { UserError } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';

export type TokenKind = 'word' | 'text' | 'name' | 'number' | 'operator' | 'mark';

export interface Token {
  readonly kind: TokenKind;
  /** Without quotes. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** A filter that means nothing; `from` and `to` say where. */
export type FilterError = UserError & { readonly from: number; readonly to: number };

export function filterError(message: string, from: number, to: number): FilterError {
  return Object.assign(new UserError('bad-filter', message), { from, to });
}

export function isFilterError(thrown: unknown): thrown is FilterError {
  return thrown instanceof UserError && thrown.code === 'bad-filter';
}

const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ['number', /[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?(?![\w.])/iy],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['operator', /!=|<=|>=|<>|==|[=<>]/y],
  ['mark', /[.,()]/y],
];
const quotes: Readonly<Record<string, TokenKind>> = { "'": 'text', '"': 'text', '`': 'name' };

/** @throws {FilterError} at a quote that is not closed, or a character that no filter has */
export function tokensOf(filter: string): Token[] {
  const tokens: Token[] = [];
  for (let at = skipSpace(filter, 0); at < filter.length; at = skipSpace(filter, tokens.at(-1)!.to)) {
    tokens.push(quoted(filter, at) ?? plain(filter, at));
  }
  return tokens;
}

function quoted(filter: string, from: number): Token | undefined {
  const quote = filter[from]!;
  const kind = quotes[quote];
  if (!kind) return undefined;
  const end = filter.indexOf(quote, from + 1);
  if (end < 0) throw filterError(t('This text has no end: close it with {0}.', quote), from, filter.length);
  return { kind, text: filter.slice(from + 1, end), from, to: end + 1 };
}

function plain(filter: string, from: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = from;
    const text = pattern.exec(filter)?.[0];
    if (text !== undefined) return { kind, text, from, to: from + text.length };
  }
  const character = String.fromCodePoint(filter.codePointAt(from)!);
  throw filterError(
    t('“{0}” means nothing here. A name that has it stands in backticks, as in metrics.`batch/loss`.', character),
    from,
    from + character.length,
  );
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return at;
}
