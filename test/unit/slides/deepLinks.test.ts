import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatItemLink } from '../../../src/shared/deepLink.ts';
import { deckIdOf, findLinks } from '../../../src/shared/findLinks.ts';

const found = (text: string) => findLinks(text).map(({ from, to, link }) => ({ at: text.slice(from, to), link }));

describe('Links into the course in a text', () => {
  it('are found in Markdown, in comments and by themselves', () => {
    assert.deepEqual(
      found('See [page 3](C2_W2_Slides.pdf#page=3), or mlops-lab:slides/C1_W1_Slides#page=5&search=drift.'),
      [
        { at: 'C2_W2_Slides.pdf#page=3', link: { kind: 'deck', path: 'C2_W2_Slides.pdf', place: { page: 3 } } },
        {
          at: 'mlops-lab:slides/C1_W1_Slides#page=5&search=drift',
          link: { kind: 'slides', item: 'C1_W1_Slides', place: { page: 5, search: 'drift' } },
        },
      ],
    );
    assert.deepEqual(found('// mlops-lab:lab/C1_W1_Lab_1#cell-3\n'), [
      { at: 'mlops-lab:lab/C1_W1_Lab_1#cell-3', link: { kind: 'lab', item: 'C1_W1_Lab_1', cell: 'cell-3' } },
    ]);
  });

  it('are neither web addresses nor names of files that a sentence speaks of', () => {
    assert.deepEqual(found('https://example.org/a.pdf#page=2 and report.pdf; import x from "mlops-lab/plot"'), []);
    assert.equal(found('[the deck](C1_W1_Slides.pdf)').length, 1);
  });

  it('name their deck by its item or its file', () => {
    const ids = findLinks('[a](../x/C1_W1_Slides.pdf) mlops-lab:slides/C1_W2_Slides mlops-lab:lab/C1_W1_Lab_1');
    assert.deepEqual(
      ids.map(({ link }) => deckIdOf(link)),
      ['C1_W1_Slides', 'C1_W2_Slides', undefined],
    );
  });

  it('are found again as they were written, whatever stands around them', () => {
    const place = fc.record(
      { page: fc.integer({ min: 1, max: 9999 }), search: fc.stringMatching(/^[a-z ]{1,20}$/) },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(
        place,
        fc.constantFrom('', '(', '[x](', '// see '),
        fc.constantFrom('', ')', ' and', '\n'),
        (at, a, b) => {
          const link = { kind: 'slides' as const, item: 'C1_W1_Slides', place: at };
          const text = a + formatItemLink(link) + b;
          assert.deepEqual(
            findLinks(text).map((each) => each.link),
            [link],
          );
        },
      ),
    );
  });
});
