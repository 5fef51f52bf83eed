import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  anchorAt,
  drawingOrder,
  gap,
  type LayoutOptions,
  layOut,
  pageInView,
  pagesIn,
  pointOf,
  rowsOf,
} from '../../../src/slides/layout.ts';
import type { Size } from '../../../src/slides/zoom.ts';

const slide: Size = { width: 1280, height: 720 };
const room: Size = { width: 1000, height: 700 };
const usual: LayoutOptions = { mode: 'continuous', zoom: 'width', rotation: 0, page: 1, room, margin: gap };
const deck = (pages: number) => Array.from({ length: pages }, () => slide);

const sizes = fc.array(
  fc.record({ width: fc.integer({ min: 1, max: 15_000 }), height: fc.integer({ min: 1, max: 15_000 }) }),
  {
    minLength: 1,
    maxLength: 40,
  },
);
const options = (pages: number): fc.Arbitrary<LayoutOptions> =>
  fc.record({
    mode: fc.constantFrom('continuous', 'single', 'spread'),
    zoom: fc.oneof(fc.constantFrom('auto', 'width', 'page'), fc.double({ min: 0.1, max: 8, noNaN: true })),
    rotation: fc.constantFrom(0, 90, 180, 270),
    page: fc.integer({ min: 1, max: pages }),
    margin: fc.constantFrom(0, gap),
    room: fc.record({ width: fc.integer({ min: 50, max: 4000 }), height: fc.integer({ min: 50, max: 3000 }) }),
  });
const laid = sizes.chain((sizes) => options(sizes.length).map((options) => ({ sizes, options })));

describe('slides: layout', () => {
  it('places pages in order, without overlap, within the content, at their own proportions', () => {
    fc.assert(
      fc.property(laid, ({ sizes, options }) => {
        const { boxes, width, height } = layOut(sizes, options);
        assert.equal(boxes.length, options.mode === 'single' ? 1 : sizes.length);
        for (const [index, box] of boxes.entries()) {
          assert.ok(box.left >= options.margin - 0.01 && box.left + box.width <= width - options.margin + 0.01);
          assert.ok(box.top >= options.margin - 0.01 && box.top + box.height <= height - options.margin + 0.01);
          const size = sizes[box.page - 1]!;
          const turned = options.rotation % 180 ? { width: size.height, height: size.width } : size;
          assert.ok(Math.abs(box.width / turned.width - box.height / turned.height) < 1e-6 * (box.scale + 1));
          const next = boxes[index + 1];
          if (next) assert.ok(next.left >= box.left + box.width || next.top >= box.top + box.height - 1e-6);
        }
      }),
    );
  });

  it('keeps a point of a page where it is, whatever changes', () => {
    const two = sizes.chain((sizes) => fc.tuple(fc.constant(sizes), options(sizes.length), options(sizes.length)));
    fc.assert(
      fc.property(two, fc.double({ min: 0, max: 1, noNaN: true }), ([sizes, before, after], at) => {
        const first = layOut(sizes, before);
        const anchor = anchorAt(first, at * first.width, at * first.height)!;
        const back = pointOf(first, anchor)!;
        assert.ok(Math.abs(back.x - at * first.width) < 1e-3 && Math.abs(back.y - at * first.height) < 1e-3);
        const second = layOut(sizes, after);
        const point = pointOf(second, anchor);
        assert.equal(point === undefined, !second.boxes.some(({ page }) => page === anchor.page));
      }),
    );
  });

  it('fits each row by itself: one odd page changes nothing for the others', () => {
    const { boxes } = layOut([slide, { width: 19_200, height: 19_200 }, slide], usual);
    assert.deepEqual(
      boxes.map(({ width }) => Math.round(width)),
      [1000 - 2 * gap, 1000 - 2 * gap, 1000 - 2 * gap],
    );
  });

  it('puts the cover of a spread alone, and fits both pages of a row together', () => {
    assert.deepEqual(rowsOf(5, 'spread'), [[1], [2, 3], [4, 5]]);
    assert.deepEqual(rowsOf(4, 'spread'), [[1], [2, 3], [4]]);
    assert.deepEqual(rowsOf(0, 'spread'), []);
    const [, left, right] = layOut(deck(3), { ...usual, mode: 'spread' }).boxes;
    assert.equal(Math.round(left!.width + gap + right!.width), room.width - 2 * gap);
    assert.equal(left!.top, right!.top);
  });

  it('shows a single page, in the middle of a window that is larger, with its neighbours drawn in advance', () => {
    const { boxes, next, height } = layOut(deck(9), { ...usual, mode: 'single', zoom: 0.5, page: 4 });
    assert.deepEqual([boxes.map(({ page }) => page), next.map(({ page }) => page)], [[4], [5, 3]]);
    assert.equal(boxes[0]!.top, (room.height - 360) / 2);
    assert.equal(height, room.height);
  });

  it('tells how much of each page is seen, and at which page the reader is', () => {
    const layout = layOut(deck(10), usual);
    const at = (top: number) => pagesIn(layout, { left: 0, top, ...room });
    assert.deepEqual(
      at(0).map(({ box, share }) => [box.page, Math.round(share * 100)]),
      [
        [1, 100],
        [2, 22],
      ],
    );
    assert.equal(pageInView(at(0), 1), 1);
    assert.equal(pageInView(at(300), 1), 2);
    assert.equal(pageInView([], 4), undefined);
    // The last page cannot be scrolled to the top: going there must show as being there.
    const small = layOut(deck(3), { ...usual, zoom: 0.2 });
    const all = pagesIn(small, { left: 0, top: 0, ...room });
    assert.equal(pageInView(all, 3), 3);
    assert.equal(pageInView(all, 9), 1);
  });

  it('draws what is seen before what may be seen next, and little of that', () => {
    const layout = layOut(deck(100), usual);
    const shares = pagesIn(layout, { left: 0, top: layout.boxes[49]!.top + 300, ...room });
    const order = (forward: boolean) => drawingOrder(layout, shares, forward, 2).map(({ page }) => page);
    assert.deepEqual(order(true), [51, 50, 52, 53, 49, 48]);
    assert.deepEqual(order(false), [51, 50, 49, 48, 52, 53]);
    assert.deepEqual(drawingOrder(layout, [], true, 2), []);
  });
});
