import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { bakeryTrays } from '../../../src/mlops/datasets.ts';
import {
  type Box,
  beside,
  decode,
  drawBoxes,
  encodeJpeg,
  encodePng,
  iou,
  matches,
  nonMaxSuppression,
  Picture,
  PictureError,
  type PictureErrorCode,
  resize,
} from '../../../src/mlops/images.ts';

const refuses = (code: PictureErrorCode, act: () => unknown) =>
  assert.throws(act, (error) => error instanceof PictureError && error.code === code && error.message.length > 20);
const gray = (width: number, height: number, value = 100) =>
  new Picture({ width, height, data: new Uint8Array(width * height * 3).fill(value) });

describe('pictures', () => {
  const [{ photo }] = bakeryTrays(1, { seed: 3, side: 64 }) as [ReturnType<typeof bakeryTrays>[number]];

  it('come back from PNG as they were, and from JPEG nearly so, whatever their name', async () => {
    assert.deepEqual(decode(encodePng(photo)), new Picture(photo));
    const { data } = decode(await encodeJpeg(photo));
    const off = data.reduce((sum, value, i) => sum + Math.abs(value - photo.data[i]!), 0) / data.length;
    assert.ok(off > 0 && off < 5, `${off} levels off in the mean`);
  });

  it('are told from what is none, and from what is cut off', async () => {
    const [png, jpeg] = [encodePng(photo), await encodeJpeg(photo)];
    for (const bytes of [new Uint8Array(), Buffer.from('a text, named tray.jpg'), Buffer.from('%PDF-1.7')])
      refuses('unknown-image', () => decode(bytes));
    for (const bytes of [png, jpeg])
      for (const share of [0.1, 0.5, 0.99])
        refuses('damaged-image', () => decode(bytes.subarray(0, bytes.length * share)));
    refuses('bad-argument', () => new Picture({ width: 2, height: 2, data: new Uint8Array(4) }));
    refuses('bad-argument', () => new Picture({ width: 0, height: 2, data: new Uint8Array(0) }));
    await assert.rejects(encodeJpeg(photo, 101), { code: 'bad-argument' });
  });

  it('are resized as OpenCV does it, to a level', () => {
    const {
      versions,
      cases,
    }: {
      versions: Record<string, string>;
      cases: { from: number[]; to: number[]; before: number[]; after: number[] }[];
    } = JSON.parse(readFileSync(new URL('../../fixtures/images/opencv.json', import.meta.url), 'utf8'));
    assert.ok(cases.length >= 6, versions.opencv);
    for (const { from, to, before, after } of cases) {
      const picture = new Picture({ width: from[0]!, height: from[1]!, data: Uint8Array.from(before) });
      const { width, height, data } = resize(picture, to[0]!, to[1]!);
      assert.deepEqual([width, height], to);
      const off = Math.max(...data.map((value, i) => Math.abs(value - after[i]!)));
      assert.ok(off <= 1, `${from} to ${to}: ${off} levels`);
    }
    refuses('bad-argument', () => resize(gray(2, 2), 0, 2));
  });

  it('get boxes drawn on a copy: only the rims change, also beyond the edge', () => {
    const before = gray(20, 20);
    const after = drawBoxes(
      before,
      [
        [4, 5, 10, 8],
        [-3, 15, 8, 30],
      ],
      { color: [1, 2, 3], thickness: 2 },
    );
    const changed = Array.from({ length: 400 }, (_, i) => [i % 20, Math.floor(i / 20)] as const).filter(
      ([x, y]) => after.data[3 * (20 * y + x)] === 1,
    );
    assert.ok(changed.every(([x, y]) => (x >= 4 && x < 14 && y >= 5 && y < 13) || (x < 5 && y >= 15)));
    assert.equal(changed.filter(([x, y]) => x >= 4 && x < 14 && y >= 5 && y < 13).length, 10 * 8 - 6 * 4);
    assert.equal(
      before.data.every((value) => value === 100),
      true,
    );
  });

  it('stand side by side, if they are of one height', () => {
    const { width, height } = beside(gray(10, 32), gray(20, 32));
    assert.deepEqual([width, height], [34, 32]);
    refuses('bad-argument', () => beside());
    refuses('bad-argument', () => beside(gray(10, 32), gray(20, 31)));
  });

  it('show themselves as PNG', () => {
    assert.match(String(gray(3, 2).toMimeBundle()['text/plain']), /^PNG image, 3 × 2/);
  });
});

describe('boxes', () => {
  const at = (box: Box, score: number) => ({ kind: 'roll', score, box });

  it('overlap by what they share of what they cover', () => {
    assert.equal(iou([0, 0, 10, 10], [0, 0, 10, 10]), 1);
    assert.equal(iou([0, 0, 10, 10], [5, 0, 10, 10]), 50 / 150);
    assert.equal(iou([0, 0, 10, 10], [10, 0, 10, 10]), 0);
    assert.equal(iou([0, 0, 0, 0], [0, 0, 0, 0]), 0);
  });

  it('that tell of one piece become the surest of them', () => {
    const found = [at([1, 0, 10, 10], 0.6), at([0, 0, 10, 10], 0.9), at([30, 0, 10, 10], 0.3)];
    assert.deepEqual(
      nonMaxSuppression(found, 0.3).map(({ score }) => score),
      [0.9, 0.3],
    );
  });

  it('are matched with pieces, each at most once, the surest first', () => {
    const pieces = [{ box: [0, 0, 10, 10] as const }, { box: [20, 0, 10, 10] as const }];
    const found = [
      at([1, 0, 10, 10], 0.5),
      at([0, 0, 10, 10], 0.9),
      at([21, 0, 10, 10], 0.4),
      at([50, 0, 10, 10], 0.8),
    ];
    assert.deepEqual(matches(found, pieces), [undefined, 0, 1, undefined]);
  });
});
