/** Forty words in few buckets. */
import { random, rounded } from '../../../W1/figures/model/chance.ts';

export const soils = 40;

/** FNV-1a of 32 bits (Fowler, Noll and Vo), as an unsigned number. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** The soils of each bucket, by number. */
export const drawers = (buckets: number): number[][] =>
  Array.from({ length: buckets }, (_, bucket) =>
    Array.from({ length: soils }, (__, index) => index + 1).filter(
      (soil) => fnv1a(`soil ${soil}`) % buckets === bucket,
    ),
  );

/** The expected share of soils that have a bucket with another one. */
export const sharing = (buckets: number): number => 1 - (1 - 1 / buckets) ** (soils - 1);

/** The least number of buckets at which at most this share is expected to share. */
export function bucketsFor(share: number): number {
  let buckets = 1;
  while (sharing(buckets) > share) buckets++;
  return buckets;
}

/** In how many of so many random hashes no soil at all has one of ten buckets for itself. */
function noneAlone(times: number): number {
  const draw = random(5);
  let none = 0;
  for (let time = 0; time < times; time++) {
    const counts = new Array<number>(10).fill(0);
    for (let soil = 0; soil < soils; soil++) counts[Math.floor(draw() * 10)]!++;
    if (!counts.includes(1)) none++;
  }
  return none / times;
}

export function drawerFigures() {
  const ten = drawers(10);
  return {
    soils,
    ten,
    alone: ten.filter(({ length }) => length === 1).length,
    expectedAlone: rounded(soils * (1 - sharing(10)), 2),
    noneAlone: rounded(noneAlone(20_000), 2),
    curve: [10, 20, 40, 80, 100, 200, 400, 800, 1600].map((buckets) => ({
      buckets,
      share: rounded(sharing(buckets), 3),
    })),
    tenPercent: bucketsFor(0.1),
  };
}
