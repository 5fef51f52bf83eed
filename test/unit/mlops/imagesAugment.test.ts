/** Augmentations, Exif and folders of pictures beside TensorFlow and Pillow; test/parity/augment.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  adjustBrightness,
  decode,
  encodePng,
  fileProblems,
  flipLeftRight,
  flipUpDown,
  orientationOf,
  Picture,
  PictureError,
  padAndCrop,
  rotate90,
  upright,
} from '../../../src/mlops/images.ts';

interface Stored {
  readonly width: number;
  readonly height: number;
  readonly data: readonly number[];
}
interface Python {
  readonly versions: Readonly<Record<string, string>>;
  readonly picture: Stored;
  readonly flipLeftRight: Stored;
  readonly flipUpDown: Stored;
  readonly rotate90: readonly { readonly quarters: number; readonly after: Stored }[];
  readonly padAndCrop: readonly { readonly right: number; readonly down: number; readonly after: Stored }[];
  readonly every: Stored;
  readonly adjustBrightness: readonly { readonly delta: number; readonly after: Stored }[];
  readonly orientations: readonly { readonly orientation: number; readonly jpeg: string; readonly after: Stored }[];
}
const python: Python = JSON.parse(readFileSync(new URL('../../fixtures/images/augment.json', import.meta.url), 'utf8'));
const { versions } = python;
const pictureOf = ({ width, height, data }: Stored) => new Picture({ width, height, data: Uint8Array.from(data) });
const stored = ({ width, height, data }: Picture): Stored => ({ width, height, data: [...data] });
const picture = pictureOf(python.picture);
const refuses = (run: () => unknown) =>
  assert.throws(run, (error) => error instanceof PictureError && error.code === 'bad-argument');

describe(`augmentations, beside TensorFlow ${versions.tensorflow}`, () => {
  it('mirror and turn', () => {
    assert.deepEqual(stored(flipLeftRight(picture)), python.flipLeftRight);
    assert.deepEqual(stored(flipUpDown(picture)), python.flipUpDown);
    for (const { quarters, after } of python.rotate90) assert.deepEqual(stored(rotate90(picture, quarters)), after);
    refuses(() => rotate90(picture, 0.5));
  });

  it('pad and crop', () => {
    for (const { right, down, after } of python.padAndCrop)
      assert.deepEqual(stored(padAndCrop(picture, right, down)), after);
    refuses(() => padAndCrop(picture, 0.5, 0));
    assert.ok(padAndCrop(picture, 99, 0).data.every((value) => value === 0));
  });

  it('brighten each of the 256 bytes to the same', () => {
    for (const { delta, after } of python.adjustBrightness)
      assert.deepEqual(stored(adjustBrightness(pictureOf(python.every), delta)), after, String(delta));
    refuses(() => adjustBrightness(picture, 1.5));
    refuses(() => adjustBrightness(picture, Number.NaN));
  });

  it('leave the picture that they are given as it was', () => {
    const before = stored(picture);
    for (const change of [flipLeftRight, flipUpDown, rotate90, (p: Picture) => rotate90(p, 0)])
      assert.notEqual(change(picture).data, picture.data);
    assert.deepEqual(stored(picture), before);
  });
});

describe(`Exif orientation, beside Pillow ${versions.pillow}`, () => {
  for (const { orientation, jpeg, after } of python.orientations) {
    const file = new Uint8Array(Buffer.from(jpeg, 'base64'));

    it(`${orientation} is read, and set upright`, () => {
      assert.equal(orientationOf(file), orientation);
      assert.deepEqual(stored(upright(picture, orientation)), after);
    });

    it(`${orientation} is 1 or itself wherever the file is cut off`, () => {
      for (let length = 0; length < 120; length++)
        assert.ok([1, orientation].includes(orientationOf(file.slice(0, length))));
    });
  }

  it('is read in the byte order that the file has', () => {
    const tag = [0x12, 0x01, 3, 0, 1, 0, 0, 0, 8, 0, 0, 0];
    const tiff = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, ...tag, 0, 0, 0, 0];
    const segment = [0xff, 0xe1, 0, 8 + tiff.length, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
    assert.equal(orientationOf(Uint8Array.from([0xff, 0xd8, ...segment, 0xff, 0xda])), 8);
  });

  it('is none for other files, and refused where it is none', () => {
    assert.equal(orientationOf(encodePng(picture)), 1);
    assert.equal(orientationOf(new Uint8Array()), 1);
    for (const wrong of [0, 9, 1.5, Number.NaN]) refuses(() => upright(picture, wrong));
  });
});

describe('the files of a folder', () => {
  const turned = new Uint8Array(Buffer.from(python.orientations[5]!.jpeg, 'base64'));
  const png = encodePng(picture);
  const words = new TextEncoder().encode('<!doctype html><title>404</title>');

  it('are told by what is in them, and not by their names', () => {
    const found = fileProblems({
      'a.png': png,
      'b.txt': encodePng(flipLeftRight(picture)),
      'empty.png': new Uint8Array(),
      'page.jpg': words,
      'cut.png': png.slice(0, -20),
      'copy.png': png.slice(),
      'phone.jpg': turned,
    });
    assert.deepEqual(
      found.map(({ name, code }) => [name, code]),
      [
        ['empty.png', 'empty'],
        ['page.jpg', 'unknown-image'],
        ['cut.png', 'damaged-image'],
        ['copy.png', 'same-content'],
        ['phone.jpg', 'turned'],
      ],
    );
    assert.match(found[3]!.why, /a\.png/);
    assert.match(found[4]!.why, /orientation is 6/);
    assert.deepEqual(fileProblems({}), []);
  });

  it('may have more than one problem', () => {
    const found = fileProblems({ 'one.jpg': turned, 'two.jpg': turned });
    assert.deepEqual(
      found.map(({ name, code }) => `${name} ${code}`),
      ['one.jpg turned', 'two.jpg same-content', 'two.jpg turned'],
    );
    assert.equal(decode(turned).width, 16);
  });
});
