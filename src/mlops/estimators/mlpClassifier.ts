import { shuffled, uniform } from '../datasets/chance.ts';
import type { Label } from '../metrics/data.ts';
import {
  adam,
  addGradient,
  forward,
  type Layer,
  type LayerSums,
  type Optimizer,
  roomFor,
  sgd,
  sharesOf,
  zerosLike,
} from './denseNet.ts';
import { EstimatorsError } from './errors.ts';
import { assertPositive, assertTwoClasses } from './linear.ts';
import { argMax, assertColumns, type Classes, classesOf, fittedOf, type Matrix, rowsOf } from './samples.ts';

export interface MLPOptions {
  /** Units of each hidden layer: [100] by default. They are rectified (ReLU). */
  readonly hiddenLayerSizes?: readonly number[];
  /** `adam` by default. */
  readonly solver?: 'sgd' | 'adam';
  /** 0.001 by default. */
  readonly learningRateInit?: number;
  /** Of `sgd`: 0.9 by default. */
  readonly momentum?: number;
  /** Of `sgd` with momentum: yes by default. */
  readonly nesterovsMomentum?: boolean;
  /** By which weights (not biases) are held small, L2: 0.0001 by default. */
  readonly alpha?: number;
  /** Rows a step: 200 by default, or all where there are fewer. */
  readonly batchSize?: number;
  /** Epochs of `fit`: 200 by default. */
  readonly maxIter?: number;
  /** Whether each epoch takes the rows in an order of its own: yes by default. */
  readonly shuffle?: boolean;
  /** What the layers begin with: weights [inputs × units], row by row, and biases. Drawn by default. */
  readonly initialLayers?:
    | readonly { readonly weights: ArrayLike<number>; readonly biases: ArrayLike<number> }[]
    | undefined;
  /** Of the first weights and of the orders: a whole number from 0 on. */
  readonly seed: number;
}

interface Fitted<L> {
  readonly classes: readonly L[];
  readonly layers: readonly Layer[];
  readonly step: Optimizer;
}

/**
 * A net of dense layers, after `sklearn.neural_network.MLPClassifier`: its loss and its steps, from the first weights on.
 * Those are drawn as scikit-learn draws them (Glorot and Bengio 2010), by another generator. `fit` trains for all epochs;
 * `partialFit` for one, so that a training can be watched, broken off and gone on with.
 */
export class MLPClassifier<L extends Label = Label> {
  readonly #options: Required<MLPOptions>;
  readonly #next: () => number;
  #fitted: Fitted<L> | undefined;

  /** @throws {EstimatorsError} `bad-argument` */
  constructor(options: MLPOptions) {
    this.#options = {
      hiddenLayerSizes: [100],
      solver: 'adam',
      learningRateInit: 0.001,
      momentum: 0.9,
      nesterovsMomentum: true,
      alpha: 0.0001,
      batchSize: 200,
      maxIter: 200,
      shuffle: true,
      initialLayers: undefined,
      ...options,
    };
    assertOptions(this.#options);
    this.#next = uniform(this.#options.seed);
  }

  /** @throws {EstimatorsError} `not-fitted` */
  get classes(): readonly L[] {
    return fittedOf(this.#fitted, 'MLPClassifier').classes;
  }

  /** Weights of each layer, [inputs × units] row by row; a view, which training moves. @throws {EstimatorsError} `not-fitted` */
  get layers(): readonly Layer[] {
    return fittedOf(this.#fitted, 'MLPClassifier').layers;
  }

  /** Trains for `maxIter` epochs, from new weights. @throws {EstimatorsError} as `partialFit` */
  fit(x: Matrix, y: Iterable<L>): this {
    this.#fitted = undefined;
    const labels = [...y];
    const rows = rowsOf(x);
    for (let epoch = 0; epoch < this.#options.maxIter; epoch++) this.partialFit(rows, labels);
    return this;
  }

  /**
   * Trains for one epoch more. The classes are those of the first call.
   * @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-label`, `one-class`
   */
  partialFit(x: Matrix, y: Iterable<L>): this {
    const rows = rowsOf(x);
    const found = classesOf(y, rows.length);
    this.#fitted ??= this.#begin(found, rows[0]!.length);
    const { classes, layers } = this.#fitted;
    assertColumns(rows[0]!.length, layers[0]!.inputs);
    const places = found.classes.map((label) => classes.indexOf(label));
    const strange = places.indexOf(-1);
    if (strange >= 0)
      throw new EstimatorsError('bad-label', `The class “${String(found.classes[strange])}” was not there at first.`);
    const codes = found.codes.map((code) => places[code]!);
    const { shuffle, batchSize } = this.#options;
    const order = shuffle ? shuffled(rows.length, this.#next) : rows.map((_, row) => row);
    const size = Math.min(batchSize, rows.length);
    const room = { outputs: roomFor(layers), errors: roomFor(layers), gradient: zerosLike(layers) };
    for (let from = 0; from < order.length; from += size)
      this.#batch(rows, codes, order.slice(from, from + size), this.#fitted, room);
    return this;
  }

  #begin(found: Classes<L>, columns: number): Fitted<L> {
    assertTwoClasses(found, 'MLPClassifier');
    const { hiddenLayerSizes, solver, learningRateInit, momentum, nesterovsMomentum, initialLayers } = this.#options;
    const outputs = found.classes.length === 2 ? 1 : found.classes.length;
    const sizes = [columns, ...hiddenLayerSizes, outputs];
    const layers = hiddenLayerSizes.concat(outputs).map((units, at) => {
      const inputs = sizes[at]!;
      const bound = Math.sqrt(6 / (inputs + units));
      const draw = () => bound * (2 * this.#next() - 1);
      const { weights, biases } = initialLayers?.[at] ?? { weights: undefined, biases: undefined };
      return {
        inputs,
        units,
        weights: filled(`initialLayers[${at}].weights`, inputs * units, weights, draw),
        biases: filled(`initialLayers[${at}].biases`, units, biases, draw),
      };
    });
    const step =
      solver === 'adam' ? adam(layers, learningRateInit) : sgd(layers, learningRateInit, momentum, nesterovsMomentum);
    return { classes: found.classes, layers, step };
  }

  #batch(
    rows: readonly Float64Array[],
    codes: Uint32Array,
    batch: readonly number[],
    { layers, step }: Fitted<L>,
    { outputs, errors, gradient }: Record<'outputs' | 'errors', Float64Array[]> & { readonly gradient: LayerSums },
  ): void {
    for (const { weights, biases } of gradient) {
      weights.fill(0);
      biases.fill(0);
    }
    const [scores, error] = [outputs.at(-1)!, errors.at(-1)!];
    for (const row of batch) {
      forward(layers, rows[row]!, outputs);
      sharesOf(scores);
      error.set(scores);
      if (scores.length === 1) error[0]! -= codes[row]!;
      else error[codes[row]!]! -= 1;
      addGradient(layers, rows[row]!, outputs, errors, gradient);
    }
    const share = 1 / batch.length;
    gradient.forEach(({ weights, biases }, at) => {
      const held = layers[at]!.weights;
      for (let i = 0; i < weights.length; i++) weights[i] = share * (weights[i]! + this.#options.alpha * held[i]!);
      for (let u = 0; u < biases.length; u++) biases[u]! *= share;
    });
    step(layers, gradient);
  }

  /** Probability of each class in the order of `classes`, row by row. @throws {EstimatorsError} as `predict` */
  predictProba(x: Matrix): Float64Array[] {
    const { layers } = fittedOf(this.#fitted, 'MLPClassifier');
    const outputs = roomFor(layers);
    return rowsOf(x).map((row) => {
      assertColumns(row.length, layers[0]!.inputs);
      forward(layers, row, outputs);
      const shares = outputs.at(-1)!.slice();
      sharesOf(shares);
      return shares.length === 1 ? Float64Array.of(1 - shares[0]!, shares[0]!) : shares;
    });
  }

  /** The likeliest class, row by row. @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  predict(x: Matrix): L[] {
    const { classes } = this;
    return this.predictProba(x).map((shares) => classes[argMax(shares)]!);
  }

  /** The share of rows that it names rightly. @throws {EstimatorsError} as `predict`, and for `y` as `partialFit` */
  score(x: Matrix, y: Iterable<L>): number {
    const predicted = this.predict(x);
    const { classes, codes } = classesOf(y, predicted.length);
    const right = predicted.reduce((sum, label, row) => sum + Number(label === classes[codes[row]!]), 0);
    return right / predicted.length;
  }
}

/** What is given, or numbers that are drawn. @throws {EstimatorsError} `bad-argument` for too many or too few */
function filled(name: string, length: number, given: ArrayLike<number> | undefined, draw: () => number): Float64Array {
  if (given && given.length !== length)
    throw new EstimatorsError('bad-argument', `${name} must have ${length} numbers, not ${given.length}.`);
  return given ? Float64Array.from(given) : Float64Array.from({ length }, draw);
}

function assertOptions({
  hiddenLayerSizes,
  learningRateInit,
  momentum,
  alpha,
  batchSize,
  maxIter,
  seed,
}: Required<MLPOptions>) {
  assertPositive(learningRateInit, 'learningRateInit');
  if (!(alpha >= 0 && alpha < Number.POSITIVE_INFINITY))
    throw new EstimatorsError('bad-argument', `alpha must be 0 or more, not ${alpha}.`);
  if (!(momentum >= 0 && momentum <= 1))
    throw new EstimatorsError('bad-argument', `momentum must lie from 0 to 1, not at ${momentum}.`);
  const whole = {
    batchSize,
    maxIter,
    ...Object.fromEntries(hiddenLayerSizes.map((n, i) => [`hiddenLayerSizes[${i}]`, n])),
  };
  for (const [name, value] of Object.entries(whole)) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new EstimatorsError('bad-argument', `${name} must be a whole number from 1 on, not ${value}.`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new EstimatorsError('bad-argument', `seed must be a whole number from 0 on, not ${seed}.`);
}
