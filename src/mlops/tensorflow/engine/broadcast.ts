import { backend_util } from '@tensorflow/tfjs';

type Four = readonly [number, number, number, number];

/** How two operands lie beside their result, as at most four dims; strides in elements, 0 where one is repeated. */
export interface Broadcast {
  readonly shape: number[];
  readonly dims: Four;
  readonly a: Four;
  readonly b: Four;
}

/** Neighboring dims along which the operands behave alike. */
interface Run {
  size: number;
  readonly repeatsA: boolean;
  readonly repeatsB: boolean;
}

const plans = new Map<string, Broadcast | undefined>();
const mostPlans = 2000;

/** The plan for two shapes; nothing where four dims are too few. */
export function broadcastOf(a: readonly number[], b: readonly number[]): Broadcast | undefined {
  const key = `${a}|${b}`;
  if (!plans.has(key)) {
    if (plans.size >= mostPlans) plans.clear();
    plans.set(key, planOf(a, b));
  }
  return plans.get(key);
}

function planOf(a: readonly number[], b: readonly number[]): Broadcast | undefined {
  const shape = backend_util.assertAndGetBroadcastShape([...a], [...b]);
  const runs = runsOf(shape, a, b);
  if (runs.length > 4) return undefined;
  while (runs.length < 4) runs.unshift({ size: 1, repeatsA: false, repeatsB: false });
  return {
    shape,
    dims: runs.map(({ size }) => size) as unknown as Four,
    a: stridesOf(runs.map(({ size, repeatsA }) => (repeatsA ? 1 : size))),
    b: stridesOf(runs.map(({ size, repeatsB }) => (repeatsB ? 1 : size))),
  };
}

function runsOf(shape: readonly number[], a: readonly number[], b: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const repeatsA = (a[axis - shape.length + a.length] ?? 1) === 1;
    const repeatsB = (b[axis - shape.length + b.length] ?? 1) === 1;
    const last = runs.at(-1);
    if (last?.repeatsA === repeatsA && last.repeatsB === repeatsB) last.size *= size;
    else runs.push({ size, repeatsA, repeatsB });
  }
  return runs;
}

/** Of an operand's own four dims; 0 where it has one value. */
function stridesOf(own: readonly number[]): Four {
  let stride = 1;
  const strides = own.toReversed().map((size) => {
    const found = size === 1 ? 0 : stride;
    stride *= size;
    return found;
  });
  return strides.toReversed() as unknown as Four;
}
