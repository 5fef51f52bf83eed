/** The bank's score, linear in five columns, and the person who was refused. */
import { deviation, mean, normal, random, rounded } from '../../../../C2/W1/figures/model/chance.ts';
import { dot, fit, logistic } from '../../../W4/figures/model/fit.ts';
import type { Model, Row } from './forest.ts';

/** Years, years, thousands a month, thousands, bills paid late in a year. */
export const columns = ['age', 'experience', 'income', 'debt', 'late bills'] as const;

/** A score is so many times the log odds of paying back; the bank approves from 0 on. */
export const scale = 10;

const truth = ([age, experience, income, debt, late]: Row) =>
  1 + 0.03 * (age! - 40) + 0.08 * (experience! - 18) + 0.7 * (income! - 3) - 0.22 * (debt! - 6) - 0.5 * (late! - 1);

/** Grown-up customers, or apprentices: young, with little experience, little income and little debt. */
function person(draw: () => number, apprentice: boolean): Row {
  const age = apprentice ? 17 + 4 * draw() : 22 + 43 * draw();
  const worked = apprentice ? age - 16.5 : Math.max(0, age - 19 - 6 * draw());
  const income = Math.max(0.4, apprentice ? 0.9 + 0.2 * normal(draw) : 1.6 + 0.06 * worked + 0.6 * normal(draw));
  const debt = Math.max(0, apprentice ? 1.2 + 0.8 * normal(draw) : 3 + 1.1 * income + 2 * normal(draw));
  const late = Math.floor(3 * draw() * draw());
  return [age, worked, income, debt, late];
}

export const people = (count: number, seed: number, apprentices = false): Row[] => {
  const draw = random(seed);
  return Array.from({ length: count }, () => person(draw, apprentices));
};

/** Who pays back, drawn. */
export const paid = (rows: readonly Row[], seed: number): number[] => {
  const draw = random(seed);
  return rows.map((row) => (draw() < logistic(truth(row)) ? 1 : 0));
};

/** Weights of the bank's model in points, the constant first. */
export function scoring(): { readonly weights: readonly number[]; readonly score: Model } {
  const rows = people(6000, 1);
  const y = paid(rows, 2);
  const weights = fit(
    rows.map((row) => [1, ...row]),
    y.map((one) => one === 1),
  ).map((weight) => scale * weight);
  return { weights, score: (row) => dot(weights, [1, ...row]) };
}

/** The person who asks: 26 years, five at work, 2,000 a month, 9,000 of debt, two late bills. */
export const asking: Row = [26, 5, 2, 9, 2];

const coalitions = (count: number) => Array.from({ length: 2 ** count }, (_, mask) => mask);
const size = (mask: number): number => (mask === 0 ? 0 : (mask & 1) + size(mask >> 1));
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Mean score where the columns of `mask` are the person's and the others those of the background. */
const value = (model: Model, row: Row, background: readonly Row[], mask: number) =>
  mean(background.map((other) => model(row.map((own, column) => ((mask >> column) & 1 ? own : other[column]!)))));

/** Exact Shapley values: each column's mean contribution over all orders (Shapley 1953; Lundberg and Lee 2017). */
export function shapley(model: Model, row: Row, background: readonly Row[]): number[] {
  const count = row.length;
  const worth = coalitions(count).map((mask) => value(model, row, background, mask));
  return row.map((_, column) =>
    coalitions(count)
      .filter((mask) => !((mask >> column) & 1))
      .reduce((sum, mask) => {
        const k = size(mask);
        const weight = (factorial(k) * factorial(count - k - 1)) / factorial(count);
        return sum + weight * (worth[mask | (1 << column)]! - worth[mask]!);
      }, 0),
  );
}

/** Shapley values estimated from so many drawn orders, each with one row of the background. */
export function sampled(model: Model, row: Row, background: readonly Row[], orders: number, seed: number): number[] {
  const draw = random(seed);
  const sums = row.map(() => 0);
  for (let n = 0; n < orders; n++) {
    const order = row.map((_, column) => column).sort(() => draw() - 0.5);
    const mixed = [...background[Math.floor(draw() * background.length)]!];
    let before = model(mixed);
    for (const column of order) {
      mixed[column] = row[column]!;
      const now = model(mixed);
      sums[column]! += now - before;
      before = now;
    }
  }
  return sums.map((sum) => sum / orders);
}

/** The puzzle: one person, one model, one method, two crowds. */
export function crowds() {
  const { weights, score } = scoring();
  const all = people(400, 11);
  const apprentices = people(400, 12, true);
  const against = (crowd: readonly Row[]) => {
    const phi = shapley(score, asking, crowd);
    const base = mean(crowd.map(score));
    return {
      base: rounded(base, 2),
      phi: phi.map((part) => rounded(part, 2)),
      sum: base + phi.reduce((total, part) => total + part, 0) - score(asking),
      means: columns.map((_, column) => rounded(mean(crowd.map((row) => row[column]!)), 2)),
      // A linear model's parts are known without coalitions.
      linear: Math.max(
        ...phi.map((part, c) => Math.abs(part - weights[c + 1]! * (asking[c]! - mean(crowd.map((row) => row[c]!))))),
      ),
    };
  };
  return {
    columns,
    asking,
    weights: weights.map((weight) => rounded(weight, 3)),
    score: rounded(score(asking), 2),
    spreads: columns.map((_, column) => rounded(deviation(all.map((row) => row[column]!)), 2)),
    all: against(all),
    apprentices: against(apprentices),
    // Values of forty customers and their parts, for the picture of all.
    summary: all.slice(0, 60).map((row) => ({
      row: row.map((each) => rounded(each, 2)),
      phi: row.map((each, c) => rounded(weights[c + 1]! * (each - mean(all.map((one) => one[c]!))), 2)),
    })),
  };
}
