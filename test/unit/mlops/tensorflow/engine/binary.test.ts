import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importingMemory, mostPages, withMemory } from '../../../../../src/mlops/tensorflow/engine/binary.ts';
import { readChoice, variantPath } from '../../../../../src/mlops/tensorflow/engine/variant.ts';
import { buildEngine, faultsOf } from '../../../../../tools/engine.mjs';

const header = [0, 97, 115, 109, 1, 0, 0, 0];
/** `env.memory`, shared, of 1 page and at most 2. */
const memoryImport = [2, 16, 1, 3, 101, 110, 118, 6, 109, 101, 109, 111, 114, 121, 2, 3, 1, 2];
/** An active segment of one byte at address 0. */
const dataSegment = [11, 7, 1, 0, 65, 0, 11, 1, 42];
/** Three globals, i32 0, mutable. */
const globals = [6, 16, 3, ...[127, 1, 65, 0, 11], ...[127, 1, 65, 0, 11], ...[127, 1, 65, 0, 11]];

const of = (...parts: number[][]) => Uint8Array.from([...header, ...parts.flat()]);

describe('Binaries of the engine', function () {
  this.timeout('60s');
  before(() => buildEngine());

  for (const variant of ['relaxed', 'simd'] as const)
    it(`${variant}: imports the memory alone, has no data and no stack, is within its budget`, () => {
      assert.deepEqual(faultsOf(readFileSync(variantPath(variant))), []);
    });

  it('are chosen by the environment', () => {
    assert.deepEqual(
      [undefined, 'auto', 'relaxed', 'simd', 'off'].map((text) => readChoice(text)),
      [undefined, undefined, 'relaxed', 'simd', 'off'],
    );
    assert.throws(() => readChoice('fast'), { name: 'BackendError', code: 'unknown-engine' });
  });

  it('are told from those that break a promise', () => {
    assert.deepEqual(faultsOf(of(memoryImport)), []);
    assert.match(faultsOf(of(memoryImport, dataSegment)).join(), /data segment/);
    assert.match(faultsOf(of(memoryImport, globals)).join(), /other globals/);
    assert.match(faultsOf(of()).join(), /imports nothing/);
  });

  it('take the memory that they are declared to take, and no other', () => {
    const binary = readFileSync(variantPath('simd'));
    const instantiate = (declared: boolean, given: boolean) => {
      const module = new WebAssembly.Module(
        withMemory(binary, { shared: declared, maximum: declared ? mostPages : undefined }),
      );
      const descriptor = given ? { initial: 256, maximum: mostPages, shared: true } : { initial: 256 };
      return new WebAssembly.Instance(module, { env: { memory: new WebAssembly.Memory(descriptor) } });
    };
    for (const shared of [true, false]) {
      assert.equal(typeof instantiate(shared, shared).exports.run, 'function');
      assert.throws(() => instantiate(shared, !shared), WebAssembly.LinkError);
    }
    assert.throws(() => withMemory(of([2, 1, 0]), { shared: false, maximum: undefined }), RangeError);
  });

  it('share the memory of the stock binary, which is then its import', () => {
    const entry = fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm'));
    const stock = readFileSync(join(entry, '../../wasm-out/tfjs-backend-wasm-simd.wasm'));
    const edited = importingMemory(stock)!;
    const added = WebAssembly.Module.imports(new WebAssembly.Module(edited.binary)).filter(
      ({ kind }) => kind === 'memory',
    );
    assert.deepEqual(added, [{ module: 'env', name: 'memory', kind: 'memory' }]);
    assert.ok(edited.limits.shared && edited.limits.initial > 0);
    assert.equal(importingMemory(edited.binary), undefined, 'there is no memory of its own left');
  });
});
