// A small net on made-up tables of ten kinds: what a seed, a setting and an epoch do to its score.
import { mean, normal, range, rounded, shuffled, uniform } from './chance.ts';

export interface Rows {
  readonly x: Float64Array;
  readonly y: Uint8Array;
  readonly count: number;
}
export const inputs = 20;
export const kinds = 10;

/** Rows of ten kinds: a center of each, and noise that makes neighbors alike. The centers are those of `world`. */
export function drawRows(count: number, seed: number, world = 1): Rows {
  const place = normal(uniform(world));
  const centers = range(kinds * 2).map(() => range(inputs).map(() => 0.85 * place()));
  const next = uniform(seed);
  const draw = normal(next);
  const x = new Float64Array(count * inputs);
  const y = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    y[i] = i % kinds;
    // Each kind has two centers, so that a straight border is not enough.
    const center = centers[y[i]! * 2 + (next() < 0.5 ? 0 : 1)]!;
    for (let j = 0; j < inputs; j++) x[i * inputs + j] = center[j]! + 1.15 * draw();
  }
  return { x, y, count };
}

export interface Setting {
  readonly units: number;
  readonly rate: number;
  readonly seed: number;
}

/** A dense net of one hidden layer, trained by plain stochastic gradient steps in batches of 16, epoch by epoch. */
export class Net {
  readonly #setting: Setting;
  readonly #w1: Float64Array;
  readonly #b1: Float64Array;
  readonly #w2: Float64Array;
  readonly #b2: Float64Array;
  readonly #next: () => number;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#next = uniform(setting.seed * 7919 + 17);
    const draw = normal(this.#next);
    const { units } = setting;
    this.#w1 = Float64Array.from({ length: inputs * units }, () => draw() * Math.sqrt(2 / inputs));
    this.#b1 = new Float64Array(units);
    this.#w2 = Float64Array.from({ length: units * kinds }, () => draw() * Math.sqrt(1 / units));
    this.#b2 = new Float64Array(kinds);
  }

  #forward(rows: Rows, i: number, hidden: Float64Array, out: Float64Array): void {
    const { units } = this.#setting;
    hidden.set(this.#b1);
    for (let j = 0; j < inputs; j++) {
      const value = rows.x[i * inputs + j]!;
      for (let u = 0; u < units; u++) hidden[u]! += value * this.#w1[j * units + u]!;
    }
    out.set(this.#b2);
    for (let u = 0; u < units; u++) {
      if (hidden[u]! <= 0) {
        hidden[u] = 0;
        continue;
      }
      for (let k = 0; k < kinds; k++) out[k]! += hidden[u]! * this.#w2[u * kinds + k]!;
    }
  }

  epoch(rows: Rows): void {
    const { units, rate } = this.#setting;
    const hidden = new Float64Array(units);
    const out = new Float64Array(kinds);
    const order = shuffled(range(rows.count), this.#next);
    const size = 16;
    const [g1, c1] = [new Float64Array(this.#w1.length), new Float64Array(units)];
    const [g2, c2] = [new Float64Array(this.#w2.length), new Float64Array(kinds)];
    for (let from = 0; from < order.length; from += size) {
      for (const gradient of [g1, c1, g2, c2]) gradient.fill(0);
      const batch = order.slice(from, from + size);
      for (const i of batch) {
        this.#forward(rows, i, hidden, out);
        const top = Math.max(...out);
        let total = 0;
        for (let k = 0; k < kinds; k++) {
          out[k] = Math.exp(out[k]! - top);
          total += out[k]!;
        }
        for (let k = 0; k < kinds; k++) {
          out[k] = out[k]! / total - (rows.y[i] === k ? 1 : 0);
          c2[k]! += out[k]!;
        }
        for (let u = 0; u < units; u++) {
          if (hidden[u] === 0) continue;
          let back = 0;
          for (let k = 0; k < kinds; k++) {
            g2[u * kinds + k]! += hidden[u]! * out[k]!;
            back += this.#w2[u * kinds + k]! * out[k]!;
          }
          c1[u]! += back;
          for (let j = 0; j < inputs; j++) g1[j * units + u]! += rows.x[i * inputs + j]! * back;
        }
      }
      const step = rate / batch.length;
      const pairs = [
        [this.#w1, g1],
        [this.#b1, c1],
        [this.#w2, g2],
        [this.#b2, c2],
      ] as const;
      for (const [weights, gradient] of pairs)
        for (let p = 0; p < weights.length; p++) weights[p]! -= step * gradient[p]!;
    }
  }

  /** Share of rows named rightly. */
  score(rows: Rows): number {
    const hidden = new Float64Array(this.#setting.units);
    const out = new Float64Array(kinds);
    let right = 0;
    for (let i = 0; i < rows.count; i++) {
      this.#forward(rows, i, hidden, out);
      if (out.indexOf(Math.max(...out)) === rows.y[i]) right++;
    }
    return right / rows.count;
  }
}

/** Scores after each of the given numbers of epochs, which rise. */
export function train(setting: Setting, rows: Rows, budgets: readonly number[], ...tests: readonly Rows[]): number[][] {
  const net = new Net(setting);
  let done = 0;
  return budgets.map((budget) => {
    for (; done < budget; done++) net.epoch(rows);
    return tests.map((test) => net.score(test));
  });
}

/** Thirty trainings of one setting: 200 rows to choose by, and 2,000 that nobody chose by. */
export function thirty(world = 1) {
  const [rows, choose, fresh] = [
    drawRows(400, world * 100 + 1, world),
    drawRows(200, world * 100 + 2, world),
    drawRows(2000, world * 100 + 3, world),
  ];
  const scores = range(30).map((seed) => train({ units: 16, rate: 0.1, seed }, rows, [15], choose, fresh)[0]!);
  const chosen = scores.map(([score]) => rounded(score!));
  const honest = scores.map(([, score]) => rounded(score!));
  const winner = chosen.indexOf(Math.max(...chosen));
  return {
    chosen,
    honest,
    winner,
    lead: rounded(chosen[winner]! - mean(chosen)),
    kept: rounded(honest[winner]! - mean(honest)),
  };
}
