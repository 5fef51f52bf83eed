import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import {
  assertClose,
  assertSameAsCpu,
  floats,
  make,
  noise,
  type Op,
  runOn,
  startVariant,
} from '../../../wasmBackends.ts';

const positive = (shape: number[], seed: number) => {
  const x = floats(shape, seed);
  return { ...x, values: x.values.map((value) => Math.abs(value) + 0.1) };
};

/** [.., channels], with more rows than a block now and then. */
const image = fc.record({
  shape: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
  channels: fc.integer({ min: 1, max: 21 }),
  seed: fc.nat(1000),
});

/** Disposes the variables that `run` makes. */
function withoutVariables<T>(run: () => T): T {
  const before = new Set(Object.keys(tf.engine().registeredVariables));
  const found = run();
  for (const [name, variable] of Object.entries(tf.engine().registeredVariables))
    if (!before.has(name)) variable.dispose();
  return found;
}

/** Takes steps of an optimizer on two variables, and gives what they are then, and what the first was before. */
const steps =
  (create: () => tf.Optimizer): Op =>
  (a, b) =>
    withoutVariables(() => {
      const optimizer = create();
      const [v, w] = [tf.variable(a!), tf.variable(b!)];
      const held = v.clone();
      for (let step = 0; step < 5; step++)
        optimizer.minimize(() => tf.sum(tf.square(tf.sub(tf.mul(v, w), 0.3))) as tf.Scalar);
      const found = [v, w, held].map((x) => tf.clone(x));
      optimizer.dispose();
      return found;
    });

for (const variant of ['relaxed', 'simd'] as const)
  describe(`Training on the engine, ${variant}`, function () {
    this.timeout('120s');
    before(() => startVariant(variant));
    after(() => startVariant(undefined));
    beforeEach(() => tf.setBackend('wasm'));

    it('batchNorm with given statistics, and its gradients', () =>
      assertSameAsCpu(image, ({ shape, channels, seed }) => {
        const op = (...[x, mean, variance, offset, scale]: tf.Tensor[]) =>
          tf.batchNorm(x!, mean as tf.Tensor1D, variance as tf.Tensor1D, offset as tf.Tensor1D, scale as tf.Tensor1D);
        const c = [channels];
        return {
          op: (...xs) => [op(...xs), ...tf.grads((...inputs: tf.Tensor[]) => tf.sum(tf.square(op(...inputs))))(xs)],
          inputs: [
            floats([...shape, channels], seed),
            floats(c, seed + 1),
            positive(c, seed + 2),
            floats(c, seed + 3),
            floats(c, seed + 4),
          ],
        };
      }));

    /** Result, gradient of the input, gradients of the weights, and all weights, of a layer in training. */
    const inTraining =
      (options: object): Op =>
      (x, weights) =>
        withoutVariables(() => {
          const layer = tf.layers.batchNormalization({ ...options, inputShape: x!.shape.slice(1) });
          layer.build(x!.shape);
          const apply = (input: tf.Tensor) => layer.apply(input, { training: true }) as tf.Tensor;
          const loss = (input: tf.Tensor) => tf.sum(tf.mul(apply(input), weights!)) as tf.Scalar;
          const dx = tf.grad(loss)(x!);
          const { grads } = tf.variableGrads(() => loss(x!));
          return [apply(x!), dx, ...Object.values(grads), ...layer.weights.map((weight) => tf.clone(weight.read()))];
        });

    it('a layer of batch normalization in training: result, gradients, moving averages', () =>
      assertSameAsCpu(
        image.filter(({ shape }) => shape[0] * shape[1] * shape[2] > 3),
        ({ shape, channels, seed }) => ({
          op: inTraining({}),
          inputs: [floats([...shape, channels], seed), floats([...shape, channels], seed + 1)],
        }),
        25,
      ));

    it('one without scale or offset, which the package does not train, is one whose scale is 1 and offset 0', async () => {
      const inputs = [floats([3, 4, 5], 1), floats([3, 4, 5], 2)];
      const whole = await runOn('wasm', inTraining({}), inputs);
      for (const options of [{ scale: false }, { center: false }]) {
        const found = await runOn('wasm', inTraining(options), inputs);
        assertClose(found.slice(0, 2), whole.slice(0, 2));
      }
    });

    it('gradients of relu and of a mean, and the gradients of those gradients', () =>
      assertSameAsCpu(fc.record({ size: fc.nat(40), seed: fc.nat(1000) }), ({ size, seed }) => {
        const f = (x: tf.Tensor) => tf.mean(tf.mul(tf.relu(x), x)) as tf.Scalar;
        const first = (x: tf.Tensor) => tf.mean(tf.mul(tf.relu(x), tf.relu6(tf.mul(x, 4)))) as tf.Scalar;
        return {
          op: (x) => [tf.grad(first)(x!), tf.grad((y: tf.Tensor) => tf.sum(tf.square(tf.grad(f)(y))))(x!)],
          inputs: [floats([size + 1, 3], seed)],
        };
      }));

    const shapes = fc.record({ size: fc.integer({ min: 1, max: 40 }), seed: fc.nat(1000) });
    const optimizers: Record<string, () => tf.Optimizer> = {
      adam: () => tf.train.adam(0.01),
      'adam with decays of its own': () => tf.train.adam(0.05, 0.8, 0.99, 1e-4),
      sgd: () => tf.train.sgd(0.01),
      rmsprop: () => tf.train.rmsprop(0.01, 0.9, 0.5),
    };
    for (const [name, create] of Object.entries(optimizers))
      it(`steps of ${name}; who holds the old values keeps them`, () =>
        assertSameAsCpu(shapes, ({ size, seed }) => ({
          op: steps(create),
          inputs: [floats([size, 3], seed), floats([3], seed + 1)],
        })));

    it('steps of adam are those of its single operations, to the bit', () => {
      const [w, m, gradient] = [1, 2, 3].map((seed) => make(floats([23], seed)));
      const v = make(positive([23], 4));
      const attrs = {
        beta1: 0.9,
        beta2: 0.999,
        correction1: 0.19,
        correction2: 0.002,
        learningRate: 0.01,
        epsilon: 1e-7,
      };
      tf.tidy(() => {
        const found = tf.engine().runKernel('EngineAdam', { w: w!, m: m!, v, gradient: gradient! }, attrs);
        const newM = tf.add(tf.mul(m!, 0.9), tf.mul(gradient!, 1 - 0.9));
        const newV = tf.add(tf.mul(v, 0.999), tf.mul(tf.square(gradient!), 1 - 0.999));
        const size = tf.add(tf.sqrt(tf.div(newV, 0.002)), 1e-7);
        const newW = tf.add(tf.mul(tf.div(tf.div(newM, 0.19), size), -0.01), w!);
        const values = (found as unknown as tf.Tensor[]).map((x) => [...x.dataSync()]);
        assert.deepEqual(
          values,
          [newW, newM, newV].map((x) => [...x.dataSync()]),
        );
      });
      tf.dispose([w!, m!, gradient!, v]);
    });

    it('a net with batch normalization and Adam learns as on the cpu backend, and leaves no tensor', async () => {
      const train = async (backend: string) => {
        await tf.setBackend(backend);
        const before = tf.memory().numTensors;
        const model = tf.sequential({
          layers: [
            tf.layers.conv2d({ inputShape: [9, 9, 2], filters: 8, kernelSize: 3, activation: 'relu' }),
            tf.layers.batchNormalization(),
            tf.layers.maxPooling2d({ poolSize: 2 }),
            tf.layers.flatten(),
            tf.layers.dense({ units: 3, activation: 'softmax' }),
          ],
        });
        tf.tidy(() =>
          model.setWeights(
            model
              .getWeights()
              .map((w, i) =>
                make({ ...positive(w.shape, i), values: noise(w.size, i).map((x) => 0.2 + Math.abs(x) / 8) }),
              ),
          ),
        );
        const optimizer = tf.train.adam(0.01);
        model.compile({ optimizer, loss: 'categoricalCrossentropy' });
        const [x, y] = [
          make(floats([12, 9, 9, 2], 5)),
          tf.oneHot(tf.range(0, 12, 1, 'int32').mod(tf.scalar(3, 'int32')), 3),
        ];
        const losses: number[] = [];
        for (let step = 0; step < 6; step++) losses.push((await model.trainOnBatch(x, y)) as number);
        tf.dispose([x, y]);
        model.dispose();
        optimizer.dispose();
        return { losses, left: tf.memory().numTensors - before };
      };
      const [wasm, cpu] = [await train('wasm'), await train('cpu')];
      assert.equal(wasm.left, cpu.left);
      assert.ok(cpu.losses.at(-1)! < cpu.losses[0]!);
      for (const [i, loss] of cpu.losses.entries())
        assert.ok(Math.abs(wasm.losses[i]! - loss) < 1e-3 * loss, `${wasm.losses}; ${cpu.losses}`);
    });
  });
