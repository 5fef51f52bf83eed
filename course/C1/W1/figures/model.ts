// The made-up bakery of this deck, and the arithmetic of its pages. `node model.ts` writes model.json beside this file;
// the pages read it, and the deck's test runs these functions again and compares.
import { writeFileSync } from 'node:fs';
import { falseAlarms, normalCdf, normals, uniforms } from './chance.ts';

/**
 * Trays by what makes them hard. Shares: of the test set, of the shop, and of the shop after A. `wrong`: how many of
 * them the till bills wrong; `people`: how many a person gets wrong who sees the photo alone.
 */
export const kinds = [
  { name: 'tidy', test: 0.9, shop: 0.5, after: 0.15, wrong: 0.02, people: 0.01 },
  { name: 'pieces touch', test: 0.06, shop: 0.3, after: 0.62, wrong: 0.1, people: 0.02 },
  { name: 'paper bag', test: 0.024, shop: 0.12, after: 0.14, wrong: 0.2, people: 0.125 },
  { name: 'cut in half', test: 0.016, shop: 0.08, after: 0.09, wrong: 0.075, people: 0.05 },
] as const;

/** Share of bills right where the kinds come with these shares. */
export const rightShare = (mix: 'test' | 'shop' | 'after') =>
  1 - kinds.reduce((sum, kind) => sum + kind[mix] * kind.wrong, 0);

/** Of 1,000 trays of the shop, how many each kind gets wrong, and how many of these a person would get right. */
export const gains = () =>
  kinds.map(({ name, shop, wrong, people }) => ({
    name,
    lost: 1000 * shop * wrong,
    gain: 1000 * shop * (wrong - people),
  }));

// Twenty weeks of one shop.
export const days = 140;
export const trays = 400;
/** A: from week 6 on the shop has smaller trays, so pieces touch. */
export const smaller = 35;
/** B: from week 10 to week 15 more and more customers take the new spelt roll, which looks like a pale rye roll. */
export const spelt = { from: 63, to: 105, trays: 0.25 };
/** C: in week 18 the camera hangs askew, until somebody puts it back. */
export const askew = { from: 119, to: 125, right: 0.66 };

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
/** How likely “rye” is the right name for a roll of this darkness (0 pale, 1 dark), before B and after it. */
export const rye = {
  before: (crust: number) => logistic((crust - 0.5) / 0.03),
  after: (crust: number) => logistic((crust - 0.58) / 0.03),
};
const crusts = Array.from({ length: 2001 }, (_, i) => i / 2000);
const rolls = (crust: number) => Math.exp(-(((crust - 0.55) / 0.15) ** 2) / 2);
/** Of the rolls that were rye, the share that is spelt after B. */
export const renamed = () => {
  const total = (name: (crust: number) => number) => crusts.reduce((sum, x) => sum + rolls(x) * name(x), 0);
  return 1 - total(rye.after) / total(rye.before);
};

const uptake = (day: number) => Math.min(1, Math.max(0, (day - spelt.from) / (spelt.to - spelt.from)));

/** Share of bills that are right on a day (0 is the first), before chance. */
export function expectedRight(day: number): number {
  if (day >= askew.from && day <= askew.to) return askew.right;
  return rightShare(day < smaller ? 'shop' : 'after') * (1 - spelt.trays * renamed() * uptake(day));
}

const rounded = (value: number, decimals = 4) => Math.round(value * 10 ** decimals) / 10 ** decimals;
const drawn = (seed: number, count: number, share: (day: number) => number) => {
  const chances = uniforms(seed, days * count);
  return Array.from({ length: days }, (_, day) => {
    const expected = share(day);
    return rounded(chances.slice(day * count, (day + 1) * count).filter((u) => u < expected).length / count);
  });
};

/** The dials of one shop, a value a day. `rye`: of the trays with a rye roll, how many the cashier renames. */
export const dials = () => ({
  touching: drawn(31, trays, (day) => kinds[1][day < smaller ? 'shop' : 'after']),
  corner: normals(5, days).map((z, day) => rounded((day >= askew.from && day <= askew.to ? 60 : 8) + 1.5 * z)),
  right: drawn(2027, trays, expectedRight),
  rye: drawn(77, trays * spelt.trays, (day) => 0.03 + 0.97 * renamed() * uptake(day)),
  latency: normals(23, days).map((z) => rounded(235 + 6 * z)),
});

const calm = 21;
/** The band of a dial: three standard deviations about the mean of its first three weeks. */
export function band(daily: readonly number[]): { low: number; high: number } {
  const first = daily.slice(0, calm);
  const mean = first.reduce((sum, value) => sum + value, 0) / calm;
  const deviation = Math.sqrt(first.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (calm - 1));
  return { low: mean - 3 * deviation, high: mean + 3 * deviation };
}

/** The first day from `from` on that ends two days running outside of the band. */
export function alarmDay(daily: readonly number[], from: number): number | undefined {
  const { low, high } = band(daily);
  const outside = daily.map((value) => value < low || value > high);
  const day = outside.findIndex((out, i) => i > Math.max(from, calm) && out && outside[i - 1]);
  return day < 0 ? undefined : day;
}

/** Trays with four pieces score near N(0.85, 0.1); places where nothing is near Beta(2, 6), half a place a tray. */
const pieces = 4;
const ghosts = 0.5;
/** What the detector does at a threshold, a tray: pieces missed, boxes on nothing, share of trays with neither. */
export function atThreshold(threshold: number) {
  const miss = normalCdf((threshold - 0.85) / 0.1);
  const ghost = (1 - threshold) ** 6 * (1 + 6 * threshold);
  return { missed: pieces * miss, ghosts: ghosts * ghost, right: (1 - miss) ** pieces * Math.exp(-ghosts * ghost) };
}
/** Money lost a tray, in euros. */
export const cost = (threshold: number, missed: number, ghost: number) => {
  const at = atThreshold(threshold);
  return missed * at.missed + ghost * at.ghosts;
};
/** The thresholds that the curves show, and those among which one is chosen. */
export const shown = Array.from({ length: 81 }, (_, i) => (10 + i) / 100);
export const offered = Array.from({ length: 13 }, (_, i) => (20 + 5 * i) / 100);
const least = (loss: (threshold: number) => number) => offered.reduce((best, t) => (loss(t) < loss(best) ? t : best));
export const cheapest = (missed: number, ghost: number) => least((t) => cost(t, missed, ghost));

/** The till's threshold: most trays with every piece and nothing else. */
export const tillThreshold = least((t) => -atThreshold(t).right);
/** The chain of the till: pieces found, pieces named, prices right. `better` is another finder. */
export const chain = {
  today: [atThreshold(tillThreshold).right, 0.962, 0.99],
  better: [0.99, 0.94, 0.99],
};
export const product = (values: readonly number[]) => values.reduce((all, value) => all * value, 1);

/** Trays that each version bills before a fall shows: two shares, level 5 % on two sides, power 80 %. */
export function canarySize(fall: number): number {
  const before = rightShare('shop');
  const after = before - fall;
  return Math.ceil(((1.96 + 0.842) ** 2 * (before * (1 - before) + after * (1 - after))) / fall ** 2);
}
export const falls = [0.1, 0.05, 0.03, 0.02, 0.01];

/** Time to answer, in ms: upload (kB over a line of 4 Mbit/s), round trip, model. */
export const ways = [
  { name: 'photo as taken', kilobytes: 240, trip: 40, model: 30 },
  { name: 'a model twice as fast', kilobytes: 240, trip: 40, model: 15 },
  { name: 'photo made small', kilobytes: 60, trip: 40, model: 30 },
  { name: 'box at the till', kilobytes: 0, trip: 0, model: 210 },
].map((way) => ({ ...way, upload: (way.kilobytes * 8) / 4 }));

/** Bills that somebody checks again each week, and the share of bills that are wrong and were not corrected. */
export const audit = { bills: 50, missed: 0.01 };

export const shops = 12;
export const watched = 4 * shops;
const spans = [7, 14, 21, 28, 42, 63, 84, 126, 182, 273, 365];

/** All that the pages show, as written to model.json. */
export function model() {
  const daily = dials();
  const names = ['touching', 'corner', 'right', 'rye', 'latency'] as const;
  const starts = { A: smaller, B: spelt.from, C: askew.from };
  return {
    kinds,
    right: { test: rightShare('test'), shop: rightShare('shop'), after: rightShare('after') },
    gains: gains(),
    days,
    trays,
    starts: { ...starts, spelt, askew },
    renamed: renamed(),
    expected: { afterB: expectedRight(spelt.to) },
    daily,
    bands: Object.fromEntries(names.map((name) => [name, band(daily[name])])),
    alarms: Object.fromEntries(
      names.map((name) => {
        const events = Object.entries(starts).map(([letter, day]) => [letter, alarmDay(daily[name], day) ?? null]);
        return [name, { first: alarmDay(daily[name], 0) ?? null, ...Object.fromEntries(events) }];
      }),
    ),
    thresholds: shown.map((t) => ({
      t,
      ...atThreshold(t),
      dearGhost: cost(t, 0.7, 5),
      dearMiss: cost(t, 5, 0.7),
    })),
    till: { t: tillThreshold, cheapest: { dearGhost: cheapest(0.7, 5), dearMiss: cheapest(5, 0.7) } },
    chain: { ...chain, right: product(chain.today), worse: product(chain.better) },
    canary: falls.map((fall) => ({ fall, size: canarySize(fall) })),
    ways,
    audit,
    shops,
    watched,
    falseAlarms: {
      known: [1, 2].map((count) => falseAlarms(watched, Number.POSITIVE_INFINITY, 3, count)),
      bySpan: spans.map((span) => ({
        span,
        one: falseAlarms(watched, span, 3, 1),
        two: falseAlarms(watched, span, 3, 2),
      })),
    },
  };
}

if (import.meta.main)
  writeFileSync(new URL('model.json', import.meta.url), `${JSON.stringify(model(), undefined, 2)}\n`);
