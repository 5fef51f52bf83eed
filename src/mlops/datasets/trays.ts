// Photos of trays of baked goods, as the till's camera sees them, with the truth about what lies on them.
import { normal, uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';
import { draw, type Photo, type Thing } from './trayPhoto.ts';

/** What lies on a tray, and what a detector's class indices count in. */
export const trayKinds = ['crescent', 'ring', 'roll'] as const;
export type TrayKind = (typeof trayKinds)[number];

export interface TrayPiece {
  readonly kind: TrayKind;
  /** Left, top, width, height in pixels of the photo. */
  readonly box: readonly [number, number, number, number];
}

export interface Tray {
  readonly photo: Photo;
  /** The pieces. Stains, of which every second tray has one, are no pieces. */
  readonly pieces: readonly TrayPiece[];
}

export interface TraysOptions {
  /** A whole number from 0 on. */
  readonly seed: number;
  /** Width and height of a photo in pixels, from 16 on; by default 96. The trays are the same in any size. */
  readonly side?: number;
  /** `touch`: only two rolls lie on each tray, and they touch. */
  readonly layout?: 'apart' | 'touch';
}

/**
 * Trays of two to six pieces that lie apart. Some pieces are pale; every second tray has a stain that looks a little
 * like a roll. Length is counted in sides of the tray.
 * @throws {DatasetsError} for a count, a seed or a side that is none
 */
export function bakeryTrays(count: number, { seed, side = 96, layout = 'apart' }: TraysOptions): Tray[] {
  for (const [name, value, least] of [
    ['count', count, 0],
    ['seed', seed, 0],
    ['side', side, 16],
  ] as const) {
    if (!(Number.isSafeInteger(value) && value >= least))
      throw new DatasetsError('bad-argument', `The ${name} must be a whole number from ${least} on, not ${value}.`);
  }
  return Array.from({ length: count }, (_, i) => {
    // A stream for each tray: the first ten of a hundred are the same as ten.
    const next = uniform(seed * 7919 + 31 * i);
    const things = layout === 'touch' ? touching(next) : apart(next);
    const pieces = things.flatMap(({ kind, x, y, r }) =>
      kind === 'stain'
        ? []
        : [{ kind, box: [x - r, y - r, 2 * r, 2 * r].map((v) => v * side) as unknown as TrayPiece['box'] }],
    );
    return { photo: draw(things, side, next), pieces };
  });
}

const radius = (next: () => number) => 0.1 + 0.008 * normal(next);
/** How much of its color a piece shows: most are well baked, some are pale. */
const baked = (next: () => number) => (next() < 0.85 ? 0.75 + 0.25 * next() : 0.25 + 0.4 * next());

function piece(next: () => number, x: number, y: number): Thing {
  const kind = trayKinds[Math.floor(next() * trayKinds.length)]!;
  return { kind, x, y, r: radius(next), turn: 2 * Math.PI * next(), strength: baked(next) };
}

function apart(next: () => number): Thing[] {
  const things: Thing[] = [];
  const wanted = 2 + Math.floor(5 * next());
  const stains = next() < 0.5 ? 1 : 0;
  // A place that is taken is tried elsewhere; a full tray has fewer.
  for (let tries = 0; tries < 200 && things.length < wanted + stains; tries++) {
    const [x, y] = [0.13 + 0.74 * next(), 0.13 + 0.74 * next()];
    if (things.some((other) => Math.hypot(other.x - x, other.y - y) < 0.25)) continue;
    things.push(things.length < stains ? stain(next, x, y) : piece(next, x, y));
  }
  return things;
}

const stain = (next: () => number, x: number, y: number): Thing => ({
  kind: 'stain',
  x,
  y,
  r: 0.1 + 0.015 * normal(next),
  turn: 0,
  strength: 0.15 + 0.45 * next(),
});

function touching(next: () => number): Thing[] {
  const [x, y, turn] = [0.35 + 0.3 * next(), 0.35 + 0.3 * next(), 2 * Math.PI * next()];
  const [first, second] = [radius(next), radius(next)];
  // They were pressed together a little, as dough is in an oven.
  const far = 0.8 * (first + second);
  const roll = { kind: 'roll', turn: 0 } as const;
  return [
    { ...roll, x, y, r: first, strength: 0.75 + 0.25 * next() },
    { ...roll, x: x + far * Math.cos(turn), y: y + far * Math.sin(turn), r: second, strength: 0.75 + 0.25 * next() },
  ];
}
