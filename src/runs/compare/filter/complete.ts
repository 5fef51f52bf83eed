/** What can stand next in a filter. Pure. */
import { t } from '../../../platform/l10n.ts';
import { type ColumnKind, cellOf, columnOf, isTexts, type RunColumns } from '../columns.ts';
import { attributeNames, kinds, operatorsOf } from './parse.ts';
import { isFilterError, type Token, tokensOf } from './tokens.ts';

/** A text that may take the place from `from` to the caret. */
export interface Proposal {
  readonly text: string;
  /** Said beside it: what it is. */
  readonly detail: string;
}
export interface Completion {
  readonly from: number;
  readonly proposals: readonly Proposal[];
}

const most = 50;

/** What a part of the filter before the caret asks for. */
type Expected =
  | { readonly part: 'name' | 'joint' | 'nothing' }
  | { readonly part: 'operator' | 'value'; readonly kind: ColumnKind; readonly key: string };

/** The texts that fit at the caret, those that begin as what stands there first. */
export function complete(filter: string, caret: number, runs: RunColumns): Completion {
  const before = filter.slice(0, caret);
  const from = fragmentStart(before);
  const fragment = before.slice(from).toLowerCase();
  const all = proposalsFor(expectedAfter(before.slice(0, from)), runs);
  const starting = all.filter(({ text }) => text.toLowerCase().startsWith(fragment));
  const containing = all.filter(({ text }) => !starting.some((each) => each.text === text) && contains(text, fragment));
  return { from, proposals: [...starting, ...containing].slice(0, most) };
}

function contains(text: string, fragment: string): boolean {
  return fragment !== '' && text.toLowerCase().includes(fragment.replace(/^["']/, ''));
}

/** Where the word that is being typed begins: an open quote, or a name with its points. */
function fragmentStart(before: string): number {
  const open = openQuote(before);
  if (open !== undefined && before[open] !== '`') return open;
  const head = open === undefined ? before : before.slice(0, open);
  const name = open === undefined ? /[\p{L}_][\p{L}\p{N}_.]*$|[=<>!]+$/u : /[\p{L}_][\p{L}\p{N}_]*\.$/u;
  return name.exec(head)?.index ?? head.length;
}

/** The place of a quote that is not closed. */
function openQuote(before: string): number | undefined {
  try {
    tokensOf(before);
    return undefined;
  } catch (error) {
    if (!isFilterError(error)) throw error;
    return /["'`]/.test(before[error.from]!) ? error.from : undefined;
  }
}

function expectedAfter(before: string): Expected {
  let expected = { part: 'name' } as Expected;
  let tokens: readonly Token[];
  try {
    tokens = tokensOf(before);
  } catch {
    return { part: 'nothing' };
  }
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    switch (expected.part) {
      case 'name': {
        const name = nameAt(tokens, at);
        if (!name) return { part: 'nothing' };
        at = name.last;
        expected = { part: 'operator', kind: name.kind, key: name.key };
        break;
      }
      case 'operator':
        // NOT is followed by IN.
        if (token.text.toLowerCase() !== 'not') expected = { part: 'value', kind: expected.kind, key: expected.key };
        break;
      case 'value':
        if (token.text !== '(' && token.text !== ',' && tokens[at + 1]?.text !== ',') expected = { part: 'joint' };
        break;
      default:
        expected = { part: 'name' };
    }
  }
  return expected;
}

function nameAt(tokens: readonly Token[], at: number) {
  const first = tokens[at]!;
  if (tokens[at + 1]?.text !== '.') return { kind: 'attributes' as const, key: first.text.toLowerCase(), last: at };
  const kind = kinds[first.text.toLowerCase()];
  if (!kind || !tokens[at + 2]) return undefined;
  let [key, last] = [tokens[at + 2]!.text, at + 2];
  for (; tokens[last + 1]?.text === '.' && tokens[last + 2]; last += 2) key += `.${tokens[last + 2]!.text}`;
  return { kind, key, last };
}

function proposalsFor(expected: Expected, runs: RunColumns): Proposal[] {
  switch (expected.part) {
    case 'name':
      return namesIn(runs);
    case 'operator':
      return operatorsOf(expected.kind, expected.key).map((text) => ({ text, detail: t('comparison') }));
    case 'value':
      return valuesIn(runs, expected.kind, expected.key);
    case 'joint':
      return [{ text: 'and', detail: t('and a further condition') }];
    case 'nothing':
      return [];
  }
}

function namesIn({ columns }: RunColumns): Proposal[] {
  const words: Readonly<Record<ColumnKind, string>> = {
    attributes: t('attribute'),
    metrics: t('metric'),
    params: t('param'),
    tags: t('tag'),
  };
  const keyed = (kind: ColumnKind) =>
    columns
      .filter((column) => column.kind === kind)
      .map(({ key }) => ({ text: nameOf(kind, key), detail: words[kind] }));
  const attributes = attributeNames.map((key) => ({ text: `attributes.${key}`, detail: words.attributes }));
  return [...keyed('metrics'), ...keyed('params'), ...attributes, ...keyed('tags')];
}

/** A key as it stands in a filter: in backticks where it has more than letters, digits, `_` and points. */
export function nameOf(kind: ColumnKind, key: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(key) ? `${kind}.${key}` : `${kind}.\`${key}\``;
}

function valuesIn(runs: RunColumns, kind: ColumnKind, key: string): Proposal[] {
  const column = columnOf(runs, kind, key);
  if (!column) return [];
  if (isTexts(column)) return column.values.map((value) => ({ text: quotedText(value), detail: t('value') }));
  const values = new Set(runs.ids.map((_, row) => cellOf(column, row)));
  return [...values]
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
    .slice(0, most)
    .map((value) => ({ text: String(value), detail: t('value') }));
}

function quotedText(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}
