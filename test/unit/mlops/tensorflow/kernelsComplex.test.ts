import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { assertClose, assertSameAsCpu, floats, make, type Op, runOn, startBackends } from '../../wasmBackends.ts';

/** An op on complex tensors as one on their parts, whose result is given in parts too. */
const onParts =
  (op: (...inputs: tf.Tensor[]) => tf.Tensor): Op =>
  (...parts) => {
    const inputs = Array.from({ length: parts.length / 2 }, (_, i) => tf.complex(parts[2 * i]!, parts[2 * i + 1]!));
    const result = op(...inputs);
    return result.dtype === 'complex64' ? [tf.real(result), tf.imag(result), result] : result;
  };

describe('Complex tensors and Fourier transforms on WASM', function () {
  this.timeout('60s');
  before(startBackends);
  beforeEach(() => tf.setBackend('wasm'));

  const shape = fc.array(fc.nat(3), { maxLength: 3 });

  for (const [name, op] of Object.entries<(x: tf.Tensor) => tf.Tensor>({
    real: tf.real,
    imag: tf.imag,
    abs: tf.abs,
    clone: tf.clone,
    zerosLike: tf.zerosLike,
    onesLike: tf.onesLike,
    flatten: (x) => tf.reshape(x, [-1]),
    expandDims: (x) => tf.expandDims(x, 0),
    'cast to float32': (x) => tf.cast(x, 'float32'),
    'cast to int32': (x) => tf.cast(x, 'int32'),
    'cast from float32': (x) => tf.cast(tf.real(x), 'complex64'),
    'sum of x and x²': (x) => tf.add(x, tf.mul(x, x)),
  })) {
    it(name, () =>
      assertSameAsCpu(
        fc.record({ shape, seed: fc.nat(1000) }),
        ({ shape, seed }) => ({ op: onParts(op), inputs: [floats(shape, seed), floats(shape, seed + 1)] }),
        15,
      ),
    );
  }

  for (const [name, op] of Object.entries<(a: tf.Tensor, b: tf.Tensor) => tf.Tensor>({
    add: tf.add,
    sub: tf.sub,
    mul: tf.mul,
  })) {
    it(`${name}, broadcast`, () =>
      assertSameAsCpu(
        fc.record({
          shapes: fc.constantFrom(
            ...[
              ['2,3', '1,3'],
              ['2,1,2', '1,3,1'],
              ['4', '4'],
              ['1,1', '3,1'],
              ['0,2', '1,2'],
            ].map((pair) => pair.map((text) => text.split(',').map(Number))),
          ),
          seed: fc.nat(1000),
        }),
        ({ shapes: [a, b], seed }) => ({
          op: onParts((x, y) => op(x!, y!)),
          inputs: [floats(a!, seed), floats(a!, seed + 1), floats(b!, seed + 2), floats(b!, seed + 3)],
        }),
        15,
      ));
  }

  // Not by the cpu backend, which reads beyond the shorter operand.
  it('shorter shapes stand at the end of longer ones', () => {
    tf.tidy(() => {
      const [re, im, row] = [make(floats([2, 3], 1)), make(floats([2, 3], 2)), make(floats([3], 3))];
      const sum = tf.add(tf.complex(re, im), tf.complex(row, row));
      assert.deepEqual(tf.real(sum).arraySync(), tf.add(re, row).arraySync());
      assert.deepEqual(tf.imag(sum).arraySync(), tf.add(im, row).arraySync());
    });
  });

  it('concat and stack, also along negative axes', async () => {
    const inputs = [1, 2, 3, 4].map((seed) => floats([2, 3], seed));
    for (const axis of [0, 1, -1, -2]) {
      for (const op of [
        onParts((a, b) => tf.concat([a!, b!], axis)),
        onParts((a, b) => tf.stack([a!, b!], Math.abs(axis))),
      ]) {
        assertClose(await runOn('wasm', op, inputs), await runOn('cpu', op, inputs));
      }
    }
  });

  // The cpu backend adds float32 numbers, one after the other: that is its error, not ours.
  it('fft and ifft of any length', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.nat(3), fc.nat(1000), async (length, batch, seed) => {
        const inputs = [floats([batch, length], seed), floats([batch, length], seed + 1)];
        for (const op of [onParts((x) => tf.fft(x!)), onParts((x) => tf.ifft(x!))]) {
          if (batch > 0) assertClose(await runOn('wasm', op, inputs), await runOn('cpu', op, inputs));
          else assert.deepEqual((await runOn('wasm', op, inputs))[0]!.shape, [0, length]);
        }
      }),
      { numRuns: 25 },
    ));

  it('ifft undoes fft, for a long prime length too', () => {
    tf.tidy(() => {
      const [re, im] = [make(floats([2, 1009], 1)), make(floats([2, 1009], 2))];
      const back = tf.ifft(tf.fft(tf.complex(re, im)));
      assert.ok(tf.max(tf.abs(tf.sub(tf.real(back), re))).dataSync()[0]! < 1e-6);
      assert.ok(tf.max(tf.abs(tf.sub(tf.imag(back), im))).dataSync()[0]! < 1e-6);
    });
  });

  it('rfft, irfft and stft', async () => {
    const signal = floats([3, 20], 5);
    const cases: Op[] = [
      (x) => onlyParts(tf.spectral.rfft(x!)),
      (x) => onlyParts(tf.spectral.rfft(x!, 16)),
      (x) => tf.spectral.irfft(tf.spectral.rfft(x!) as unknown as tf.Tensor2D),
      (x) => onlyParts(tf.signal.stft(tf.reshape(x!, [60]) as tf.Tensor1D, 16, 8)),
    ];
    for (const op of cases) assertClose(await runOn('wasm', op, [signal]), await runOn('cpu', op, [signal]));
  });

  it('come over from the cpu backend with their values', async () => {
    await tf.setBackend('cpu');
    const z = tf.complex([1, 2], [3, 4]);
    await tf.setBackend('wasm');
    assert.deepEqual(Array.from(tf.real(tf.mul(z, z)).dataSync()), [1 - 9, 4 - 16]);
    assert.deepEqual(Array.from(z.dataSync()), [1, 3, 2, 4]);
    z.dispose();
  });

  it('are refused by name where no kernel takes them', () => {
    const z = tf.complex([1, 2], [3, 4]);
    assert.throws(() => tf.neg(z), /takes no complex tensors on the WebAssembly backend/);
    assert.deepEqual(Array.from(z.dataSync()), [1, 3, 2, 4]);
    z.dispose();
  });
});

const onlyParts = (z: tf.Tensor) => [tf.real(z), tf.imag(z)];
