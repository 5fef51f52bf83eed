import type * as TensorFlow from '@tensorflow/tfjs';
import { uniform } from '../datasets/chance.ts';
import { ExplainError } from './errors.ts';
import { assertCount } from './inputs.ts';

/** TensorFlow.js, whichever the lab imports. */
export type Tf = Pick<typeof TensorFlow, 'grad' | 'tensor' | 'tidy'>;
type Tensor = TensorFlow.Tensor;

export interface GradientExplainerOptions {
  /** Draws of a background row and of a place on the way, for each explained row: 200 by default. */
  readonly nSamples?: number;
  /** A whole number from 0 on: 0 by default. */
  readonly seed?: number;
}

export interface GradientExplanation {
  /** Parts of each input, in the order of its values: a list for each explained row. */
  readonly values: readonly Float64Array[];
  /** Standard error of each part. */
  readonly standardErrors: readonly Float64Array[];
  /** The model's mean answer over the background. With all parts of a row it makes the prediction, but for chance. */
  readonly baseValue: number;
}

/**
 * Expected gradients, after `shap.GradientExplainer` without local smoothing: the slope of the model somewhere between a
 * row of the background and the explained one, times the way between them, as a mean over draws (Erion et al. 2021).
 */
export class GradientExplainer {
  readonly #tf: Tf;
  readonly #model: (x: Tensor) => Tensor;
  readonly #background: Tensor;
  readonly #nSamples: number;
  readonly #seed: number;

  /**
   * @param tf TensorFlow.js as the lab imports it
   * @param model from rows `[n, …]` to one number a row, `[n]` or `[n, 1]`; of several outputs pick one
   * @param background `[rows, …]`
   * @throws {ExplainError} `empty-background`, `bad-argument`
   */
  constructor(tf: Tf, model: (x: Tensor) => Tensor, background: Tensor, options: GradientExplainerOptions = {}) {
    const { nSamples = 200, seed = 0 } = options;
    assertCount(nSamples, 2, 'nSamples');
    assertCount(seed, 0, 'seed');
    if (background.size === 0)
      throw new ExplainError('empty-background', 'The background has no rows. Give the crowd to compare with.');
    [this.#tf, this.#model, this.#background] = [tf, model, background];
    [this.#nSamples, this.#seed] = [nSamples, seed];
  }

  /** @param x `[n, …]` @throws {ExplainError} `no-samples`, `unequal-lengths`, `bad-model` */
  explain(x: Tensor): GradientExplanation {
    const shape = x.shape.slice(1);
    if (x.size === 0) throw new ExplainError('no-samples', 'There are no rows to explain. Give at least one.');
    if (shape.join() !== this.#background.shape.slice(1).join()) {
      const shapes = `Rows of shape [${shape}] do not fit a background of [${this.#background.shape.slice(1)}].`;
      throw new ExplainError('unequal-lengths', shapes);
    }
    const [rows, crowd] = [x.dataSync(), this.#background.dataSync()];
    const width = x.size / x.shape[0]!;
    const next = uniform(this.#seed);
    const found = Array.from({ length: x.shape[0]! }, (_, row) => {
      const draws = this.#draws(rows.subarray(row * width, (row + 1) * width), crowd, next);
      return summary(this.#slopes(draws.points, shape), draws.ways, width);
    });
    return {
      values: found.map(({ values }) => values),
      standardErrors: found.map(({ errors }) => errors),
      baseValue: this.#baseValue(),
    };
  }

  /** Points between the row and rows of the background, and the whole ways between them. */
  #draws(row: ArrayLike<number>, crowd: ArrayLike<number>, next: () => number) {
    const width = row.length;
    const others = crowd.length / width;
    const [points, ways] = [new Float32Array(this.#nSamples * width), new Float64Array(this.#nSamples * width)];
    for (let draw = 0; draw < this.#nSamples; draw++) {
      const [from, share] = [Math.floor(next() * others) * width, next()];
      for (let i = 0; i < width; i++) {
        const way = row[i]! - crowd[from + i]!;
        ways[draw * width + i] = way;
        points[draw * width + i] = crowd[from + i]! + share * way;
      }
    }
    return { points, ways };
  }

  #slopes(points: Float32Array, shape: readonly number[]): ArrayLike<number> {
    const { tidy, grad, tensor } = this.#tf;
    // A row's answer depends on that row alone, so the slope of the sum has the slope of each.
    return tidy(() => grad((at) => this.#answers(at).sum())(tensor(points, [this.#nSamples, ...shape])).dataSync());
  }

  #baseValue(): number {
    return this.#tf.tidy(() => this.#answers(this.#background).mean().dataSync()[0]!);
  }

  #answers(x: Tensor): Tensor {
    const answers = this.#model(x);
    if (answers.size === x.shape[0]) return answers;
    const mend = 'It must answer one number a row; of several outputs, pick one.';
    throw new ExplainError('bad-model', `The model answers [${answers.shape}] for ${x.shape[0]} rows. ${mend}`);
  }
}

function summary(slopes: ArrayLike<number>, ways: Float64Array, width: number) {
  const draws = ways.length / width;
  const [values, squares] = [new Float64Array(width), new Float64Array(width)];
  for (let i = 0; i < ways.length; i++) values[i % width]! += (slopes[i]! * ways[i]!) / draws;
  for (let i = 0; i < ways.length; i++) squares[i % width]! += (slopes[i]! * ways[i]! - values[i % width]!) ** 2;
  return { values, errors: squares.map((sum) => Math.sqrt(sum / (draws - 1) / draws)) };
}
