/**
 * YAML as plain values that know where they stand. The text is anybody's, so nothing here takes long or throws: depth,
 * aliases and errors are bounded, and what is beyond is a fault of the text like any other.
 */
import type { Document, Node, Pair, Range, YAMLError } from 'yaml';
import { messageOf } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';

/** A piece of a text, in UTF-16 units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Fault extends Span {
  /** Stable and greppable, e.g. `duplicate-id`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** A whole sentence, with a next step where there is one. */
  readonly message: string;
  /** Of the value that is wrong, or of the key. */
  readonly path?: Path;
}

export type Path = readonly PropertyKey[];

export interface YamlText {
  /** All that could be read, however many faults the text has. */
  readonly value: unknown;
  readonly faults: readonly Fault[];
  /** The value at `path`. */
  at(path: Path): unknown;
  /** Where the value at `path` stands; where there is none, what should hold it. */
  span(path: Path): Span;
  /** Where the key at the end of `path` stands. */
  keySpan(path: Path): Span | undefined;
}

/** Far beyond what a course needs; what is deeper costs time and means nothing. */
const deepest = 50;
/** Values, those that aliases repeat counted each time: a few lines can stand for billions. */
const mostValues = 500_000;
/** Words and marks, as the lexer tells them apart. A course of 10,000 items has 480,000. */
const mostLexemes = 700_000;
/** After so many errors the text is no YAML at all, and collecting the rest takes seconds. */
const mostErrors = 100;

/** Within two seconds for 2 MB of anything: the worst of forty hostile texts, measured on a busy core. */
export async function readYaml(source: string): Promise<YamlText> {
  // The largest thing that the extension holds, which starts without it.
  const yaml = await import('yaml');
  const parsed = parse(yaml, source);
  const reader = new Reader(yaml);
  const value = parsed.document ? reader.read(parsed.document.contents) : null;
  const faults = [...parsed.faults, ...reader.faults];
  const [first] = faults;
  const whole = { from: 0, to: Math.max(0, source.indexOf('\n')) };
  return {
    value,
    at: (path) => valueAt(value, path),
    faults:
      first && faults.length > mostErrors ? [...faults.slice(0, mostErrors), tooMany(faults[mostErrors]!)] : faults,
    span: (path) => reader.span(value, path) ?? whole,
    keySpan: (path) => reader.keySpan(value, path),
  };
}

type Yaml = typeof import('yaml');

function parse({ Composer, Lexer, Parser }: Yaml, source: string): { document?: Document; faults: Fault[] } {
  // Keys that occur twice are looked for below, in one pass: here each key would be compared with all others.
  const composer = new Composer({ uniqueKeys: false });
  const parser = new Parser();
  const documents: Document[] = [];
  let [lexemes, depth, errors] = [0, 0, 0];
  try {
    for (const lexeme of new Lexer().lex(source)) {
      if (lexeme === '[' || lexeme === '{') depth++;
      if (lexeme === ']' || lexeme === '}') depth--;
      // Looked for before the parser meets it, which takes seconds for what is nested or long without end.
      if (depth > deepest || ++lexemes > mostLexemes) {
        const message = depth > deepest ? tooDeep() : t('This holds too many words.');
        return { faults: [syntaxFault(message, parser.offset, parser.offset)] };
      }
      for (const token of parser.next(lexeme)) {
        if (token.type === 'error') errors++;
        documents.push(...composer.next(token));
      }
      if (errors > mostErrors || documents.length > 1) break;
    }
    for (const token of parser.end()) documents.push(...composer.next(token));
    documents.push(...composer.end(true, source.length));
  } catch (error) {
    // The parser recurses: absurdly deep nesting overflows the stack, which is the text's fault and not ours.
    return { faults: [syntaxFault(messageOf(error), 0, 0)] };
  }
  const [document] = documents;
  if (!document) return { faults: [] };
  const second = documents[1]?.contents?.range?.[0] ?? documents[1]?.range?.[0];
  const faults = [...document.errors, ...document.warnings].map(ofError);
  if (second !== undefined)
    faults.push(syntaxFault(t('This file is one document; remove what follows “---”.'), second, second));
  return { document, faults };
}

const tooDeep = () => t('This is nested too deeply.');

function ofError({ name, message, pos: [from, to] }: YAMLError): Fault {
  return { ...syntaxFault(message, from, to), severity: name === 'YAMLWarning' ? 'warning' : 'error' };
}

function syntaxFault(message: string, from: number, to: number): Fault {
  return { code: 'yaml-syntax', severity: 'error', from, to, message: t('This is not valid YAML: {0}', message) };
}

const tooMany = ({ from, to }: Span): Fault => ({
  ...syntaxFault(t('There are more faults than can be listed.'), from, to),
});

/** Where what a list or map holds stands, and its keys. */
interface Places {
  readonly values: Map<PropertyKey, Span>;
  readonly keys: Map<PropertyKey, Span>;
}

class Reader {
  readonly faults: Fault[] = [];
  readonly #yaml: Yaml;
  readonly #places = new WeakMap<object, Places>();
  readonly #anchors = new Map<string, Node>();
  /** Nodes that are being read: an alias of one of these has no end. */
  readonly #open = new Set<Node>();
  #top: Span | undefined;
  #values = 0;

  constructor(yaml: Yaml) {
    this.#yaml = yaml;
  }

  read(node: Node | null): unknown {
    this.#top = spanOf(node);
    return this.#value(node, 0);
  }

  span(value: unknown, path: Path): Span | undefined {
    let [at, found] = [value, this.#top];
    for (const key of path) {
      const place = isObject(at) ? this.#places.get(at)?.values.get(key) : undefined;
      if (!place) break;
      found = place;
      at = valueAt(at, [key]);
    }
    return found;
  }

  keySpan(value: unknown, path: Path): Span | undefined {
    const holder = valueAt(value, path.slice(0, -1));
    return isObject(holder) ? this.#places.get(holder)?.keys.get(path.at(-1) ?? '') : undefined;
  }

  /** @param alias where the alias stands that brought us here: what it repeats is told of there */
  #value(node: unknown, depth: number, alias?: Span): unknown {
    const { isAlias, isCollection, isMap, isNode, isScalar } = this.#yaml;
    if (!isNode(node)) return null;
    if (++this.#values > mostValues) return this.#beyond(node, t('This stands for too many values.'));
    if (isAlias(node)) return this.#repeated(node.source, spanOf(node), depth, alias);
    if (node.anchor) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return node.value;
    if (!isCollection(node)) return null;
    if (depth > deepest) return this.#beyond(node, tooDeep());
    this.#open.add(node);
    const value = isMap(node) ? this.#map(node.items, depth, alias) : this.#list(node.items, depth, alias);
    this.#open.delete(node);
    return value;
  }

  #repeated(name: string, at: Span | undefined, depth: number, alias: Span | undefined): unknown {
    const node = this.#anchors.get(name);
    if (node && !this.#open.has(node)) return this.#value(node, depth + 1, alias ?? at);
    this.#fault(node ? t('“*{0}” repeats what it stands in.', name) : t('There is no “&{0}” above.', name), at);
    return null;
  }

  #list(items: readonly unknown[], depth: number, alias: Span | undefined): unknown[] {
    const places: Places = { values: new Map(), keys: new Map() };
    const list = items.map((item, index) => {
      const at = alias ?? spanOf(item);
      if (at) places.values.set(index, at);
      return this.#value(item, depth + 1, alias);
    });
    this.#places.set(list, places);
    return list;
  }

  #map(pairs: readonly Pair[], depth: number, alias: Span | undefined): object {
    const places: Places = { values: new Map(), keys: new Map() };
    const entries = new Map<string, unknown>();
    for (const { key, value } of pairs) {
      const at = alias ?? spanOf(key);
      const name = this.#yaml.isScalar(key) ? String(key.value ?? '') : undefined;
      if (name === undefined) {
        this.#fault(t('A key must be a single word or text.'), at);
        continue;
      }
      if (entries.has(name) && !alias) {
        this.faults.push({
          ...(at ?? nowhere),
          ...duplicateKey,
          message: t('The key “{0}” stands here twice; remove one.', name),
        });
        continue;
      }
      // Of a key without a value, the place where that would stand.
      const valueAt = alias ?? spanOf(value) ?? at;
      if (at) places.keys.set(name, at);
      if (valueAt) places.values.set(name, valueAt);
      entries.set(name, this.#value(value, depth + 1, alias));
    }
    // Defines each key as the object's own, `__proto__` too.
    const map = Object.fromEntries(entries);
    this.#places.set(map, places);
    return map;
  }

  #beyond(node: Node, message: string): null {
    if (!this.faults.some((fault) => fault.message.endsWith(message))) this.#fault(message, spanOf(node));
    return null;
  }

  #fault(message: string, at: Span | undefined): void {
    const { from, to } = at ?? nowhere;
    this.faults.push(syntaxFault(message, from, to));
  }
}

const nowhere: Span = { from: 0, to: 0 };
const duplicateKey = { code: 'duplicate-key', severity: 'error' } as const;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    at = isObject(at) && Object.hasOwn(at, key) ? (at as Record<PropertyKey, unknown>)[key] : undefined;
  }
  return at;
}

function spanOf(node: unknown): Span | undefined {
  const range = isObject(node) && 'range' in node ? (node.range as Range | null | undefined) : undefined;
  return range ? { from: range[0], to: range[1] } : undefined;
}
