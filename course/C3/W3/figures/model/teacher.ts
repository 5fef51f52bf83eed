/** Whom does the teacher help? Students of a reader of digits, with controls. */
import { mean, normal, range, rounded, uniform } from '../../../W1/figures/chance.ts';
import { accuracy, byLabel, digits, logits, type Rows, type Slope, softmax, train } from './net.ts';

export const school = {
  rows: 500,
  test: 1000,
  noise: 0.2,
  teacher: 32,
  rate: 0.3,
  epochs: 30,
  temperature: 4,
  seeds: 3,
};

/** The same rows with a share of the labels drawn anew. */
function relabeled(rows: Rows, share: number, seed: number): Rows {
  const next = uniform(seed);
  return { ...rows, y: rows.y.map((kind) => (next() < share ? Math.floor(next() * 10) : kind)) };
}

const oneHot = (kind: number, smooth = 0) =>
  Float64Array.from({ length: 10 }, (_, k) => (k === kind ? 1 - smooth : 0) + smooth / 10);

/** Cross entropy with given targets; at a temperature on both sides, times its square so that the slope keeps its size. */
const byTargets =
  (targets: readonly Float64Array[], temperature = 1): Slope =>
  (out, i) => {
    const p = softmax(out, temperature);
    return p.map((value, k) => (value - targets[i]![k]!) * temperature);
  };

const soft = (teacher: Float64Array, rows: Rows, temperature: number) =>
  range(rows.y.length).map((i) => softmax(logits(teacher, rows, i), temperature));

const hard = (teacher: Float64Array, rows: Rows) =>
  range(rows.y.length).map((i) => {
    const out = logits(teacher, rows, i);
    return oneHot(out.indexOf(Math.max(...out)));
  });

/** Mean of the highest probability: how sure a net is. */
const sureness = (weights: Float64Array, rows: Rows) =>
  mean(range(rows.y.length).map((i) => Math.max(...softmax(logits(weights, rows, i)))));

/** Five students of one size, taught by rows with so many wrong labels. */
export function students(units: number, wrong: number) {
  const { rows, test, noise, teacher: size, rate, epochs, temperature, seeds } = school;
  const unseen = digits(test, 2, noise);
  const found = range(seeds).map((seed) => {
    const learned = relabeled(digits(rows, 100 + seed, noise), wrong, 200 + seed);
    const teacher = train(learned, size, epochs, rate, seed + 1);
    const taught = (slope: Slope) => train(learned, units, epochs, rate, seed + 11, slope);
    const distilled = taught(byTargets(soft(teacher, learned, temperature), temperature));
    const plain = taught(byTargets(soft(teacher, learned, 1)));
    // The student's side is not divided by the temperature: a common slip.
    const oneSided = taught(byTargets(soft(teacher, learned, temperature)));
    const of = (weights: Float64Array) => accuracy(weights, unseen);
    return {
      teacher: of(teacher),
      scratch: of(taught(byLabel(learned))),
      plain: of(plain),
      distilled: of(distilled),
      smoothed: of(taught(byTargets(Array.from(learned.y, (kind) => oneHot(kind, 0.2))))),
      hard: of(taught(byTargets(hard(teacher, learned)))),
      oneSided: of(oneSided),
      sure: sureness(distilled, unseen),
      oneSidedSure: sureness(oneSided, unseen),
    };
  });
  const over = (key: keyof (typeof found)[number]) => ({
    mean: rounded(mean(found.map((each) => each[key])), 3),
    each: found.map((each) => rounded(each[key], 3)),
  });
  return {
    units,
    wrong,
    teacher: over('teacher'),
    scratch: over('scratch'),
    plain: over('plain'),
    distilled: over('distilled'),
    smoothed: over('smoothed'),
    hard: over('hard'),
    oneSided: over('oneSided'),
    sure: over('sure'),
    oneSidedSure: over('oneSidedSure'),
  };
}

/** Three teachers together; and a student that learns from pictures that only a teacher has named, with and without noise. */
export function more() {
  const { test, noise, rate, seeds } = school;
  const unseen = digits(test, 2, noise);
  const units = 24;
  const found = range(seeds).map((seed) => {
    const few = digits(200, 300 + seed, noise);
    const open = digits(1000, 400 + seed, noise);
    const teachers = range(3).map((k) => train(few, units, 40, rate, 20 + 3 * seed + k));
    const together = (rows: Rows) =>
      range(rows.y.length).map((i) => {
        const each = teachers.map((teacher) => softmax(logits(teacher, rows, i)));
        return each[0]!.map((_, k) => mean(each.map((p) => p[k]!)));
      });
    const learn = (targets: readonly Float64Array[], blur: number) => {
      const draw = normal(uniform(50 + seed));
      const x = blur > 0 ? open.x.map((value) => value + blur * draw()) : open.x;
      return accuracy(train({ ...open, x }, units, 15, rate, 50 + seed, byTargets(targets)), unseen);
    };
    const named = together(unseen).filter((p, i) => p.indexOf(Math.max(...p)) === unseen.y[i]).length;
    return {
      one: mean(teachers.map((teacher) => accuracy(teacher, unseen))),
      three: named / test,
      fromThree: learn(together(open), 0),
      pupil: learn(soft(teachers[0]!, open, 1), 0),
      noisy: learn(soft(teachers[0]!, open, 1), 0.2),
    };
  });
  const over = (key: keyof (typeof found)[number]) => rounded(mean(found.map((each) => each[key])), 3);
  return {
    labeled: 200,
    unlabeled: 1000,
    ...{
      one: over('one'),
      three: over('three'),
      fromThree: over('fromThree'),
      pupil: over('pupil'),
      noisy: over('noisy'),
    },
  };
}

/** What a temperature does to three outputs. */
export const temperatures = () =>
  [1, 5, 20].map((temperature) => ({
    temperature,
    shares: Array.from(softmax(Float64Array.of(6, 2, 1), temperature), (value) => rounded(value, 3)),
  }));
