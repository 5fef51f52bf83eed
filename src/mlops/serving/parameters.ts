// The types of a request's values: how each is read from text, and how OpenAPI describes it.
import { ServingError } from './errors.ts';
import { type Bounds, type Fault, outOfBounds, outOfLength } from './faults.ts';
import type { UploadedFile } from './multipart.ts';

export type Read<T> = { readonly value: T } | { readonly fault: Fault };

/** A value that a route takes. Made by `int`, `float`, `bool`, `text`, `oneOf` and `upload`. */
export interface Parameter<T> {
  /** What stands in its place where it is not sent; without it, it must be sent. */
  readonly fallback?: { readonly value: T };
  /** JSON Schema 2020-12, as OpenAPI 3.1 has it. */
  readonly schema: Readonly<Record<string, unknown>>;
  read(given: string | UploadedFile): Read<T>;
}
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;
/** What a handler gets of declared parameters. */
export type Values<P> = { readonly [Name in keyof P]: P[Name] extends Parameter<infer T> ? T : never };

/** `default`: the value where none is sent; `null` says that it is then absent. */
interface Optional<T> {
  readonly default?: T;
}
type OrNull = Optional<null> & { readonly default: null };
export type NumberOptions = Bounds & Optional<number>;
export interface TextLimits {
  /** In characters. */
  readonly minLength?: number;
  readonly maxLength?: number;
}
export type TextOptions = TextLimits & Optional<string>;

/** A whole number, written as Python's `int` reads it: `7`, `+7`, `1_000`, `7.0`. */
export function int(options?: NumberOptions): Parameter<number>;
export function int(options: Bounds & OrNull): Parameter<number | null>;
export function int(options: Bounds & Optional<number | null> = {}): Parameter<number | null> {
  return parameter({ type: 'integer', ...boundsSchema(options) }, options, (given) => {
    const text = words(given)?.trim() ?? '';
    const value = /^[+-]?\d+(_\d+)*(\.0*)?$/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
    // Beyond 2 ** 53 a number here would be another one than was sent.
    return Number.isSafeInteger(value)
      ? bounded(value, options, given)
      : unread('int_parsing', 'integer, unable to parse string as an integer', given);
  });
}

/** A number, written as Python's `float` reads it: `0.5`, `5e-1`, `inf`, `nan`. */
export function float(options?: NumberOptions): Parameter<number>;
export function float(options: Bounds & OrNull): Parameter<number | null>;
export function float(options: Bounds & Optional<number | null> = {}): Parameter<number | null> {
  return parameter({ type: 'number', ...boundsSchema(options) }, options, (given) => {
    const value = floatOf(words(given));
    return value === undefined
      ? unread('float_parsing', 'number, unable to parse string as a number', given)
      : bounded(value, options, given);
  });
}

const truths = new Map([
  ...['true', 't', 'yes', 'y', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', 'off', '0'].map((word) => [word, false] as const),
]);
/** A truth value, in pydantic's words: true, t, yes, y, on, 1 and their opposites, in any case. */
export function bool(options?: Optional<boolean>): Parameter<boolean>;
export function bool(options: OrNull): Parameter<boolean | null>;
export function bool(options: Optional<boolean | null> = {}): Parameter<boolean | null> {
  return parameter({ type: 'boolean' }, options, (given) => {
    const value = truths.get(words(given)?.toLowerCase() ?? '');
    return value === undefined ? unread('bool_parsing', 'boolean, unable to interpret input', given) : { value };
  });
}

/** A text. */
export function text(options?: TextOptions): Parameter<string>;
export function text(options: TextLimits & OrNull): Parameter<string | null>;
export function text({
  default: fallback,
  ...limits
}: TextLimits & Optional<string | null> = {}): Parameter<string | null> {
  return parameter({ type: 'string', ...limits }, { default: fallback }, (given) => {
    const value = words(given);
    if (value === undefined) return unread('string_type', 'string', given);
    const fault = outOfLength(value, limits);
    return fault ? { fault } : { value };
  });
}

/** One of some words: FastAPI's parameter of an `Enum`. @throws {ServingError} when there is no word */
export function oneOf<const Word extends string>(allowed: readonly Word[], options?: Optional<Word>): Parameter<Word>;
export function oneOf<const Word extends string>(allowed: readonly Word[], options: OrNull): Parameter<Word | null>;
export function oneOf(allowed: readonly string[], options: Optional<string | null> = {}): Parameter<string | null> {
  if (allowed.length === 0) throw new ServingError('bad-route', 'oneOf() needs at least one word to choose from.');
  const quoted = allowed.map((word) => `'${word}'`);
  const expected = [quoted.slice(0, -1).join(', '), quoted.at(-1)].filter(Boolean).join(' or ');
  return parameter({ type: 'string', enum: [...allowed] }, options, (given) => {
    const value = allowed.find((word) => word === given);
    if (value !== undefined) return { value };
    const input = words(given) ?? null;
    return { fault: { type: 'enum', msg: `Input should be ${expected}`, input, ctx: { expected } } };
  });
}

/** A file of a form: FastAPI's `UploadFile`. */
export function upload(): Parameter<UploadedFile>;
export function upload(options: OrNull): Parameter<UploadedFile | null>;
export function upload(options: Optional<null> = {}): Parameter<UploadedFile | null> {
  return parameter({ type: 'string', contentMediaType: 'application/octet-stream' }, options, (given) => {
    if (typeof given !== 'string') return { value: given };
    const msg = "Value error, Expected UploadFile, received: <class 'str'>";
    return { fault: { type: 'value_error', msg, input: given, ctx: { error: {} } } };
  });
}

function parameter<T>(
  schema: Record<string, unknown>,
  { default: fallback }: { readonly default?: T | null | undefined },
  read: (given: string | UploadedFile) => Read<T>,
): Parameter<T | null> {
  if (fallback === undefined) return { schema, read };
  const described = fallback === null ? { anyOf: [schema, { type: 'null' }] } : { ...schema, default: fallback };
  return { schema: described, fallback: { value: fallback }, read };
}

function boundsSchema({ ge, gt, le, lt }: Bounds) {
  return {
    ...(ge !== undefined && { minimum: ge }),
    ...(gt !== undefined && { exclusiveMinimum: gt }),
    ...(le !== undefined && { maximum: le }),
    ...(lt !== undefined && { exclusiveMaximum: lt }),
  };
}

const words = (given: string | UploadedFile) => (typeof given === 'string' ? given : undefined);

function bounded(value: number, limits: Bounds, given: string | UploadedFile): Read<number> {
  const fault = outOfBounds(value, limits, words(given) ?? '');
  return fault ? { fault } : { value };
}

function unread(type: string, what: string, given: string | UploadedFile): Read<never> {
  return { fault: { type, msg: `Input should be a valid ${what}`, input: words(given) ?? null } };
}

/** JavaScript's `Number` reads more (`0x1`, the empty text) and less (`inf`, `1_0`). */
function floatOf(given: string | undefined): number | undefined {
  const text =
    given
      ?.trim()
      .replaceAll(/(?<=\d)_(?=\d)/g, '')
      .toLowerCase() ?? '';
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text)) return Number(text);
  const sign = text.startsWith('-') ? -1 : 1;
  if (/^[+-]?inf(inity)?$/.test(text)) return sign * Number.POSITIVE_INFINITY;
  return /^[+-]?nan$/.test(text) ? Number.NaN : undefined;
}
