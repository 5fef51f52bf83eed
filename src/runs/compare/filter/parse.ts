/**
 * MLflow's search syntax (https://mlflow.org/docs/latest/ml/search/search-runs): comparisons joined by AND. What is taken
 * here, MLflow takes; what it refuses is refused with a sentence that says what to write instead. An AND at the end, which
 * MLflow drops, is refused too: somebody was about to write more.
 */
import { t } from '../../../platform/l10n.ts';
import type { ColumnKind } from '../columns.ts';
import { filterError, type Token, tokensOf } from './tokens.ts';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'ILIKE' | 'IN' | 'NOT IN';

/** One condition: `kind`.`key` `operator` `value`; IN and NOT IN have a list. */
export interface Comparison {
  readonly kind: ColumnKind;
  readonly key: string;
  readonly operator: Operator;
  readonly value: string | number | readonly string[];
}

/** How the parts of a run may be named. */
export const kinds: Readonly<Record<string, ColumnKind>> = {
  ...{ metric: 'metrics', metrics: 'metrics' },
  ...{ param: 'params', params: 'params', parameter: 'params', parameters: 'params' },
  ...{ tag: 'tags', tags: 'tags' },
  ...{ attribute: 'attributes', attributes: 'attributes', attr: 'attributes', run: 'attributes' },
};

/** The attributes by which runs are found, with the other names that MLflow has for them. */
const attributes: Readonly<Record<string, string>> = {
  ...{ run_id: 'run_id', run_name: 'run_name', status: 'status', user_id: 'user_id', artifact_uri: 'artifact_uri' },
  ...{ start_time: 'start_time', created: 'start_time', end_time: 'end_time' },
};
export const attributeNames = [...new Set(Object.values(attributes))];
const numericAttributes = ['start_time', 'end_time'];

const orders: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>='];
const likenesses: readonly Operator[] = ['=', '!=', 'LIKE', 'ILIKE'];
const memberships: readonly Operator[] = [...likenesses, 'IN', 'NOT IN'];

/** The operators that fit a name, in the order in which they are proposed. */
export function operatorsOf(kind: ColumnKind, key: string): readonly Operator[] {
  if (isNumeric(kind, key)) return orders;
  return kind === 'attributes' && key === 'run_id' ? memberships : likenesses;
}

export function isNumeric(kind: ColumnKind, key: string): boolean {
  return kind === 'metrics' || (kind === 'attributes' && numericAttributes.includes(key));
}

/** The conditions of a filter, all of which must hold; none for an empty one. @throws {FilterError} */
export function parseFilter(filter: string): Comparison[] {
  const reader = new Reader(tokensOf(filter), filter.length);
  const comparisons: Comparison[] = [];
  while (!reader.isAtEnd) {
    comparisons.push(comparison(reader));
    if (!reader.isAtEnd) joint(reader);
  }
  return comparisons;
}

/** Goes through the tokens of a filter. */
class Reader {
  readonly #tokens: readonly Token[];
  readonly #length: number;
  #at = 0;

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = tokens;
    this.#length = length;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** The next one, which stays. */
  get next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  /** @param missing a sentence for a filter that ends here */
  take(missing: string): Token {
    const token = this.#tokens[this.#at];
    if (!token) throw filterError(missing, this.#length, this.#length);
    this.#at++;
    return token;
  }

  /** Takes the next one if it is this word or mark, in any case. */
  takeIf(text: string): boolean {
    const token = this.next;
    const fits = token && token.kind !== 'text' && token.kind !== 'name' && token.text.toLowerCase() === text;
    if (fits) this.#at++;
    return fits === true;
  }
}

function comparison(reader: Reader): Comparison {
  const { kind, key, token } = nameOf(reader);
  const operator = operatorOf(reader, kind, key);
  if (operator === 'IN' || operator === 'NOT IN') return { kind, key, operator, value: listOf(reader) };
  const value = reader.take(t('A value is missing after {0}.', operator));
  return { kind, key, operator, value: comparedTo(value, kind, key, token) };
}

function joint(reader: Reader): void {
  const token = reader.next!;
  if (reader.takeIf('and')) {
    if (!reader.isAtEnd) return;
    throw filterError(t('A condition is missing after AND, such as metrics.loss < 0.1.'), token.from, token.to);
  }
  const isOr = token.kind === 'word' && token.text.toLowerCase() === 'or';
  const message = isOr
    ? t('MLflow’s filters have no OR: filter for one, and then for the other.')
    : t('AND is missing before “{0}”.', token.text);
  throw filterError(message, token.from, token.to);
}

/** `metrics.loss`, or an attribute's bare name. */
function nameOf(reader: Reader) {
  const missing = t('A name is missing, such as metrics.loss or params.lr.');
  const token = reader.take(missing);
  if (token.kind === 'mark' && token.text === '(') {
    throw filterError(t('MLflow’s filters have no parentheses but those of IN.'), token.from, token.to);
  }
  if (token.kind !== 'word') throw filterError(missing, token.from, token.to);
  if (!reader.takeIf('.')) return { kind: 'attributes' as const, key: attributeOf(token), token };
  const kind = kinds[token.text.toLowerCase()];
  if (!kind) {
    throw filterError(
      t('“{0}” is no part of a run: write metrics, params, tags or attributes.', token.text),
      token.from,
      token.to,
    );
  }
  const key = keyOf(reader, token);
  return kind === 'attributes' ? { kind, key: attributeOf({ ...token, text: key }), token } : { kind, key, token };
}

/** A key may have points, and in quotes or backticks anything. */
function keyOf(reader: Reader, before: Token): string {
  const missing = t('A name is missing after “{0}.”.', before.text);
  const first = reader.take(missing);
  if (first.kind === 'text' || first.kind === 'name') return first.text;
  if (first.kind !== 'word' && first.kind !== 'number') throw filterError(missing, first.from, first.to);
  let key = first.text;
  while (reader.takeIf('.')) key += `.${reader.take(missing).text}`;
  return key;
}

function attributeOf({ text, from, to }: Token): string {
  const name = text.toLowerCase();
  const known = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (known) return known;
  const sentence = t(
    '“{0}” is no attribute of a run ({1}). Metrics, params and tags are named as in metrics.loss.',
    text,
    attributeNames.join(', '),
  );
  throw filterError(sentence, from, to);
}

function operatorOf(reader: Reader, kind: ColumnKind, key: string): Operator {
  const allowed = operatorsOf(kind, key);
  const choice = t('write one of {0}', allowed.join(' '));
  const token = reader.take(t('A comparison is missing: {0}.', choice));
  const word = token.kind === 'operator' || token.kind === 'word' ? token.text.toUpperCase() : '';
  const operator = word === 'NOT' && reader.takeIf('in') ? 'NOT IN' : allowed.find((each) => each === word);
  if (operator && allowed.includes(operator)) return operator;
  const why = isNumeric(kind, key) ? '' : ` ${t('It is a text: only numbers have an order.')}`;
  throw filterError(
    `${t('“{0}” does not compare {1}.{2}: {3}.', token.text, kind, key, choice)}${orders.includes(word as Operator) ? why : ''}`,
    token.from,
    token.to,
  );
}

function comparedTo(token: Token, kind: ColumnKind, key: string, name: Token): string | number {
  const { text, from, to } = token;
  if (isNumeric(kind, key)) {
    if (token.kind === 'number') return Number(text);
    throw filterError(t('{0}.{1} is a number: write it without quotes, such as 0.1.', kind, key), from, to);
  }
  if (token.kind === 'text') return text;
  throw filterError(
    t('{0}.{1} is a text: write its value in quotes, as in {2}.{1} = "{3}".', kind, key, name.text, text),
    from,
    to,
  );
}

/** `('a', 'b')` */
function listOf(reader: Reader): string[] {
  const missing = t('A list of texts is missing, such as ("a", "b").');
  const open = reader.next;
  if (!reader.takeIf('(')) throw filterError(missing, open?.from ?? 0, open?.to ?? 0);
  const values: string[] = [];
  for (;;) {
    const token = reader.take(missing);
    if (token.kind !== 'text') throw filterError(missing, token.from, token.to);
    values.push(token.text);
    if (reader.takeIf(')')) return values;
    const comma = reader.next;
    if (!reader.takeIf(','))
      throw filterError(t('A comma or “)” is missing.'), comma?.from ?? token.to, comma?.to ?? token.to);
  }
}
