import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDeepLink } from '../../../src/shared/deepLink.ts';
import { parseFromViewer } from '../../../src/slides/contract.ts';
import { quotationWithLink } from '../../../src/slides/quotation.ts';
import { parseSidebarLook, sidebarWidth } from '../../../src/slides/sidebarLook.ts';
import { placeOf, reduce, restore } from '../../../src/slides/state.ts';

describe('a copied quotation', () => {
  it('is Markdown, with a link to its page', () => {
    assert.equal(
      quotationWithLink('One.\n\nTwo.', 'C1_W1_Slides.pdf', 5),
      '> One.\n>\n> Two.\n>\n> [C1_W1_Slides.pdf, 5](C1_W1_Slides.pdf#page=5)\n',
    );
  });

  it('links to any file name, so that the link leads back to it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => !/[:/%]|^\s|\s$/.test(name)),
        (name) => {
          const target = /\]\((.*)\)\n$/.exec(quotationWithLink('x', `${name}.pdf`, 3))?.[1];
          assert.ok(target && !/[\s()]/.test(target), target);
          const link = parseDeepLink(target);
          assert.deepEqual(link, { kind: 'deck', path: `${name}.pdf`, place: { page: 3 } });
        },
      ),
    );
  });
});

describe('the sidebar’s look', () => {
  it('is remembered with the place, and anything odd is left out', () => {
    const look = { tab: 'outline', width: 300 };
    const state = reduce(restore(undefined), { type: 'sidebarLook', look });
    assert.deepEqual(restore(placeOf(state)).sidebarLook, look);
    assert.deepEqual(restore(placeOf(restore(undefined))).sidebarLook, undefined);
    assert.deepEqual(parseSidebarLook({ tab: 7, width: 'wide' }), { tab: 'pages', width: sidebarWidth.usual });
    assert.equal(parseSidebarLook({ width: 1e9 }).width, sidebarWidth.most);
    assert.equal(parseSidebarLook({ width: Number.NaN }).width, sidebarWidth.usual);
  });
});

describe('what the viewer’s page asks the editor for', () => {
  it('is checked', () => {
    assert.ok(parseFromViewer({ type: 'openLink', href: 'other.pdf' }));
    assert.ok(parseFromViewer({ type: 'quote', page: 1, text: '' }));
    assert.ok(parseFromViewer({ type: 'save' }));
    assert.equal(parseFromViewer({ type: 'openLink', href: 'x'.repeat(10_000) }), undefined);
    assert.equal(parseFromViewer({ type: 'openLink' }), undefined);
    assert.equal(parseFromViewer({ type: 'quote', page: 0, text: '' }), undefined);
  });
});
