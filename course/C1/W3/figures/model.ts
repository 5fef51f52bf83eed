// The numbers of this deck: what faults in labels do to a small net, and the arithmetic of agreement. `node model.ts`
// writes model.json beside this file; the pages read it, and the deck's test runs these functions again and compares.
// Pictures, net and chance are those of the week before.
import { writeFileSync } from 'node:fs';
import { idealPosteriors } from '../../W2/figures/baselines.ts';
import { normal, shuffled, uniform } from '../../W2/figures/chance.ts';
import { train } from '../../W2/figures/net.ts';
import { pictures, side } from '../../W2/figures/pictures.ts';

export const classes = ['roll', 'ring', 'mini roll'] as const;
/** How often each class comes in 1,000 pieces. */
export const mix = [600, 300, 100] as const;
export const sizes = [100, 200, 300, 600, 1000] as const;
export const faults = ['clean', 'random', 'systematic'] as const;
export type Fault = (typeof faults)[number];
/** Share of labels drawn by lot, and share of mini rolls that are called roll. */
export const drawn = 0.3;
export const half = 0.5;
const noise = 0.25;

const rounded = (value: number, decimals = 4) => Math.round(value * 10 ** decimals) / 10 ** decimals;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The label that a piece gets. `u` and `w` are chance: whether there is a fault, and which. */
export function labelOf(kind: number, fault: Fault, u: number, w: number): number {
  if (fault === 'random' && u < drawn) return Math.floor(3 * w);
  if (fault === 'systematic' && kind === 2 && u < half) return 0;
  return kind;
}

/** A small net, stopped early: fewer pictures get more rounds. */
const fit = (x: readonly Float64Array[], y: readonly number[], seed: number) =>
  train(x, y, { hidden: 16, epochs: Math.round(12 * Math.sqrt(1000 / x.length)), rate: 0.002, seed });

const testOf = (seed: number) => pictures([900, 450, 150], 900 + seed, noise);
const poolOf = (seed: number) => pictures(mix, 30 + seed, noise);

/** Share right, and recall of each class, on rows whose labels are true. */
function judge(predict: (x: Float64Array) => number, seed: number) {
  const test = testOf(seed);
  const right = test.x.map((x, i) => Number(predict(x) === test.y[i]));
  const recall = classes.map((_, k) => rounded(mean(right.filter((__, i) => test.y[i] === k))));
  return { accuracy: rounded(mean(right)), recall };
}

/** One training: `size` labels of a kind of fault. `wrong` is the share of labels that are not true. */
export function run(fault: Fault, size: number, seed: number) {
  const pool = poolOf(seed);
  const rows = shuffled(pool.x.length, uniform(seed)).slice(0, size);
  const next = uniform(7 * seed + 1);
  const y = rows.map((row) => labelOf(pool.y[row]!, fault, next(), next()));
  const wrong = rounded(mean(rows.map((row, i) => Number(pool.y[row] !== y[i]))));
  const x = rows.map((row) => pool.x[row]!);
  return { fault, size, seed, wrong, ...judge(fit(x, y, seed).predict, seed) };
}
export type Run = ReturnType<typeof run>;
export const allRuns = () =>
  faults.flatMap((fault) => sizes.flatMap((size) => [1, 2, 3, 4, 5].map((seed) => run(fault, size, seed))));

/** Mean over the seeds of the runs of one point of a curve. */
export function point(runs: readonly Run[], fault: Fault, size: number) {
  const some = runs.filter((one) => one.fault === fault && one.size === size);
  return {
    size,
    accuracy: mean(some.map(({ accuracy }) => accuracy)),
    recall: classes.map((_, k) => mean(some.map(({ recall }) => recall[k]!))),
    wrong: mean(some.map(({ wrong }) => wrong)),
  };
}

/** Cohen's kappa from a table of counts: rows are one labeler's names, columns the other's. */
export function kappa(table: readonly (readonly number[])[]): { agreement: number; kappa: number } {
  const total = table.flat().reduce((sum, count) => sum + count, 0);
  const agreement = table.reduce((sum, row, k) => sum + row[k]!, 0) / total;
  const chance = table.reduce((sum, row, k) => {
    const across = row.reduce((all, count) => all + count, 0);
    const down = table.reduce((all, other) => all + other[k]!, 0);
    return sum + (across * down) / total ** 2;
  }, 0);
  return { agreement, kappa: (agreement - chance) / (1 - chance) };
}
/** Kappa of two labelers who agree on a share and both give the first name to another share. */
export const kappaAt = (agreement: number, share: number) => {
  const off = (1 - agreement) / 2;
  return kappa([
    [share - off, off],
    [off, 1 - share - off],
  ]).kappa;
};

/** Two labelers of 400 pieces: “mini” is below a diameter in cm, which each judges with an error of 0.3 cm. */
export function labelers(first: number, second: number) {
  const next = uniform(21);
  const diameters = Array.from({ length: 400 }, () => 8 + 1.4 * normal(next));
  const names = diameters.map((d) => [first, second].map((limit) => Number(d + 0.3 * normal(next) < limit)));
  const table = [1, 0].map((a) => [1, 0].map((b) => names.filter(([x, y]) => x === a && y === b).length));
  const bands = Array.from({ length: 8 }, (_, i) => {
    const inside = names.filter((_n, j) => diameters[j]! >= 5 + 0.75 * i && diameters[j]! < 5.75 + 0.75 * i);
    return { from: 5 + 0.75 * i, pieces: inside.length, disputes: inside.filter(([x, y]) => x !== y).length };
  });
  return { table, bands, ...kappa(table) };
}

/** Coverage and share right of an ideal observer who may say “cannot tell”, on pictures of a poor camera. */
export function abstaining() {
  const data = pictures([150, 150, 150], 51, 0.8);
  const shares = idealPosteriors(data.x, 0.8);
  return [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95].map((limit) => {
    const named = shares.map((share, i) => ({
      top: Math.max(...share),
      right: share.indexOf(Math.max(...share)) === data.y[i],
    }));
    const kept = named.filter(({ top }) => top >= limit);
    return { limit, coverage: kept.length / named.length, right: mean(kept.map(({ right }) => Number(right))) };
  });
}

/** Names by rules that may abstain (-1): by the sum of a picture, and by whether its middle is paler than around. */
const rules: Record<string, (x: Float64Array) => number> = {
  'one rule: all rolls': () => 0,
  'two rules, by size': (x) => {
    const sum = x.reduce((all, value) => all + value, 0);
    return sum > 36 ? 0 : sum < 22 ? 2 : -1;
  },
  'three rules, and a hole': (x) => {
    const sum = x.reduce((all, value) => all + value, 0);
    const at = (r: number, c: number) => x[r * side + c]!;
    const middle = mean([at(4, 4), at(4, 5), at(5, 4), at(5, 5)]);
    const around = mean([at(3, 3), at(3, 6), at(6, 3), at(6, 6), at(2, 4), at(7, 5), at(4, 2), at(5, 7)]);
    if (middle < around - 0.1) return 1;
    return sum > 36 ? 0 : sum < 24 && middle > 0.7 ? 2 : -1;
  },
};

/** Nets trained on labels by lot, by rules, and by hand. */
export function bracket() {
  const seed = 1;
  const pool = poolOf(seed);
  const next = uniform(4);
  const judged = (name: string, y: readonly number[]) => {
    const kept = y.flatMap((kind, i) => (kind < 0 ? [] : [i]));
    const net = fit(
      kept.map((i) => pool.x[i]!),
      kept.map((i) => y[i]!),
      seed,
    );
    const precision = mean(kept.map((i) => Number(pool.y[i] === y[i])));
    return { name, coverage: kept.length / y.length, precision, accuracy: judge(net.predict, seed).accuracy };
  };
  return [
    judged(
      'labels by lot',
      pool.y.map(() => Math.floor(3 * next())),
    ),
    ...Object.entries(rules).map(([name, rule]) => judged(name, pool.x.map(rule))),
    judged('labels by hand', pool.y),
  ];
}

/** Two habits of labelers, one with a share of them: how often two agree, and how often a model of the first habit agrees. */
export const habits = (share: number) => ({
  share,
  people: share ** 2 + (1 - share) ** 2,
  model: Math.max(share, 1 - share),
});

/** Chance that a test set of `size` drawn from `all` pieces holds fewer than two of `rare`. */
export function fewRare(all: number, rare: number, size: number): number {
  const choose = (n: number, k: number) =>
    Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
  const exactly = (k: number) => (choose(rare, k) * choose(all - rare, size - k)) / choose(all, size);
  return exactly(0) + exactly(1);
}

/** Where labels could come from: pieces a day, cents a piece, days until the first, share of labels that are right. */
export const sources = [
  { name: 'cashiers’ corrections', perDay: 60, cents: 0, start: 0, right: 0.9 },
  { name: 'two bakers, by the guide', perDay: 150, cents: 30, start: 1, right: 0.98 },
  { name: 'a labeling firm', perDay: 1500, cents: 12, start: 10, right: 0.93 },
];
export const perDay = 100;

/** All that the pages show, as written to model.json. */
export function model(runs: readonly Run[]) {
  const gallery = pictures([4, 4, 4], 6, 0.45);
  return {
    mix,
    drawn,
    half,
    runs,
    curves: Object.fromEntries(faults.map((fault) => [fault, sizes.map((size) => point(runs, fault, size))])),
    kappas: {
      agreement: 0.9,
      shares: [0.5, 0.9, 0.95].map((share) => ({ share, kappa: kappaAt(0.9, share) })),
      curve: Array.from({ length: 46 }, (_, i) => 0.5 + i / 100).map((share) => ({
        share,
        kappa: kappaAt(0.9, share),
      })),
    },
    labelers: { before: labelers(7, 8.5), after: labelers(7.5, 7.5), limits: [7, 8.5, 7.5] },
    abstaining: abstaining(),
    bracket: bracket(),
    habits: { two: habits(0.7), rule: habits(0.95) },
    split: { all: 60, rare: 6, size: 12, few: fewRare(60, 6, 12) },
    sources,
    perDay,
    gallery: gallery.x.map((x, i) => ({ kind: gallery.y[i], x: [...x].map((value) => rounded(value, 2)) })),
  };
}

if (import.meta.main) {
  writeFileSync(new URL('model.json', import.meta.url), `${JSON.stringify(model(allRuns()), undefined, 2)}\n`);
}
