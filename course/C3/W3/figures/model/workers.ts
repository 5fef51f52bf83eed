/** Workers that average their gradients: the same step as one big batch, and another training. */
import { range, uniform } from '../../../W1/figures/chance.ts';
import { accuracy, apart, batches, digits, gradient, hidden, type Rows, start, step } from './net.ts';

export const rowsOf = { train: 1920, test: 1000, perWorker: 16, epochs: 6, rate: 0.1, seeds: 3 };

/** The mean of the workers' gradients, each weighted by its rows, or plainly. */
export function allReduce(gradients: readonly Float64Array[], rows: readonly number[], plain = false): Float64Array {
  const total = rows.reduce((sum, count) => sum + count, 0);
  const mean = new Float64Array(gradients[0]!.length);
  gradients.forEach((gradient, worker) => {
    const share = plain ? 1 / gradients.length : rows[worker]! / total;
    for (let k = 0; k < mean.length; k++) mean[k]! += share * gradient[k]!;
  });
  return mean;
}

/** How a batch is dealt out: as many rows to each worker as there are. */
const deal = (batch: readonly number[], workers: number): number[][] => {
  const size = Math.ceil(batch.length / workers);
  return range(workers).map((worker) => batch.slice(worker * size, (worker + 1) * size));
};

const reduced = (weights: Float64Array, rows: Rows, parts: readonly number[][], plain = false) =>
  allReduce(
    parts.map((part) => gradient(weights, rows, part)),
    parts.map(({ length }) => length),
    plain,
  );

/** Trains with so many workers, `perWorker` rows each. @param warm share of the updates in which the rate grows. */
function training(train: Rows, workers: number, rate: number, seed: number, epochs: number, warm = 0) {
  const weights = start(hidden, seed);
  const next = uniform(seed * 101 + 3);
  const size = workers * rowsOf.perWorker;
  const updates = epochs * Math.ceil(train.y.length / size);
  let update = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const batch of batches(train.y.length, size, next)) {
      update++;
      const now = warm > 0 ? rate * Math.min(1, update / (warm * updates)) : rate;
      step(weights, reduced(weights, train, deal(batch, workers)), now);
    }
  }
  return { weights, updates };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const short = (value: number, digitsKept = 4) => Number(value.toFixed(digitsKept));

/** Accuracy after six epochs for a number of workers: at the same rate, at rate × workers, and with a warm-up. */
export function workers() {
  const [train, test] = [digits(rowsOf.train, 1), digits(rowsOf.test, 2)];
  const at = (count: number, factor: number, warm = 0) => {
    const found = range(rowsOf.seeds).map((seed) =>
      accuracy(training(train, count, rowsOf.rate * factor, seed + 1, rowsOf.epochs, warm).weights, test),
    );
    return { mean: short(mean(found)), low: Math.min(...found), high: Math.max(...found) };
  };
  const updates = (count: number) => rowsOf.epochs * Math.ceil(rowsOf.train / (count * rowsOf.perWorker));
  const same = [1, 2, 4, 8, 16].map((count) => ({ workers: count, updates: updates(count), ...at(count, 1) }));
  const scaled = [2, 4, 8, 16, 32, 64].map((count) => ({
    workers: count,
    updates: updates(count),
    ...at(count, count),
  }));
  return { ...rowsOf, same, scaled: [same[0]!, ...scaled], warm: { workers: 16, ...at(16, 16, 0.25) } };
}

/** How far the mean of the workers' gradients is from that of the whole batch; and what a plain mean does. */
export function exactness() {
  const train = digits(rowsOf.train, 1);
  const weights = start(hidden, 1);
  const batch = range(128);
  const whole = gradient(weights, train, batch);
  const even = apart(whole, reduced(weights, train, deal(batch, 8)));
  const uneven = [batch.slice(0, 96), batch.slice(96)];
  const empty = [batch.slice(0, 96), batch.slice(96), []];
  const after = (plain: boolean) => {
    const [one, other] = [start(hidden, 1), start(hidden, 1)];
    for (let round = 0; round < 7; round++) {
      const rows = range(128).map((i) => round * 128 + i);
      step(one, gradient(one, train, rows), rowsOf.rate);
      step(other, reduced(other, train, [rows.slice(0, 96), rows.slice(96)], plain), rowsOf.rate);
    }
    return apart(one, other);
  };
  return {
    even,
    uneven: apart(whole, reduced(weights, train, uneven)),
    empty: apart(whole, reduced(weights, train, empty)),
    plain: short(after(true), 5),
    weighted: after(false),
    /** What a row of the large and of the small shard counts in a plain mean, against a row of the whole. */
    counts: { large: 0.5 / 96 / (1 / 128), small: 0.5 / 32 / (1 / 128) },
    // Four parts of a batch on one machine, one after the other, are added up to the same gradient.
    accumulated: apart(whole, reduced(weights, train, deal(batch, 4))),
  };
}

/** Milliseconds a step, as in the log that the lab reads. */
export const log = { oneTakes: 55, twoTakes: 180, steps: 60 };

/** One worker and two: after as many steps, as many rows, as many seconds. */
export function axes() {
  const [train, test] = [digits(rowsOf.train, 1), digits(rowsOf.test, 2)];
  const seconds = (log.steps * log.twoTakes) / 1000;
  const alone = Math.floor((seconds * 1000) / log.oneTakes);
  const after = (count: number, steps: number) => {
    const found = range(rowsOf.seeds).map((seed) => {
      const weights = start(hidden, seed + 1);
      const next = uniform((seed + 1) * 101 + 3);
      let made = 0;
      while (made < steps)
        for (const batch of batches(train.y.length, count * rowsOf.perWorker, next)) {
          if (made === steps) break;
          step(weights, reduced(weights, train, deal(batch, count)), rowsOf.rate * (count === 2 ? 2 : 1));
          made++;
        }
      return accuracy(weights, test);
    });
    return short(mean(found));
  };
  const curve = (count: number, marks: readonly number[]) =>
    marks.map((steps) => ({ steps, right: after(count, steps) }));
  return {
    ...log,
    perWorker: rowsOf.perWorker,
    seconds,
    alone,
    two: curve(2, [15, 30, 45, 60]),
    single: curve(1, [15, 30, 60, 90, 120, alone]),
  };
}
