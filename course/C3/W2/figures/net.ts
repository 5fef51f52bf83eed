// A small dense net with relu units, trained by Adam, whose weights can be rounded or held at zero while it learns.
import { normal, range, shuffled, uniform } from '../../W1/figures/chance.ts';

export interface Rows {
  /** `count` rows of `columns` numbers, row by row. */
  readonly x: Float64Array;
  /** A kind from 0, or a number to be predicted. */
  readonly y: Float64Array;
  readonly columns: number;
}
export interface Training {
  readonly epochs: number;
  readonly rate: number;
  readonly seed: number;
  /** What the net computes with in place of its weights; gradients go to the weights themselves (straight through). */
  readonly rounded?: (weights: Float64Array, units: number) => Float64Array;
  /** Called after each step with the net and the share of training that is done. */
  readonly afterStep?: (net: Net, done: number) => void;
}

export class Net {
  readonly sizes: readonly number[];
  /** A matrix a layer: input by unit. */
  readonly weights: Float64Array[];
  readonly biases: Float64Array[];

  constructor(sizes: readonly number[], seed: number) {
    const draw = normal(uniform(seed * 7919 + 17));
    this.sizes = sizes;
    this.weights = sizes.slice(1).map((units, l) => {
      const inputs = sizes[l]!;
      return Float64Array.from({ length: inputs * units }, () => draw() * Math.sqrt(2 / inputs));
    });
    this.biases = sizes.slice(1).map((units) => new Float64Array(units));
  }

  copy(): Net {
    const twin = new Net(this.sizes, 0);
    for (const l of range(this.weights.length)) {
      twin.weights[l]!.set(this.weights[l]!);
      twin.biases[l]!.set(this.biases[l]!);
    }
    return twin;
  }

  /** The values of all layers for one row; the last layer's are left as they are, all others pass a relu. */
  values(row: Float64Array, weights = this.weights): Float64Array[] {
    const layers = [row];
    for (const [l, w] of weights.entries()) {
      const units = this.sizes[l + 1]!;
      const out = this.biases[l]!.slice();
      const before = layers[l]!;
      addProduct(out, before, w);
      if (l < weights.length - 1) for (let u = 0; u < units; u++) if (out[u]! < 0) out[u] = 0;
      layers.push(out);
    }
    return layers;
  }

  /** The output of the last layer for each row. */
  outputs(rows: Rows): Float64Array[] {
    return range(rows.y.length).map((i) => this.values(rowOf(rows, i)).at(-1)!);
  }

  /** Trains on kinds (softmax and cross entropy) or, with one output, on numbers (squared error). Batches of 32. */
  fit(rows: Rows, { epochs, rate, seed, rounded, afterStep }: Training): this {
    const next = uniform(seed * 31 + 7);
    const params = [...this.weights, ...this.biases];
    const [gradients, m, v] = [0, 1, 2].map(() => params.map((p) => new Float64Array(p.length)));
    const depth = this.weights.length;
    const steps = epochs * Math.ceil(rows.y.length / 32);
    let step = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = shuffled(range(rows.y.length), next);
      for (let from = 0; from < order.length; from += 32) {
        const batch = order.slice(from, from + 32);
        const used = rounded ? this.weights.map((w, l) => rounded(w, this.sizes[l + 1]!)) : this.weights;
        for (const gradient of gradients!) gradient.fill(0);
        for (const i of batch) {
          const layers = this.values(rowOf(rows, i), used);
          let back = slope(layers.at(-1)!, rows.y[i]!);
          for (let l = depth - 1; l >= 0; l--) {
            const [before, w] = [layers[l]!, used[l]!];
            const [gw, gb] = [gradients![l]!, gradients![depth + l]!];
            const units = back.length;
            const further = new Float64Array(before.length);
            for (let u = 0; u < units; u++) gb[u]! += back[u]!;
            for (let k = 0; k < before.length; k++) {
              const value = before[k]!;
              if (value === 0) continue;
              let total = 0;
              for (let u = 0; u < units; u++) {
                gw[k * units + u]! += value * back[u]!;
                total += w[k * units + u]! * back[u]!;
              }
              further[k] = total;
            }
            back = further;
          }
        }
        step++;
        // Source: Kingma and Ba 2015, with the step size falling to zero at the end.
        const now = rate * (1 - (step - 1) / steps);
        const [mBias, vBias] = [1 - 0.9 ** step, 1 - 0.999 ** step];
        for (const [p, values] of params.entries()) {
          const [g, mp, vp] = [gradients![p]!, m![p]!, v![p]!];
          for (let k = 0; k < values.length; k++) {
            const slopeOf = g[k]! / batch.length;
            mp[k] = 0.9 * mp[k]! + 0.1 * slopeOf;
            vp[k] = 0.999 * vp[k]! + 0.001 * slopeOf * slopeOf;
            values[k]! -= (now * (mp[k]! / mBias)) / (Math.sqrt(vp[k]! / vBias) + 1e-8);
          }
        }
        afterStep?.(this, step / steps);
      }
    }
    return this;
  }
}

/** Adds to each unit the inputs times its weights. Apart from the rest, so that the engine compiles it well. */
function addProduct(out: Float64Array, inputs: Float64Array, weights: Float64Array): void {
  const units = out.length;
  for (let i = 0, at = 0; i < inputs.length; i++, at += units) {
    const value = inputs[i]!;
    if (value === 0) continue;
    for (let u = 0; u < units; u++) out[u] = out[u]! + value * weights[at + u]!;
  }
}

const rowOf = (rows: Rows, i: number) => rows.x.subarray(i * rows.columns, (i + 1) * rows.columns);

/** Gradient of the loss by the outputs. */
function slope(out: Float64Array, target: number): Float64Array {
  if (out.length === 1) return Float64Array.of(out[0]! - target);
  const top = Math.max(...out);
  const exps = out.map((value) => Math.exp(value - top));
  const total = exps.reduce((a, b) => a + b, 0);
  return exps.map((value, k) => value / total - (k === target ? 1 : 0));
}

export const named = (net: Net, rows: Rows) => net.outputs(rows).map((out) => out.indexOf(Math.max(...out)));

/** Share of rows named rightly. */
export function accuracy(net: Net, rows: Rows): number {
  return named(net, rows).filter((kind, i) => kind === rows.y[i]).length / rows.y.length;
}
