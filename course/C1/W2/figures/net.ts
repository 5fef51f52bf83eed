// A net of one hidden layer for the deck's model: rectified units, softmax, Adam (Kingma and Ba 2015).
import { normal, shuffled, uniform } from './chance.ts';

export interface Options {
  readonly hidden: number;
  readonly epochs: number;
  readonly rate: number;
  readonly seed: number;
  /** Changes a picture before each use of it, as augmentation does. */
  readonly change?: (picture: Float64Array, next: () => number) => Float64Array;
}

export interface Net {
  /** Probabilities of the classes. */
  readonly probabilities: (input: Float64Array) => Float64Array;
  readonly predict: (input: Float64Array) => number;
}

const classes = 3;
const batch = 32;

/** Trains on pictures `x` with classes `y`. */
export function train(x: readonly Float64Array[], y: readonly number[], options: Options): Net {
  const next = uniform(options.seed);
  const inputs = x[0]!.length;
  const { hidden } = options;
  const sizes = [inputs * hidden, hidden, hidden * classes, classes];
  const scale = [Math.sqrt(2 / inputs), 0, Math.sqrt(1 / hidden), 0];
  const weights = sizes.map((size, k) => Float64Array.from({ length: size }, () => scale[k]! * normal(next)));
  const slopes = sizes.map((size) => new Float64Array(size));
  const [first, second] = [sizes.map((size) => new Float64Array(size)), sizes.map((size) => new Float64Array(size))];
  const [w1, b1, w2, b2] = weights as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [g1, h1, g2, h2] = slopes as [Float64Array, Float64Array, Float64Array, Float64Array];
  const middle = new Float64Array(hidden);

  const forward = (input: Float64Array): Float64Array => {
    for (let j = 0; j < hidden; j++) {
      let sum = b1[j]!;
      for (let i = 0; i < inputs; i++) sum += w1[j * inputs + i]! * input[i]!;
      middle[j] = Math.max(0, sum);
    }
    const out = new Float64Array(classes);
    for (let k = 0; k < classes; k++) {
      let sum = b2[k]!;
      for (let j = 0; j < hidden; j++) sum += w2[k * hidden + j]! * middle[j]!;
      out[k] = sum;
    }
    const most = Math.max(...out);
    const grown = out.map((value) => Math.exp(value - most));
    const total = grown.reduce((sum, value) => sum + value, 0);
    return grown.map((value) => value / total);
  };

  const backward = (input: Float64Array, kind: number, share: number) => {
    const error = forward(input);
    error[kind] = error[kind]! - 1;
    for (let j = 0; j < hidden; j++) {
      let back = 0;
      for (let k = 0; k < classes; k++) {
        back += error[k]! * w2[k * hidden + j]!;
        g2[k * hidden + j] = g2[k * hidden + j]! + share * error[k]! * middle[j]!;
      }
      if (middle[j]! <= 0) continue;
      h1[j] = h1[j]! + share * back;
      for (let i = 0; i < inputs; i++) g1[j * inputs + i] = g1[j * inputs + i]! + share * back * input[i]!;
    }
    for (let k = 0; k < classes; k++) h2[k] = h2[k]! + share * error[k]!;
  };

  let steps = 0;
  const step = () => {
    steps++;
    const rate = (options.rate * Math.sqrt(1 - 0.999 ** steps)) / (1 - 0.9 ** steps);
    weights.forEach((weight, k) => {
      const [slope, m, v] = [slopes[k]!, first[k]!, second[k]!];
      for (let i = 0; i < weight.length; i++) {
        m[i] = 0.9 * m[i]! + 0.1 * slope[i]!;
        v[i] = 0.999 * v[i]! + 0.001 * slope[i]! ** 2;
        weight[i] = weight[i]! - (rate * m[i]!) / (Math.sqrt(v[i]!) + 1e-8);
      }
      slope.fill(0);
    });
  };

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const order = shuffled(x.length, next);
    for (let start = 0; start < order.length; start += batch) {
      const rows = order.slice(start, start + batch);
      for (const row of rows) {
        const input = options.change ? options.change(x[row]!, next) : x[row]!;
        backward(input, y[row]!, 1 / rows.length);
      }
      step();
    }
  }
  return {
    probabilities: forward,
    predict: (input) => forward(input).reduce((best, p, k, all) => (p > all[best]! ? k : best), 0),
  };
}
