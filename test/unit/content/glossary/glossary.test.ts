/** The bundled glossary: each term leads to a page that shows it, in a deck that uses the word. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readGlossary } from '../../../../src/course/glossary.ts';
import { parseDeepLink } from '../../../../src/shared/deepLink.ts';
import type { Term } from '../../../../src/shared/glossary.ts';
import { extensionRoot } from '../../courseFolder.ts';
import { openDeck, pagesOf, wordsOf } from '../decks/deckFile.ts';

describe('the bundled glossary', function () {
  this.timeout(60_000);
  let terms: readonly Term[];
  before(async () => {
    terms = await readGlossary(await readFile(join(extensionRoot, 'course/glossary.yaml'), 'utf8'));
  });

  it('holds the words of the field, in the order of the alphabet', () => {
    assert.ok(terms.length >= 100);
    const key = ({ term }: Term) => term.toLowerCase().replaceAll('-', ' ');
    const sorted = [...terms].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    assert.deepEqual(terms.map(key), sorted.map(key));
  });

  it('says what each means in a sentence or three, without the word itself', () => {
    for (const { term, means } of terms) {
      assert.match(means, /[.?%]$/, term);
      assert.ok(means.length >= 20 && means.length <= 200, `${term}: ${means.length} characters`);
      assert.ok(!means.toLowerCase().startsWith(`${term.toLowerCase()} is`), term);
    }
  });

  it('leads each to a page that is there, in a deck that uses the word', async () => {
    const decks = new Map<string, { readonly names: Record<string, number>; readonly pages: readonly string[] }>();
    for (const { term, also, see } of terms) {
      const link = parseDeepLink(see);
      assert.ok(link?.kind === 'slides', see);
      const week = link.item.replace(/_Slides$/, '').replace('_', '/');
      if (!decks.has(week)) decks.set(week, await deckTexts(week));
      const { names, pages } = decks.get(week)!;
      const page = link.place.page ?? names[link.place.name ?? ''];
      assert.ok(page !== undefined && page <= pages.length, `${term}: ${see}`);
      const uses = (text: string) => [term, ...also].some((word) => text.toLowerCase().includes(word.toLowerCase()));
      // On the page, or among the words of the trade at the end of its deck.
      const places = [pages[page - 1]!, ...pages.slice(-4)];
      assert.ok(places.some(uses), `${term} stands neither on ${see} nor at the end of its deck`);
    }
  });
});

/** The names of a deck's pages, and the words of each with those of its notes. */
async function deckTexts(week: string) {
  const deck = await openDeck(week);
  const words = await Promise.all(pagesOf(deck).map((page) => wordsOf(deck.document, page)));
  const { pages } = JSON.parse(await readFile(join(extensionRoot, 'course', week, 'deck.pages.json'), 'utf8'));
  return { names: pages, pages: words.map((text, index) => `${text} ${deck.notes.pages[index + 1] ?? ''}`) };
}
