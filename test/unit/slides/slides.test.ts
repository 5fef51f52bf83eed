import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UserError } from '../../../src/platform/errors.ts';
import { parseFromViewer } from '../../../src/slides/contract.ts';
import { actionOf, type Fit, type Key } from '../../../src/slides/keys.ts';
import { assertPdf, isPdf } from '../../../src/slides/pdf.ts';
import { maxSpeakerNotesBytes, parseSpeakerNotes, speakerNotesName } from '../../../src/slides/speakerNotes.ts';
import {
  pageFrom,
  placeOf,
  reduce,
  restore,
  shownMode,
  shownZoom,
  type ViewerAction,
  type ViewerState,
} from '../../../src/slides/state.ts';
import { magnification, maxZoom, minZoom } from '../../../src/slides/zoom.ts';
import { makePdf } from '../../fixtures/pdf.ts';

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
  const mode = fc.constantFrom('continuous' as const, 'single' as const, 'spread' as const);
  const from = fc.double({ min: 0.01, max: 20, noNaN: true });
  const action: fc.Arbitrary<ViewerAction> = fc.oneof(
    fc.record({ type: fc.constant('opened' as const), pages: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ type: fc.constant('goTo' as const), page: fc.oneof(fc.integer(), fc.double()) }),
    fc.record({ type: fc.constant('turn' as const), by: fc.integer({ min: -3, max: 3 }) }),
    fc.record({ type: fc.constantFrom('first' as const, 'last' as const) }),
    fc.record({ type: fc.constantFrom('zoomIn' as const, 'zoomOut' as const), from }),
    fc.record({
      type: fc.constant('zoom' as const),
      to: fc.oneof(from, fc.constantFrom('auto' as const, 'page' as const)),
    }),
    fc.record({ type: fc.constant('mode' as const), to: mode }),
    fc.record({ type: fc.constant('rotate' as const), by: fc.constantFrom(90 as const, -90 as const) }),
    fc.record({
      type: fc.constant('tone' as const),
      to: fc.constantFrom('light' as const, 'dark' as const, undefined),
    }),
    fc.record({ type: fc.constant('present' as const), on: fc.boolean() }),
    fc.record({ type: fc.constant('sidebar' as const) }),
    fc.record({ type: fc.constant('restore' as const), remembered: fc.anything() }),
    fc.record({ type: fc.constant('failed' as const), message: fc.string() }),
  );

  it('stays within the deck whatever happens, and remembers what it restores', () => {
    fc.assert(
      fc.property(fc.array(action), (actions) => {
        const state = run(opened(10), ...actions);
        assert.ok(Number.isInteger(state.page) && state.page >= 1);
        assert.ok(typeof state.zoom === 'string' || (state.zoom >= minZoom && state.zoom <= maxZoom));
        assert.deepEqual(placeOf(restore(placeOf(state))), placeOf(state));
        if (state.deck.kind === 'open') assert.ok(state.page <= state.deck.pages);
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

  it('turns a spread by both its pages, and a presentation by one', () => {
    const spread = run(opened(9), { type: 'mode', to: 'spread' }, { type: 'turn', by: 1 });
    assert.equal(spread.page, 2);
    assert.equal(run(spread, { type: 'turn', by: 1 }).page, 4);
    assert.equal(run(spread, { type: 'goTo', page: 5 }, { type: 'turn', by: -1 }).page, 2);
    assert.equal(run(spread, { type: 'turn', by: -1 }).page, 1);
    const presenting = run(spread, { type: 'present', on: true });
    assert.deepEqual([shownMode(presenting), shownZoom(presenting)], ['single', 'page']);
    assert.equal(run(presenting, { type: 'turn', by: 1 }).page, 3);
    assert.equal(run(presenting, { type: 'present', on: false }).mode, 'spread');
  });

  it('zooms step by step from what is on screen, to the ends', () => {
    const zoom = (type: 'zoomIn' | 'zoomOut', from: number) => run(opened(1), { type, from }).zoom;
    assert.equal(zoom('zoomIn', 0.9), 1);
    assert.equal(zoom('zoomIn', 1), 1.25);
    assert.equal(zoom('zoomOut', 1), 0.8);
    assert.equal(zoom('zoomIn', 99), maxZoom);
    assert.equal(zoom('zoomOut', 0.001), minZoom);
  });

  it('restores only what makes sense', () => {
    const usual = { page: 1, mode: 'continuous', zoom: 'auto', rotation: 0, sidebar: false };
    for (const odd of [
      undefined,
      null,
      'x',
      [],
      { page: 'two', zoom: Number.NaN },
      { page: -4, zoom: 1e9, rotation: 45 },
    ])
      assert.deepEqual(placeOf(restore(odd)), usual);
    const place = { page: 2, top: 30, mode: 'single', zoom: 1.5, rotation: 90, tone: 'dark', sidebar: true } as const;
    assert.deepEqual(placeOf(restore(place)), place);
  });

  it('shows the older version, with a notice, until a newer one can be read', () => {
    const state = run(opened(3), { type: 'notice', message: 'Half.' });
    assert.equal(state.notice, 'Half.');
    assert.equal(state.deck.kind, 'open');
    assert.ok(!('notice' in run(state, { type: 'opened', pages: 3 })));
  });

  it('fits the width or the whole page, and by itself what can be read best', () => {
    const slide = { width: 1280, height: 720 };
    const letter = { width: 720, height: 1280 };
    assert.equal(magnification('width', slide, { width: 640, height: 100 }), 0.5);
    assert.equal(magnification('page', slide, { width: 1280, height: 360 }), 0.5);
    assert.equal(magnification(2, slide, { width: 1, height: 1 }), 2);
    assert.equal(magnification('width', slide, { width: 0, height: 0 }), 1);
    assert.equal(magnification('auto', slide, { width: 2560, height: 720 }), 1);
    assert.equal(magnification('auto', letter, { width: 2560, height: 720 }), 1.25);
    assert.equal(magnification('auto', letter, { width: 360, height: 720 }), 0.5);
  });

  it('reads a typed page by its label, else its number', () => {
    assert.equal(pageFrom(' 4 ', 4), 4);
    for (const wrong of ['', '0', '5', '-1', '2.5', '1e0', 'two']) assert.equal(pageFrom(wrong, 4), undefined, wrong);
    const labels = ['i', 'ii', '1', '2'];
    assert.equal(pageFrom('II', 4, labels), 2);
    assert.equal(pageFrom('2', 4, labels), 4);
    assert.equal(pageFrom('4', 4, labels), 4);
    assert.equal(pageFrom('', 4, ['', 'a']), undefined);
  });
});

describe('slides: keys', () => {
  const fitting: Fit = { whole: true, atTop: true, atBottom: true, overflowsAcross: false, magnification: 1.1 };
  const large: Fit = { ...fitting, whole: false, atTop: false, atBottom: false, overflowsAcross: true };
  const bare = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
  const single = run(opened(9), { type: 'mode', to: 'single' });
  const press = (key: string, fit = fitting, held: Partial<Key> = {}, state = opened(9)) =>
    actionOf({ ...bare, key, ...held }, state, fit);

  it('turns pages, goes to the ends, zooms, turns round', () => {
    for (const key of ['PageDown', 'ArrowRight', ' ']) assert.deepEqual(press(key), { type: 'turn', by: 1 }, key);
    for (const key of ['PageUp', 'ArrowLeft']) assert.deepEqual(press(key), { type: 'turn', by: -1 }, key);
    assert.deepEqual(press(' ', fitting, { shiftKey: true }), { type: 'turn', by: -1 });
    assert.deepEqual(press('Home'), { type: 'first' });
    assert.deepEqual(press('End'), { type: 'last' });
    assert.deepEqual(press('+'), { type: 'zoomIn', from: 1.1 });
    assert.deepEqual(press('-'), { type: 'zoomOut', from: 1.1 });
    assert.deepEqual(press('0'), { type: 'zoom', to: 'auto' });
    assert.deepEqual(press('r'), { type: 'rotate', by: 90 });
    assert.deepEqual(press('R', fitting, { shiftKey: true }), { type: 'rotate', by: -90 });
    assert.deepEqual(press('d'), { type: 'toggleTone' });
    assert.deepEqual(press('F5'), { type: 'present', on: true });
    assert.deepEqual(press('f', fitting, { ctrlKey: true }), { type: 'find', words: '' });
    assert.deepEqual(press('g', fitting, { metaKey: true }), { type: 'focusPageField' });
  });

  it('leaves the scrolling of what is larger than the window to the browser', () => {
    for (const key of ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'PageDown', 'PageUp', ' '])
      for (const state of [opened(9), single]) assert.equal(press(key, large, {}, state), undefined, key);
    assert.equal(press('ArrowDown'), undefined, 'a column is scrolled');
  });

  it('turns a page that stands alone at its ends', () => {
    for (const key of ['ArrowDown', 'PageDown'])
      assert.deepEqual(press(key, { ...large, atBottom: true }, {}, single), { type: 'turn', by: 1 });
    for (const key of ['ArrowUp', 'PageUp'])
      assert.deepEqual(press(key, { ...large, atTop: true }, {}, single), { type: 'turn', by: -1 });
  });

  it('presents by the keys of a presenter, and does nothing else meanwhile', () => {
    const presenting = run(opened(9), { type: 'present', on: true });
    for (const key of ['Escape', 'F5', 'p'])
      assert.deepEqual(press(key, fitting, {}, presenting), { type: 'present', on: false }, key);
    for (const key of ['Enter', ' ', 'ArrowDown', 'PageDown'])
      assert.deepEqual(press(key, fitting, {}, presenting), { type: 'turn', by: 1 }, key);
    assert.deepEqual(press('n', fitting, {}, presenting), { type: 'speakerNotes' });
    for (const key of ['r', 'd', '+', '0']) assert.equal(press(key, fitting, {}, presenting), undefined, key);
    assert.equal(press('f', fitting, { ctrlKey: true }, presenting), undefined);
  });

  it("leaves VS Code's own keys alone", () => {
    for (const held of [{ altKey: true }, { ctrlKey: true }, { metaKey: true }])
      for (const key of ['PageDown', 'r', '+', '0', 'd', 'F5']) assert.equal(press(key, fitting, held), undefined);
    assert.equal(press('a'), undefined);
    assert.equal(press('F', fitting, { ctrlKey: true, shiftKey: true }), undefined);
  });
});

describe('slides: messages of the page', () => {
  const place = { page: 3, top: 12.5, mode: 'spread', zoom: 'auto', rotation: 270, tone: 'dark', sidebar: true };

  it('takes its own and nothing else', () => {
    for (const good of [
      { type: 'load' },
      { type: 'load', anyway: true },
      { type: 'shown', pages: 4, milliseconds: 180 },
      { type: 'failed', message: 'x' },
      { type: 'place', place },
      { type: 'seen', seen: [1, 2], of: 4 },
      { type: 'present', on: true },
    ])
      assert.deepEqual(parseFromViewer(good), good);
    for (const bad of [
      ...[null, 'load', {}, { type: 'run' }, { type: 'shown', pages: '4' }, { type: 'failed' }],
      ...[
        { type: 'place', place: { ...place, page: 0 } },
        { type: 'place', place: { ...place, rotation: 45 } },
      ],
      ...[
        { type: 'seen', seen: [0], of: 4 },
        { type: 'seen', seen: 1, of: 4 },
      ],
    ])
      assert.equal(parseFromViewer(bad), undefined, JSON.stringify(bad));
  });
});

describe("slides: the speaker's notes", () => {
  it('stand beside the deck', () => {
    assert.equal(speakerNotesName('deck.pdf'), 'deck.notes.json');
    assert.equal(speakerNotesName('My.Deck.PDF'), 'My.Deck.notes.json');
  });

  it('are texts by page number, or none', () => {
    const file = (pages: string) => text(`{ "schemaVersion": 1, "pages": ${pages} }`);
    assert.deepEqual(parseSpeakerNotes(file('{ "2": "Say **this**." }')), { 2: 'Say **this**.' });
    for (const odd of ['', '[', '[]', '{ "0": "a" }', '{ "x": "a" }', '{ "2": 1 }'])
      assert.equal(parseSpeakerNotes(file(odd)), undefined, odd);
    for (const odd of ['', '[]', '{ "2": "a" }', '{ "schemaVersion": 2, "pages": { "2": "a" } }'])
      assert.equal(parseSpeakerNotes(text(odd)), undefined, odd);
    assert.equal(parseSpeakerNotes(new Uint8Array(maxSpeakerNotesBytes + 1)), undefined);
  });
});
