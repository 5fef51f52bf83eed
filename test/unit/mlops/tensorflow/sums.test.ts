import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { noise, startBackends } from '../../wasmBackends.ts';

/** The largest difference that a sum may have, as a share of the sum of absolute values. */
const tolerance = 1e-6;

/** What float32 cannot tell apart when a double is rounded to it. */
const rounding = 2 ** -23;

function assertSum(actual: number, exact: number, absolute: number, what: string): void {
  const limit = tolerance * absolute + rounding * Math.abs(exact);
  assert.ok(Math.abs(actual - exact) <= limit, `${what}: ${actual}, not ${exact}`);
}

/** Shapes whose reductions are long, over inner, outer, middle and all axes. */
const cases: readonly { readonly shape: number[]; readonly axis?: number[] }[] = [
  { shape: [2 ** 20] },
  { shape: [1000, 784] },
  { shape: [1000, 784], axis: [0] },
  { shape: [784, 1000], axis: [1] },
  { shape: [8, 3000, 7], axis: [1] },
  { shape: [50, 8, 60, 9], axis: [0, 2] },
  { shape: [50, 8, 60, 9], axis: [1, 3] },
  { shape: [1, 5, 1, 4000], axis: [0, 3] },
];

const signals: Readonly<Record<string, (count: number) => Float32Array>> = {
  'equal values': (count) => new Float32Array(count).fill(0.1),
  'values of both signs': (count) => Float32Array.from(noise(count, 3)),
  'one large value and many small ones': (count) => {
    const values = new Float32Array(count).fill(1e-3);
    values[0] = 1e5;
    return values;
  },
};

/** Sum and sum of absolute values of each output of a reduction, in double precision, by counting coordinates. */
function exactSums(values: Float32Array, shape: readonly number[], axes: readonly number[]) {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const sums = new Float64Array(kept.reduce((a, b) => a * b, 1));
  const absolute = new Float64Array(sums.length);
  for (let i = 0; i < values.length; i++) {
    let rest = i;
    let place = 0;
    let stride = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const at = rest % shape[axis]!;
      rest = Math.floor(rest / shape[axis]!);
      if (kept[axis] !== 1) {
        place += at * stride;
        stride *= shape[axis]!;
      }
    }
    sums[place]! += values[i]!;
    absolute[place]! += Math.abs(values[i]!);
  }
  return { sums, absolute, count: values.length / sums.length };
}

describe('Sums on WASM, by double precision', function () {
  this.timeout('60s');
  before(startBackends);

  for (const { shape, axis } of cases)
    for (const [name, make] of Object.entries(signals))
      it(`sum and mean of [${shape}] over ${axis ? `[${axis}]` : 'all'}: ${name}`, () => {
        const values = make(tf.util.sizeFromShape(shape));
        const { sums, absolute, count } = exactSums(values, shape, axis ?? shape.map((_, i) => i));
        const x = tf.tensor(values, shape);
        const [sum, mean] = [tf.sum(x, axis).dataSync(), tf.mean(x, axis).dataSync()];
        for (let i = 0; i < sums.length; i++) {
          assertSum(sum[i]!, sums[i]!, absolute[i]!, `sum ${i}`);
          assertSum(mean[i]!, sums[i]! / count, absolute[i]! / count, `mean ${i}`);
        }
        x.dispose();
      });

  it('is right on the four sums that were found in the field', () => {
    const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-6, String(actual));
    tf.tidy(() => {
      const pixels = tf.fill([60_000, 784], 0.13);
      near(tf.mean(pixels).dataSync()[0]!, 0.13);
      near(tf.moments(pixels).variance.dataSync()[0]!, 0);
      near(tf.mean(tf.fill([1e6], 0.1)).dataSync()[0]!, 0.1);
      assert.equal(tf.sum(tf.ones([2 ** 25])).dataSync()[0], 2 ** 25);
    });
  });

  it('norms and variances of many values are as exact', () => {
    tf.tidy(() => {
      const values = Float32Array.from(noise(1_000_000, 5));
      const squares = values.reduce((sum, value) => sum + value * value, 0);
      assertSum(tf.norm(tf.tensor1d(values)).dataSync()[0]!, Math.sqrt(squares), Math.sqrt(squares), 'norm');
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = squares / values.length - mean ** 2;
      assertSum(tf.moments(tf.tensor1d(values)).variance.dataSync()[0]!, variance, variance, 'variance');
    });
  });

  it('cumulative sums, forward, backward, exclusive, over any axis', () => {
    for (const [shape, axis] of [
      [[200_000], 0],
      [[3, 50_000], 1],
      [[50_000, 3], 0],
      [[2, 20_000, 3], 1],
    ] as const)
      for (const [exclusive, reverse] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const)
        tf.tidy(() => {
          const values = new Float32Array(tf.util.sizeFromShape([...shape])).fill(0.1);
          const sums = tf.cumsum(tf.tensor(values, [...shape]), axis, exclusive, reverse);
          const length = shape[axis]!;
          const first = sums.gather([0], axis).dataSync()[0]!;
          const last = sums.gather([length - 1], axis).dataSync()[0]!;
          const value = Math.fround(0.1);
          const longest = value * (exclusive ? length - 1 : length);
          assertSum(reverse ? first : last, longest, longest, `${shape} longest`);
          assertSum(reverse ? last : first, exclusive ? 0 : value, value, `${shape} shortest`);
        });
  });

  it('has the shapes, types and values of the cpu backend, whatever is reduced', async () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    const run = async (
      backend: string,
      shape: number[],
      axis: number[],
      keepDims: boolean,
      dtype: 'float32' | 'int32',
    ) => {
      await tf.setBackend(backend);
      return tf.tidy(() => {
        const x = tf.range(0, tf.util.sizeFromShape(shape)).reshape(shape).cast(dtype);
        const first = axis[0] ?? 0;
        return [
          tf.sum(x, axis, keepDims),
          tf.mean(x, axis, keepDims),
          tf.cumsum(x, first),
          tf.cumsum(x, first, true, true),
        ].map((y) => ({
          shape: y.shape,
          dtype: y.dtype,
          values: Array.from(y.dataSync(), (value) => value.toFixed(4)),
        }));
      });
    };
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.nat(15),
        fc.boolean(),
        fc.constantFrom('float32', 'int32'),
        async (shape, mask, keep, dtype) => {
          const axis = shape.map((_, i) => i).filter((i) => mask & (1 << i));
          if (axis.length === 0) return;
          assert.deepEqual(await run('wasm', shape, axis, keep, dtype), await run('cpu', shape, axis, keep, dtype));
        },
      ),
      { numRuns: 150 },
    );
    await tf.setBackend('wasm');
  });

  it('passes on NaN and infinities', () => {
    tf.tidy(() => {
      assert.ok(Number.isNaN(tf.sum([1, NaN, 2]).dataSync()[0]));
      assert.equal(tf.mean([1, Infinity]).dataSync()[0], Infinity);
      assert.deepEqual([...tf.cumsum([1, -Infinity, 2]).dataSync()], [1, -Infinity, -Infinity]);
    });
  });
});
