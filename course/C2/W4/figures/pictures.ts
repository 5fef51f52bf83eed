// Small pictures: what an augmentation assumes, and five decoders of one picture.
import * as tf from '@tensorflow/tfjs';
import { mean, normal, range, rounded, uniform } from './chance.ts';

/** Gray values, row by row, of a picture of `side` by `side`. */
export type Gray = readonly number[];
const side = 12;
export const arrows = ['left', 'right', 'up', 'down'] as const;

const at = (picture: Gray, x: number, y: number) =>
  x < 0 || y < 0 || x >= side || y >= side ? 0 : picture[y * side + x]!;
const map = (picture: Gray, from: (x: number, y: number) => readonly [number, number]): Gray =>
  range(side * side).map((i) => at(picture, ...from(i % side, Math.floor(i / side))));

/** An arrow of 8 by 5 that points left, its tip at `(x, y)`, turned for the other kinds. */
function arrow(kind: number, x: number, y: number): Gray {
  const left: Gray = range(side * side).map((i) => {
    const [dx, dy] = [(i % side) - x, Math.abs(Math.floor(i / side) - y)];
    return (dy === 0 && dx >= 0 && dx < 8) || (dx === dy && dy < 3) ? 1 : 0;
  });
  const turns = [
    (u: number, v: number) => [u, v] as const,
    (u: number, v: number) => [side - 1 - u, v] as const,
    (u: number, v: number) => [v, u] as const,
    (u: number, v: number) => [side - 1 - v, u] as const,
  ];
  return map(left, turns[kind]!);
}

export const operations: Readonly<Record<string, (picture: Gray, next: () => number) => Gray>> = {
  'pad and crop': (picture, next) => {
    const [dx, dy] = [Math.floor(next() * 5) - 2, Math.floor(next() * 5) - 2];
    return map(picture, (x, y) => [x - dx, y - dy]);
  },
  'add noise': (picture, next) => {
    const draw = normal(next);
    return picture.map((value) => value + 0.25 * draw());
  },
  brightness: (picture, next) => {
    const by = 0.6 + 0.8 * next();
    return picture.map((value) => value * by);
  },
  'flip left-right': (picture) => map(picture, (x, y) => [side - 1 - x, y]),
  'turn by 90°': (picture) => map(picture, (x, y) => [y, side - 1 - x]),
};

function drawArrows(count: number, seed: number) {
  const next = uniform(seed);
  const draw = normal(next);
  return range(count).map((i) => {
    const kind = i % 4;
    const clean = arrow(kind, 1 + Math.floor(next() * 3), 3 + Math.floor(next() * 6));
    return { kind, clean, picture: clean.map((value) => value + 0.2 * draw()) };
  });
}

const tries = 5;
/** Pictures of training before augmentation, of each kind; each is joined by eight changed copies with its label. */
const perKind = 8;

/**
 * Share of 400 new arrows that the nearest of the training pictures names rightly, by kind: without augmentation, and
 * with copies by each operation. Means of five drawings.
 */
export function augmentation() {
  const run = (operation?: (picture: Gray, next: () => number) => Gray) => {
    const right = arrows.map(() => 0);
    for (let seed = 1; seed <= tries; seed++) {
      const next = uniform(seed + 500);
      const train = drawArrows(4 * perKind, seed);
      const all = train.flatMap(({ kind, picture }) => [
        { kind, picture },
        ...(operation ? range(8).map(() => ({ kind, picture: operation(picture, next) })) : []),
      ]);
      for (const { kind, picture } of drawArrows(400, seed + 100)) {
        let [best, least] = [0, Number.POSITIVE_INFINITY];
        for (const other of all) {
          let distance = 0;
          for (let i = 0; i < picture.length && distance < least; i++)
            distance += (picture[i]! - other.picture[i]!) ** 2;
          if (distance < least) [best, least] = [other.kind, distance];
        }
        if (best === kind) right[kind]!++;
      }
    }
    return right.map((count) => rounded(count / (100 * tries)));
  };
  const clean = arrow(0, 2, 5);
  const next = uniform(3);
  return {
    perKind,
    none: run(),
    operations: Object.entries(operations).map(([name, operation]) => ({ name, right: run(operation) })),
    pictures: {
      whole: clean,
      cropped: map(clean, (x, y) => [x - 2, y + 2]),
      flipped: map(clean, (x, y) => [side - 1 - x, y]),
      noisy: operations['add noise']!(clean, next).map((value) => rounded(value, 2)),
    },
  };
}

/** Sides of the camera's picture and of what the network sees. */
const [wide, small] = [16, 8];
export const kinds = ['red disc', 'blue disc', 'red square', 'blue square'] as const;

/** Red, green and blue from 0 to 1, pixel by pixel. */
function drawPictures(count: number, seed: number): { kind: number; picture: number[] }[] {
  const next = uniform(seed);
  const draw = normal(next);
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return range(count).map((i) => {
    const kind = i % 4;
    const [cx, cy, radius] = [6 + 4 * next(), 6 + 4 * next(), 3.2 + 1.8 * next()];
    const ground = range(3).map(() => 0.3 + 0.3 * next());
    const color = (kind % 2 ? [0.2, 0.4, 0.8] : [0.8, 0.35, 0.2]).map((value) => value + 0.12 * draw());
    const picture = range(wide * wide).flatMap((p) => {
      const [dx, dy] = [Math.abs((p % wide) - cx), Math.abs(Math.floor(p / wide) - cy)];
      const inside = kind < 2 ? Math.hypot(dx, dy) < radius : Math.max(dx, dy) < radius * 0.85;
      return (inside ? color : ground).map((value) => clip(value + 0.1 * draw()));
    });
    return { kind, picture };
  });
}

const halved = (picture: readonly number[]) =>
  range(small * small * 3).map((i) => {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % small, Math.floor(i / 3 / small)];
    const value = (u: number, v: number) => picture[((2 * y + v) * wide + 2 * x + u) * 3 + c]!;
    return (value(0, 0) + value(1, 0) + value(0, 1) + value(1, 1)) / 4;
  });
const everySecond = (picture: readonly number[]) =>
  range(small * small * 3).map((i) => {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % small, Math.floor(i / 3 / small)];
    return picture[(2 * y * wide + 2 * x) * 3 + c]!;
  });
const swapped = (picture: readonly number[]) => picture.map((_, i) => picture[i - (i % 3) + (2 - (i % 3))]!);

/** Ways to decode; the first is that of training. */
export const decoders: Readonly<Record<string, (picture: readonly number[]) => number[]>> = {
  'as in training': halved,
  'other resize': everySecond,
  'not scaled, 0 to 255': (picture) => halved(picture).map((value) => value * 255),
  'scaled twice': (picture) => halved(picture).map((value) => value / 255),
  'red and blue swapped': (picture) => swapped(halved(picture)),
};

/** Accuracy and mean confidence of one small network on 800 pictures by each decoder. */
export async function decoding() {
  await tf.setBackend('cpu');
  const [train, test] = [drawPictures(1000, 1), drawPictures(800, 2)];
  const input = (pictures: readonly (readonly number[])[]) =>
    tf.tensor2d(pictures.map((p) => p.map((value) => value - 0.45)));
  const seeded = (seed: number) => tf.initializers.glorotUniform({ seed });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [small * small * 3], units: 24, activation: 'relu', kernelInitializer: seeded(1) }),
      tf.layers.dense({ units: 4, activation: 'softmax', kernelInitializer: seeded(2) }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.003), loss: 'categoricalCrossentropy' });
  const y = tf
    .oneHot(
      tf.tensor1d(
        train.map(({ kind }) => kind),
        'int32',
      ),
      4,
    )
    .toFloat();
  await model.fit(input(train.map(({ picture }) => halved(picture))), y, {
    epochs: 12,
    batchSize: 32,
    shuffle: false,
    verbose: 0,
  });
  return Object.entries(decoders).map(([name, decode]) => {
    const told = (model.predict(input(test.map(({ picture }) => decode(picture)))) as tf.Tensor2D).arraySync();
    const best = told.map((row) => row.indexOf(Math.max(...row)));
    const confusion = range(4).map((kind) =>
      range(4).map((guess) => test.filter((t, i) => t.kind === kind && best[i] === guess).length),
    );
    return {
      name,
      right: rounded(mean(best.map((guess, i) => (guess === test[i]!.kind ? 1 : 0)))),
      confidence: rounded(mean(told.map((row) => Math.max(...row)))),
      confusion,
    };
  });
}
