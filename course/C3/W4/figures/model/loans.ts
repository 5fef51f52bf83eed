/** The bank's model of who pays a loan back: its probabilities, its price, and what breaks it. */
import { mean, normal, random, rounded } from '../../../../C2/W1/figures/model/chance.ts';
import { dot, fit, logistic } from './fit.ts';

interface Loan {
  /** Standardized. */
  readonly income: number;
  readonly debt: number;
  /** Years. */
  readonly age: number;
  /** Applied on paper. Long-standing customers do so more often, and pay more often; the paper itself does nothing. */
  readonly paper: boolean;
  readonly paid: boolean;
}

/** What a wrong decision costs: a loan that is lost, and one that would have been paid. */
export const price = { approval: 5, refusal: 1 };
/** The probability above which approving is the cheaper error. */
export const fair = price.approval / (price.approval + price.refusal);

export function loans(count: number, seed: number): Loan[] {
  const draw = random(seed);
  return Array.from({ length: count }, () => {
    const [income, debt, years] = [normal(draw), normal(draw), normal(draw)];
    const age = 20 + 50 * draw();
    const paper = draw() < logistic(-0.8 + 1.6 * years);
    const bend = ((age - 45) / 25) ** 2 - 1 / 3;
    const paid = draw() < logistic(2.1 + 2.45 * income - 2.05 * debt + 1.1 * years - 2 * bend);
    return { income, debt, age, paper, paid };
  });
}

type Columns = (loan: Loan) => number[];
const first: Columns = ({ income, debt, age, paper }) => [1, income, debt, (age - 45) / 25, paper ? 1 : 0];
/** After the probes: a term for the bend over age, and no form. */
const mended: Columns = ({ income, debt, age }) => [1, income, debt, (age - 45) / 25, ((age - 45) / 25) ** 2];

type Model = (loan: Loan) => number;
const train = (rows: readonly Loan[], columns: Columns): Model => {
  const weights = fit(
    rows.map(columns),
    rows.map(({ paid }) => paid),
  );
  return (loan) => logistic(dot(weights, columns(loan)));
};

const right = (rows: readonly Loan[], model: Model, threshold: number) =>
  mean(rows.map((loan) => (model(loan) >= threshold === loan.paid ? 1 : 0)));
/** Price for 1,000 applicants. */
const cost = (rows: readonly Loan[], model: Model, threshold: number) =>
  1000 *
  mean(rows.map((loan) => (model(loan) >= threshold === loan.paid ? 0 : loan.paid ? price.refusal : price.approval)));

/** Scores of a model that was trained too long: too sure on both sides by this factor. */
const sure = 1.8;
const overconfident =
  (model: Model): Model =>
  (loan) => {
    const p = model(loan);
    return logistic(sure * Math.log(p / (1 - p)));
  };

/** For ten bins of a score: the mean score, the share that paid, and the rows. */
function calibration(rows: readonly Loan[], model: Model) {
  const scored = rows.map((loan) => ({ score: model(loan), paid: loan.paid }));
  return Array.from({ length: 10 }, (_, bin) => {
    const inside = scored.filter(({ score }) => Math.min(9, Math.floor(score * 10)) === bin);
    return {
      score: rounded(mean(inside.map(({ score }) => score)), 3),
      paid: rounded(mean(inside.map(({ paid }) => (paid ? 1 : 0))), 3),
      rows: inside.length,
    };
  });
}

/** A score made honest again: logistic regression on its log odds. */
function calibrated(rows: readonly Loan[], model: Model): Model {
  const odds: Columns = (loan) => [1, Math.log(model(loan) / (1 - model(loan)))];
  return train(rows, odds);
}

export function prices() {
  const [learn, check, test] = [loans(12_000, 1), loans(12_000, 2), loans(12_000, 3)];
  const honest = train(learn, first);
  const raw = overconfident(honest);
  const mendedScore = calibrated(check, raw);
  const curve = Array.from({ length: 49 }, (_, index) => {
    const threshold = rounded((index + 1) / 50, 2);
    return { threshold, right: rounded(right(test, raw, threshold), 4), cost: rounded(cost(test, raw, threshold), 1) };
  });
  const cheapest = curve.toSorted((one, other) => one.cost - other.cost)[0]!;
  const sharpest = curve.toSorted((one, other) => other.right - one.right)[0]!;
  return {
    ...price,
    fair: rounded(fair, 3),
    paid: rounded(mean(test.map(({ paid }) => (paid ? 1 : 0))), 3),
    curve,
    cheapest,
    sharpest,
    half: { right: rounded(right(test, raw, 0.5), 3), cost: rounded(cost(test, raw, 0.5), 0) },
    rawFair: rounded(cost(test, raw, fair), 0),
    calibratedFair: rounded(cost(test, mendedScore, fair), 0),
    bins: calibration(test, raw),
    mended: calibration(test, mendedScore),
  };
}

/** Benchmarks, residuals, what a change of the form does, and the mended model. All decide at the fair threshold. */
export function probes() {
  const [learn, test] = [loans(12_000, 1), loans(12_000, 3)];
  const model = train(learn, first);
  const better = train(learn, mended);
  const flip = (paper: boolean) => (loan: Loan) => ({ ...loan, paper });
  const onPaper = test.map(flip(true));
  const decides = (which: Model, rows: readonly Loan[]) => rows.map((loan) => which(loan) >= fair);
  const [now, gamed] = [decides(model, test), decides(model, onPaper)];
  const residuals = (which: Model) =>
    Array.from({ length: 5 }, (_, bin) => {
      const inside = test.filter(({ age }) => Math.min(4, Math.floor((age - 20) / 10)) === bin);
      return { from: 20 + 10 * bin, mean: rounded(mean(inside.map((loan) => (loan.paid ? 1 : 0) - which(loan))), 3) };
    });
  const constant: Model = () => 0;
  const byIncome = train(learn, ({ income }) => [1, income]);
  return {
    benchmarks: [
      { name: 'refuse everybody', cost: rounded(cost(test, constant, fair), 0) },
      { name: 'income alone', cost: rounded(cost(test, byIncome, fair), 0) },
      { name: 'the model', cost: rounded(cost(test, model, fair), 0) },
    ],
    residuals: residuals(model),
    mendedResiduals: residuals(better),
    onPaper: rounded(mean(test.map(({ paper }) => (paper ? 1 : 0))), 3),
    flipped: rounded(mean(now.map((decision, index) => (decision === gamed[index] ? 0 : 1))), 3),
    sensitivity: [
      { name: 'income up by a tenth of its spread', change: (loan: Loan) => ({ ...loan, income: loan.income + 0.1 }) },
      { name: 'debt down by a tenth of its spread', change: (loan: Loan) => ({ ...loan, debt: loan.debt - 0.1 }) },
      { name: 'one year older', change: (loan: Loan) => ({ ...loan, age: loan.age + 1 }) },
      { name: 'paper instead of the screen', change: flip(true) },
    ].map(({ name, change }) => ({
      name,
      flipped: rounded(mean(test.map((loan, index) => (model(change(loan)) >= fair === now[index] ? 0 : 1))), 3),
    })),
    price: {
      now: rounded(cost(test, model, fair), 0),
      gamed: rounded(
        1000 * mean(test.map(({ paid }, index) => (gamed[index] === paid ? 0 : paid ? price.refusal : price.approval))),
        0,
      ),
      mended: rounded(cost(test, better, fair), 0),
    },
  };
}

/** Loans of twelve months: who does not pay is known in the month of it, who pays only at the end. */
export function labels() {
  const test = loans(12_000, 3);
  const model = train(loans(12_000, 1), first);
  const draw = random(9);
  const known = test.map((loan) => ({ loan, month: loan.paid ? 12 : 1 + Math.floor(draw() * 12) }));
  return Array.from({ length: 12 }, (_, index) => {
    const seen = known.filter(({ month }) => month <= index + 1).map(({ loan }) => loan);
    return {
      month: index + 1,
      known: rounded(seen.length / test.length, 3),
      paid: rounded(mean(seen.map(({ paid }) => (paid ? 1 : 0))), 3),
      right: rounded(right(seen, model, 0.5), 3),
    };
  });
}
