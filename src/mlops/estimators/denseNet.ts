/** The arithmetic of a net of dense layers: forward, back, and the steps of gradient descent. */

/** A layer's weights, a row for each input, and its biases. */
export interface Layer {
  readonly inputs: number;
  readonly units: number;
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}
/** Gradients, or what an optimizer remembers, in the shape of the layers. */
export type LayerSums = readonly { readonly weights: Float64Array; readonly biases: Float64Array }[];

export const zerosLike = (layers: readonly Layer[]): LayerSums =>
  layers.map(({ weights, biases }) => ({
    weights: new Float64Array(weights.length),
    biases: new Float64Array(biases.length),
  }));

/** Outputs of each layer for one row; hidden ones are rectified (ReLU), the last are scores. */
export function forward(layers: readonly Layer[], row: Float64Array, outputs: readonly Float64Array[]): void {
  layers.forEach(({ inputs, units, weights, biases }, at) => {
    const input = at === 0 ? row : outputs[at - 1]!;
    const output = outputs[at]!;
    output.set(biases);
    for (let i = 0, w = 0; i < inputs; i++, w += units) {
      const value = input[i]!;
      if (value === 0) continue;
      for (let u = 0; u < units; u++) output[u]! += value * weights[w + u]!;
    }
    if (at === layers.length - 1) return;
    for (let u = 0; u < units; u++) if (output[u]! < 0) output[u] = 0;
  });
}

/** Room for the outputs, or the errors, of each layer. */
export const roomFor = (layers: readonly Layer[]) => layers.map(({ units }) => new Float64Array(units));

/** Adds the gradient of one row, whose scores are off by the last of `errors`. */
export function addGradient(
  layers: readonly Layer[],
  row: Float64Array,
  outputs: readonly Float64Array[],
  errors: readonly Float64Array[],
  into: LayerSums,
): void {
  for (let at = layers.length - 1; at >= 0; at--) {
    const { inputs, units, weights } = layers[at]!;
    const [input, error, before] = [at === 0 ? row : outputs[at - 1]!, errors[at]!, errors[at - 1]];
    const { weights: sums, biases } = into[at]!;
    for (let u = 0; u < units; u++) biases[u]! += error[u]!;
    for (let i = 0, w = 0; i < inputs; i++, w += units) {
      const value = input[i]!;
      if (value === 0) {
        if (before) before[i] = 0;
        continue;
      }
      let back = 0;
      for (let u = 0; u < units; u++) {
        sums[w + u]! += value * error[u]!;
        back += weights[w + u]! * error[u]!;
      }
      if (before) before[i] = back;
    }
  }
}

/** Turns scores into shares of 1: softmax of several, the logistic function of one. */
export function sharesOf(scores: Float64Array): void {
  if (scores.length === 1) {
    scores[0] = 1 / (1 + Math.exp(-scores[0]!));
    return;
  }
  let top = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > top) top = score;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    scores[k] = Math.exp(scores[k]! - top);
    sum += scores[k]!;
  }
  for (let k = 0; k < scores.length; k++) scores[k]! /= sum;
}

/** Moves weights against their gradient. */
export type Optimizer = (layers: readonly Layer[], gradient: LayerSums) => void;

const pairs = function* (layers: readonly Layer[], ...others: readonly LayerSums[]) {
  for (const [at, layer] of layers.entries()) {
    for (const part of ['weights', 'biases'] as const) yield [layer[part], ...others.map((each) => each[at]![part])];
  }
};

/** Gradient descent with momentum, Nesterov's where asked: scikit-learn's `SGDOptimizer`. */
export function sgd(layers: readonly Layer[], rate: number, momentum: number, nesterov: boolean): Optimizer {
  const velocities = zerosLike(layers);
  return (net, gradient) => {
    for (const [values, slopes, speeds] of pairs(net, gradient, velocities)) {
      for (let i = 0; i < values!.length; i++) {
        const step = rate * slopes![i]!;
        speeds![i] = momentum * speeds![i]! - step;
        values![i]! += nesterov ? momentum * speeds![i]! - step : speeds![i]!;
      }
    }
  };
}

/** Adam with the usual decays, .9 and .999. Source: D. Kingma and J. Ba, "Adam", ICLR 2015. */
export function adam(layers: readonly Layer[], rate: number): Optimizer {
  const [first, second, small] = [0.9, 0.999, 1e-8];
  const [means, squares] = [zerosLike(layers), zerosLike(layers)];
  let steps = 0;
  return (net, gradient) => {
    steps++;
    const size = (rate * Math.sqrt(1 - second ** steps)) / (1 - first ** steps);
    for (const [values, slopes, mean, square] of pairs(net, gradient, means, squares)) {
      for (let i = 0; i < values!.length; i++) {
        const slope = slopes![i]!;
        mean![i] = first * mean![i]! + (1 - first) * slope;
        square![i] = second * square![i]! + (1 - second) * slope * slope;
        values![i]! -= (size * mean![i]!) / (Math.sqrt(square![i]!) + small);
      }
    }
  };
}
