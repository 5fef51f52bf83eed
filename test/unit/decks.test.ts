import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { extensionRoot } from './courseFolder.ts';

/** What the command prints: a line for each deck that it typesets. */
const decks = async () =>
  (await promisify(execFile)(process.execPath, [join(extensionRoot, 'tools/decks.mjs')])).stdout;

describe('the deck of course 2, week 2', () => {
  let document: PDFDocumentProxy;
  before(async () => {
    await decks();
    document = await getDocument({ data: new Uint8Array(await readFile(join(extensionRoot, 'course/C2/W2/deck.pdf'))) })
      .promise;
  });
  after(() => document?.loadingTask.destroy());

  it('is not set again while its sources stay as they are', async () => {
    assert.equal(await decks(), '');
  });

  it('has four pages of 16:9, each with a title in the outline', async () => {
    assert.equal(document.numPages, 4);
    const sizes = await Promise.all([1, 2, 3, 4].map(async (n) => (await document.getPage(n)).view));
    assert.deepEqual(sizes, Array(4).fill([0, 0, 720, 405]));
    assert.equal((await document.getOutline()).length, 4);
  });

  it('has text that can be searched, and the numbers of the lab', async () => {
    const { items } = await (await document.getPage(3)).getTextContent();
    const words = items.map((item) => ('str' in item ? item.str : '')).filter((word) => word.trim());
    const text = words.join(' ').normalize('NFKC');
    assert.ok(text.includes('−1 0 0 −0 0 0.5 1 0 1 1 0 1'), text);
    assert.ok(text.includes('FEATURES, ROW BY ROW'), text);
  });
});
