/** Logistic regression for the deck's made-up bank. */

/** Solves a small linear system by elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index]!]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let at = column; at <= size; at++) rows[row]![at]! -= factor * rows[column]![at]!;
    }
  }
  return rows.map((row, index) => row[size]! / row[index]!);
}

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Weights by Newton's method; the first column should be ones. A trace of ridge keeps the system solvable. */
export function fit(rows: readonly (readonly number[])[], labels: readonly boolean[]): number[] {
  const size = rows[0]!.length;
  let weights = new Array<number>(size).fill(0);
  for (let step = 0; step < 8; step++) {
    const gradient = weights.map((weight) => -1e-6 * weight);
    const hessian = weights.map((_, i) => weights.map((__, j) => (i === j ? 1e-6 : 0)));
    rows.forEach((row, index) => {
      const p = logistic(dot(weights, row));
      const error = (labels[index] ? 1 : 0) - p;
      for (let i = 0; i < size; i++) {
        gradient[i]! += error * row[i]!;
        for (let j = 0; j < size; j++) hessian[i]![j]! += p * (1 - p) * row[i]! * row[j]!;
      }
    });
    const step = solve(hessian, gradient);
    weights = weights.map((weight, index) => weight + step[index]!);
  }
  return weights;
}

export const dot = (weights: readonly number[], row: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * row[index]!, 0);
