/** The detector of the bakery's trays: its trays, its weights, and that the script which made them still makes them. */
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { bakeryTrays, DatasetsError } from '../../../src/mlops/datasets.ts';
import { train } from '../../../src/mlops/images/detector/training.ts';
import { type Detector, iou, loadDetector, matches, PictureError } from '../../../src/mlops/images.ts';
import * as tf from '../../../src/mlops/tensorflow/tfjs-node.ts';

const file = (name: string) => new URL(`../../../src/mlops/images/detector/${name}`, import.meta.url);
interface Curve {
  readonly settings: { readonly steps: number; readonly trays: number; readonly seed: number };
  readonly curve: readonly number[];
}
const curves: Record<'small' | 'large', Curve> = JSON.parse(readFileSync(file('curve.json'), 'utf8'));

describe('trays of the bakery', () => {
  it('are the same for the same seed, as many as they may be and of any size', () => {
    assert.deepEqual(bakeryTrays(3, { seed: 7 }), bakeryTrays(5, { seed: 7 }).slice(0, 3));
    assert.notDeepEqual(bakeryTrays(1, { seed: 7 }), bakeryTrays(1, { seed: 8 }));
    const [small, large] = [48, 96].map((side) => bakeryTrays(4, { seed: 7, side }));
    large!.forEach(({ pieces, photo }, i) => {
      assert.equal(photo.data.length, 96 * 96 * 3);
      const halved = pieces.map(({ kind, box }) => ({ kind, box: box.map((value) => value / 2) }));
      for (const [k, { kind, box }] of small![i]!.pieces.entries()) {
        assert.equal(kind, halved[k]!.kind);
        assert.ok(box.every((value, v) => Math.abs(value - halved[k]!.box[v]!) < 1e-9));
      }
    });
  });

  it('hold two to six pieces that lie apart, or two that touch', () => {
    for (const { pieces } of bakeryTrays(100, { seed: 1 })) {
      assert.ok(pieces.length >= 2 && pieces.length <= 6);
      for (const [i, one] of pieces.entries())
        assert.ok(pieces.every((other, k) => k === i || iou(one.box, other.box) < 0.2));
    }
    for (const { pieces } of bakeryTrays(20, { seed: 1, layout: 'touch' }))
      assert.deepEqual(
        pieces.map(({ kind }) => kind),
        ['roll', 'roll'],
      );
  });

  it('are refused for a count, a seed or a side that is none', () => {
    const refuses = (act: () => unknown) => assert.throws(act, DatasetsError);
    refuses(() => bakeryTrays(-1, { seed: 1 }));
    refuses(() => bakeryTrays(1, { seed: 0.5 }));
    refuses(() => bakeryTrays(1, { seed: 1, side: 8 }));
  });
});

describe('the detector', function () {
  this.timeout(120_000);

  it('is trained by its script: a tenth of the training has the same curve', async () => {
    const { settings, curve } = curves.small;
    const { curve: again, weights } = await train(tf, 'small', settings.steps / 10);
    assert.equal(again.length, curve.length / 10);
    for (const [i, value] of again.entries())
      assert.ok(Math.abs(value - curve[i]!) < 0.02 * curve[i]!, `${i}: ${value}, and ${curve[i]} then`);
    assert.equal(weights.length, 4232);
  });

  it('has weights of less than 300 kB, and a curve that falls', () => {
    assert.ok(statSync(file('weights.json')).size < 300_000);
    for (const { curve } of Object.values(curves)) assert.ok(curve.at(-1)! < curve[0]! / 8);
  });

  for (const name of ['small', 'large'] as const)
    describe(name, () => {
      let detector: Detector;
      const trays = bakeryTrays(200, { seed: 31 });
      const photos = trays.map(({ photo }) => photo);
      before(async () => {
        detector = await loadDetector(name);
      });

      it('finds nine of ten pieces of trays that it has not seen, and names them', () => {
        const found = detector.detectAll(photos);
        const on = found.map((boxes, i) => matches(boxes, trays[i]!.pieces));
        const hits = on.flat().filter((piece) => piece !== undefined).length;
        const named = found.flatMap((boxes, i) =>
          boxes.filter(({ kind }, k) => kind === trays[i]!.pieces[on[i]![k] ?? -1]?.kind),
        ).length;
        const pieces = trays.reduce((sum, each) => sum + each.pieces.length, 0);
        assert.ok(hits > 0.9 * pieces, `${hits} of ${pieces}`);
        assert.ok(named > 0.95 * hits, `${named} of ${hits} by their names`);
      });

      it('keeps at a lower confidence what it reports at a higher one, alone or among others, in any size', () => {
        const [low, high] = [0.2, 0.5].map((confidence) => detector.detectAll(photos, { confidence }));
        high!.forEach((boxes, i) => {
          assert.deepEqual(low![i]!.slice(0, boxes.length), boxes);
        });
        const close = (a: number, b: number) => Math.abs(a - b) < 1e-4;
        const alone = detector.detect(photos[3]!);
        assert.ok(alone.every(({ score }, k) => close(score, high![3]![k]!.score)));
        const [large] = bakeryTrays(1, { seed: 31, side: 192 });
        assert.equal(detector.detect(large!.photo).length, high![0]!.length);
      });
    });

  it('refuses a confidence and a name that are none', async () => {
    const detector = await loadDetector('small');
    assert.throws(() => detector.detect(bakeryTrays(1, { seed: 1 })[0]!.photo, { confidence: 2 }), PictureError);
    await assert.rejects(loadDetector('huge' as 'small'), { code: 'bad-argument' });
  });
});
