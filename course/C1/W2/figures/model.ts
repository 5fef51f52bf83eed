// The numbers of this deck: small nets trained on small pictures, and the arithmetic of its pages. `node model.ts`
// writes model.json beside this file; the pages read it, and the deck's test runs these functions again and compares.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { bestThresholdAccuracy, idealAccuracy, meanPictures, nearestMeans } from './baselines.ts';
import { uniform } from './chance.ts';
import { train } from './net.ts';
import { classes, flipped, type Pictures, pictures, zoomed } from './pictures.ts';

/** How often each class comes: of 780 pieces. */
export const mix = [600, 120, 60] as const;
const pieces = mix.reduce((sum, count) => sum + count, 0);
/** The three training sets. */
export const sets = { asTheyCome: [420, 84, 42], sameNumber: [182, 182, 182], moreBalanced: [420, 420, 420] } as const;
export type SetName = keyof typeof sets;
/** Standard deviation of a pixel, and how the net is trained. */
const noise = 0.8;
export const settings = { hidden: 16, epochs: 60, rate: 0.0015 };
/** What one wrong name costs, in euros, by the piece that it was. Mini rolls go to one hotel. */
export const prices = [0.35, 0.7, 7] as const;

const gray = (x: Float64Array) => [...x].map((value) => rounded(value, 2));
const rounded = (value: number, decimals = 4) => Math.round(value * 10 ** decimals) / 10 ** decimals;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const times = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** For each class the shares of its pictures that get each name. */
export function confusion(predict: (x: Float64Array) => number, test: Pictures): number[][] {
  const counts = classes.map(() => classes.map(() => 0));
  test.x.forEach((x, i) => {
    counts[test.y[i]!]![predict(x)]! += 1;
  });
  return counts.map((row) => row.map((count) => count / row.reduce((sum, value) => sum + value, 0)));
}

export const recalls = (matrix: readonly number[][]) => matrix.map((row, k) => row[k]!);
/** Share of right names where classes come as in the shop. */
export const ownAccuracy = (matrix: readonly number[][]) => times(recalls(matrix), mix) / pieces;
export const balancedAccuracy = (matrix: readonly number[][]) => mean(recalls(matrix));
/** Euros that wrong names of each class cost in 1,000 pieces of the shop. */
export const costs = (matrix: readonly number[][]) =>
  mix.map((count, k) => (1000 / pieces) * count * (1 - matrix[k]![k]!) * prices[k]!);
export const costOf = (matrix: readonly number[][]) => costs(matrix).reduce((sum, cost) => sum + cost, 0);
/** Precision, recall and F1 of one class where classes come as in the shop. */
export function scoresOf(matrix: readonly number[][], kind: number) {
  const recall = matrix[kind]![kind]!;
  const named = mix.reduce((sum, count, k) => sum + count * matrix[k]![kind]!, 0);
  const precision = named === 0 ? 0 : (mix[kind]! * recall) / named;
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    named,
  };
}

const testSet = (seed: number) => pictures([500, 500, 500], 9000 + seed, noise);
const trainingSet = (name: SetName, seed: number) => pictures(sets[name], 100 + 10 * seed, noise);
const hashOf = ({ x, y }: Pictures) => {
  const hash = createHash('sha256');
  for (const row of x) hash.update(new Uint8Array(row.buffer, row.byteOffset, row.byteLength));
  return hash.update(Uint8Array.from(y)).digest('hex').slice(0, 7);
};

/** One run of the puzzle: a training set and a seed. */
export function run(name: SetName, seed: number) {
  const data = trainingSet(name, seed);
  const { predict } = train(data.x, data.y, { ...settings, seed });
  const test = testSet(seed);
  const matrix = confusion(predict, test).map((row) => row.map((share) => rounded(share)));
  const rings = [false, true].map((small) => {
    const rows = test.x.filter((_, i) => test.y[i] === 1 && test.small[i] === small);
    return rounded(mean(rows.map((x) => Number(predict(x) === 1))));
  });
  const fitted = mean(data.x.map((x, i) => Number(predict(x) === data.y[i])));
  return { set: name, seed, data: hashOf(data), matrix, rings, training: rounded(fitted) };
}
export type Run = ReturnType<typeof run>;

/** Element by element the mean of the confusion matrices of some runs. */
export const meanMatrix = (runs: readonly Run[]) =>
  classes.map((_, k) => classes.map((__, j) => mean(runs.map(({ matrix }) => matrix[k]![j]!))));

const summary = (runs: readonly Run[]) => {
  const matrix = meanMatrix(runs);
  const range = (value: (run: Run) => number) => {
    const values = runs.map(value);
    return { mean: mean(values), low: Math.min(...values), high: Math.max(...values), values };
  };
  return {
    rows: times(sets[runs[0]!.set], [1, 1, 1]),
    matrix,
    own: range((run) => ownAccuracy(run.matrix)),
    balanced: range((run) => balancedAccuracy(run.matrix)),
    training: range((run) => run.training),
    cost: range((run) => costOf(run.matrix)),
    mini: scoresOf(matrix, 2),
    costs: costs(matrix),
    rings: [0, 1].map((small) => mean(runs.map(({ rings }) => rings[small]!))),
  };
};

/** Recall by class with pictures changed in training: sharper photos, 150 of each class, mean of three seeds. */
export function augmented() {
  const ways = {
    none: (x: Float64Array) => x,
    flip: (x: Float64Array, next: () => number) => (next() < 0.5 ? flipped(x) : x),
    zoom: (x: Float64Array, next: () => number) => zoomed(x, 0.65 + 0.7 * next()),
  };
  const [sharp, seeds] = [0.45, [1, 2, 3]];
  return Object.entries(ways).map(([name, change]) => {
    const matrices = seeds.map((seed) => {
      const data = pictures([150, 150, 150], 500 + seed, sharp);
      const { predict } = train(data.x, data.y, { ...settings, seed, change });
      return confusion(predict, pictures([400, 400, 400], 700 + seed, sharp));
    });
    const recall = classes.map((_, k) => mean(matrices.map((matrix) => matrix[k]![k]!)));
    return { name, recall, balanced: mean(recall) };
  });
}

/** Twelve rows that a net must get all right: with its code as it is, and with a decoder that yields black pictures. */
export function twelveRows() {
  const data = pictures([4, 4, 4], 3, noise);
  const right = (x: readonly Float64Array[]) => {
    const { predict } = train(x, data.y, { ...settings, epochs: 400, seed: 1 });
    return x.filter((row, i) => predict(row) === data.y[i]).length;
  };
  return { rows: data.x.length, good: right(data.x), black: right(data.x.map((row) => row.map(() => 0))) };
}

/** Errors of the model of `sameNumber`, tagged: share of the pieces, wrong of these, wrong by people, days to mend. */
export function tags(wrong: number) {
  const others = [
    { name: 'dim light', share: 0.22, wrong: 0.4, people: 0.36, days: 6 },
    { name: 'flour on the lens', share: 0.12, wrong: 0.4, people: 0.12, days: 1 },
    { name: 'tray moves', share: 0.04, wrong: 0.6, people: 0.45, days: 15 },
  ];
  const share = 1 - others.reduce((sum, tag) => sum + tag.share, 0);
  const plain = { name: 'nothing to see', share, wrong: 0, people: 0.15, days: 20 };
  plain.wrong = (wrong - others.reduce((sum, tag) => sum + tag.share * tag.wrong, 0)) / share;
  return [plain, ...others].map((tag) => ({
    ...tag,
    lost: 1000 * tag.share * tag.wrong,
    gain: 1000 * tag.share * (tag.wrong - tag.people),
  }));
}

/** Pale rolls that are rye in the shop, and the share of spelt among those in training as more spelt is added. */
export const pale = { rolls: 1000, rye: 0.9, training: 200, added: [0, 100, 200, 400] };
/** Accuracy on the shop's pale rolls of a model that names them by the majority of its training pictures. */
export const paleAccuracy = (added: number) => {
  const rye = pale.training * pale.rye;
  return rye >= pale.training - rye + added ? pale.rye : 1 - pale.rye;
};

const names = Object.keys(sets) as SetName[];
/** The fifteen runs of the puzzle. */
export const allRuns = () => names.flatMap((name) => [1, 2, 3, 4, 5].map((seed) => run(name, seed)));

/** Balanced accuracy of the nearest mean picture, mean of five seeds: the quick system. */
const nearest = (name: SetName) =>
  mean(
    [1, 2, 3, 4, 5].map((seed) => balancedAccuracy(confusion(nearestMeans(trainingSet(name, seed)), testSet(seed)))),
  );

/** All that the pages show, as written to model.json. */
export function model(runs: readonly Run[]) {
  const results = Object.fromEntries(names.map((name) => [name, summary(runs.filter(({ set }) => set === name))]));
  const next = uniform(8);
  const amounts = [0, 100, 200, 400, 800, 1600, 3200];
  const gallery = pictures([6, 6, 6], 42, noise);
  return {
    classes,
    mix,
    sets,
    settings,
    prices,
    constant: mix[0] / pieces,
    runs,
    results,
    baselines: {
      means: nearest('sameNumber'),
      meansAsTheyCome: nearest('asTheyCome'),
      ideal: idealAccuracy(pictures([120, 120, 120], 77, noise), noise),
      pictures: meanPictures(trainingSet('sameNumber', 1)).map(gray),
    },
    augmented: augmented(),
    twelve: twelveRows(),
    tags: tags(1 - results.sameNumber!.own.mean),
    lamps: amounts.map((extra) => ({
      extra,
      small: bestThresholdAccuracy(400, extra, false),
      large: bestThresholdAccuracy(400, extra, true),
    })),
    pale: { ...pale, accuracy: pale.added.map(paleAccuracy) },
    gallery: gallery.x.map((x, i) => ({ kind: gallery.y[i], x: gray(x) })),
    changed: [gallery.x[12]!].flatMap((x) => [x, flipped(x), zoomed(x, 1.45)]).map(gray),
    sound: Array.from({ length: 90 }, () => rounded(2 * next() - 1, 2)),
  };
}

if (import.meta.main)
  writeFileSync(new URL('model.json', import.meta.url), `${JSON.stringify(model(allRuns()), undefined, 2)}\n`);
