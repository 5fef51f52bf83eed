import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UserError } from '../../src/platform/errors.ts';
import { parseFromViewer } from '../../src/slides/contract.ts';
import { actionOf, type Key, type Scroll } from '../../src/slides/keys.ts';
import { assertPdf, isPdf } from '../../src/slides/pdf.ts';
import {
  magnification,
  pageFrom,
  reduce,
  restore,
  saved,
  type ViewerAction,
  type ViewerState,
  zoomSteps,
} from '../../src/slides/state.ts';
import { makePdf } from '../fixtures/pdf.ts';

const text = (bytes: string) => new TextEncoder().encode(bytes);
const run = (state: ViewerState, ...actions: ViewerAction[]) => actions.reduce(reduce, state);
const opened = (pages: number) => run(restore(undefined), { type: 'opened', pages });

describe('slides: what is a PDF', () => {
  it('takes a signature anywhere in the first 1024 bytes, and not after', () => {
    assert.ok(isPdf(makePdf(['one'])));
    assert.ok(isPdf(text(`${' '.repeat(1019)}%PDF-1.7`)));
    assert.ok(!isPdf(text(`${' '.repeat(1020)}%PDF-1.7`)));
  });

  it('refuses another file by name, with what to do', () => {
    const refused = (bytes: Uint8Array, message: RegExp) =>
      assert.throws(
        () => assertPdf(bytes, 'notes.pdf'),
        (error) => error instanceof UserError && error.code === 'not-a-pdf' && message.test(error.message),
      );
    refused(text('<html>'), /^notes\.pdf is not a PDF.*Reopen Editor With/);
    refused(new Uint8Array(), /^notes\.pdf is empty/);
  });

  it('throws for bytes without the signature and for nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.boolean(), (noise, sign) => {
        const bytes = sign ? new Uint8Array([...text('%PDF-'), ...noise]) : noise;
        if (isPdf(bytes)) assertPdf(bytes, 'a.pdf');
        else assert.throws(() => assertPdf(bytes, 'a.pdf'), UserError);
        assert.ok(!sign || isPdf(bytes));
      }),
    );
  });
});

describe('slides: the viewer state', () => {
  it('stays within the deck whatever happens', () => {
    const action: fc.Arbitrary<ViewerAction> = fc.oneof(
      fc.record({ type: fc.constant('opened' as const), pages: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ type: fc.constant('goTo' as const), page: fc.oneof(fc.integer(), fc.double()) }),
      fc.record({ type: fc.constant('turn' as const), by: fc.integer({ min: -3, max: 3 }) }),
      fc.record({ type: fc.constantFrom('first' as const, 'last' as const) }),
      fc.record({
        type: fc.constantFrom('zoomIn' as const, 'zoomOut' as const),
        from: fc.double({ min: 0.01, max: 20, noNaN: true }),
      }),
      fc.record({ type: fc.constant('fit' as const), to: fc.constantFrom('width' as const, 'page' as const) }),
      fc.record({ type: fc.constant('failed' as const), message: fc.string() }),
    );
    fc.assert(
      fc.property(fc.array(action), (actions) => {
        const state = run(opened(10), ...actions);
        assert.ok(Number.isInteger(state.page) && state.page >= 1);
        if (state.deck.kind === 'open') assert.ok(state.page <= state.deck.pages);
        assert.deepEqual(saved(restore(saved(state))), saved(state));
      }),
    );
  });

  it('keeps the page over a reload, cut to a deck that became shorter', () => {
    const state = run(opened(10), { type: 'goTo', page: 7 });
    assert.equal(run(state, { type: 'opened', pages: 12 }).page, 7);
    assert.equal(run(state, { type: 'opened', pages: 4 }).page, 4);
    assert.equal(run(state, { type: 'failed', message: 'gone' }, { type: 'opened', pages: 10 }).page, 7);
  });

  it('keeps a page that is asked for before the deck is open', () => {
    const state = run(restore(undefined), { type: 'goTo', page: 3 }, { type: 'opened', pages: 4 });
    assert.equal(state.page, 3);
  });

  it('zooms step by step from what is on screen, to the ends', () => {
    const zoom = (type: 'zoomIn' | 'zoomOut', from: number) => run(opened(1), { type, from }).zoom;
    assert.equal(zoom('zoomIn', 0.9), 1);
    assert.equal(zoom('zoomIn', 1), 1.25);
    assert.equal(zoom('zoomOut', 1), 0.8);
    assert.equal(zoom('zoomIn', 99), zoomSteps.at(-1));
    assert.equal(zoom('zoomOut', 0.001), zoomSteps[0]);
  });

  it('restores only what makes sense', () => {
    for (const odd of [undefined, null, 'x', [], { page: 'two', zoom: Number.NaN }, { page: -4, zoom: 1e9 }])
      assert.deepEqual(saved(restore(odd)), { page: 1, zoom: 'width' });
    assert.deepEqual(saved(restore({ page: 2, zoom: 1.5 })), { page: 2, zoom: 1.5 });
  });

  it('fits the width or the whole slide', () => {
    const slide = { width: 1280, height: 720 };
    assert.equal(magnification('width', slide, { width: 640, height: 100 }), 0.5);
    assert.equal(magnification('page', slide, { width: 1280, height: 360 }), 0.5);
    assert.equal(magnification(2, slide, { width: 1, height: 1 }), 2);
    assert.equal(magnification('width', slide, { width: 0, height: 0 }), 1);
  });

  it('reads a typed page number', () => {
    assert.equal(pageFrom(' 4 ', 4), 4);
    for (const wrong of ['', '0', '5', '-1', '2.5', '1e0', 'two']) assert.equal(pageFrom(wrong, 4), undefined, wrong);
  });
});

describe('slides: keys', () => {
  const fitting: Scroll = { atTop: true, atBottom: true, overflowsAcross: false };
  const press = (key: string, scroll = fitting, held: Partial<Key> = {}) =>
    actionOf({ key, altKey: false, ctrlKey: false, metaKey: false, ...held }, scroll, 1.1);

  it('turns pages, goes to the ends, zooms', () => {
    assert.deepEqual(press('PageDown'), { type: 'turn', by: 1 });
    assert.deepEqual(press('PageUp'), { type: 'turn', by: -1 });
    assert.deepEqual(press('ArrowRight'), { type: 'turn', by: 1 });
    assert.deepEqual(press('ArrowLeft'), { type: 'turn', by: -1 });
    assert.deepEqual(press('Home'), { type: 'first' });
    assert.deepEqual(press('End'), { type: 'last' });
    assert.deepEqual(press('+'), { type: 'zoomIn', from: 1.1 });
    assert.deepEqual(press('-'), { type: 'zoomOut', from: 1.1 });
    assert.deepEqual(press('0'), { type: 'fit', to: 'width' });
  });

  it('scrolls a slide that is larger than its room before it turns', () => {
    const large: Scroll = { atTop: false, atBottom: false, overflowsAcross: true };
    for (const key of ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight']) assert.equal(press(key, large), undefined);
    assert.deepEqual(press('ArrowDown', { ...large, atBottom: true }), { type: 'turn', by: 1 });
    assert.deepEqual(press('ArrowUp', { ...large, atTop: true }), { type: 'turn', by: -1 });
  });

  it("leaves VS Code's own keys alone", () => {
    for (const held of [{ altKey: true }, { ctrlKey: true }, { metaKey: true }])
      for (const key of ['PageDown', 'Home', '+', '0']) assert.equal(press(key, fitting, held), undefined);
    assert.equal(press('a'), undefined);
  });
});

describe('slides: messages of the page', () => {
  it('takes its own and nothing else', () => {
    for (const good of [
      { type: 'load' },
      { type: 'shown', pages: 4, milliseconds: 180 },
      { type: 'failed', message: 'x' },
    ])
      assert.deepEqual(parseFromViewer(good), good);
    for (const bad of [null, 'load', {}, { type: 'run' }, { type: 'shown', pages: '4' }, { type: 'failed' }])
      assert.equal(parseFromViewer(bad), undefined);
  });
});
