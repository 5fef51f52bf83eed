import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  areaOf,
  colorsOn,
  contrast,
  cornersOf,
  darkened,
  highContrastColors,
  isDark,
  isScan,
  luma,
  type Rgb,
  usualColors,
} from '../../../src/slides/darkPages.ts';

const white: Rgb = [1, 1, 1];
const black: Rgb = [0, 0, 0];
const channel = fc.double({ min: 0, max: 1, noNaN: true });
const color: fc.Arbitrary<Rgb> = fc.tuple(channel, channel, channel);
const near = (a: Rgb, b: Rgb) => a.every((value, index) => Math.abs(value - b[index]!) < 1e-9);

/** The hue in degrees; meaningless for greys. */
function hue([red, green, blue]: Rgb): number {
  return (Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) * 180) / Math.PI;
}

describe('slides: dark pages', () => {
  for (const [name, colors] of Object.entries({ usualColors, highContrastColors })) {
    it(`makes white paper, black ink and all greys darker the lighter they were (${name})`, () => {
      assert.ok(near(darkened(white, colors), colors.paper));
      assert.ok(near(darkened(black, colors), colors.ink));
      fc.assert(
        fc.property(channel, channel, (a, b) => {
          const [one, other] = [a, b].map((grey) => luma(darkened([grey, grey, grey], colors))) as [number, number];
          assert.ok(a === b || Math.sign(a - b) === -Math.sign(one - other) || Math.abs(a - b) < 1e-9);
        }),
      );
    });
  }

  it('keeps text that could be read on white readable, in every colour', () => {
    for (const colors of [usualColors, highContrastColors, colorsOn([0.118, 0.118, 0.18])])
      fc.assert(
        fc.property(color, (ink) => {
          const before = contrast(ink, white);
          fc.pre(before >= 4.5);
          const after = contrast(darkened(ink, colors), darkened(white, colors));
          assert.ok(after >= 4.5, `${ink} had ${before}, has ${after}`);
        }),
        { numRuns: 2000 },
      );
  });

  it('keeps the hue of a colour that is not cut to what a screen can show', () => {
    const shift = fc.double({ min: -0.15, max: 0.15, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.35, max: 0.65, noNaN: true }), fc.tuple(shift, shift, shift), (grey, shifts) => {
        const before = shifts.map((each) => grey + each) as unknown as Rgb;
        fc.pre(Math.max(...before) - Math.min(...before) > 0.05);
        const turned = Math.abs(hue(before) - hue(darkened(before, highContrastColors))) % 360;
        assert.ok(Math.min(turned, 360 - turned) < 0.01);
      }),
    );
  });

  it('takes a dark theme’s own background for paper, and not a light one’s', () => {
    assert.deepEqual(colorsOn([0.1, 0.1, 0.15]).paper, [0.1, 0.1, 0.15]);
    assert.deepEqual(colorsOn(white), usualColors);
  });

  it('tells pages that are dark by themselves, and scans', () => {
    const pixels = (...colors: Rgb[]) => new Uint8ClampedArray(colors.flatMap((c) => [...c.map((v) => v * 255), 255]));
    assert.ok(isDark(pixels([0.1, 0.1, 0.2], [0.1, 0.1, 0.1], white)));
    assert.ok(!isDark(pixels(white, white, black)));
    assert.ok(isScan(pixels(white, [0.95, 0.95, 0.9], black)));
    assert.ok(!isScan(pixels([0.4, 0.6, 0.9], [0.3, 0.7, 0.3], white)));
    assert.ok(!isScan(pixels([0.5, 0.5, 0.5], [0.4, 0.4, 0.4], white)), 'a grey photograph');
  });

  it('finds a picture on the very pixels that were painted, and as it lies where it is slanted', () => {
    const canvas = { width: 1000, height: 500 };
    const painted = [
      [0, 0, 1000, 500],
      [101, 50, 600, 250],
    ] as const;
    const corners = [
      [101, 250],
      [101, 50],
      [600, 50],
      [600, 250],
    ];
    assert.deepEqual(cornersOf([0.1004, 0.5, 0.1, 0.1, 0.6, 0.5], canvas, painted), corners);
    const turned = cornersOf([0.1, 0.1, 0.6, 0.1, 0.1, 0.5], canvas, painted);
    assert.deepEqual(turned, corners, 'whichever of its corners comes first');
    const alone = cornersOf([0.1, 0.5, 0.1, 0.1, 0.6, 0.5], canvas, []);
    assert.ok(Math.abs(areaOf(alone) - 100_000) < 1e-6);
    const slanted = cornersOf([0.5, 0, 0, 0.5, 1, 0.5], { width: 101, height: 101 }, [[0, 0, 101, 101]]);
    assert.deepEqual(slanted[1], [0, 50.5]);
    assert.ok(Math.abs(areaOf(slanted) - 101 ** 2 / 2) < 1e-6);
  });
});
