// What several functions of this module ask of their arguments.
import { WindowsError } from './errors.ts';

/** @throws {WindowsError} unless the value is a whole number from `least` on */
export function assertCount(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new WindowsError('bad-argument', `${name} must be a whole number from ${least} on, not ${value}.`);
}

/** @throws {WindowsError} unless the value is a number above zero */
export function assertPositive(name: string, value: number): void {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw new WindowsError('bad-argument', `${name} must be a number above 0, not ${value}.`);
}
