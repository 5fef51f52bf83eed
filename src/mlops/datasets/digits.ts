// Digits on the wheels of a meter, as a poor camera sees them: 8 by 8 pixels, moved, of changing light, noisy.
import { normal, uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';

/** Width and height of a picture. */
export const meterDigitSide = 8;
const side = meterDigitSide;
/** Ten digits, 5 by 7, row by row. */
const shapes = [
  '01110 10001 10011 10101 11001 10001 01110',
  '00100 01100 00100 00100 00100 00100 01110',
  '01110 10001 00001 00010 00100 01000 11111',
  '11111 00010 00100 00010 00001 10001 01110',
  '00010 00110 01010 10010 11111 00010 00010',
  '11111 10000 11110 00001 00001 10001 01110',
  '00110 01000 10000 11110 10001 10001 01110',
  '11111 00001 00010 00100 01000 01000 01000',
  '01110 10001 10001 01110 10001 10001 01110',
  '01110 10001 10001 01111 00001 00010 01100',
].map((text) => text.split(' '));
/** Brightness of the wheel itself. */
const ground = 0.35;

export interface MeterDigits {
  /** One row of `meterDigitSide ** 2` brightnesses a picture, line by line; about 0 to 1, and noise beyond. */
  readonly x: Float64Array[];
  /** The digit, 0 to 9; all are as frequent, in turn. */
  readonly y: number[];
}

export interface MeterDigitsOptions {
  /** A whole number from 0 on. */
  readonly seed: number;
  /** A whole number from 0 on. */
  readonly count: number;
  /** Standard deviation of a pixel, from 0 on: 0.16 by default. */
  readonly noise?: number;
}

/** @throws {DatasetsError} */
export function meterDigits({ seed, count, noise = 0.16 }: MeterDigitsOptions): MeterDigits {
  for (const [name, value] of Object.entries({ seed, count })) {
    if (!(Number.isSafeInteger(value) && value >= 0))
      throw new DatasetsError('bad-argument', `“${name}” must be a whole number from 0 on, not ${value}.`);
  }
  if (!(noise >= 0 && noise < Number.POSITIVE_INFINITY))
    throw new DatasetsError('bad-argument', `The noise must be a number from 0 on, not ${noise}.`);
  const next = uniform(seed);
  const y = Array.from({ length: count }, (_, i) => i % 10);
  return { x: y.map((digit) => picture(digit, noise, next)), y };
}

function picture(digit: number, noise: number, next: () => number): Float64Array {
  const [right, down] = [Math.floor(next() * 3), Math.floor(next() * 2)];
  const light = (1 - ground) * (0.7 + 0.3 * next());
  return Float64Array.from({ length: side * side }, (_, i) => {
    const isInk = shapes[digit]![Math.floor(i / side) - down]?.[(i % side) - right] === '1';
    return ground + (isInk ? light : 0) + noise * normal(next);
  });
}
