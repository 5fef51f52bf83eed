import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { labParts } from '../../../src/labs/labText.ts';
import { type DeckText, linesOf, partsOfDeck } from '../../../src/slides/search/deckText.ts';
import { readDeckText } from '../../../src/slides/search/readDeckText.ts';
import { SearchClient } from '../../../src/slides/search/searchClient.ts';
import { SearchIndex } from '../../../src/slides/search/searchIndex.ts';
import { TextStore } from '../../../src/slides/search/textStore.ts';
import { makePdf } from '../../fixtures/pdf.ts';

const deck = (...pages: string[][]): DeckText => ({ pages: pages.map((lines) => ({ lines })), outline: [] });
const pages = (...lines: string[][]) => partsOfDeck(deck(...lines));
const pdfjs = {
  parser: pathToFileURL(`${import.meta.dirname}/../../../node_modules/pdfjs-dist/legacy/build/pdf.worker.mjs`),
  cmaps: pathToFileURL(`${import.meta.dirname}/../../../node_modules/pdfjs-dist/cmaps/`),
};

describe('The search over decks', () => {
  const index = new SearchIndex();
  index.add('monitoring', pages(['Why models age', 'Data drift in production'], ['Concept drift', 'The label moves.']));
  index.add('serving', pages(['Serving', 'A server drifts off', 'Canaries find it'], ['Café au lait', 'naïve résumé']));

  it('finds a page by all of its words before one by some, with the line marked', () => {
    const [best] = index.search('data drift', 10);
    assert.equal(`${best?.document} ${best?.part}`, 'monitoring 1');
    assert.equal(best?.line.text, 'Data drift in production');
    assert.deepEqual(best?.line.marks, [[0, 10]]);
    assert.equal(best?.search, 'Data drift');
  });

  it('puts a word of the title before the same word below', () => {
    index.add('titles', pages(['Some page', 'kernel methods and more'], ['Kernel methods']));
    assert.deepEqual(
      index.search('kernel', 10).map(({ part }) => part),
      [2, 1],
    );
  });

  it('finds beginnings, mistyped words and words without their accents', () => {
    assert.equal(index.search('canar', 10)[0]?.document, 'serving');
    assert.equal(index.search('producton', 10)[0]?.line.text, 'Data drift in production');
    assert.deepEqual(index.search('cafe', 10)[0]?.line.marks, [[0, 4]]);
    assert.equal(index.search('resume', 10)[0]?.search, 'résumé');
    assert.deepEqual(index.search('zzz', 10), []);
  });

  it('forgets a deck that is replaced or removed', () => {
    index.add('titles', pages(['Another text']));
    assert.deepEqual(index.search('kernel', 10), []);
    index.remove('titles');
    assert.deepEqual(index.search('another', 10), []);
  });

  it('marks what it says within the line, whatever the page and the words are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 }), fc.string(), (lines, query) => {
        const one = new SearchIndex();
        one.add('a deck', pages(lines));
        for (const { line, document: name, search } of one.search(query, 5)) {
          assert.equal(name, 'a deck');
          for (const [from, to] of line.marks) assert.ok(from >= 0 && from < to && to <= line.text.length);
          assert.ok(line.text.includes(search));
        }
      }),
    );
  });

  it('finds the names within the names of code, and what they stand in as a whole', () => {
    const code = new SearchIndex();
    code.add('lab', pages(['x', 'const model = tf.layers.batchNormalization({ learningRate });']));
    for (const typed of ['normalization', 'layers', 'tf.layers.batchNormalization', 'learningrate', 'rate'])
      assert.equal(code.search(typed, 1)[0]?.part, 1, typed);
    assert.equal(code.search('layers', 1)[0]?.search, 'tf.layers.batchNormalization');
  });

  it('cuts a long line around its first word', () => {
    const long = new SearchIndex();
    long.add('long', pages([`${'many words '.repeat(40)}needle ${'and more '.repeat(40)}`]));
    const [hit] = long.search('needle', 1);
    const [from, to] = hit?.line.marks[0] ?? [0, 0];
    assert.equal(hit?.line.text.slice(from, to), 'needle');
    assert.ok(hit && hit.line.text.length < 170 && hit.line.text.startsWith('…'));
  });
});

describe('A deck’s text', () => {
  it('is lines as they stand on the page', () => {
    const run = (str: string, hasEOL = false) => ({ str, hasEOL });
    assert.deepEqual(linesOf([run('Two '), run(' parts', true), run('  ', true), run('End')]), ['Two parts', 'End']);
  });

  it('is read from a PDF, page by page', async () => {
    const text = await readDeckText(makePdf(['Drift', 'Serving models']), pdfjs);
    assert.deepEqual(text, { pages: [{ lines: ['Drift'] }, { lines: ['Serving models'] }], outline: [] });
  });

  it('of a file that is no PDF is an error', async () => {
    await assert.rejects(readDeckText(new TextEncoder().encode('no PDF'), pdfjs));
  });
});

describe('The kept texts of decks', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-texts-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const text = deck(['one']);

  it('are read once for the same bytes, and again where the file is not ours', async () => {
    const store = new TextStore(folder);
    let reads = 0;
    const read = async () => {
      reads++;
      return text;
    };
    const bytes = new Uint8Array([1, 2, 3]);
    assert.deepEqual(await store.of(bytes, read), text);
    assert.deepEqual(await store.of(bytes, read), text);
    assert.equal(reads, 1);
    const [name] = await readdir(folder);
    await writeFile(join(folder, name!), '{"pages": 5}');
    assert.deepEqual(await store.of(bytes, read), text);
    assert.equal(reads, 2);
  });

  it('stay within their bound: what was not used for longest goes, and what another version wrote', async () => {
    const store = new TextStore(folder, 100);
    for (const [name, day] of [
      ['old.v1.json', 1],
      ['new.v1.json', 3],
      ['mid.v1.json', 2],
      ['new.v0.json', 4],
    ] as const) {
      await writeFile(join(folder, name), 'x'.repeat(45));
      await utimes(join(folder, name), day, day);
    }
    await store.tidy();
    assert.deepEqual((await readdir(folder)).sort(), ['mid.v1.json', 'new.v1.json']);
  });
});

describe('The searching thread', () => {
  let folder: string;
  let client: SearchClient;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-search-'));
    client = new SearchClient(`${import.meta.dirname}/../../../dist/slides/searchWorker.mjs`, folder, () => {});
  });
  after(async () => {
    client.dispose();
    await rm(folder, { recursive: true });
  });

  it('takes decks in, searches them, and says which it cannot read', async () => {
    await client.addDeck('a', makePdf(['Data drift', 'Canary releases']));
    await assert.rejects(client.addDeck('b', new TextEncoder().encode('no PDF')), /PDF/);
    const hits = await client.search('slides', 'canary', 5);
    assert.deepEqual(
      hits.map(({ document, part, title }) => [document, part, title]),
      [['a', 2, 'Canary releases']],
    );
    assert.equal((await client.textOfDeck('a'))?.pages.length, 2);
    assert.equal((await readdir(folder)).length, 1);
    await client.remove('slides', 'a');
    assert.deepEqual(await client.search('slides', 'canary', 5), []);
    assert.equal(await client.textOfDeck('a'), undefined);
  });

  it('keeps labs apart from slides', async () => {
    await client.addDeck('same', makePdf(['Drift on a page']));
    await client.addLab('same', labParts('// %%\nconst drift = 1;\n'));
    assert.deepEqual(
      (await client.search('slides', 'drift', 5)).map(({ line }) => line.text),
      ['Drift on a page'],
    );
    assert.deepEqual(
      (await client.search('lab', 'drift', 5)).map(({ line }) => line.text),
      ['const drift = 1;'],
    );
    await client.remove('lab', 'same');
    assert.deepEqual(await client.search('lab', 'drift', 5), []);
    assert.equal((await client.search('slides', 'drift', 5)).length, 1);
  });
});
