// Waiting for a batch, neighbors in it, columns in another order, and answers that are kept.
import { mean, normal, range, rounded, shuffled, sum, uniform } from '../../../C3/W1/figures/chance.ts';

/** A call takes 8 ms and half a millisecond for each row, up to 32 rows. */
export const call = { base: 8, row: 0.5, most: 32 };
export const waits = [0, 20, 100];
export const rates = [20, 110, 1000];

const p99 = (times: readonly number[]) => {
  const sorted = Float64Array.from(times).sort();
  return Math.round(sorted[Math.floor(0.99 * sorted.length)]!);
};

/** The slowest of a hundred, in ms: a batch goes when it is full, or when its first row has waited `wait` ms. */
export function batched(rate: number, wait: number, most = call.most, seed = 11): number {
  const next = uniform(seed);
  const count = 60_000;
  let clock = 0;
  const arrived = range(count).map(() => {
    clock -= (1000 / rate) * Math.log(1 - next());
    return clock;
  });
  const times: number[] = [];
  let [free, first] = [0, 0];
  while (first < count) {
    const filled = arrived[first + most - 1] ?? Number.POSITIVE_INFINITY;
    const start = Math.max(free, arrived[first]!, Math.min(filled, arrived[first]! + wait));
    let last = first;
    while (last < count && last - first < most && arrived[last]! <= start) last++;
    free = start + call.base + call.row * (last - first);
    for (let i = first; i < last; i++) times.push(free - arrived[i]!);
    first = last;
  }
  return p99(times);
}

export const batching = () =>
  rates.map((rate) => ({
    rate,
    p99: waits.map((wait) => batched(rate, wait)),
    // Without batches a row takes 8.5 ms, so that 118 a second are all there is.
    single: rate * (call.base + call.row) < 1000 ? batched(rate, 0, 1) : null,
  }));

/** Three kinds of bread by weight: light, middle, heavy. A server standardizes by its batch, or by frozen numbers. */
export function neighbors() {
  const next = uniform(21);
  const gauss = normal(next);
  const rows = range(4800).map((i) => ({ kind: i % 3, weight: 400 + 150 * (i % 3) + 45 * gauss() }));
  const center = mean(rows.map(({ weight }) => weight));
  const spread = Math.sqrt(mean(rows.map(({ weight }) => (weight - center) ** 2)));
  const border = 75 / spread;
  const kindOf = (z: number) => (z < -border ? 0 : z < border ? 1 : 2);
  const right = (order: typeof rows, size: number) => {
    let hits = 0;
    for (let from = 0; from < order.length; from += size) {
      const batch = order.slice(from, from + size);
      const m = mean(batch.map(({ weight }) => weight));
      const s = Math.sqrt(mean(batch.map(({ weight }) => (weight - m) ** 2))) || 1;
      hits += batch.filter(({ kind, weight }) => kindOf((weight - m) / s) === kind).length;
    }
    return rounded(hits / order.length, 2);
  };
  const mixed = shuffled(rows, next);
  const sorted = [...rows].sort((a, b) => a.kind - b.kind);
  return {
    frozen: rounded(mean(rows.map(({ kind, weight }) => Number(kindOf((weight - center) / spread) === kind))), 2),
    bySize: [1, 2, 8, 32].map((size) => ({ size, right: right(mixed, size) })),
    sorted: right(sorted, 32),
  };
}

/** Four numbers of a piece, in training's order: grams, width and height in mm, brightness from 0 to 1. */
export const names = ['weight', 'width', 'height', 'brightness'] as const;
const kinds = [
  [60, 85, 55, 0.62],
  [70, 110, 30, 0.55],
  [55, 120, 40, 0.7],
];
const scatter = [6, 7, 5, 0.05];

/** The kind whose middle is nearest, in standard deviations; and how often it is right for rows sent in another way. */
export function orders() {
  const next = uniform(33);
  const gauss = normal(next);
  const rows = range(3000).map((i) => ({ kind: i % 3, x: kinds[i % 3]!.map((m, j) => m + scatter[j]! * gauss()) }));
  const nearest = (x: readonly number[]) => {
    const far = kinds.map((middle) => sum(middle.map((m, j) => ((x[j]! - m) / scatter[j]!) ** 2)));
    return far.indexOf(Math.min(...far));
  };
  const alphabetical = [...names].sort().map((name) => names.indexOf(name));
  const way = (send: (x: readonly number[]) => number[]) => {
    const answers = rows.map(({ x }) => nearest(send(x)));
    const counts = kinds.map((_, k) => answers.filter((answer) => answer === k).length);
    const most = Math.max(...counts);
    return {
      right: rounded(mean(answers.map((answer, i) => Number(answer === rows[i]!.kind))), 2),
      most: rounded(most / rows.length, 2),
      kind: counts.indexOf(most),
      counts,
    };
  };
  return {
    named: way((x) => [...x]),
    alphabetical: way((x) => alphabetical.map((j) => x[j]!)),
    swapped: way(([a, b, c, d]) => [a!, c!, b!, d!]),
    kilograms: way(([a, ...rest]) => [a! / 1000, ...rest]),
  };
}

/** Answers kept for a time: 2,000 articles, the k-th asked for in proportion to 1/k, prices changing once a day. */
export const kept = { keys: 2000, rate: 5, change: 86_400 };
export const lives = [60, 600, 3600, 21_600, 86_400];
export function caching() {
  const weights = range(kept.keys).map((k) => 1 / (k + 1));
  const total = sum(weights);
  const ladder = new Float64Array(kept.keys);
  weights.reduce((reached, weight, k) => {
    ladder[k] = reached + weight / total;
    return ladder[k]!;
  }, 0);
  return lives.map((life) => {
    const next = uniform(44);
    const changed = range(kept.keys).map(() => -kept.change * Math.log(1 - next()));
    const stored = new Float64Array(kept.keys).fill(Number.NEGATIVE_INFINITY);
    const [price, seen] = [new Float64Array(kept.keys), new Float64Array(kept.keys)];
    let [hits, old, asked] = [0, 0, 0];
    for (let now = 0; now < 2 * 86_400; now += 1 / kept.rate) {
      const draw = next();
      let [low, high] = [0, kept.keys - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ladder[middle]! < draw) low = middle + 1;
        else high = middle;
      }
      // The next change of this price, drawn when the last one is past.
      while (changed[low]! <= now) {
        price[low]! += 1;
        changed[low]! += -kept.change * Math.log(1 - next());
      }
      const counted = now >= 86_400;
      if (counted) asked++;
      if (now - stored[low]! < life) {
        if (counted) hits++;
        if (counted && seen[low]! !== price[low]!) old++;
      } else {
        stored[low] = now;
        seen[low] = price[low]!;
      }
    }
    return { life, hits: rounded(hits / asked, 2), old: rounded(old / asked, 3) };
  });
}
