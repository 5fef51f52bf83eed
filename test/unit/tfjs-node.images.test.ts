import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import * as image from '../../src/mlops/tensorflow/node/image.ts';

interface Case {
  readonly image: string;
  readonly op: 'decodePng' | 'decodeJpeg' | 'decodeBmp' | 'decodeGif' | 'decodeImage';
  readonly args: readonly unknown[];
  readonly shape?: readonly number[];
  readonly values?: string;
  readonly error?: string;
}
interface Fixture {
  readonly images: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
}

/** Made by TensorFlow itself: test/parity/images.py. */
const fixture: Fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/tfjs-node/images.json'), 'utf8'),
);
const bytesOf = (name: string) => new Uint8Array(Buffer.from(fixture.images[name]!, 'base64'));
const decode = ({ op, args }: Case, bytes: Uint8Array) =>
  (image[op] as (bytes: Uint8Array, ...args: unknown[]) => Tensor)(bytes, ...args);

describe('images', () => {
  before(() => tf.setBackend('cpu'));

  describe('are decoded to what TensorFlow decodes them to', () => {
    for (const name of Object.keys(fixture.images)) {
      it(name, () => {
        const cases = fixture.cases.filter((each) => each.image === name);
        assert.ok(cases.length > 0);
        for (const each of cases) {
          const call = `${each.op}(${name}, ${each.args.join(', ')})`;
          if (each.error !== undefined) {
            assert.throws(() => decode(each, bytesOf(name)), { name: 'NodeError' }, call);
            continue;
          }
          const tensor = decode(each, bytesOf(name));
          assert.equal(tensor.dtype, 'int32');
          assert.deepEqual(tensor.shape, each.shape, call);
          const expected = [...Buffer.from(each.values!, 'base64')];
          assert.deepEqual([...tensor.dataSync()], expected, call);
          tensor.dispose();
        }
      });
    }
  });
});
