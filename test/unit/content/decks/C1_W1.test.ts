import assert from 'node:assert/strict';
import { type DeckFile, nodesOf, openDeck, pagesOf, runsOf, typesetDecks } from './deckFile.ts';

describe('the deck of course 1, week 1', () => {
  let deck: DeckFile;
  before(async () => {
    await typesetDecks();
    deck = await openDeck('C1/W1');
  });
  after(() => deck?.document.loadingTask.destroy());

  it('has a figure on most pages', async () => {
    const figures = await Promise.all(pagesOf(deck).map((page) => nodesOf(deck.document, page, 'Figure')));
    assert.ok(figures.filter(({ length }) => length > 0).length >= 18);
  });

  it('has 28 to 36 pages in at most 250 kB', () => {
    assert.ok(deck.document.numPages >= 28 && deck.document.numPages <= 36, String(deck.document.numPages));
    assert.ok(deck.bytes <= 250_000, `${deck.bytes} bytes`);
  });

  it('has its sections above their pages in the outline', async () => {
    const outline = await deck.document.getOutline();
    assert.deepEqual(
      outline.map(({ title }) => title),
      [
        'Machine Learning Project Life Cycle',
        'A model is not a product',
        'The loop',
        'Serving',
        'Drift',
        'Release and watch',
      ],
    );
    for (const { title, items } of outline) assert.ok(items.length >= 3, title);
  });

  it('links both labs of its week, its sections from the agenda, and at least eight sources', async () => {
    const links = (
      await Promise.all(pagesOf(deck).map(async (n) => (await deck.document.getPage(n)).getAnnotations()))
    ).flat();
    const leadTo = (lab: string) => links.some(({ unsafeUrl }) => unsafeUrl === `mlops-lab:lab/${lab}`);
    assert.ok(leadTo('C1_W1_Lab_1') && leadTo('C1_W1_Lab_2'));
    assert.ok(new Set(links.flatMap(({ url }) => url ?? [])).size >= 8);
    const agenda = await (await deck.document.getPage(4)).getAnnotations();
    assert.equal(agenda.filter(({ dest }) => dest).length, 5);
  });

  it('agrees with itself: shares times errors are the bars, and their sum what the shop gets wrong', async () => {
    const text = async (page: number) => (await runsOf(deck.document, page)).map(({ str }) => str).join(' ');
    const rows = [...(await text(13)).matchAll(/(\d+)% ([\d.]+)% (\d+)/g)].map((row) => row.slice(1).map(Number));
    assert.equal(rows.length, 4);
    for (const [share, wrong, bar] of rows) assert.ok(Math.abs((share! * wrong!) / 10 - bar!) < 1e-9);
    const lost = rows.reduce((sum, [, , bar]) => sum + bar!, 0);
    assert.match(await text(13), new RegExp(`Together ${lost} of 1,000`));
    assert.match(await text(7), new RegExp(`${100 - lost / 10}%`));
  });
});
