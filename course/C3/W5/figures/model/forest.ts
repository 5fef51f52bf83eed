/** Trees and forests for the deck: shares of a yes in the leaves, splits by variance (Breiman 2001). */
import { type Random, random } from '../../../../C2/W1/figures/model/chance.ts';

export type Row = readonly number[];
export type Model = (row: Row) => number;

interface Settings {
  readonly trees: number;
  readonly depth: number;
  /** Columns that are tried at each split. */
  readonly tried: number;
  /** Fewest rows of a leaf. */
  readonly leaf: number;
}

export interface Forest {
  readonly predict: Model;
  /** For each column the share of all that splits on it have lowered the variance: “impurity importance”. */
  readonly impurity: readonly number[];
}

/** A forest of bootstrapped trees; a single tree sees all rows. @param y 0 or 1 */
export function forest(rows: readonly Row[], y: readonly number[], settings: Settings, seed: number): Forest {
  const draw = random(seed);
  const gains = rows[0]!.map(() => 0);
  const trees = Array.from({ length: settings.trees }, () => {
    const picked = Array.from({ length: rows.length }, (_, i) =>
      settings.trees === 1 ? i : Math.floor(draw() * rows.length),
    );
    return grow(rows, y, picked, settings.depth, settings, draw, gains);
  });
  const total = gains.reduce((sum, gain) => sum + gain, 0) || 1;
  return {
    predict: (row) => trees.reduce((sum, tree) => sum + tree(row), 0) / trees.length,
    impurity: gains.map((gain) => gain / total),
  };
}

function grow(
  rows: readonly Row[],
  y: readonly number[],
  picked: readonly number[],
  depth: number,
  settings: Settings,
  draw: Random,
  gains: number[],
): Model {
  const mean = picked.reduce((sum, i) => sum + y[i]!, 0) / picked.length;
  if (depth === 0 || picked.length < 2 * settings.leaf || mean === 0 || mean === 1) return () => mean;
  const columns = rows[0]!.map((_, column) => column);
  for (let k = 0; k < settings.tried; k++) {
    const other = k + Math.floor(draw() * (columns.length - k));
    [columns[k], columns[other]] = [columns[other]!, columns[k]!];
  }
  let best = { gain: 1e-12, column: -1, at: 0 };
  for (const column of columns.slice(0, settings.tried)) {
    const found = split(rows, y, picked, column, settings.leaf);
    if (found.gain > best.gain) best = { ...found, column };
  }
  if (best.column < 0) return () => mean;
  gains[best.column]! += best.gain;
  const [left, right] = [true, false].map((low) => {
    const side = picked.filter((i) => rows[i]![best.column]! <= best.at === low);
    return grow(rows, y, side, depth - 1, settings, draw, gains);
  });
  return (row) => (row[best.column]! <= best.at ? left! : right!)(row);
}

/** The border of one column that lowers the sum of squares most. */
function split(rows: readonly Row[], y: readonly number[], picked: readonly number[], column: number, leaf: number) {
  const sorted = picked.toSorted((one, other) => rows[one]![column]! - rows[other]![column]!);
  const total = sorted.reduce((sum, i) => sum + y[i]!, 0);
  let [below, best] = [0, { gain: 0, at: 0 }];
  for (let k = 1; k < sorted.length; k++) {
    below += y[sorted[k - 1]!]!;
    const [low, high] = [rows[sorted[k - 1]!]![column]!, rows[sorted[k]!]![column]!];
    if (low === high || k < leaf || sorted.length - k < leaf) continue;
    const gain = below ** 2 / k + (total - below) ** 2 / (sorted.length - k) - total ** 2 / sorted.length;
    if (gain > best.gain) best = { gain, at: (low + high) / 2 };
  }
  return best;
}

/** Share of rows on the right side of one half. */
export const accuracy = (model: Model, rows: readonly Row[], y: readonly number[]): number =>
  rows.filter((row, i) => model(row) > 0.5 === (y[i] === 1)).length / rows.length;

/** How much accuracy falls when some columns are shuffled together; a mean of repeats, and each of them. */
export function permutation(
  model: Model,
  rows: readonly Row[],
  y: readonly number[],
  columns: readonly number[],
  repeats: number,
  seed: number,
) {
  const draw = random(seed);
  const whole = accuracy(model, rows, y);
  const each = Array.from({ length: repeats }, () => {
    const order = rows.map((_, i) => i);
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(draw() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    const mixed = rows.map((row, i) =>
      row.map((value, column) => (columns.includes(column) ? rows[order[i]!]![column]! : value)),
    );
    return whole - accuracy(model, mixed, y);
  });
  return { mean: each.reduce((sum, value) => sum + value, 0) / repeats, each };
}
