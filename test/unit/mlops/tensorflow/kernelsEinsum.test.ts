import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { assertSameAsCpu, floats, startBackends } from '../../wasmBackends.ts';

/** Sizes of the axes in the equations below; one of them may be empty. */
const sizes = fc.record({
  i: fc.nat(3),
  j: fc.integer({ min: 1, max: 4 }),
  k: fc.integer({ min: 1, max: 3 }),
  b: fc.nat(2),
});
const shapeOf = (term: string, size: Readonly<Record<string, number>>) => [...term].map((axis) => size[axis]!);

describe('Einsum on WASM', function () {
  this.timeout('60s');
  before(startBackends);

  for (const equation of [
    'ij->ji',
    'ijk->k',
    'ij->',
    'i,i->',
    'i,j->ij',
    'ij,jk->ik',
    'ij,jk->ki',
    'bij,bjk->bik',
    'bij,bkj->bik',
    'bijk,bkj->ib',
    'bi,bi->b',
    'jb,ikb->jki',
  ]) {
    const [left, output] = equation.split('->') as [string, string];
    const terms = left.split(',');
    const random = fc.record({ size: sizes, seed: fc.nat(1000), dtype: fc.constantFrom('float32', 'int32') });

    it(equation, () =>
      assertSameAsCpu(
        // An empty tensor has no seat among the cpu backend's sums; the next test takes those.
        random.filter(({ size }) => terms.every((term) => !shapeOf(term, size).includes(0))),
        ({ size, seed, dtype }) => ({
          op: (...tensors) => tf.einsum(equation, ...tensors.map((x) => tf.cast(x, dtype as 'int32'))),
          inputs: terms.map((term, i) => floats(shapeOf(term, size), seed + i)),
        }),
        15,
      ),
    );

    it(`${equation}, its gradient`, () =>
      fc.assert(
        fc.asyncProperty(
          random.filter(({ size }) => terms.every((term) => !shapeOf(term, size).includes(0))),
          async ({ size, seed }) => {
            await tf.setBackend('wasm');
            tf.tidy(() => checkGradients(equation, terms, shapeOf(output, size), size, seed));
          },
        ),
        { numRuns: 8 },
      ));
  }

  // The cpu backend leaves out the second operand here.
  it('sums an axis that one operand has alone', async () => {
    await tf.setBackend('wasm');
    tf.tidy(() => {
      const [matrix, row] = [
        tf.tensor2d([
          [1, 2],
          [3, 4],
        ]),
        tf.tensor1d([5, 7]),
      ];
      assert.deepEqual(tf.einsum('ij,k->k', matrix, row).arraySync(), [50, 70]);
      checkGradients('ij,k->k', ['ij', 'k'], [3], { i: 2, j: 2, k: 3 }, 1);
    });
  });

  it('sums nothing to zero', async () => {
    await tf.setBackend('wasm');
    tf.tidy(() => {
      assert.deepEqual(tf.einsum('ij,jk->ik', tf.zeros([2, 0]), tf.zeros([0, 2])).arraySync(), [
        [0, 0],
        [0, 0],
      ]);
      assert.deepEqual(tf.einsum('ij->i', tf.zeros([2, 0])).arraySync(), [0, 0]);
      assert.deepEqual(tf.einsum('ij,j->i', tf.zeros([0, 2]), tf.zeros([2])).shape, [0]);
    });
  });

  it('refuses what it cannot read', () => {
    assert.throws(() => tf.einsum('ii->', tf.zeros([2, 2])), /duplicate axes/);
    assert.throws(() => tf.einsum('ij,jk->ik', tf.zeros([2, 3]), tf.zeros([2, 2])), /Expected dimension/);
  });
});

/** The op is linear in each operand x: the change along any direction u is the product of u and the gradient. */
function checkGradients(
  equation: string,
  terms: readonly string[],
  outShape: number[],
  size: Readonly<Record<string, number>>,
  seed: number,
): void {
  const tensorOf = (shape: number[], k: number) => tf.tensor(floats(shape, seed + k).values as number[], shape);
  const xs = terms.map((term, i) => tensorOf(shapeOf(term, size), i));
  const dy = tensorOf(outShape, 10);
  const f = (...tensors: tf.Tensor[]) => tf.einsum(equation, ...tensors);
  const gradients = tf.grads(f)(xs, dy);
  for (const [i, gradient] of gradients.entries()) {
    const u = tensorOf(shapeOf(terms[i]!, size), 20 + i);
    const along = f(...xs.map((x, k) => (k === i ? u : x)));
    const [change, product] = [tf.sum(tf.mul(along, dy)), tf.sum(tf.mul(u, gradient))].map((x) => x.dataSync()[0]!);
    assert.ok(Math.abs(change! - product!) < 1e-3, `${equation}: ${product} along ${change}`);
  }
}
