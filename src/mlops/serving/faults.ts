// What is wrong with a value of a request, in the words of pydantic 2, which FastAPI answers with.

export interface Fault {
  readonly type: string;
  readonly msg: string;
  /** As it was sent; null for what is missing. */
  readonly input: string | null;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** A fault with its place: where the value belongs, and its name. */
export interface PlacedFault extends Fault {
  readonly loc: readonly [place: 'path' | 'query' | 'header' | 'body', name: string];
}

export const missing: Fault = { type: 'missing', msg: 'Field required', input: null };

/** The bounds of a number, in the order in which pydantic tries them. NaN is within none. */
const bounds = {
  le: { type: 'less_than_equal', words: 'less than or equal to', holds: (x: number, bound: number) => x <= bound },
  lt: { type: 'less_than', words: 'less than', holds: (x: number, bound: number) => x < bound },
  ge: {
    type: 'greater_than_equal',
    words: 'greater than or equal to',
    holds: (x: number, bound: number) => x >= bound,
  },
  gt: { type: 'greater_than', words: 'greater than', holds: (x: number, bound: number) => x > bound },
} as const;
export type Bounds = { readonly [Name in keyof typeof bounds]?: number };

/** The first bound that a number is not within. */
export function outOfBounds(value: number, limits: Bounds, input: string): Fault | undefined {
  for (const [name, { type, words, holds }] of Object.entries(bounds)) {
    const limit = limits[name as keyof Bounds];
    if (limit !== undefined && !holds(value, limit))
      return { type, msg: `Input should be ${words} ${limit}`, input, ctx: { [name]: limit } };
  }
  return undefined;
}

/** A text that is too short or too long, in characters (code points, as Python counts). */
export function outOfLength(value: string, { minLength = 0, maxLength = Number.POSITIVE_INFINITY }): Fault | undefined {
  const { length } = [...value];
  const fault = (type: string, least: string, limit: number, key: string): Fault => ({
    type,
    msg: `String should have at ${least} ${limit} character${limit === 1 ? '' : 's'}`,
    input: value,
    ctx: { [key]: limit },
  });
  if (length < minLength) return fault('string_too_short', 'least', minLength, 'min_length');
  return length > maxLength ? fault('string_too_long', 'most', maxLength, 'max_length') : undefined;
}
