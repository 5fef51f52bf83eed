import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { parseSpeakerNotes, speakerNotesName } from '../../../../src/slides/speakerNotes.ts';
import { extensionRoot } from '../../courseFolder.ts';
import { type DeckFile, nodesOf, openDeck, pagesOf, runsOf, typesetDecks } from './deckFile.ts';

const course: { courses: { weeks: { items: { id: string; kind: string }[] }[] }[] } = parse(
  readFileSync(join(extensionRoot, 'course', 'course.yaml'), 'utf8'),
);
/** What is run rather than read: labs and assignments alike have cells. */
const labs = course.courses
  .flatMap(({ weeks }) => weeks.flatMap(({ items }) => items))
  .filter(({ kind }) => kind === 'lab' || kind === 'assignment')
  .map(({ id }) => id);

/** The folders that hold a deck, such as `C1/W1`. */
const weeks = globSync('C?/W?/deck.typ', { cwd: join(extensionRoot, 'course') })
  .map(dirname)
  .sort();

const wordsIn = (text: string) => text.split(/\s+/).length;

describe('the decks', () => {
  before(typesetDecks);

  it('are not set again while their sources stay as they are', async () => {
    assert.equal(await typesetDecks(), '');
  });

  for (const week of weeks) {
    describe(week, () => {
      let deck: DeckFile;
      before(async () => {
        deck = await openDeck(week);
      });
      after(() => deck?.document.loadingTask.destroy());

      it('is 16:9, with the page numbers as labels, and a title and language for screen readers', async () => {
        for (const page of pagesOf(deck)) {
          assert.deepEqual((await deck.document.getPage(page)).view, [0, 0, 720, 405]);
        }
        assert.deepEqual(await deck.document.getPageLabels(), pagesOf(deck).map(String));
        const { info } = (await deck.document.getMetadata()) as { info: Record<string, unknown> };
        assert.ok(info.Title);
        assert.equal(info.Language, 'en');
      });

      it('has one page for each slide: none runs over to a second', () => {
        assert.equal(deck.notes.schemaVersion, 1);
        assert.deepEqual(Object.keys(deck.notes.pages).map(Number), pagesOf(deck));
      });

      it('says on every page what the lecturer says, in 50 to 130 words', () => {
        for (const [page, note] of Object.entries(deck.notes.pages)) {
          const words = wordsIn(note);
          assert.ok(words >= 50 && words <= 130, `page ${page}: ${words} words`);
        }
      });

      it("has notes that the reader's own parser takes, for every page", () => {
        const file = join(extensionRoot, 'course', week, speakerNotesName('deck.pdf'));
        assert.deepEqual(parseSpeakerNotes(readFileSync(file)), deck.notes.pages);
      });

      it('has exactly one heading on each page, and each in the outline', async () => {
        const headings = await Promise.all(
          pagesOf(deck).map(async (page) => [
            ...(await nodesOf(deck.document, page, 'H1')),
            ...(await nodesOf(deck.document, page, 'H2')),
          ]),
        );
        assert.deepEqual(
          headings.map(({ length }) => length),
          headings.map(() => 1),
        );
        const outline = await deck.document.getOutline();
        const entries = outline.flatMap((entry) => [entry, ...entry.items]);
        assert.equal(entries.length, deck.document.numPages);
      });

      it('has words for every figure and formula', async () => {
        let figures = 0;
        for (const page of pagesOf(deck)) {
          for (const role of ['Figure', 'Formula']) {
            for (const { alt } of await nodesOf(deck.document, page, role)) {
              figures++;
              assert.ok(alt && alt.length > 5, `${role} on page ${page}`);
            }
          }
        }
        assert.ok(figures >= 3);
      });

      it('leads to pages, labs and assignments of the course, and https alone', async () => {
        for (const page of pagesOf(deck)) {
          for (const { subtype, url, unsafeUrl, dest } of await (await deck.document.getPage(page)).getAnnotations()) {
            assert.equal(subtype, 'Link');
            if (dest) {
              const target = typeof dest === 'string' ? await deck.document.getDestination(dest) : dest;
              assert.ok((await deck.document.getPageIndex(target[0])) >= 0);
            } else if (url) {
              assert.equal(new URL(url).protocol, 'https:');
            } else {
              const [, lab] = /^mlops-lab:lab\/([\w-]+)(#.+)?$/.exec(unsafeUrl ?? '') ?? [];
              assert.ok(lab && labs.includes(lab), `page ${page}: ${unsafeUrl}`);
            }
          }
        }
      });

      it('keeps all words within the page, and none below 12 pt but the indices of formulas', async () => {
        for (const page of pagesOf(deck)) {
          const formulas = (await nodesOf(deck.document, page, 'Formula')).length > 0;
          for (const { str, transform, width } of await runsOf(deck.document, page)) {
            const [, , , size, x, y] = transform as number[];
            const where = `page ${page}: “${str}”`;
            assert.ok(x! >= 40 && x! + width <= 680 && y! >= 16 && y! <= 390, where);
            // Indices are short, and also stand in drawings, where no node tells of the formula.
            const index = formulas || str.trim().length <= 2;
            assert.ok(index || size! >= 11.99, `${where} is ${size} pt`);
          }
        }
      });
    });
  }
});
