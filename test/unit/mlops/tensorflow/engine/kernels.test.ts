import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { engineOf } from '../../../../../src/mlops/tensorflow/engine/kernel.ts';
import {
  assertClose,
  assertSameAsCpu,
  floats,
  type Op,
  runOn,
  startVariant,
  type Values,
  wasm,
} from '../../../wasmBackends.ts';

/** What emscripten's glue has besides the functions of its types. */
interface Glue {
  readonly asm: { readonly memory: WebAssembly.Memory };
}

const specials = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1e-40, 3e38];

/** Noise with a special value at each `every`th place; none for 0. */
function mixed(shape: readonly number[], seed: number, every = 0): Values {
  const noise = floats(shape, seed);
  const at = (i: number) => every > 0 && (i + seed) % every === 0;
  return {
    ...noise,
    values: noise.values.map((value, i) => (at(i) ? specials[(i + seed) % specials.length]! : value)),
  };
}

const shape = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 5 });
const every = fc.constantFrom(0, 3, 7);
const seed = fc.nat(1000);
const op = (name: string) => (tf as unknown as Record<string, (...args: unknown[]) => tf.Tensor>)[name]!;

/** Two shapes that broadcast to one: dims left out in front, or repeated. */
const broadcasting = fc
  .tuple(shape, fc.nat(31), fc.nat(31), fc.nat(5), fc.nat(5))
  .map(([all, repeatsA, repeatsB, shorterA, shorterB]) => {
    const of = (repeats: number, shorter: number) =>
      all.map((size, i) => (repeats & (1 << i) ? 1 : size)).slice(Math.min(shorter, all.length));
    return [of(repeatsA, shorterA), of(repeatsB & ~repeatsA, shorterB)] as const;
  });

for (const variant of ['relaxed', 'simd'] as const)
  describe(`Kernels of the engine, ${variant}`, function () {
    this.timeout('120s');
    before(() => startVariant(variant));
    beforeEach(() => tf.setBackend('wasm'));
    after(() => startVariant(undefined));

    it('runs', () => assert.ok(engineOf(wasm())));

    for (const name of ['add', 'sub', 'mul', 'div', 'maximum', 'minimum', 'squaredDifference'])
      it(`${name}, broadcast, with NaN and infinities, empty`, () =>
        assertSameAsCpu(fc.record({ shapes: broadcasting, seed, every }), ({ shapes: [a, b], ...c }) => ({
          op: (x, y) => op(name)(x, y),
          inputs: [mixed(a, c.seed, c.every), mixed(b, c.seed + 1, c.every)],
        })));

    const unaries: Record<string, Op> = {
      ...Object.fromEntries(
        [
          ...['relu', 'relu6', 'neg', 'square', 'sqrt', 'rsqrt', 'abs', 'floor', 'ceil', 'round', 'reciprocal'],
          ...['exp', 'log', 'tanh', 'sigmoid', 'step', 'clone'],
        ].map((name) => [name, ((x) => op(name)(x)) as Op]),
      ),
      'leakyRelu by 0.3': (x) => tf.leakyRelu(x!, 0.3),
      'step to -0.5': (x) => tf.step(x!, -0.5),
      'clipByValue to [-0.5, 0.7]': (x) => tf.clipByValue(x!, -0.5, 0.7),
      'cast to its own type': (x) => tf.cast(x!, 'float32'),
    };
    for (const [name, unary] of Object.entries(unaries))
      it(`${name}, with NaN and infinities, empty`, () =>
        assertSameAsCpu(fc.record({ shape, seed, every }), (c) => ({
          op: unary,
          inputs: [mixed(c.shape, c.seed, c.every)],
        })));

    it('exp, log, tanh and sigmoid are right to 3 units in the last place over their whole range', async () => {
      const sweep = { shape: [20_001], dtype: 'float32' as const };
      const range = Array.from({ length: 20_001 }, (_, i) => (i - 10_000) / 95);
      const exact: Record<string, [(x: number) => number, number[]]> = {
        exp: [Math.exp, range.map((x) => x * 0.8)],
        log: [Math.log, range.map((x) => Math.exp(0.8 * x))],
        tanh: [Math.tanh, range.map((x) => x / 10)],
        sigmoid: [(x) => 1 / (1 + Math.exp(-x)), range.map((x) => x * 0.8)],
      };
      for (const [name, [f, values]] of Object.entries(exact)) {
        const [found] = await runOn('wasm', (x) => op(name)(x), [{ ...sweep, values }]);
        for (const [i, value] of found!.values.entries()) {
          const right = f(Math.fround(values[i]!));
          const limit = 3 * Math.max(2 ** -23 * Math.abs(right), 2 ** -149);
          assert.ok(Math.abs(value - right) <= limit, `${name}(${values[i]}): ${value}, not ${right}`);
        }
      }
    });

    for (const name of ['sum', 'mean', 'max', 'min'])
      it(`${name}, over any axes, with NaN and infinities`, () =>
        assertSameAsCpu(
          fc.record({ shape, mask: fc.nat(31), keep: fc.boolean(), seed, every, long: fc.constantFrom(1, 1, 70) }),
          (c) => {
            // One axis is longer than a block, sometimes the last and sometimes the first.
            const sizes = c.shape.map((size, i) => (i === c.mask % c.shape.length ? size * c.long : size));
            const axes = sizes.map((_, i) => i).filter((i) => c.mask & (1 << i));
            return { op: (x) => op(name)(x, axes, c.keep), inputs: [mixed(sizes, c.seed, c.every)] };
          },
        ));

    const side = fc.oneof(fc.nat(9), fc.integer({ min: 1, max: 70 }), fc.constantFrom(97, 385));
    const product = fc
      .record({
        m: side,
        n: side,
        k: side,
        a: fc.boolean(),
        b: fc.boolean(),
        batch: fc.constantFrom('', 'a', 'b', 'ab'),
        seed,
      })
      .filter(({ m, n, k }) => m * n * k < 400_000);

    it('matMul, transposed, in batches, larger than a block, empty', () =>
      assertSameAsCpu(product, ({ m, n, k, a, b, batch, seed: s }) => {
        const of = (name: string, sizes: number[]) => (batch.includes(name) ? [3, ...sizes] : sizes);
        return {
          op: (x, y) => tf.matMul(x!, y!, a, b),
          inputs: [floats(of('a', a ? [k, m] : [m, k]), s), floats(of('b', b ? [n, k] : [k, n]), s + 1)],
        };
      }));

    for (const activation of ['linear', 'relu', 'relu6'] as const)
      it(`matMul with bias and ${activation}`, () =>
        assertSameAsCpu(product, ({ m, n, k, a, b, seed: s }) => ({
          op: (x, y, bias) =>
            tf.fused.matMul({ a: x!, b: y!, transposeA: a, transposeB: b, bias: bias!, activation }) as tf.Tensor,
          inputs: [floats(a ? [k, m] : [m, k], s), floats(b ? [n, k] : [k, n], s + 1), floats([n], s + 2)],
        })));

    it('go on when memory grows between calls', () => {
      const memory = () => (wasm().wasm as unknown as Glue).asm.memory.buffer.byteLength;
      const before = memory();
      const large: tf.Tensor[] = [];
      // 4 MB each; the backend begins with 16 MB, and may have grown before.
      for (let i = 0; i < 100 && memory() === before; i++) {
        const sums = tf.tidy(() => tf.sum(tf.matMul(tf.ones([50, 60]), tf.ones([60, 70])), 0).arraySync());
        assert.deepEqual(sums, Array(70).fill(50 * 60));
        large.push(tf.ones([1 << 20]));
      }
      assert.ok(memory() > before);
      assert.equal(
        tf.tidy(() => tf.sum(tf.add(large[0]!, large.at(-1)!)).dataSync()[0]),
        2 ** 21,
      );
      tf.dispose(large);
    });

    it('gather when memory grows for what is gathered', () => {
      const memory = () => (wasm().wasm as unknown as Glue).asm.memory.buffer.byteLength;
      const x = tf.range(0, 1 << 16).reshape([2, 1 << 15]) as tf.Tensor2D;
      const results: tf.Tensor[] = [];
      const grown = () => results.length > 0 && memory() > before;
      const before = memory();
      // 16 MB each.
      while (!grown() && results.length < 60) {
        const indices = tf.tensor1d(Array<number>(128).fill(1), 'int32');
        results.push(tf.gather(x, indices));
        assert.deepEqual([...(results.at(-1)!.dataSync().subarray(-3) as Float32Array)], [65533, 65534, 65535]);
        indices.dispose();
      }
      assert.ok(grown());
      tf.dispose([x, ...results]);
    });

    it('leave it to the package to say that sizes do not fit', () => {
      assert.throws(() => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3])), /inner shapes \(3\) and \(2\)/);
      assert.throws(() => tf.add(tf.ones([2, 3]), tf.ones([2, 2])), /could not be broadcast/);
    });
  });

describe('Without the engine', function () {
  this.timeout('60s');
  before(() => startVariant('off'));
  after(() => startVariant(undefined));

  it('the kernels that were there do all', async () => {
    assert.equal(engineOf(wasm()), undefined);
    const product: Op = (a, b) => tf.relu(tf.matMul(a!, b!));
    const inputs = [floats([5, 6], 1), floats([6, 7], 2)];
    assertClose(await runOn('wasm', product, inputs), await runOn('cpu', product, inputs));
  });
});
