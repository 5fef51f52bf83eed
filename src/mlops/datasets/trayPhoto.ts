// How a tray looks from above: soft-edged shapes on a board, a lamp at one side, and the camera's noise.
import { normal } from './chance.ts';

/** RGB, row by row from the top, three values of 0 to 255 a pixel. */
export interface Photo {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface Thing {
  readonly kind: 'crescent' | 'ring' | 'roll' | 'stain';
  /** Middle and radius, in sides of the tray. */
  readonly x: number;
  readonly y: number;
  readonly r: number;
  /** Where a crescent opens, in radians. */
  readonly turn: number;
  /** From 0, which is the board, to 1. */
  readonly strength: number;
}

type Color = readonly [number, number, number];
const board: Color = [226, 219, 204];
const colors: Readonly<Record<Thing['kind'], Color>> = {
  crescent: [178, 112, 52],
  ring: [205, 148, 88],
  roll: [192, 128, 62],
  stain: [150, 118, 84],
};

/** By how much a point lies within a shape, in sides of the tray; below 0 it lies outside. */
function depth({ kind, x, y, r, turn }: Thing, px: number, py: number): number {
  const far = Math.hypot(px - x, py - y);
  if (kind === 'ring') return Math.min(r - far, far - 0.4 * r);
  if (kind !== 'crescent') return r - far;
  const bite = Math.hypot(px - x - 0.65 * r * Math.cos(turn), py - y - 0.65 * r * Math.sin(turn));
  return Math.min(r - far, bite - 0.75 * r);
}

/** @param side of the photo, in pixels */
export function draw(things: readonly Thing[], side: number, next: () => number): Photo {
  const light = Float32Array.from({ length: side * side * 3 }, (_, i) => board[i % 3]!);
  for (const thing of things) paint(light, thing, side);
  const [lampX, lampY] = [0.12 * (next() - 0.5), 0.12 * (next() - 0.5)];
  const data = new Uint8Array(light.length);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const lamp = 1 + lampX * (column / side - 0.5) + lampY * (row / side - 0.5);
      const grain = 7 * normal(next);
      for (let c = 0; c < 3; c++) {
        const at = 3 * (row * side + column) + c;
        data[at] = Math.min(255, Math.max(0, Math.round(light[at]! * lamp + grain)));
      }
    }
  }
  return { width: side, height: side, data };
}

function paint(light: Float32Array, thing: Thing, side: number): void {
  const { kind, x, y, r, strength } = thing;
  const color = colors[kind];
  // The edge of a piece is a pixel wide; a stain fades out.
  const edge = kind === 'stain' ? 0.45 * r : 1 / side;
  const [from, to] = [
    (v: number) => Math.max(0, Math.floor((v - r) * side) - 1),
    (v: number) => Math.min(side - 1, Math.ceil((v + r) * side) + 1),
  ];
  for (let row = from(y); row <= to(y); row++) {
    for (let column = from(x); column <= to(x); column++) {
      const inside = depth(thing, (column + 0.5) / side, (row + 0.5) / side);
      const cover = strength * Math.min(1, Math.max(0, inside / edge + (kind === 'stain' ? 0 : 0.5)));
      if (cover === 0) continue;
      // Crust: darker towards the rim.
      const shade = kind === 'stain' ? 1 : 1.06 - 0.22 * (1 - Math.min(1, inside / (0.5 * r)));
      for (let c = 0; c < 3; c++) {
        const at = 3 * (row * side + column) + c;
        light[at] = light[at]! * (1 - cover) + color[c]! * shade * cover;
      }
    }
  }
}
