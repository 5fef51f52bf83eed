import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import {
  decodeBmp,
  decodeGif,
  decodeImage,
  decodeJpeg,
  decodePng,
  encodeJpeg,
  encodePng,
} from '../../../../src/mlops/tensorflow/node/image.ts';
import { maxValues } from '../../../../src/mlops/tensorflow/node/pixels.ts';

const decoders = { decodePng, decodeJpeg, decodeBmp, decodeGif, decodeImage };

interface Case {
  readonly image: string;
  readonly op: keyof typeof decoders;
  readonly args: readonly unknown[];
  /** An answer has a shape and values, or an error. */
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
  readFileSync(join(import.meta.dirname, '../../../fixtures/tfjs-node/images.json'), 'utf8'),
);
const bytesOf = (name: string) => new Uint8Array(Buffer.from(fixture.images[name]!, 'base64'));

function decode({ op, args }: Pick<Case, 'op' | 'args'>, bytes: Uint8Array): tf.Tensor {
  const decoder = decoders[op] as (bytes: Uint8Array, ...args: unknown[]) => tf.Tensor;
  return decoder(bytes, ...args);
}

const fails = (code: string, message?: RegExp) => ({ name: 'NodeError', code, ...(message && { message }) });

/** A gradient that no channel shares with another. */
function gradient(height: number, width: number, channels: number): tf.Tensor3D {
  const values = Int32Array.from({ length: height * width * channels }, (_, i) => (i * 37 + (i % channels) * 11) % 256);
  return tf.tensor3d(values, [height, width, channels], 'int32');
}

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
          assert.deepEqual([...tensor.dataSync()], [...Buffer.from(each.values!, 'base64')], call);
          tensor.dispose();
        }
      });
    }
  });

  it('leave no tensor behind but the result', async () => {
    const before = tf.memory().numTensors;
    for (const name of ['png-rgb8', 'jpeg-420', 'gif-frames', 'bmp-24']) decodeImage(bytesOf(name)).dispose();
    decodeGif(bytesOf('png-rgb8')).dispose();
    const image = gradient(4, 4, 3);
    await encodePng(image);
    await encodeJpeg(image);
    image.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  describe('are encoded', () => {
    it('to PNG without loss, for 1 to 4 channels and every level', async () => {
      for (const channels of [1, 2, 3, 4]) {
        for (const level of [-1, 0, 1, 9]) {
          const image = gradient(7, 5, channels);
          const decoded = decodePng(await encodePng(image, level));
          assert.deepEqual(decoded.shape, image.shape);
          assert.deepEqual(decoded.dataSync(), image.dataSync());
        }
      }
    });

    it('to JPEG close to the image, gray as gray', async () => {
      const ramp = tf.tidy(() => tf.reshape<tf.Rank.R3>(tf.linspace(0, 255, 32 * 48).toInt(), [32, 48, 1]));
      const color: tf.Tensor3D = tf.tile(ramp, [1, 1, 3]);
      const distance = (a: tf.Tensor, b: tf.Tensor) => tf.sub(a, b).abs().max().dataSync()[0]!;
      const gray = decodeJpeg(await encodeJpeg(ramp));
      assert.deepEqual(gray.shape, [32, 48, 1]);
      assert.ok(distance(gray, ramp) <= 12);
      for (const progressive of [false, true]) {
        const bytes = await encodeJpeg(color, 'rgb', 100, progressive);
        const decoded = decodeJpeg(bytes);
        assert.deepEqual(decoded.shape, [32, 48, 3]);
        assert.ok(distance(decoded, color) <= 6);
        assert.equal(Buffer.from(bytes).includes(Buffer.from([0xff, 0xc2])), progressive);
      }
      const [small, large] = [await encodeJpeg(color, '', 10), await encodeJpeg(color, '', 95)];
      assert.ok(small.length < large.length);
    });

    it('with density and XMP in the file', async () => {
      const bytes = Buffer.from(
        await encodeJpeg(gradient(8, 8, 3), '', 95, false, true, false, 'cm', 72, 144, '<x:xmpmeta/>'),
      );
      assert.deepEqual([...bytes.subarray(13, 18)], [2, 0, 72, 0, 144]);
      assert.ok(bytes.includes('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>'));
      assert.deepEqual(decodeJpeg(bytes).shape, [8, 8, 3]);
      assert.equal('ImageData' in globalThis, false);
    });
  });

  describe('refuse', () => {
    it('arguments that make no sense, by name', async () => {
      const png = bytesOf('png-rgb8');
      const wrong: [() => unknown, RegExp][] = [
        [() => decodePng(png, 2), /channels must be 0, 1, 3 or 4/],
        [() => decodePng(png, 0, 'float32'), /dtype int32/],
        [() => decodeImage(png, 0, 'float32'), /dtype int32/],
        [() => decodeJpeg(png, 0, 3), /ratio must be 1, 2, 4 or 8/],
        [() => decodeJpeg(png, 0, 1, true, false, 0.5), /acceptableFraction/],
        [() => decodeJpeg(png, 0, 1, true, false, 1, 'SLOW'), /dctMethod/],
        [() => decodeBmp(png), /PNG image. Use tf.node.decodeImage/],
        [() => decodeGif(bytesOf('bmp-24')), /BMP image. Use tf.node.decodeImage/],
        [() => decodePng('png' as unknown as Uint8Array), /must be a Uint8Array/],
      ];
      for (const [call, message] of wrong) assert.throws(call, fails('bad-argument', message));
      const image = gradient(4, 4, 3);
      const rejected: [Promise<unknown>, RegExp][] = [
        [encodePng(image, 10), /compression must be/],
        [encodePng(tf.zeros([4, 4]) as unknown as tf.Tensor3D), /\[height, width, 1 or 2 or 3 or 4\], not \[4,4\]/],
        [encodePng(tf.zeros([0, 4, 3])), /not \[0,4,3\]/],
        [encodeJpeg(image, 'grayscale'), /\[height, width, 1\]/],
        [encodeJpeg(gradient(4, 4, 4)), /1 or 3/],
        [encodeJpeg(image, 'jpg' as ''), /format must be/],
        [encodeJpeg(image, '', 101), /quality must be/],
        [encodeJpeg(image, '', 95, false, false, true, 'in', 0), /density must be/],
        [encodeJpeg(image, '', 95, false, false, true, 'in', 1, 1, 'x'.repeat(70_000)), /xmpMetadata/],
      ];
      for (const [call, message] of rejected) await assert.rejects(call, fails('bad-argument', message));
    });

    it('what is no image', () => {
      assert.throws(() => decodeImage(new Uint8Array()), fails('unknown-image', /got 0 bytes/));
      assert.throws(() => decodeImage(Buffer.from('<svg/>')), fails('unknown-image', /begin with 3c737667/));
    });

    it('a header that claims more than there is memory for, at once', () => {
      const png = Buffer.from(bytesOf('png-rgb8'));
      png.writeUInt32BE(2 ** 31 - 1, 16);
      png.writeUInt32BE(2 ** 31 - 1, 20);
      png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
      assert.throws(() => decodePng(png), fails('image-too-large', /2147483647 × 2147483647/));
      const bmp = Buffer.from(bytesOf('bmp-24'));
      bmp.writeInt32LE(2 ** 31 - 1, 18);
      assert.throws(() => decodeBmp(bmp), fails('image-too-large'));
      const jpeg = Buffer.from(bytesOf('jpeg-420'));
      const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
      jpeg.fill(0xff, frame + 5, frame + 9);
      assert.throws(() => decodeJpeg(jpeg), fails('image-too-large'));
      const gif = Buffer.from(bytesOf('gif-still'));
      const descriptor = gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, 17, 0, 11, 0]));
      gif.fill(0xff, descriptor + 5, descriptor + 9);
      assert.throws(() => decodeGif(gif), fails('image-too-large'));
      assert.ok(maxValues * 5 < 2 ** 30);
    });

    it('pixels that inflate to more than the header says', () => {
      const png = Buffer.from(bytesOf('png-gray8'));
      const start = png.indexOf('IDAT') - 4;
      const bomb = deflateSync(Buffer.alloc(50_000_000));
      const body = Buffer.concat([Buffer.from('IDAT'), bomb]);
      const frame = Buffer.alloc(8);
      frame.writeUInt32BE(bomb.length);
      frame.writeUInt32BE(crc32(body), 4);
      const file = Buffer.concat([
        png.subarray(0, start),
        frame.subarray(0, 4),
        body,
        frame.subarray(4),
        png.subarray(-12),
      ]);
      assert.equal(inflateSync(bomb).length, 50_000_000);
      assert.throws(() => decodePng(file), fails('damaged-image', /cannot be inflated/));
    });

    it('a file cut anywhere, or recover it when asked', () => {
      for (const name of ['png-rgb8', 'jpeg-444', 'gif-still', 'bmp-24']) {
        const bytes = bytesOf(name);
        for (let length = 10; length < bytes.length - 1; length += 7) {
          assert.throws(() => decodeImage(bytes.subarray(0, length)), fails('damaged-image'), `${name} of ${length}`);
        }
      }
      const recovered = decodeJpeg(bytesOf('jpeg-cut'), 0, 1, true, true);
      assert.deepEqual(recovered.shape, [11, 17, 3]);
    });
  });

  it('answer a mutated file with a tensor of bounded size or a NodeError, and soon', function () {
    this.timeout(60_000);
    const names = Object.keys(fixture.images);
    const mutation = fc.record({
      name: fc.constantFrom(...names),
      changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      cut: fc.option(fc.nat(), { freq: 5 }),
      mend: fc.boolean(),
    });
    fc.assert(
      fc.property(mutation, ({ name, changes, cut, mend }) => {
        const bytes = bytesOf(name);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const mutated = mend && name.startsWith('png') ? mendChecksums(bytes) : bytes;
        const file = cut === null ? mutated : mutated.subarray(0, cut % mutated.length);
        const began = performance.now();
        try {
          const tensor = decodeImage(file);
          assert.ok(tensor.size <= maxValues);
          tensor.dispose();
        } catch (error) {
          assert.equal((error as Error).name, 'NodeError', `${name}: ${(error as Error).stack}`);
        }
        assert.ok(performance.now() - began < 20_000);
      }),
      { numRuns: 3000 },
    );
  });
});

/** Makes the checksums of a PNG's chunks right again, so that what they guard is reached. */
function mendChecksums(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length) break;
    view.setUint32(end, crc32(bytes.subarray(at + 4, end)));
    at = end + 4;
  }
  return bytes;
}
