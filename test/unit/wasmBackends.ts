import assert from 'node:assert/strict';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { type BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import fc from 'fast-check';
import { chooseVariant } from '../../src/mlops/tensorflow/engine/kernel.ts';
import type { Variant } from '../../src/mlops/tensorflow/engine/variant.ts';
import { registerCpuCorrections } from '../../src/mlops/tensorflow/kernels/cpu.ts';
import { registerGradients } from '../../src/mlops/tensorflow/kernels/gradients.ts';
import { registerWasmKernels } from '../../src/mlops/tensorflow/kernels/register.ts';
import { buildEngine } from '../../tools/engine.mjs';

/** Starts the wasm backend with our kernels, and the cpu backend that they are measured by. */
export async function startBackends(): Promise<void> {
  await buildEngine();
  registerGradients();
  registerCpuCorrections();
  registerWasmKernels();
  const entry = fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm'));
  if (!tf.findBackend('wasm')) setWasmPaths(join(dirname(entry), '..', 'wasm-out') + sep);
  await tf.setBackend('cpu');
  // Or the cpu backend advertises another package in the report.
  Object.assign(tf.findBackend('cpu'), { firstUse: false });
  assert.ok(await tf.setBackend('wasm'));
}

/** Starts the wasm backend anew, with one binary of the engine or without the engine. What it held is gone. */
export async function startVariant(variant: Variant | 'off' | undefined): Promise<void> {
  await startBackends();
  chooseVariant(variant);
  const start = tf.findBackendFactory('wasm');
  await tf.setBackend('cpu');
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', start);
  assert.ok(await tf.setBackend('wasm'));
}

export const wasm = () => tf.findBackend('wasm') as BackendWasm;

/** A tensor by its values, to be made on either backend. */
export interface Values {
  readonly shape: readonly number[];
  readonly dtype: tf.DataType;
  readonly values: readonly number[];
}

/** `count` floats between -2 and 2 that look like measured ones, from a seed. */
export function noise(count: number, seed: number): number[] {
  const value = (i: number) => Math.sin(12.9898 * (i + 1) + 78.233 * seed) * 43758.5453;
  return Array.from({ length: count }, (_, i) => 4 * (value(i) - Math.floor(value(i))) - 2);
}

export function floats(shape: readonly number[], seed: number): Values {
  return { shape, dtype: 'float32', values: noise(tf.util.sizeFromShape([...shape]), seed) };
}

export const make = ({ shape, dtype, values }: Values): tf.Tensor =>
  tf.tensor([...values], [...shape], dtype as 'float32');

export type Op = (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];

/** What `op` gives for `inputs` on a backend; on wasm also that it leaves no tensor and no memory behind. */
export async function runOn(backend: 'cpu' | 'wasm', op: Op, inputs: readonly Values[]): Promise<Values[]> {
  await tf.setBackend(backend);
  if (backend === 'wasm') soilHeap();
  const before = [tf.memory().numTensors, tf.memory().numDataBuffers, wasm().numDataIds()];
  const results = tf.tidy(() =>
    [op(...inputs.map(make))].flat().map((y) => ({ shape: y.shape, dtype: y.dtype, values: Array.from(y.dataSync()) })),
  );
  if (backend === 'wasm') {
    assert.deepEqual([tf.memory().numTensors, tf.memory().numDataBuffers, wasm().numDataIds()], before, 'a leak');
  }
  return results;
}

/** Fills freed memory of every small size, so that a kernel that leaves part of its result as it was is found. */
function soilHeap(): void {
  const soil = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256].flatMap((size) => [
    tf.fill([size], 7.25),
    tf.fill([size], -8.5),
  ]);
  tf.dispose(soil);
}

/** Asserts equal shapes and values that differ by less than 1e-5 of the greatest of them. */
export function assertClose(actual: readonly Values[], expected: readonly Values[], tolerance = 1e-5): void {
  assert.deepEqual(
    actual.map((y) => y.shape),
    expected.map((y) => y.shape),
  );
  for (const [k, { values }] of expected.entries()) {
    assert.equal(actual[k]!.values.length, values.length);
    const scale = values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
    for (const [i, value] of values.entries()) {
      const other = actual[k]!.values[i]!;
      const close = Object.is(other, value) || other === value || Math.abs(other - value) <= tolerance * scale + 1e-12;
      assert.ok(close, `result ${k}, value ${i}: ${other}, and ${value} on the cpu backend`);
    }
  }
}

/** Asserts that wasm gives what cpu gives, for random cases. A failure prints the seed and the smallest case. */
export async function assertSameAsCpu<Case>(
  cases: fc.Arbitrary<Case>,
  of: (one: Case) => { op: Op; inputs: readonly Values[] },
  numRuns = 40,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const { op, inputs } = of(one);
      assertClose(await runOn('wasm', op, inputs), await runOn('cpu', op, inputs));
    }),
    { numRuns },
  );
}
