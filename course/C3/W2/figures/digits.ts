// Pictures of digits as the reader's camera sees them: 8 by 8 pixels, moved, of changing brightness, noisy.
import { normal, range, uniform } from '../../W1/figures/chance.ts';
import type { Rows } from './net.ts';

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

/** The kind of which the training rows have few. */
export const rare = 3;
/** Its rows among a hundred of training; the other kinds share what is left. */
export const rareShare = 0.03;

/** `count` pictures. Training rows are few of the rare kind; test rows have as many of each. */
export function drawDigits(count: number, seed: number, balanced = false, noise = 0.18): Rows {
  const next = uniform(seed);
  const draw = normal(next);
  const x = new Float64Array(count * 64);
  const y = new Float64Array(count);
  const others = range(10).filter((kind) => kind !== rare);
  for (let i = 0; i < count; i++) {
    const kind = balanced ? i % 10 : next() < rareShare ? rare : others[Math.floor(next() * 9)]!;
    y[i] = kind;
    const [dx, dy] = [Math.floor(next() * 4), Math.floor(next() * 2)];
    const light = 0.7 + 0.3 * next();
    for (let r = 0; r < 8; r++) {
      for (let c = 0; c < 8; c++) {
        const on = shapes[kind]![r - dy]?.[c - dx] === '1';
        x[i * 64 + r * 8 + c] = (on ? light : 0) + noise * draw();
      }
    }
  }
  return { x, y, columns: 64 };
}
