import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../src/platform/errors.ts';
import { isPdf } from '../../../src/slides/pdf.ts';
import { SearchClient } from '../../../src/slides/search/searchClient.ts';
import { kindsOfDamage, mutate } from '../../fixtures/mutatedPdf.ts';
import { makePdf } from '../../fixtures/pdf.ts';
import { typesetDecks } from '../content/decks/deckFile.ts';
import { extensionRoot } from '../courseFolder.ts';

const searchWorker = join(extensionRoot, 'dist/slides/searchWorker.mjs');
const plain = makePdf(['First slide', 'Second slide', 'Third slide'], {
  catalog: '/PageLabels << /Nums [0 << /S /r >>] >>',
  picture: { width: 1, height: 1, rgb: [255, 0, 0] },
});
/** So many of each kind, of each deck. */
const seeds = 12;

describe('Damaged PDFs and the extension host', () => {
  let folder: string;
  let deck: Uint8Array;
  let client: SearchClient;
  /** How often the searching thread has died. */
  let deaths = 0;
  before(async function () {
    this.timeout(120_000);
    await typesetDecks();
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-fuzz-'));
    deck = new Uint8Array(await readFile(join(extensionRoot, 'course/C2/W2/deck.pdf')));
  });
  beforeEach(() => {
    deaths = 0;
    client = new SearchClient(searchWorker, folder, () => deaths++);
  });
  afterEach(() => client.dispose());
  after(() => rm(folder, { recursive: true }));

  it('are made as meant: all differ from the deck, and most are still taken for a PDF', () => {
    const made = kindsOfDamage.flatMap((kind) => Array.from({ length: seeds }, (_, seed) => mutate(plain, kind, seed)));
    assert.deepEqual(mutate(plain, 'bits', 3), mutate(plain, 'bits', 3));
    const changed = made.filter((bytes) => Buffer.compare(bytes, plain) !== 0);
    assert.ok(changed.length > 0.9 * made.length, `${changed.length} of ${made.length} are changed`);
    assert.ok(made.filter(isPdf).length > 0.8 * made.length);
  });

  it('end in text or in a sentence, and the thread that reads them finds other decks as before', async function () {
    this.timeout(120_000);
    await client.addDeck('good', makePdf(['Canary releases']));
    let read = 0;
    for (const kind of kindsOfDamage)
      for (let seed = 0; seed < seeds; seed++)
        for (const [name, good] of Object.entries({ plain, deck })) {
          const outcome = await client.addDeck('bad', mutate(good, kind, seed)).then(
            () => 'read',
            (error: Error) => error.message,
          );
          assert.ok(outcome.length > 0, `${name}, ${kind}, ${seed}`);
          if (outcome === 'read') read++;
          assert.equal((await client.search('slides', 'canary', 5))[0]?.document, 'good', `${name}, ${kind}, ${seed}`);
          assert.equal(deaths, 0, `${name}, ${kind}, ${seed}`);
        }
    // The damage is such that a reader has work with it.
    const all = 2 * seeds * kindsOfDamage.length;
    assert.ok(read > all / 3 && read < all, `${read} of ${all} could be read`);
  });

  it('do not end the thread by a promise of pdf.js that nobody waits for', async () => {
    await client.addDeck('good', makePdf(['Canary releases']));
    await Promise.allSettled([
      client.addDeck('kids', mutate(deck, 'number', 6)),
      client.addDeck('table', mutate(deck, 'table', 4)),
      client.addDeck('entry', mutate(deck, 'table', 13)),
      client.addDeck('splice', mutate(plain, 'splice', 19)),
    ]);
    assert.equal((await client.search('slides', 'canary', 5)).length, 1);
    assert.equal(deaths, 0);
  });

  it('are given up when reading them takes too long, and the next deck is read by a new thread', async () => {
    const stuck = join(folder, 'stuck.mjs');
    await writeFile(
      stuck,
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ requestId, deck }) => {
         while (deck === 'endless');
         parentPort.postMessage({ requestId, value: undefined });
       });`,
    );
    client.dispose();
    client = new SearchClient(stuck, folder, () => deaths++, 1);
    await assert.rejects(
      client.addDeck('endless', plain),
      (error) => error instanceof UserError && error.code === 'deck-slow',
    );
    assert.equal(deaths, 1);
    await client.addDeck('good', plain);
  });
});
