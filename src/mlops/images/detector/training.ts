// How the detector was trained. Nothing that ships imports this: tools/detector.mjs does, and a test.
import type { Tensor4D } from '@tensorflow/tfjs';
import { shuffled, uniform } from '../../datasets/chance.ts';
import { bakeryTrays, type Tray, trayKinds } from '../../datasets/trays.ts';
import { photosOf } from './detector.ts';
import { cell, grid, type ModelName, makeNet, outputs, seen, type Tf, usual } from './net.ts';

export const settings = { seed: 2012, trays: 1000, steps: 1200, batch: 32, rate: 0.004 } as const;

/**
 * What the net should tell of trays.
 * @returns shape [n, 12, 12, 8]: 1 where a piece is near, its class as one-hot, and its box
 */
function targets(tf: Tf, trays: readonly Tray[]): Tensor4D {
  const values = new Float32Array(trays.length * grid * grid * outputs);
  trays.forEach(({ pieces }, tray) => {
    for (const { kind, box } of pieces) {
      const [x, y] = [box[0] + box[2] / 2, box[1] + box[3] / 2];
      for (let place = 0; place < grid * grid; place++) {
        const [px, py] = [((place % grid) + 0.5) * cell, (Math.floor(place / grid) + 0.5) * cell];
        // The places around the middle all tell of the piece, so that none is at the edge of two.
        if (Math.hypot(x - px, y - py) > 0.75 * cell) continue;
        const told = [1, ...trayKinds.map((each) => Number(each === kind))];
        const where = [(x - px) / cell, (y - py) / cell, Math.log(box[2] / usual), Math.log(box[3] / usual)];
        values.set([...told, ...where], (tray * grid * grid + place) * outputs);
      }
    }
  });
  return tf.tensor4d(values, [trays.length, grid, grid, outputs]);
}

/** Cross-entropy of “a piece is here” over all places; of class and box where one is. */
function loss(tf: Tf, wanted: Tensor4D, told: Tensor4D) {
  const part = (of: Tensor4D, from: number, size: number) => of.slice([0, 0, 0, from], [-1, -1, -1, size]);
  const [here, logit] = [part(wanted, 0, 1), part(told, 0, 1)];
  const kinds = trayKinds.length;
  const places = here.sum();
  const there = tf.softplus(logit).sub(logit.mul(here)).sum().div(places);
  const which = part(wanted, 1, kinds)
    .mul(tf.logSoftmax(part(told, 1, kinds)))
    .sum()
    .neg()
    .div(places);
  const off = part(told, 1 + kinds, 4)
    .sub(part(wanted, 1 + kinds, 4))
    .square()
    .mul(here)
    .sum()
    .div(places);
  return there.add(which).add(off).asScalar();
}

export interface Training {
  readonly weights: Float32Array;
  /** The mean loss of every 20 steps. */
  readonly curve: readonly number[];
}

/**
 * Trains a net from its seed.
 * @param steps the first of these are the same, however many are taken
 */
export async function train(tf: Tf, name: ModelName, steps: number = settings.steps): Promise<Training> {
  const { seed, batch, rate } = settings;
  const trays = bakeryTrays(settings.trays, { seed, side: seen });
  const [x, y] = [
    photosOf(
      tf,
      trays.map(({ photo }) => photo),
    ),
    targets(tf, trays),
  ];
  const net = makeNet(tf, name, seed);
  const optimizer = tf.train.adam(rate);
  const next = uniform(seed);
  let order: number[] = [];
  const curve: number[] = [];
  let sum = 0;
  for (let step = 1; step <= steps; step++) {
    if (order.length < batch) order = shuffled(settings.trays, next);
    const chosen = order.splice(0, batch);
    // By the whole plan and not by `steps`: a part of a training is its beginning.
    (optimizer as unknown as { learningRate: number }).learningRate =
      rate * 0.5 * (1 + Math.cos((Math.PI * step) / settings.steps));
    sum += tf.tidy(() => {
      const [photos, wanted] = [tf.gather(x, chosen), tf.gather(y, chosen)];
      return optimizer.minimize(() => loss(tf, wanted, net.apply(photos) as Tensor4D), true)!.dataSync()[0]!;
    });
    if (step % 20 > 0) continue;
    curve.push(sum / 20);
    sum = 0;
    // Whoever waits for the training may do something else in between.
    await tf.nextFrame();
  }
  const weights = Float32Array.from(net.getWeights().flatMap((weight) => [...weight.dataSync()]));
  tf.dispose([x, y]);
  net.dispose();
  optimizer.dispose();
  return { weights, curve };
}
