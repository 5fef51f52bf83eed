// The made-up world of this deck: pumps of a harbor, a model that says which will fail, and five events that move it.
import { mean, normal, range, rounded, uniform } from '../../../C3/W1/figures/chance.ts';

export type Vector = readonly number[];
/** What a day's rows are like: the true weights, what is added to each column, and the factor of its unit as read. */
export type World = { weights: Vector; shift: Vector; unit: Vector };
type Row = { x: number[]; fails: boolean };

/** Vibration, flow, air temperature, hours: the first two decide, the others do not. All in standard deviations. */
export const columns = ['vibration', 'flow', 'air temperature', 'hours'] as const;
const quiet: World = { weights: [2, -1.5, 0, 0], shift: [0, 0, 0, 0], unit: [1, 1, 1, 1] };
/** A: an unused column moves. B: a used one moves. C: a used one is read in another unit. D: the world changes. */
export const events = {
  quiet,
  A: { ...quiet, shift: [0, 0, 1, 0] },
  B: { ...quiet, shift: [1, 0, 0, 0] },
  C: { ...quiet, unit: [0.2, 1, 1, 1] },
  D: { ...quiet, weights: [2, 1.5, 0, 0] },
} satisfies Record<string, World>;
export type Event = keyof typeof events;
export const letters = ['A', 'B', 'C', 'D'] as const;

export const rowsADay = 1000;
export const eventDay = 20;
export const days = 40;

const sigmoid = (t: number) => 1 / (1 + Math.exp(-t));
const dot = (x: Vector, w: Vector) => x.reduce((sum, value, j) => sum + value * w[j]!, 0);

/** `count` rows of a world, as the model reads them. */
export function draw(count: number, { weights, shift, unit }: World, next: () => number): Row[] {
  const gauss = normal(next);
  return range(count).map(() => {
    const x = shift.map((moved) => gauss() + moved);
    return { x: x.map((value, j) => value * unit[j]!), fails: next() < sigmoid(dot(x, weights)) };
  });
}

/** Logistic regression without a constant, by gradient descent: 300 steps of 0.5 over all rows. */
export function fit(rows: readonly Row[]): number[] {
  const weights = rows[0]!.x.map(() => 0);
  for (let step = 0; step < 300; step++) {
    const slope = weights.map(() => 0);
    for (const { x, fails } of rows) {
      const error = sigmoid(dot(x, weights)) - Number(fails);
      for (let j = 0; j < slope.length; j++) slope[j]! += error * x[j]!;
    }
    for (let j = 0; j < slope.length; j++) weights[j]! -= (0.5 * slope[j]!) / rows.length;
  }
  return weights;
}

/** Largest distance between the shares below a value, of two sorted samples (Kolmogorov and Smirnov). */
export function distance(a: Float64Array, b: Float64Array): number {
  let [i, j, most] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const at = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= at) i++;
    while (j < b.length && b[j]! <= at) j++;
    most = Math.max(most, Math.abs(i / a.length - j / b.length));
  }
  return most;
}

const sorted = (values: readonly number[]) => Float64Array.from(values).sort();
const column = (rows: readonly Row[], j: number) => sorted(rows.map(({ x }) => x[j]!));

/** A model trained on 4,000 quiet rows, and what its dials show for other rows. */
export function monitor(seed: number) {
  const next = uniform(seed);
  const reference = draw(4000, quiet, next);
  const weights = fit(reference);
  const score = (row: Row) => sigmoid(dot(row.x, weights));
  const inputs = columns.map((_, j) => column(reference, j));
  const scores = sorted(reference.map(score));
  const read = (rows: readonly Row[]) => ({
    input: Math.max(...inputs.map((sample, j) => distance(sample, column(rows, j)))),
    score: distance(scores, sorted(rows.map(score))),
    right: mean(rows.map((row) => Number(score(row) > 0.5 === row.fails))),
  });
  return { next, reference, weights, read };
}

/** Forty days of the dials with the event at day 20, for one seed. */
export function daily(letter: Event, seed: number) {
  const { next, read } = monitor(seed);
  const shown = range(days).map((day) => read(draw(rowsADay, day < eventDay ? quiet : events[letter], next)));
  const values = (key: 'input' | 'score' | 'right') => shown.map((at) => rounded(at[key], 3));
  return { input: values('input'), score: values('score'), right: values('right') };
}

/** Means over eight models of a day's dials, for the quiet world and each event. */
export function means() {
  const models = range(8).map((i) => monitor(100 + i));
  return Object.fromEntries(
    Object.entries(events).map(([letter, world]) => {
      const read = models.map((model) => model.read(draw(rowsADay, world, model.next)));
      const of = (key: 'input' | 'score' | 'right') => rounded(mean(read.map((at) => at[key])), 3);
      return [letter, { input: of('input'), score: of('score'), right: of('right') }];
    }),
  );
}

/** Area under the ROC curve of a classifier that tells reference rows from an event's: on columns, and with squares. */
export function classifier(letter: Event, squares: boolean): number {
  const next = uniform(77);
  const expand = ({ x }: Row) => (squares ? [...x, ...x.map((v) => v * v)] : x).concat(1);
  const mixed = (count: number) => [
    ...draw(count, quiet, next).map((row) => ({ x: expand(row), fails: false })),
    ...draw(count, events[letter], next).map((row) => ({ x: expand(row), fails: true })),
  ];
  const weights = fit(mixed(2000));
  const test = mixed(2000).map(({ x, fails }) => ({ score: dot(x, weights), fails }));
  test.sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (const [i, { fails }] of test.entries()) if (fails) ranks += i + 1;
  return rounded((ranks - (2000 * 2001) / 2) / 2000 ** 2, 3);
}

const fixed = draw(10_000, quiet, uniform(9)).map(({ x }) => x);
/** Expected share of right answers of weights in a world, over 10,000 fixed rows; no chance of labels is left. */
export function expectedRight(weights: Vector, world: World): number {
  return mean(
    fixed.map((z) => {
      const x = z.map((value, j) => value + world.shift[j]!);
      const fails = sigmoid(dot(x, world.weights));
      return dot(
        x.map((value, j) => value * world.unit[j]!),
        weights,
      ) > 0
        ? fails
        : 1 - fails;
    }),
  );
}
