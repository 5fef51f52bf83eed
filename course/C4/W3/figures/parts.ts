// What may go wrong between a notebook and a component: a seed, a split by rows, a filter before everything else.
import { mean, normal, range, rounded, shuffled, sum, uniform } from '../../../C3/W1/figures/chance.ts';

const distance = (a: readonly number[], b: readonly number[]) => sum(a.map((value, j) => (value - b[j]!) ** 2));
const root = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => value ** 2)));

/** Three kinds of bread in two numbers; the settings are the same in each run, and the seed is written nowhere. */
export function reruns() {
  const run = (seed: number) => {
    const next = uniform(seed);
    const gauss = normal(next);
    const draw = (count: number) =>
      range(count).map((i) => ({ kind: i % 3, x: [1.9 * (i % 3) + gauss(), 0.8 * ((i + 1) % 3) + gauss()] }));
    const train = draw(60);
    const middles = range(3).map((k) => {
      const own = train.filter(({ kind }) => kind === k);
      return [0, 1].map((j) => mean(own.map(({ x }) => x[j]!)));
    });
    const nearest = (x: readonly number[]) => {
      const far = middles.map((middle) => distance(middle, x));
      return far.indexOf(Math.min(...far));
    };
    return rounded(mean(draw(120).map(({ kind, x }) => Number(nearest(x) === kind))), 3);
  };
  return range(12).map((i) => run(101 + i));
}

export const shops = { count: 12, days: 64 };
/** Rolls a day in hundreds, guessed from the three days that are most alike: other days of all shops, or other shops. */
export function split() {
  const next = uniform(22);
  const gauss = normal(next);
  const rows = range(shops.count).flatMap((shop) => {
    const [size, seats] = [gauss(), gauss()];
    const level = 20 + 3 * size + 2 * seats + 1.5 * gauss();
    return range(shops.days).map(() => ({ shop, x: [size, seats, 0.05 * gauss()], y: level + 0.45 * gauss() }));
  });
  const guess = (row: (typeof rows)[number], from: typeof rows) => {
    const near = [...from].sort((a, b) => distance(a.x, row.x) - distance(b.x, row.x)).slice(0, 3);
    return row.y - mean(near.map(({ y }) => y));
  };
  const order = shuffled(rows, next);
  const cut = (order.length * 3) / 4;
  const random = root(order.slice(cut).map((row) => guess(row, order.slice(0, cut))));
  const byShop = range(shops.count).map((shop) => {
    const from = rows.filter((row) => row.shop !== shop);
    return rounded(root(rows.filter((row) => row.shop === shop).map((row) => guess(row, from))), 2);
  });
  const middle = mean(rows.map(({ y }) => y));
  return {
    random: rounded(random, 2),
    newShop: rounded(root(byShop), 2),
    byShop,
    spread: rounded(root(rows.map(({ y }) => y - middle)), 2),
  };
}

/** Bill and flipper in mm, mean and deviation, and count, as published for the Palmer penguins. */
const species = [
  { name: 'Adelie', count: 146, bill: [38.8, 2.66], flipper: [190.1, 6.54] },
  { name: 'Chinstrap', count: 68, bill: [48.8, 3.34], flipper: [195.8, 7.13] },
  { name: 'Gentoo', count: 119, bill: [47.5, 3.08], flipper: [217.2, 6.48] },
] as const;
/** The filter keeps bills above this share of their range. */
export const filter = 0.3;
export function penguins() {
  const gauss = normal(uniform(3));
  const birds = species.flatMap(({ name, count, bill, flipper }) =>
    range(count).map(() => ({ name, x: [bill[0] + bill[1] * gauss(), flipper[0] + flipper[1] * gauss()] as const })),
  );
  const bills = birds.map(({ x }) => x[0]);
  const [low, high] = [Math.min(...bills), Math.max(...bills)];
  const kept = birds.filter(({ x }) => (x[0] - low) / (high - low) > filter);
  const right = (train: typeof birds, test: typeof birds) => {
    const middles = species.map(({ name }) => {
      const own = train.filter((bird) => bird.name === name);
      return { name, x: [0, 1].map((j) => mean(own.map(({ x }) => x[j]!))) };
    });
    const scale = [5.5, 14];
    const far = (x: readonly number[], middle: readonly number[]) =>
      sum(x.map((value, j) => ((value - middle[j]!) / scale[j]!) ** 2));
    const nearest = (x: readonly number[]) =>
      middles.reduce((best, each) => (far(x, each.x) < far(x, best.x) ? each : best)).name;
    return rounded(mean(test.map(({ name, x }) => Number(nearest(x) === name))), 3);
  };
  return {
    counts: species.map(({ name, count }) => ({
      name,
      before: count,
      after: kept.filter((b) => b.name === name).length,
    })),
    removed: birds.length - kept.length,
    right: { filtered: right(kept, kept), all: right(birds, birds) },
  };
}
