/** Can an explanation be fooled? Local lines, baselines, an untrained net, and a column that anybody may change. */
import { mean, normal, random, rounded } from '../../../../C2/W1/figures/model/chance.ts';
import { accuracy, digits, logits, type Rows, start, train } from '../../../W3/figures/model/net.ts';
import { dot, fit, logistic } from '../../../W4/figures/model/fit.ts';

const short = (value: number, decimals = 3) => rounded(value, decimals);

/** A score over age that rises, then falls: the model that is explained by a line near one person. */
const arch = (age: number) => 30 - 0.05 * (age - 40) ** 2;

/** LIME in one column: a line fitted to the model near a person, near ones counting more (Ribeiro et al. 2016). */
export function lime() {
  const person = 36;
  const ages = Array.from({ length: 46 }, (_, k) => 20 + k);
  const slope = (width: number) => {
    const near = ages.map((age) => Math.exp(-((age - person) ** 2) / (2 * width ** 2)));
    const total = near.reduce((sum, weight) => sum + weight, 0);
    const of = (value: (age: number) => number) => ages.reduce((sum, age, k) => sum + near[k]! * value(age), 0) / total;
    const [x, y] = [of((age) => age), of(arch)];
    return of((age) => (age - x) * (arch(age) - y)) / of((age) => (age - x) ** 2);
  };
  return {
    person,
    score: short(arch(person), 1),
    curve: ages.map((age) => ({ age, score: short(arch(age), 2) })),
    widths: [3, 30].map((width) => ({ width, slope: short(slope(width), 2) })),
  };
}

const [inputs, kinds] = [64, 10];

/** The slope of one output by each of the 64 pixels. */
export function slopes(weights: Float64Array, picture: Float64Array, kind: number): number[] {
  const units = (weights.length - kinds) / (inputs + 1 + kinds);
  const from = inputs * units + units;
  const open = Array.from({ length: units }, (_, u) => {
    let sum = weights[inputs * units + u]!;
    for (let k = 0; k < inputs; k++) sum += picture[k]! * weights[k * units + u]!;
    return sum > 0 ? weights[from + u * kinds + kind]! : 0;
  });
  return Array.from({ length: inputs }, (_, k) =>
    open.reduce((sum, back, u) => sum + back * weights[k * units + u]!, 0),
  );
}

const picture = (rows: Rows, i: number) => rows.x.slice(i * inputs, (i + 1) * inputs);

/** Integrated gradients from a baseline, by the middles of so many steps (Sundararajan et al. 2017). */
export function integrated(weights: Float64Array, x: Float64Array, baseline: number, kind: number, steps = 200) {
  const sums = Array.from({ length: inputs }, () => 0);
  for (let step = 0; step < steps; step++) {
    const at = x.map((value) => baseline + ((step + 0.5) / steps) * (value - baseline));
    slopes(weights, at, kind).forEach((slope, k) => {
      sums[k]! += slope / steps;
    });
  }
  return sums.map((sum, k) => sum * (x[k]! - baseline));
}

/** Rank correlation of two lists (Spearman). */
function ranks(one: readonly number[], other: readonly number[]): number {
  const rank = (list: readonly number[]) => {
    const order = list.map((_, k) => k).sort((a, b) => list[a]! - list[b]!);
    const at = list.map(() => 0);
    order.forEach((k, place) => {
      at[k] = place;
    });
    return at;
  };
  const [a, b] = [rank(one), rank(other)];
  const center = (one.length - 1) / 2;
  const product = (p: readonly number[], q: readonly number[]) =>
    p.reduce((sum, value, k) => sum + (value - center) * (q[k]! - center), 0);
  return product(a, b) / product(a, a);
}

/** A trained net and an untrained one: do their maps of a picture look alike? And two baselines of one picture. */
export function maps() {
  const learn = digits(1200, 81, 0.08);
  const test = digits(400, 82, 0.08);
  const trained = train(learn, 32, 15, 0.15, 83);
  const untrained = start(32, 84);
  const alike = (map: (weights: Float64Array, i: number) => number[]) =>
    short(
      mean(
        Array.from({ length: 100 }, (_, i) => ranks(map(trained, i).map(Math.abs), map(untrained, i).map(Math.abs))),
      ),
      2,
    );
  const slope = (weights: Float64Array, i: number) => slopes(weights, picture(test, i), test.y[i]!);
  const times = (weights: Float64Array, i: number) =>
    slope(weights, i).map((value, k) => value * test.x[i * inputs + k]!);
  const seven = Array.from(test.y).findIndex(
    (kind, i) => kind === 7 && logits(trained, test, i).indexOf(Math.max(...logits(trained, test, i))) === 7,
  );
  const x = picture(test, seven);
  const clean = x.map((value) => (value > 0.35 ? value : 0));
  const [blank, full] = [0, 1].map((baseline) => integrated(trained, clean, baseline, 7));
  const output = (values: Float64Array) =>
    logits(trained, { x: values, y: Float64Array.of(7), columns: inputs }, 0)[7]!;
  const empty = Array.from(clean, (value, k) => (value === 0 ? k : -1)).filter((k) => k >= 0);
  const credit = (map: readonly number[], which: readonly number[]) =>
    which.reduce((sum, k) => sum + Math.abs(map[k]!), 0) / map.reduce((sum, value) => sum + Math.abs(value), 0);
  return {
    right: accuracy(trained, test),
    untrained: accuracy(untrained, test),
    alike: { slope: alike(slope), times: alike(times) },
    pictures: {
      seven: Array.from(clean, (value) => short(value, 2)),
      trained: times(trained, seven).map((value) => short(value, 2)),
      untrained: times(untrained, seven).map((value) => short(value, 2)),
      blank: blank!.map((value) => short(value, 2)),
      full: full!.map((value) => short(value, 2)),
    },
    // All parts add up to the difference from the baseline's output.
    gaps: [blank!, full!].map((map, baseline) =>
      short(
        map.reduce((sum, value) => sum + value, 0) - (output(clean) - output(new Float64Array(inputs).fill(baseline))),
        4,
      ),
    ),
    empty: { blank: short(credit(blank!, empty), 2), full: short(credit(full!, empty), 2) },
  };
}

/** Careful people have a savings plan and pay back; the plan itself does nothing. Then everybody opens one. */
export function plan() {
  const draw = random(91);
  const make = (count: number) =>
    Array.from({ length: count }, () => {
      const [careful, income] = [normal(draw), normal(draw)];
      const opened = draw() < logistic(2.5 * careful);
      return { income, opened, pays: draw() < logistic(0.4 + 1.6 * careful + 0.8 * income) };
    });
  const [learn, next] = [make(8000), make(8000)];
  const weights = fit(
    learn.map(({ income, opened }) => [1, income, opened ? 1 : 0]),
    learn.map(({ pays }) => pays),
  );
  const approved = (opened?: boolean) =>
    next.filter((one) => dot(weights, [1, one.income, (opened ?? one.opened) ? 1 : 0]) >= 0);
  const tell = (list: typeof next) => ({
    approved: short(list.length / next.length, 3),
    paid: short(mean(list.map(({ pays }) => (pays ? 1 : 0))), 3),
  });
  return { points: short(10 * weights[2]!, 1), before: tell(approved()), after: tell(approved(true)) };
}

/** Shares that paid, by late bills: as counted, and as a model that may only fall sees them (pooled neighbors). */
export function monotone() {
  const draw = random(97);
  const rows = [400, 220, 130, 45, 24, 14, 8];
  const bins = rows.map((count, late) => {
    const truth = logistic(1.6 - 0.45 * late);
    let paid = 0;
    for (let i = 0; i < count; i++) if (draw() < truth) paid++;
    return { late, rows: count, truth: short(truth), share: paid / count };
  });
  // Pool adjacent violators: neighbors that rise are joined.
  const pools: { rows: number; sum: number; bins: number }[] = [];
  for (const { rows: count, share } of bins) {
    pools.push({ rows: count, sum: share * count, bins: 1 });
    while (pools.length > 1) {
      const [before, last] = pools.slice(-2);
      if (before!.sum / before!.rows >= last!.sum / last!.rows) break;
      pools.splice(-2, 2, {
        rows: before!.rows + last!.rows,
        sum: before!.sum + last!.sum,
        bins: before!.bins + last!.bins,
      });
    }
  }
  const pooled = pools.flatMap((pool) => new Array<number>(pool.bins).fill(pool.sum / pool.rows));
  return bins.map((bin, k) => ({ ...bin, share: short(bin.share), pooled: short(pooled[k]!) }));
}
