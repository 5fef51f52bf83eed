import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeNote } from '../../../src/slides/notes/mergeNote.ts';
import {
  isEmpty,
  linkOf,
  type NotedDeck,
  newNotes,
  normalNote,
  notesByPage,
  parseNotes,
  printNotes,
  setNote,
  titleOf,
} from '../../../src/slides/notes/notesFile.ts';
import { notesId } from '../../../src/slides/notes/notesId.ts';

const deck: NotedDeck = { title: 'Data pipelines', id: 'C1_W1_Slides', address: 'mlops-lab:slides/C1_W1_Slides' };
const heading = (page: number, label: number | string = page) =>
  `## [Page ${label}](mlops-lab:slides/C1_W1_Slides#page=${page})`;
const parse = (text: string) => parseNotes(text, deck.id);
const pagesOf = (text: string) => Object.fromEntries(notesByPage(parse(text)));
const set = (text: string, page: number, note: string, label?: string) =>
  printNotes(setNote(text === '' ? newNotes(deck) : parse(text), deck, page, label, note));

/** Lines of which people make notes, those that could be mistaken for something else among them. */
const lines = fc.constantFrom(
  ...[
    '',
    ' ',
    'words',
    '# Title',
    '## Page 2',
    heading(3),
    heading(4, 'iv'),
    '### Page 2',
    '## Summary',
    '    ## Page 5',
  ],
  ...[
    '```',
    '~~~',
    '```ts',
    '````',
    '- ```',
    '> ```',
    '  ```',
    '\\## Page 1',
    '> quoted',
    'Page 3',
    '---',
    '##',
    '#',
    '\uFEFF',
  ],
);
const ending = fc.constantFrom('\n', '\r\n', '\r');
const texts = fc
  .tuple(fc.boolean(), fc.array(fc.tuple(lines, ending), { maxLength: 30 }), fc.oneof(lines, fc.string()))
  .map(([bom, all, last]) => (bom ? '\uFEFF' : '') + all.map((line) => line.join('')).join('') + last);
const notes = fc.oneof(
  fc.array(fc.oneof(lines, fc.string()), { maxLength: 8 }).map((all) => all.join('\n')),
  fc.string({ unit: 'binary' }),
);

describe('the file of notes on a deck', () => {
  it('is written with a title, and under a linked heading the note on each page, in their order', () => {
    const one = set('', 5, 'Ask about the second arrow.\n');
    assert.equal(one, `# Data pipelines\n\n${heading(5)}\n\nAsk about the second arrow.\n`);
    const two = set(one, 2, 'Earlier', 'ii');
    assert.equal(
      two,
      `# Data pipelines\n\n${heading(2, 'ii')}\n\nEarlier\n\n${heading(5)}\n\nAsk about the second arrow.\n`,
    );
    assert.deepEqual(pagesOf(two), { 2: 'Earlier', 5: 'Ask about the second arrow.' });
    assert.equal(titleOf(parse(two)), 'Data pipelines');
    assert.equal(linkOf(parse(two), 2), 'mlops-lab:slides/C1_W1_Slides#page=2');
    assert.equal(set(two, 2, ''), one);
    assert.equal(isEmpty(parse(set(one, 5, ' \n'))), true);
    assert.equal(isEmpty(parse(one)), false);
  });

  it('keeps what people wrote around a note, byte for byte, in their line endings', () => {
    const human = `\uFEFF# Mine\r\n\r\nAbout *all* of it.   \r\n\r\n## Page 2\r\n\r\nold\r\n\r\n## Questions\r\n\r\n- one\t\r\n`;
    assert.deepEqual(pagesOf(human), { 2: 'old' });
    const linked = human.replace('## Page 2', heading(2));
    assert.equal(set(human, 2, 'new\nlines'), linked.replace('old', 'new\r\nlines'));
    assert.equal(set(human, 9, 'more'), `${human}\r\n${heading(9)}\r\n\r\nmore\r\n`);
  });

  it('takes no heading in code for a page’s', () => {
    const text = '## Page 1\n\n```md\n## Page 2\n```\nafter\n\n- a list:\n  ~~~\n  ## Page 3\n  ~~~\n';
    assert.deepEqual(Object.keys(pagesOf(text)), ['1']);
    assert.match(pagesOf(text)[1]!, /after/);
  });

  it('loses no page to code that nobody closed', () => {
    const text = `# T\n\n\`\`\`\nopen\n\n${heading(1)}\n\n\`\`\`js\nalso open\n\n${heading(2)}\n\ntwo\n`;
    assert.deepEqual(pagesOf(text), { 1: '```js\nalso open', 2: 'two' });
  });

  it('leaves headings of other decks alone', () => {
    const text =
      '## [Page 1](mlops-lab:slides/Other#page=1)\n\nelsewhere\n\n## [P](../../decks/C1_W1_Slides.pdf#page=3)\n\nhere\n';
    assert.deepEqual(pagesOf(text), { 3: 'here' });
  });

  it('names its file so that no id leads out of the folder', () => {
    for (const id of ['../../etc/passwd', 'a\\b', 'C:x', '..', '.hidden', 'x\u0000y', 'a'.repeat(300)])
      assert.match(notesId(id), /^[\w-][\w.-]{0,119}$/);
    assert.equal(notesId('C1_W1_Slides'), 'C1_W1_Slides');
  });

  it('is read and written without a loss, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: 'binary' })), (text) =>
        assert.equal(printNotes(parse(text)), text),
      ),
      {
        numRuns: 2000,
      },
    );
  });

  it('gives back each note that is set, and leaves the other notes and all that is no note as they were', () => {
    const property = fc.property(texts, fc.integer({ min: 1, max: 6 }), notes, (text, page, note) => {
      const before = pagesOf(text);
      const written = set(text, page, note);
      const expected: Record<number, string> = { ...before, [page]: normalNote(note) };
      if (expected[page] === '') delete expected[page];
      assert.deepEqual(pagesOf(written), expected);
      const others = (of: string) =>
        parse(of)
          .sections.filter((section) => section.page === undefined)
          .map(({ heading, body }) => (heading + body).trimEnd());
      // A new file brings its title.
      if (text !== '') assert.deepEqual(others(written), others(text));
      assert.equal(normalNote(normalNote(note)), normalNote(note));
    });
    fc.assert(property, { numRuns: 5000 });
  });
});

describe('a note that was changed in two places', () => {
  it('has both changes', () => {
    assert.equal(mergeNote('a', 'a', 'b'), 'b');
    assert.equal(mergeNote('a', 'b', 'a'), 'b');
    assert.equal(mergeNote('a', 'b', 'b'), 'b');
    assert.equal(mergeNote('a\nb', 'a2\nb', 'a\nb\nc'), 'a2\nb\nc');
    assert.equal(mergeNote('a\nb', 'a\nb\nc', '0\na\nb'), '0\na\nb\nc');
    assert.equal(mergeNote('a', 'b', 'c'), 'c\n\nb');
    assert.equal(mergeNote('', 'b', 'c'), 'c\n\nb');
    assert.equal(mergeNote('a', '', 'c'), 'c');
  });

  it('loses no line that one of the two has added', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 }).map((all) => all.join('\n'));
    fc.assert(
      fc.property(words, words, words, (base, mine, theirs) => {
        const merged = new Set(mergeNote(base, mine, theirs).split('\n'));
        const known = new Set(base.split('\n'));
        for (const line of `${mine}\n${theirs}`.split('\n'))
          if (!known.has(line)) assert.ok(merged.has(line) || line === '');
      }),
    );
  });
});
