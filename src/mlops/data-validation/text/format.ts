/** Messages in the text format of protocol buffers, read and written by a table of their fields. */
import { numberText } from '../numberText.ts';
import { errorAt, type Token, tokens } from './tokens.ts';

/** A message by its fields, in the order of their numbers, which is the order in a file. */
export interface MessageSpec {
  readonly name: string;
  readonly fields: () => readonly FieldSpec[];
}

export interface FieldSpec {
  /** As in the file. */
  readonly name: string;
  /** `opaque` is kept as it was read, and not understood. */
  readonly kind: 'string' | 'bool' | 'int' | 'double' | 'float' | 'enum' | 'message' | 'opaque';
  readonly repeated?: boolean;
  readonly message?: MessageSpec;
  readonly values?: readonly string[];
  /** Fields that share a name here exclude each other. */
  readonly oneOf?: string;
}

export type Message = Record<string, unknown>;
/** What is kept of a field that is not understood: its tokens. */
type Opaque = readonly string[];

export const camelCase = (name: string) => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * @throws {DataValidationError} `bad-text`, `unknown-field` or `bad-field`, with line and column
 */
export function parseText(text: string, spec: MessageSpec): Message {
  return new Parser(text).message(spec, undefined);
}

/** As in protocol buffers. */
const deepest = 100;

class Parser {
  readonly #tokens: Iterator<Token, void>;
  #token: Token;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokens(text);
    this.#token = this.#tokens.next().value as Token;
  }

  /** Fields up to a brace, or to the end where there is none. */
  message(spec: MessageSpec, close: '}' | '>' | undefined): Message {
    const message: Message = {};
    const chosen = new Map<string, string>();
    while (!(close ? this.#is(close) : this.#token.kind === 'end')) {
      const token = this.#token;
      if (token.kind !== 'name') throw this.#unexpected(close ? `a field of ${spec.name} or “${close}”` : 'a field');
      this.#next();
      const field = spec.fields().find(({ name }) => name === token.text);
      if (!field) throw errorAt(token, 'unknown-field', `${spec.name} has no field “${token.text}”.`);
      this.#checkOneOf(field, chosen, token);
      this.#field(message, field, token);
      if (this.#is(',') || this.#is(';')) this.#next();
    }
    return message;
  }

  #checkOneOf({ name, oneOf }: FieldSpec, chosen: Map<string, string>, token: Token): void {
    if (!oneOf) return;
    const before = chosen.get(oneOf);
    if (before && before !== name)
      throw errorAt(token, 'bad-field', `“${name}” cannot stand beside “${before}”: one of them is meant.`);
    chosen.set(oneOf, name);
  }

  #field(message: Message, field: FieldSpec, token: Token): void {
    const key = camelCase(field.name);
    const hasColon = this.#is(':');
    if (hasColon) this.#next();
    else if (field.kind !== 'message' && field.kind !== 'opaque') throw this.#unexpected(`“:” after “${field.name}”`);
    const values = this.#values(field);
    if (field.repeated || field.kind === 'opaque') message[key] = [...((message[key] as unknown[]) ?? []), ...values];
    else if (message[key] !== undefined || values.length !== 1)
      throw errorAt(token, 'bad-field', `“${field.name}” has more than one value.`);
    else message[key] = values[0];
  }

  #values(field: FieldSpec): unknown[] {
    if (field.kind === 'opaque') return [this.#opaque()];
    if (!field.repeated || !this.#is('[')) return [this.#value(field)];
    this.#next();
    const values: unknown[] = [];
    while (!this.#is(']')) {
      values.push(this.#value(field));
      if (this.#is(',')) this.#next();
      else if (!this.#is(']')) throw this.#unexpected('“,” or “]”');
    }
    this.#next();
    return values;
  }

  #value(field: FieldSpec): unknown {
    if (field.kind !== 'message') return this.#scalar(field);
    const close = this.#is('{') ? '}' : this.#is('<') ? '>' : undefined;
    if (!close) throw this.#unexpected(`“{” after “${field.name}”`);
    this.#next();
    if (++this.#depth > deepest) throw errorAt(this.#token, 'bad-text', `messages lie more than ${deepest} deep.`);
    const message = this.message(field.message!, close);
    this.#depth--;
    this.#next();
    return message;
  }

  #scalar(field: FieldSpec): unknown {
    const token = this.#token;
    const isNegative = this.#is('-');
    if (isNegative) this.#next();
    const { kind, text } = this.#token;
    const wrong = (wanted: string) =>
      errorAt(token, 'bad-field', `“${field.name}” is ${wanted}, and not ${isNegative ? '-' : ''}${text}.`);
    if (kind === 'mark' || kind === 'end') throw this.#unexpected(`a value of “${field.name}”`);
    if (field.kind === 'string') {
      if (kind !== 'string' || isNegative) throw wrong('a text in quotes');
      let joined = '';
      for (; this.#token.kind === 'string'; this.#next()) joined += this.#token.text;
      return joined;
    }
    this.#next();
    if (field.kind === 'bool') {
      if (isNegative || kind === 'string' || !Object.hasOwn(booleans, text)) throw wrong('true or false');
      return booleans[text];
    }
    if (field.kind === 'enum') {
      const value = kind === 'number' ? field.values![Number(text)] : text;
      if (isNegative || kind === 'string' || !value || !field.values!.includes(value))
        throw wrong(`one of ${field.values!.join(', ')}`);
      return value;
    }
    return (
      numberOf(field, kind, text, isNegative) ?? raise(wrong(field.kind === 'int' ? 'a whole number' : 'a number'))
    );
  }

  /** A value that is not understood, token by token. */
  #opaque(): Opaque {
    const kept: string[] = [];
    let depth = 0;
    do {
      const { kind, text } = this.#token;
      if (kind === 'end') throw this.#unexpected('a value');
      if (kind === 'mark' && '{<['.includes(text)) depth++;
      if (kind === 'mark' && '}>]'.includes(text)) depth--;
      kept.push(kind === 'string' ? quoted(text) : text);
      this.#next();
    } while (depth > 0);
    return kept;
  }

  #is(mark: string): boolean {
    return this.#token.kind === 'mark' && this.#token.text === mark;
  }

  #next(): void {
    this.#token = this.#tokens.next().value as Token;
  }

  #unexpected(wanted: string) {
    const { kind, text } = this.#token;
    return errorAt(this.#token, 'bad-text', `${wanted} is expected, and not ${kind === 'end' ? text : `“${text}”`}.`);
  }
}

function raise(error: Error): never {
  throw error;
}

const booleans: Readonly<Record<string, boolean>> = {
  ...{ true: true, True: true, t: true, '1': true },
  ...{ false: false, False: false, f: false, '0': false },
};

const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];

function numberOf({ kind }: FieldSpec, token: Token['kind'], text: string, isNegative: boolean) {
  const sign = isNegative ? -1 : 1;
  if (token === 'name') {
    if (kind === 'int' || !/^(inf|infinity|nan)$/i.test(text)) return undefined;
    return /^nan$/i.test(text) ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  }
  if (token !== 'number') return undefined;
  if (kind !== 'int') {
    const value = sign * Number(text.replace(/[fF]$/, ''));
    return kind === 'float' ? Math.fround(value) : value;
  }
  if (!/^(0[xX][0-9a-fA-F]+|\d+)$/.test(text)) return undefined;
  const isOctal = /^0\d/.test(text);
  if (isOctal && !/^[0-7]+$/.test(text)) return undefined;
  const value = BigInt(sign) * BigInt(isOctal ? `0o${text}` : text);
  if (value < least || value > most) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** The message with its fields by number, as TFDV writes it: two spaces a level, and a line for each value. */
export function printText(message: Message, spec: MessageSpec, indent = ''): string {
  let text = '';
  for (const field of spec.fields()) {
    const value = message[camelCase(field.name)];
    if (value === undefined) continue;
    const values = field.repeated || field.kind === 'opaque' ? (value as unknown[]) : [value];
    for (const each of values) text += `${indent}${field.name}${printed(each, field, indent)}\n`;
  }
  return text;
}

function printed(value: unknown, { kind, message }: FieldSpec, indent: string): string {
  switch (kind) {
    case 'message':
      return ` {\n${printText(value as Message, message!, `${indent}  `)}${indent}}`;
    case 'opaque': {
      const text = (value as Opaque).join(' ');
      return /^[{<]/.test(text) ? ` ${text}` : `: ${text}`;
    }
    case 'string':
      return `: ${quoted(value as string)}`;
    case 'double':
    case 'float':
      return `: ${numberText(value as number, kind)}`;
    default:
      return `: ${String(value)}`;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
};

/** In quotes; what is not ASCII as octal bytes of UTF-8. */
export function quoted(text: string): string {
  const escaped = Array.from(Buffer.from(text), (byte) => {
    const character = String.fromCharCode(byte);
    if (escapes[character]) return escapes[character];
    return byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, '0')}` : character;
  });
  return `"${escaped.join('')}"`;
}
