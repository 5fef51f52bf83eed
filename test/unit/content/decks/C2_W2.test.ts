import assert from 'node:assert/strict';
import { openDeck, runsOf, typesetDecks } from './deckFile.ts';

describe('the deck of course 2, week 2', () => {
  before(typesetDecks);

  it('has text that can be searched, and the numbers of its lab', async () => {
    const { document } = await openDeck('C2/W2');
    const text = (await runsOf(document, 3))
      .map(({ str }) => str)
      .join(' ')
      .normalize('NFKC');
    await document.loadingTask.destroy();
    assert.ok(text.includes('−1 0 0 −0 0 0.5 1 0 1 1 0 1'), text);
    assert.ok(text.includes('FEATURES, ROW BY ROW'), text);
  });
});
