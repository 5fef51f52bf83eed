/** Important for the model or for the world: copies, an id, few columns, impossible rows. */
import { mean, normal, random, rounded } from '../../../../C2/W1/figures/model/chance.ts';
import { logistic } from '../../../W4/figures/model/fit.ts';
import { people, sampled, shapley } from './bank.ts';
import { accuracy, forest, permutation, type Row } from './forest.ts';

const short = (value: number, decimals = 3) => rounded(value, decimals);

/** Twelve columns: four that say nearly the same, two others that matter, and six of noise. */
export const names = ['salary', 'balance', 'rent', 'spending', 'debt', 'late bills', ...'abcdef'] as const;
const means = [0, 1, 2, 3];

function households(count: number, seed: number): { rows: Row[]; y: number[] } {
  const draw = random(seed);
  const rows: Row[] = [];
  const y: number[] = [];
  for (let i = 0; i < count; i++) {
    const wealth = normal(draw);
    const [debt, late] = [normal(draw), normal(draw)];
    rows.push([
      ...means.map(() => wealth + 0.15 * normal(draw)),
      debt,
      late,
      ...Array.from({ length: 6 }, () => normal(draw)),
    ]);
    y.push(draw() < logistic(5 * wealth - 1.2 * debt - 0.8 * late) ? 1 : 0);
  }
  return { rows, y };
}

/** Each column shuffled by itself, and four of them together. */
export function groups() {
  const [learn, test] = [households(500, 21), households(600, 22)];
  const { predict } = forest(learn.rows, learn.y, { trees: 40, depth: 7, tried: 4, leaf: 3 }, 23);
  const of = (columns: readonly number[]) => permutation(predict, test.rows, test.y, columns, 12, 24);
  return {
    names,
    right: short(accuracy(predict, test.rows, test.y)),
    single: names.map((_, column) => short(of([column]).mean)),
    together: short(of(means).mean),
    spread: of([0]).each.map((value) => short(value)),
  };
}

/** A number that tells rows apart and nothing else, beside one honest column. */
export function id() {
  const draw = random(31);
  const make = (count: number) => {
    const rows: Row[] = [];
    const y: number[] = [];
    for (let i = 0; i < count; i++) {
      const yes = draw() < 0.5 ? 1 : 0;
      rows.push([draw() * 1e6, yes]);
      y.push(draw() < 0.7 ? yes : 1 - yes);
    }
    return { rows, y };
  };
  const [learn, test] = [make(400), make(400)];
  const { predict, impurity } = forest(learn.rows, learn.y, { trees: 30, depth: 20, tried: 2, leaf: 1 }, 32);
  const of = (set: typeof learn, column: number) => short(permutation(predict, set.rows, set.y, [column], 10, 33).mean);
  return {
    impurity: impurity.map((share) => short(share, 2)),
    train: [of(learn, 0), of(learn, 1)],
    test: [of(test, 0), of(test, 1)],
    right: { train: short(accuracy(predict, learn.rows, learn.y)), test: short(accuracy(predict, test.rows, test.y)) },
  };
}

/** Labels of a coin: does importance on training rows flatter? The largest of twenty columns. */
export function coins() {
  const draw = random(41);
  const rows: Row[] = Array.from({ length: 200 }, () => Array.from({ length: 20 }, () => draw()));
  const y = rows.map(() => (draw() < 0.5 ? 1 : 0));
  return [1, 10, 100].map((trees) => {
    const { predict } = forest(rows, y, { trees, depth: 20, tried: trees === 1 ? 20 : 4, leaf: 1 }, 42);
    return {
      trees,
      right: short(accuracy(predict, rows, y)),
      largest: short(Math.max(...rows[0]!.map((_, column) => permutation(predict, rows, y, [column], 5, 43).mean))),
    };
  });
}

/** Refitted on the best columns: right answers of 60 test rows, and how far chance moves them. */
export function refit() {
  const [learn, test] = [households(300, 51), households(60, 52)];
  const few = (columns: readonly number[], set: typeof learn) => set.rows.map((row) => columns.map((c) => row[c]!));
  const rightWith = (columns: readonly number[]) => {
    const { predict } = forest(
      few(columns, learn),
      learn.y,
      { trees: 40, depth: 6, tried: Math.min(3, columns.length), leaf: 3 },
      53,
    );
    return few(columns, test).map((row, i) => predict(row) > 0.5 === (test.y[i] === 1));
  };
  const [all, three] = [rightWith(names.map((_, c) => c)), rightWith([0, 4, 5])];
  const count = (list: readonly boolean[]) => list.filter(Boolean).length;
  const only = (one: readonly boolean[], other: readonly boolean[]) =>
    one.filter((right, i) => right && !other[i]).length;
  const [allOnly, threeOnly] = [only(all, three), only(three, all)];
  return {
    rows: test.y.length,
    columns: names.length,
    all: count(all),
    three: count(three),
    allOnly,
    threeOnly,
    // Paired: the standard error of the difference, in rows.
    error: short(Math.sqrt(allOnly + threeOnly), 1),
  };
}

/** What a partial dependence plot asks of the model: all customers at one age, most of whom cannot be. */
export function impossible() {
  const crowd = people(400, 11);
  // At work since before the age of fifteen.
  const cannot = (age: number, experience: number) => experience > age - 15;
  return [25, 35, 45, 55, 65].map((age) => ({
    age,
    share: short(mean(crowd.map((row) => (cannot(age, row[1]!) ? 1 : 0)))),
  }));
}

/** Copies of the best column: its share of the credit, its rank, and what all of the copies hold together. */
export function copies() {
  const draw = random(61);
  const rows: Row[] = Array.from({ length: 500 }, () => Array.from({ length: 4 }, () => normal(draw)));
  const y = rows.map(([a, b, c]) => (draw() < logistic(2 * a! + 1.6 * b! + 0.8 * c!) ? 1 : 0));
  const copied = rows.map((row) => [...row, row[0]! + 0.01 * normal(draw), row[0]! + 0.01 * normal(draw)]);
  const share = (set: readonly Row[]) => {
    const { predict } = forest(set, y, { trees: 25, depth: 5, tried: 2, leaf: 5 }, 62);
    const background = set.slice(0, 25);
    const parts = set.slice(100, 120).map((row) => shapley(predict, row, background).map(Math.abs));
    const sums = set[0]!.map((_, c) => mean(parts.map((part) => part[c]!)));
    const total = sums.reduce((sum, each) => sum + each, 0);
    return { shares: sums.map((each) => short(each / total)), right: short(accuracy(predict, set, y)) };
  };
  const [before, after] = [share(rows), share(copied)];
  const rank = 1 + after.shares.slice(1, 4).filter((each) => each > after.shares[0]!).length;
  return { before, after, rank, together: short(after.shares[0]! + after.shares[4]! + after.shares[5]!) };
}

/** How near drawn orders come to the exact values, and what exactness would cost. */
export function cost() {
  const set = people(300, 71);
  const y = set.map((row) => (row[2]! > 3 && row[3]! < 7 ? 1 : 0));
  const { predict } = forest(set, y, { trees: 15, depth: 4, tried: 3, leaf: 5 }, 72);
  const background = set.slice(0, 40);
  const row = set[100]!;
  const exact = shapley(predict, row, background);
  const errors = [10, 100, 1000].map((orders) => ({
    orders,
    error: short(
      mean(
        [1, 2, 3, 4, 5].map((seed) =>
          Math.max(...sampled(predict, row, background, orders, seed).map((part, c) => Math.abs(part - exact[c]!))),
        ),
      ),
    ),
  }));
  return { errors, five: 2 ** 5, thirty: 2 ** 30, span: short(predict(row) - mean(background.map(predict))) };
}
