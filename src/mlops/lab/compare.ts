/** The comparisons of a lab's checks. Each returns when it holds and throws a `CheckFailure` when it does not. */
import { isDeepStrictEqual } from 'node:util';

/** A comparison that does not hold, with both sides for the report. */
export class CheckFailure extends Error {
  override readonly name = 'CheckFailure';
  readonly actual: unknown;
  readonly expected: unknown;
  readonly tolerance: number | undefined;
  /** What was expected in words, where no value says it. */
  readonly expectation: string | undefined;

  constructor(
    message: string,
    sides: { actual: unknown; expected: unknown; tolerance?: number; expectation?: string },
  ) {
    super(message);
    this.actual = sides.actual;
    this.expected = sides.expected;
    this.tolerance = sides.tolerance;
    this.expectation = sides.expectation;
  }
}

/** A number, or lists of numbers of any depth; typed arrays count as lists, other iterables do not. */
export type NestedNumbers = number | readonly NestedNumbers[] | (ArrayBufferView & ArrayLike<number>);

/**
 * Holds when both sides are deeply equal. Typed arrays are compared with plain ones by their values, and 0 equals −0.
 * @throws {CheckFailure}
 */
export function equal(actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(plain(actual), plain(expected))) return;
  throw new CheckFailure('The values are not equal.', { actual, expected });
}

/**
 * Holds when each number is within `tolerance` of its counterpart, and lists have the same lengths.
 * @throws {CheckFailure}
 */
export function close(actual: NestedNumbers, expected: NestedNumbers, tolerance = 1e-6): void {
  if (isClose(plain(actual), plain(expected), tolerance)) return;
  throw new CheckFailure('The numbers are not close.', { actual, expected, tolerance });
}

/**
 * Holds when the condition is truthy.
 * @param expectation what was expected, in words: `'an accuracy above 0.8'`.
 * @throws {CheckFailure}
 */
export function ok(condition: unknown, expectation = 'a true condition'): asserts condition {
  if (!condition)
    throw new CheckFailure(`Expected ${expectation}.`, { actual: condition, expected: true, expectation });
}

function isClose(actual: unknown, expected: unknown, tolerance: number): boolean {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return (
      actual.length === expected.length && actual.every((value, index) => isClose(value, expected[index], tolerance))
    );
  }
  if (typeof actual !== 'number' || typeof expected !== 'number') return false;
  return Object.is(actual, expected) || Math.abs(actual - expected) <= tolerance;
}

/** The value with typed arrays made plain and −0 made 0, at any depth. Other objects stay as they are. */
function plain(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float32Array, plain);
  if (isPlainObject(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
  return value;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
