import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  addHighlight,
  findHighlight,
  highlightsOf,
  occurrenceAt,
  partsOf,
  removeHighlight,
} from '../../../src/slides/notes/highlights.ts';
import { mergeNote as mergeNoteOf } from '../../../src/slides/notes/mergeNote.ts';
import { normalNote, notesByPage } from '../../../src/slides/notes/notesFile.ts';
import { type NotesState, noNotes, noteOf, reduceNotes, unsent } from '../../../src/slides/notes/notesState.ts';
import { NotesStore } from '../../../src/slides/notes/notesStore.ts';
import { type LinkingLab, referencesTo } from '../../../src/slides/notes/references.ts';

const deck = { title: 'Serving', id: 'C4_W1_Slides', address: 'mlops-lab:slides/C4_W1_Slides' };

describe('highlights in a note', () => {
  const words = { text: 'drift is slow', occurrence: 1 };

  it('are quotations, and what is written stands between them', () => {
    const note = addHighlight(addHighlight('Why?', words), { text: 'skew', occurrence: 2 });
    assert.equal(note, 'Why?\n\n> drift is slow\n\n> skew <!-- occurrence 2 -->');
    assert.deepEqual(partsOf(`${note}\n\nBecause.`), [
      { kind: 'text', text: 'Why?' },
      { kind: 'highlight', highlight: words },
      { kind: 'highlight', highlight: { text: 'skew', occurrence: 2 } },
      { kind: 'text', text: 'Because.' },
    ]);
    assert.equal(addHighlight(note, words), note);
    assert.equal(removeHighlight(`${note}\n\nBecause.`, words), 'Why?\n\n> skew <!-- occurrence 2 -->\n\nBecause.');
  });

  it('are also those that people quote by hand or copy with a link', () => {
    const note = '> **drift** is `slow`\n>\n> [C4_W1_Slides.pdf, 3](C4_W1_Slides.pdf#page=3)\n\n```\n> code\n```';
    assert.deepEqual(highlightsOf(note), [words]);
  });

  it('keep any words as they are, whatever Markdown would make of them', () => {
    const line = fc
      .string({ unit: fc.constantFrom(...'ab_*`[]()<>\\#-+1.> é') })
      .map((text) => text.trim().replace(/ +/g, ' '));
    fc.assert(
      fc.property(line, fc.integer({ min: 1, max: 9 }), (text, occurrence) => {
        fc.pre(/[ab]/.test(text));
        const note = normalNote(addHighlight('mine', { text, occurrence }));
        assert.deepEqual(highlightsOf(note), [{ text, occurrence }]);
        assert.equal(removeHighlight(note, { text, occurrence }), 'mine');
      }),
      { numRuns: 2000 },
    );
  });

  it('are found again over lines and hyphens, at their own place among several', () => {
    const page = {
      runs: [
        { text: 'Drift, and overfit-', endsLine: true },
        { text: 'ting of the model.', endsLine: true },
        { text: 'Drift again', endsLine: false },
      ],
    };
    assert.deepEqual(findHighlight(page, { text: 'overfitting of the', occurrence: 1 }), {
      start: { run: 0, offset: 11 },
      end: { run: 1, offset: 11 },
    });
    assert.deepEqual(findHighlight(page, { text: 'Drift', occurrence: 2 })?.start, { run: 2, offset: 0 });
    assert.deepEqual(findHighlight(page, { text: 'Drift', occurrence: 9 })?.start, { run: 0, offset: 0 });
    assert.equal(findHighlight(page, { text: 'gone', occurrence: 1 }), undefined);
    assert.equal(occurrenceAt(page, 'Drift', { run: 2, offset: 0 }), 2);
    assert.equal(occurrenceAt(page, 'Drift', { run: 0, offset: 0 }), 1);
    const long = 'word '.repeat(300).trim();
    const found = findHighlight({ runs: [{ text: long, endsLine: false }] }, { text: long, occurrence: 1 });
    assert.equal(found?.end.offset, long.length);
  });
});

describe('references of labs to a page', () => {
  const lab = (id: string, ...cells: string[]): LinkingLab => ({
    id,
    title: `Lab ${id}`,
    path: `/course/labs/${id}.lab.ts`,
    cells,
  });
  const labs = [
    lab(
      'A',
      '# No link',
      'Read [it](C4_W1_Slides.pdf#page=3), (C4_W1_Slides.pdf#page=3) and mlops-lab:slides/C4_W1_Slides#page=4.',
    ),
    lab('B', '[file](../decks/deck.pdf#page=3)', '[other](../decks/other.pdf#page=3)', 'mlops-lab:slides/C4_W1_Slides'),
  ];

  it('name the cell, once a page, and lead there', () => {
    assert.deepEqual(referencesTo({ id: 'C4_W1_Slides', path: '/course/decks/deck.pdf' }, labs), [
      { page: 3, lab: 'Lab A', cell: 2, href: 'mlops-lab:lab/A#cell-1' },
      { page: 4, lab: 'Lab A', cell: 2, href: 'mlops-lab:lab/A#cell-1' },
      { page: 3, lab: 'Lab B', cell: 1, href: 'mlops-lab:lab/B#cell-0' },
    ]);
  });

  it('to a deck of no course go by its file alone', () => {
    const found = referencesTo({ path: '/course/decks/other.pdf' }, labs);
    assert.deepEqual(
      found.map(({ lab, page }) => [lab, page]),
      [['Lab B', 3]],
    );
  });
});

describe('the notes of a folder', () => {
  let folder: string;
  let store: NotesStore;
  const change = (page: number, text: string, base = '') => store.change(deck, { page, text, base });
  const text = () => readFile(store.pathOf(deck.id), 'utf8');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-notes-'));
    store = new NotesStore(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are one file a deck, which goes with the last note', async () => {
    assert.deepEqual(await store.ids(), []);
    assert.equal(await change(3, 'three\n'), 'three');
    assert.equal(await text(), '# Serving\n\n## [Page 3](mlops-lab:slides/C4_W1_Slides#page=3)\n\nthree\n');
    assert.deepEqual(await store.ids(), ['C4_W1_Slides']);
    assert.equal(await change(3, '', 'three'), '');
    assert.deepEqual(await store.ids(), []);
    assert.deepEqual(await readdir(store.folder), []);
  });

  it('keep what others have written meanwhile, on other pages and on the same', async () => {
    await change(3, 'three');
    await writeFile(store.pathOf(deck.id), (await text()).replace('three', 'three\nby hand'));
    assert.equal(await change(3, 'three and more', 'three'), 'three and more\nby hand');
    assert.equal(await change(3, 'mine', 'something else'), 'three and more\nby hand\n\nmine');
    await Promise.all(
      [4, 5, 6, 7].map((page) => new NotesStore(folder).change(deck, { page, text: `p${page}`, base: '' })),
    );
    assert.deepEqual([...notesByPage((await store.read(deck.id))!).keys()], [3, 4, 5, 6, 7]);
  });

  it('are not written over where the file is no text or too large, and the error says so', async () => {
    await mkdir(store.folder, { recursive: true });
    await writeFile(store.pathOf(deck.id), new Uint8Array([0x23, 0xff, 0xfe]));
    await assert.rejects(change(1, 'x'), { name: 'UserError', code: 'notes-unreadable', message: /C4_W1_Slides\.md/ });
    assert.deepEqual([...(await readFile(store.pathOf(deck.id)))], [0x23, 0xff, 0xfe]);
    await rm(store.pathOf(deck.id));
    await assert.rejects(change(1, 'x'.repeat(2_000_001)), { name: 'UserError', code: 'notes-large' });
    await mkdir(store.pathOf(deck.id));
    await assert.rejects(change(1, 'x'), { name: 'UserError', code: 'notes-unreadable' });
  });
});

describe('a note while it is written', () => {
  const file = (text: string) => new Map(text === '' ? [] : [[1, text]]);
  const run = (...actions: Parameters<typeof reduceNotes>[1][]) => actions.reduce(reduceNotes, noNotes);
  const typed = (text: string) => ({ type: 'typed', page: 1, text }) as const;
  const sent = (edit: number) => ({ type: 'sent', page: 1, edit }) as const;
  const received = (text: string, edit?: number) => ({ type: 'received', pages: file(text), edit }) as const;

  it('is sent once, stays as it is typed, and gives way to the file when it is left', () => {
    const state = run(received('old'), typed('# new \n'), sent(1));
    assert.deepEqual(unsent(state), []);
    const saved = reduceNotes(state, received('### new', 1));
    assert.deepEqual([noteOf(saved, 1), unsent(saved), saved.drafts.get(1)?.isSaved], ['# new \n', [], true]);
    assert.equal(noteOf(reduceNotes(saved, { type: 'left', page: 1 }), 1), '### new');
    assert.equal(noteOf(reduceNotes(state, { type: 'left', page: 1 }), 1), '# new \n');
  });

  it('is kept with the reason when it cannot be written, and sent again when it is typed on', () => {
    const state = run(typed('a'), sent(1), { type: 'failed', edit: 1, message: 'The disk is full.' });
    assert.equal(state.drafts.get(1)?.failure, 'The disk is full.');
    assert.deepEqual(unsent(reduceNotes(state, typed('ab'))), [1]);
    assert.equal(reduceNotes(state, typed('ab')).drafts.get(1)?.failure, undefined);
  });

  it('takes in what others have added while it was on its way', () => {
    const state = run(received('a'), typed('a b'), sent(1), typed('a b c'), received('a b\ntheirs', 1));
    assert.equal(noteOf(state, 1), 'a b c\ntheirs');
    assert.deepEqual(unsent(state), [1]);
  });

  it('never loses a word: of two windows that write at once, in any order', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('type' as const), who: fc.nat(1) }),
      fc.record({ kind: fc.constant('save' as const), who: fc.nat(1) }),
      fc.record({ kind: fc.constant('hear' as const), who: fc.nat(1) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let onDisk = '';
        let count = 0;
        const windows: NotesState[] = [noNotes, noNotes];
        const act = (who: number, action: Parameters<typeof reduceNotes>[1]) => {
          windows[who] = reduceNotes(windows[who]!, action);
        };
        const save = (who: number) => {
          for (const page of unsent(windows[who]!)) {
            const { text, base } = windows[who]!.drafts.get(page)!;
            act(who, { type: 'sent', page, edit: ++count });
            onDisk = normalNote(mergeNoteOf(base, text, onDisk));
            act(who, received(onDisk, count));
          }
        };
        const words: string[] = [];
        for (const { kind, who } of steps) {
          if (kind === 'type') {
            words.push(`w${words.length}.`);
            act(who, typed(`${noteOf(windows[who]!, 1)} ${words.at(-1)}`));
          } else if (kind === 'save') save(who);
          else act(who, received(onDisk));
        }
        save(0);
        save(1);
        for (const word of words) assert.ok(onDisk.includes(word), `${word} is lost in “${onDisk}”`);
      }),
      { numRuns: 2000 },
    );
  });
});
