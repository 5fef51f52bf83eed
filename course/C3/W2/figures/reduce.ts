// What many columns do to distances and to a plain classifier, and what few components keep.
import { deviation, mean, normal, range, rounded, sum, uniform } from '../../W1/figures/chance.ts';
import { drawDigits } from './digits.ts';

/** Nearest over farthest of 200 points from a first one, all drawn evenly in a cube of so many sides: means of 20. */
export function distances() {
  return [1, 2, 5, 10, 20, 50, 100, 300, 1000].map((columns) => {
    const ratios = range(20).map((seed) => {
      const next = uniform(seed + 1);
      const center = range(columns).map(next);
      const far = range(200).map(() => Math.sqrt(sum(center.map((value) => (value - next()) ** 2))));
      return Math.min(...far) / Math.max(...far);
    });
    return [columns, rounded(mean(ratios), 3)];
  });
}

/** Two kinds; column i tells less than the one before it. Nearest mean from so many rows a kind. Source: Trunk 1979. */
export function hughes() {
  const columns = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
  const curves = [5, 20, 100].map((rows) => {
    const scores = columns.map(() => 0);
    const repeats = 60;
    for (let seed = 1; seed <= repeats; seed++) {
      const next = uniform(seed * 101 + rows);
      const draw = normal(next);
      const center = range(1000).map((i) => 0.8 / Math.sqrt(i + 1));
      // The mean of so many rows, drawn as one normal number of their deviation, for both kinds.
      const [a, b] = [1, -1].map((side) => center.map((value) => side * value + draw() / Math.sqrt(rows)));
      for (let i = 0; i < 100; i++) {
        const side = i % 2 ? 1 : -1;
        let balance = 0;
        let at = 0;
        for (let c = 0; c < 1000; c++) {
          const value = side * center[c]! + draw();
          balance += (value - b![c]!) ** 2 - (value - a![c]!) ** 2;
          if (c + 1 === columns[at]) {
            if (balance > 0 === side > 0) scores[at]! += 1;
            at++;
          }
        }
      }
    }
    return { rows, scores: scores.map((right) => rounded(right / (repeats * 100), 3)) };
  });
  return { columns, curves };
}

/** Eigenvalues and eigenvectors of a symmetric matrix, largest first, by Jacobi's rotations. */
export function eigen(matrix: readonly (readonly number[])[]): { value: number; vector: number[] }[] {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = range(n).map((i) => range(n).map((j) => +(i === j)));
  for (let sweep = 0; sweep < 12; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(a[p]![q]!) < 1e-14) continue;
        const angle = 0.5 * Math.atan2(2 * a[p]![q]!, a[q]![q]! - a[p]![p]!);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[k]![p]!, a[k]![q]!];
          a[k]![p] = c * x - s * y;
          a[k]![q] = s * x + c * y;
        }
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[p]![k]!, a[q]![k]!];
          a[p]![k] = c * x - s * y;
          a[q]![k] = s * x + c * y;
          const [d, e] = [v[k]![p]!, v[k]![q]!];
          v[k]![p] = c * d - s * e;
          v[k]![q] = s * d + c * e;
        }
      }
    }
  }
  return range(n)
    .map((i) => ({ value: a[i]![i]!, vector: range(n).map((k) => v[k]![i]!) }))
    .sort((x, y) => y.value - x.value);
}

/** Principal components of rows: centered, by the covariance. */
function principal(rows: readonly (readonly number[])[]) {
  const center = range(rows[0]!.length).map((c) => mean(rows.map((row) => row[c]!)));
  const covariance = center.map((_, i) =>
    center.map((_, j) => mean(rows.map((row) => (row[i]! - center[i]!) * (row[j]! - center[j]!)))),
  );
  const parts = eigen(covariance);
  const total = sum(parts.map(({ value }) => value));
  const shares = parts.map(({ value }) => value / total);
  const project = (row: readonly number[], k: number) =>
    parts.slice(0, k).map(({ vector }) => sum(vector.map((weight, c) => weight * (row[c]! - center[c]!))));
  return { parts, shares, project };
}

export const columns = ['use', 'pressure', 'age', 'temperature', 'people', 'peak flow', 'pipe', 'night flow'];
/** Houses with a water meter: monthly use in liters, pressure in kilopascals and so on. A leak shows at night. */
function houses(count: number, seed: number) {
  const draw = normal(uniform(seed));
  return range(count).map((i) => {
    const leak = i % 2;
    const people = 2.6 + 1.2 * draw();
    return {
      leak,
      row: [
        4200 * people + 1500 * draw(),
        350 + 60 * draw(),
        30 + 15 * draw(),
        12 + 4 * draw(),
        people,
        22 + 2.5 * draw() + people,
        25 + 3 * draw(),
        0.2 + 0.5 * leak + 0.16 * draw(),
      ],
    };
  });
}

/** Share named rightly by the nearer mean of so many components, each in its own deviations. */
function nearer(
  train: { leak: number; row: number[] }[],
  fresh: { leak: number; row: number[] }[],
  scale: (row: number[]) => number[],
) {
  const fitted = principal(train.map(({ row }) => scale(row)));
  return range(8).map((i) => {
    const view = ({ row }: { row: number[] }) =>
      fitted.project(scale(row), i + 1).map((v, c) => v / Math.sqrt(fitted.parts[c]!.value));
    const means = [0, 1].map((leak) => {
      const of = train.filter((house) => house.leak === leak).map(view);
      return of[0]!.map((_, c) => mean(of.map((row) => row[c]!)));
    });
    const far = (row: number[], center: number[]) => sum(row.map((v, c) => (v - center[c]!) ** 2));
    return rounded(
      mean(fresh.map((house) => +(far(view(house), means[1]!) < far(view(house), means[0]!) === (house.leak === 1)))),
      3,
    );
  });
}

export function components() {
  const [train, fresh] = [houses(600, 21), houses(2000, 22)];
  const spread = columns.map((_, c) => deviation(train.map(({ row }) => row[c]!)));
  const scales: Record<string, (row: number[]) => number[]> = {
    liters: (row) => row,
    'cubic meters': (row) => row.map((v, c) => (c === 0 ? v / 1000 : v)),
    standardized: (row) => row.map((v, c) => v / spread[c]!),
  };
  return Object.fromEntries(
    Object.entries(scales).map(([name, scale]) => {
      const { parts, shares } = principal(train.map(({ row }) => scale(row)));
      return [
        name,
        {
          shares: shares.map((share) => rounded(share, 6)),
          loadings: parts[0]!.vector.map((weight) => rounded(Math.abs(weight), 3)),
          accuracy: nearer(train, fresh, scale),
        },
      ];
    }),
  );
}

/** Digits: variance kept by k components, and the share that the nearest of 600 rows names rightly. */
export function digitComponents() {
  const [train, fresh] = [drawDigits(600, 31, true), drawDigits(400, 32, true)];
  const pictures = ({ x }: { x: Float64Array }, count: number) =>
    range(count).map((i) => [...x.subarray(i * 64, i * 64 + 64)]);
  const known = pictures(train, 600);
  const fitted = principal(known);
  const [a, b] = [known, pictures(fresh, 400)].map((rows) => rows.map((row) => fitted.project(row, 64)));
  return [1, 2, 5, 10, 15, 20, 32, 48, 64].map((k) => {
    const right = b!.filter((row, i) => {
      let [best, at] = [Number.POSITIVE_INFINITY, 0];
      for (const [j, other] of a!.entries()) {
        let far = 0;
        for (let c = 0; c < k; c++) far += (row[c]! - other[c]!) ** 2;
        if (far < best) [best, at] = [far, j];
      }
      return train.y[at] === fresh.y[i];
    });
    return { k, kept: rounded(sum(fitted.shares.slice(0, k))), accuracy: rounded(right.length / 400) };
  });
}
