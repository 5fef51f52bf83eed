/** Which coalitions Kernel SHAP asks about, and how much each counts: as `shap.KernelExplainer` chooses them. */
import { shuffled } from '../../datasets/chance.ts';
import type { Mask } from './coalitions.ts';

export interface WeightedMask {
  readonly mask: Mask;
  readonly weight: number;
}

/** All coalitions of one size, and of those that leave so many out. */
interface Size {
  readonly size: number;
  /** Those that leave out as many as these hold are other ones, and come along. */
  readonly paired: boolean;
  /** Share of the Shapley kernel's whole weight. */
  readonly weight: number;
  readonly coalitions: number;
}

/**
 * Sizes are taken whole, from the smallest and largest on, as long as the budget has a draw for each of their coalitions;
 * of the sizes between, coalitions are drawn by weight, each with its complement.
 * @param width columns, 2 or more
 */
export function weightedCoalitions(width: number, budget: number, next: () => number): WeightedMask[] {
  const sizes = sizesOf(width);
  const whole = wholeSizes(sizes, budget);
  const taken = whole.flatMap(({ size, paired, weight, coalitions }) =>
    combinations(width, size).flatMap((mask) => {
      const each = weight / coalitions;
      return paired ? [mask, complement(mask)].map((one) => ({ mask: one, weight: each })) : [{ mask, weight: each }];
    }),
  );
  const rest = sizes.slice(whole.length);
  const left = budget - taken.length;
  return rest.length === 0 || left <= 0 ? taken : [...taken, ...drawn(width, rest, left, next)];
}

/** From 1 up to half of the columns, with weights (M - 1) / (s (M - s)), of which those of both sizes add up. */
function sizesOf(width: number): Size[] {
  const half = Math.floor(width / 2);
  const raw = Array.from({ length: half }, (_, i) => {
    const size = i + 1;
    const paired = size !== width - size;
    return { size, paired, weight: ((paired ? 2 : 1) * (width - 1)) / (size * (width - size)) };
  });
  const sum = raw.reduce((total, { weight }) => total + weight, 0);
  return raw.map(({ size, paired, weight }) => {
    return { size, paired, weight: weight / sum, coalitions: (paired ? 2 : 1) * binomial(width, size) };
  });
}

function wholeSizes(sizes: readonly Size[], budget: number): readonly Size[] {
  let [left, remaining] = [budget, 1];
  const count = sizes.findIndex(({ weight, coalitions }) => {
    if ((left * weight) / remaining / coalitions < 1 - 1e-8) return true;
    left -= coalitions;
    remaining -= weight;
    return false;
  });
  return count < 0 ? sizes : sizes.slice(0, count);
}

function drawn(width: number, sizes: readonly Size[], count: number, next: () => number): WeightedMask[] {
  // By one of both sizes: its complement comes along anyway.
  const chances = sizes.map(({ weight, paired }) => (paired ? weight / 2 : weight));
  const sum = chances.reduce((total, chance) => total + chance, 0);
  const found = new Map<string, { mask: Mask; times: number }>();
  const add = (mask: Mask) => {
    const key = mask.join('');
    const known = found.get(key);
    if (known) known.times++;
    else found.set(key, { mask, times: 1 });
  };
  for (let draw = 0; draw < 4 * count && found.size < count; draw++) {
    const { size, paired } = sizes[pick(chances, next() * sum)]!;
    const mask = new Uint8Array(width);
    for (const column of shuffled(width, next).slice(0, size)) mask[column] = 1;
    add(mask);
    if (paired && found.size < count) add(complement(mask));
  }
  const all = [...found.values()];
  const times = all.reduce((total, each) => total + each.times, 0);
  const weight = sizes.reduce((total, size) => total + size.weight, 0);
  return all.map((each) => ({ mask: each.mask, weight: (each.times / times) * weight }));
}

function pick(chances: readonly number[], at: number): number {
  let sum = 0;
  const place = chances.findIndex((chance) => {
    sum += chance;
    return at < sum;
  });
  return place < 0 ? chances.length - 1 : place;
}

const complement = (mask: Mask): Mask => mask.map((is) => 1 - is);

function binomial(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return Math.round(ways);
}

/** All coalitions of a size. */
function combinations(width: number, size: number): Mask[] {
  const places = Array.from({ length: size }, (_, i) => i);
  const masks: Mask[] = [];
  for (;;) {
    const mask = new Uint8Array(width);
    for (const place of places) mask[place] = 1;
    masks.push(mask);
    let last = size - 1;
    while (last >= 0 && places[last] === width - size + last) last--;
    if (last < 0) return masks;
    places[last]!++;
    for (let i = last + 1; i < size; i++) places[i] = places[i - 1]! + 1;
  }
}
