// Logistic regression in a few lines, as the figures on choosing columns need it.

const logistic = (t: number) => 1 / (1 + Math.exp(-t));
const dot = (row: readonly number[], weights: readonly number[]) => {
  let total = 0;
  for (let j = 0; j < row.length; j++) total += row[j]! * weights[j]!;
  return total;
};

export interface Penalty {
  /** Weight of half the squared length of the weights, for the sum of the losses of all rows. */
  readonly l2?: number;
  /** Weight of the sum of the absolute weights, for the same sum. */
  readonly l1?: number;
}

/**
 * Fits by proximal gradient steps (Parikh and Boyd, Proximal Algorithms, 2014); the intercept is not punished.
 * @returns the score of a row (above 0: class 1) and the weights.
 */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  { l2 = 0, l1 = 0 }: Penalty,
  steps = 400,
) {
  const width = rows[0]!.length;
  const weights = new Array<number>(width).fill(0);
  let intercept = 0;
  // The loss's curvature is at most a quarter of the rows' squared lengths (trace bound), so this step never overshoots.
  const squares = rows.reduce((total, row) => total + dot(row, row) + 1, 0);
  const rate = 1 / (squares / 4 + l2);
  for (let step = 0; step < steps; step++) {
    const gradient = new Array<number>(width).fill(0);
    let whole = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const wrong = logistic(dot(row, weights) + intercept) - labels[i]!;
      whole += wrong;
      for (let j = 0; j < width; j++) gradient[j]! += wrong * row[j]!;
    }
    intercept -= rate * whole;
    for (let j = 0; j < width; j++) {
      const moved = weights[j]! - rate * (gradient[j]! + l2 * weights[j]!);
      weights[j] = Math.sign(moved) * Math.max(0, Math.abs(moved) - rate * l1);
    }
  }
  return { weights, score: (row: readonly number[]) => dot(row, weights) + intercept };
}
