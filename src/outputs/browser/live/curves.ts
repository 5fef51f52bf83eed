/** What is drawn of a live output: one panel a metric, training and validation in the same. */
import type { LiveNumber, LiveState } from '../../../mlops/payloads/live.ts';

/** A point; a gap where there is no finite value. */
export type Point = readonly [x: number, y: number | null];

export interface Curve {
  readonly name: string;
  /** `batch` is what lies behind the mean of an epoch. */
  readonly role: 'training' | 'validation' | 'batch';
  readonly points: readonly Point[];
}

export interface Panel {
  readonly title: string;
  readonly curves: readonly Curve[];
  /** What the horizontal axis counts. */
  readonly unit: string;
  /** Where its best value is to be marked. */
  readonly best?: readonly [x: number, y: number];
}

const learningRate = 'learning_rate';

export function panelsOf(state: LiveState): Panel[] {
  const { points, batches, inner, best, kind } = state;
  // Until the first epoch has ended nobody may know how many batches it has.
  const perEpoch = kind === 'training' ? (inner?.total ?? (points.x.length > 0 ? undefined : 1)) : 1;
  const unit = kind === 'training' && inner?.total === undefined && points.x.length === 0 ? 'batch' : state.unit;
  const names = [...new Set([...Object.keys(points.y), ...Object.keys(batches.y)])];
  const bases = [...new Set(names.map(baseOf))].filter((name) => name !== learningRate || varies(points.y[name]));
  return bases.map((title) => {
    const byBatch = perEpoch === undefined ? [] : curve(batches.x, batches.y[title], perEpoch);
    const curves: Curve[] = [
      { name: title, role: 'batch', points: byBatch },
      { name: title, role: 'training', points: curve(points.x, points.y[title]) },
      { name: `val_${title}`, role: 'validation', points: curve(points.x, points.y[`val_${title}`]) },
    ];
    const marked =
      best && baseOf(best.name) === title && points.x.length > 1 ? { best: [best.x, best.value] as const } : {};
    return { title, unit, curves: curves.filter((each) => each.points.length > 0), ...marked };
  });
}

function baseOf(name: string): string {
  return name.startsWith('val_') ? name.slice('val_'.length) : name;
}

function curve(x: readonly number[], y: readonly (LiveNumber | null)[] = [], divisor = 1): Point[] {
  return y.map((value, index) => [x[index]! / divisor, typeof value === 'number' ? value : null]);
}

function varies(values: readonly (LiveNumber | null)[] = []): boolean {
  return values.some((value) => value !== values[0]);
}

/** Each point in the light of those before it, as TensorBoard smooths: an exponential mean without the bias of its start. */
export function smoothed(points: readonly Point[], weight = 0.6): Point[] {
  let mean = 0;
  let count = 0;
  return points.map(([x, y]) => {
    if (y === null) return [x, y];
    mean = mean * weight + (1 - weight) * y;
    count += 1;
    return [x, mean / (1 - weight ** count)];
  });
}

/** As many points as can be told apart, the extremes of each bucket kept, so that no peak is lost. */
export function thinned(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= 2 * most) return points;
  const size = Math.ceil(points.length / most);
  const kept: Point[] = [];
  for (let start = 0; start < points.length; start += size) {
    const bucket = points.slice(start, start + size);
    const byValue = bucket.filter(([, y]) => y !== null).sort(([, a], [, b]) => a! - b!);
    const extremes = byValue.length > 0 ? [byValue[0]!, byValue.at(-1)!] : [bucket[0]!];
    kept.push(...[...new Set(extremes)].sort(([a], [b]) => a - b));
  }
  return kept;
}
