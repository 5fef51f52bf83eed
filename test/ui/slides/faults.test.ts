import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../../../tools/process.mjs';
import { makePdf } from '../../fixtures/pdf.ts';
import { Pages } from '../pages.ts';
import { Viewer, waitUntil } from '../viewer.ts';

const deck = makePdf(['First slide', 'Second slide', 'Third slide', 'Fourth slide']);
const changed = (bytes: Uint8Array, from: string | RegExp, to: string) =>
  new TextEncoder().encode(new TextDecoder('latin1').decode(bytes).replace(from, to));

describe('the slide viewer and files that are not as they should be', () => {
  let pages: Pages;
  let viewer: Viewer;
  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
  });
  after(() => pages?.stop());
  beforeEach(async () => {
    viewer = await Viewer.open(pages);
  });
  afterEach(() => viewer.close());

  it('says in words what cannot be shown, and recovers', async () => {
    await viewer.opened.receive({ type: 'failed', message: 'notes.pdf is not a PDF.' });
    await viewer.page.getByRole('alert').getByText('notes.pdf is not a PDF.').waitFor();
    const refused = await viewer.give(new TextEncoder().encode('%PDF-1.7 and nothing more'));
    assert.match(refused.message!, /deck\.pdf is damaged/);
    await viewer.page.getByRole('alert').getByText('deck.pdf is damaged').waitFor();
    await viewer.page.getByRole('button', { name: 'Open Again' }).click();
    await viewer.sent((message) => message.type === 'load', 2);
    await viewer.give(deck);
    await viewer.region(1, 4).getByText('First slide').waitFor();
    assert.equal(await viewer.page.getByRole('alert').count(), 0);
  });

  it('shows a file with a damaged table of contents, as far as one that was cut off goes', async () => {
    assert.equal((await viewer.give(changed(deck, /startxref\n\d+/, 'startxref\n7'))).type, 'shown');
    await viewer.region(1, 4).getByText('First slide').waitFor();
    await viewer.give(deck.slice(0, deck.length - 600));
    await viewer.region(1, 4).getByText('First slide').waitFor();
  });

  it('refuses a file without pages', async () => {
    const refused = await viewer.give(makePdf([]));
    assert.match(refused.message!, /deck\.pdf has no pages/);
    await viewer.page.getByRole('alert').getByText('has no pages').waitFor();
  });

  it('draws a page of 200 inches coarser, and the others as ever', async () => {
    const huge = { text: 'Huge', size: [14_400, 14_400] } as const;
    await viewer.give(makePdf([huge, 'Second slide']));
    await viewer.choose('Actual Size');
    await viewer.press('+', '+', '+', '+', '+', '+', '+', '+');
    await waitUntil(async () => (await viewer.page.locator('output').textContent()) === '800%');
    await viewer.page.waitForTimeout(500);
    await waitUntil(async () => (await viewer.drawn()).includes(1));
    const pixels = await viewer.page.evaluate(() =>
      [...document.querySelectorAll('canvas')].map(({ width, height }) => width * height),
    );
    assert.ok(
      pixels.every((count) => count <= 2 ** 24),
      String(pixels),
    );
    await viewer.press('0', 'End');
    await viewer.at(2);
    await viewer.region(2, 2).getByText('Second slide').waitFor();
  });

  it('asks before it opens a file that is very large', async () => {
    await viewer.opened.receive({ type: 'large', message: 'deck.pdf has 500 MB.' });
    await viewer.page.getByText('deck.pdf has 500 MB.').waitFor();
    await viewer.page.getByRole('button', { name: 'Open Anyway' }).click();
    const load = await viewer.sent((message) => message.type === 'load', 2);
    assert.equal((load as { anyway?: boolean }).anyway, true);
    await viewer.give(deck);
    await viewer.region(1, 4).getByText('First slide').waitFor();
  });

  it('runs nothing that a file brings along', async () => {
    const action = '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /WC << /S /Launch /F (sh) >> >>';
    await viewer.give(makePdf(['First slide'], { catalog: action }));
    await viewer.region(1, 1).getByText('First slide').waitFor();
    assert.deepEqual(
      await viewer.page.evaluate(() => [...document.querySelectorAll('iframe, object, embed, form, script')].length),
      1,
    );
  });

  it('says so when its parser cannot start', async () => {
    await loadWithParser(() => 'throw new Error("no parser")');
    assert.match((await viewer.give(deck)).message!, /has stopped .*no parser.*Close this tab/);
    await viewer.page.getByRole('alert').getByText('has stopped').waitFor();
    assert.match(viewer.opened.problems.splice(0).join(), /no parser/);
  });

  it('says so when its parser dies, and starts another when asked to', async () => {
    const dying = `addEventListener('message', (event) => {
      if (event.data.action !== 'GetPage' || event.data.data.pageIndex !== 1) return;
      event.stopImmediatePropagation();
      throw new Error('out of memory');
    });`;
    await loadWithParser((script) => dying + script);
    await viewer.give(deck);
    await viewer.page.getByRole('alert').getByText('out of memory').waitFor();
    assert.match(viewer.opened.problems.splice(0).join(), /out of memory/);
    await viewer.page.unroute('**/pdf.worker.mjs');
    await viewer.page.getByRole('button', { name: 'Open Again' }).click();
    await viewer.give(deck);
    await viewer.region(1, 4).getByText('First slide').waitFor();
  });

  it('gives up a page that never comes, says so on it, and draws the others', async function () {
    this.timeout(60_000);
    const silent = `addEventListener('message', (event) => {
      const { action, data } = event.data;
      if (action === 'GetOperatorList' && data.pageIndex === 1) event.stopImmediatePropagation();
    });`;
    await loadWithParser((script) => silent + script);
    await viewer.give(deck);
    await viewer.press('End');
    await viewer.region(4, 4).getByText('Fourth slide').waitFor({ timeout: 40_000 });
    await viewer.press('Home', 'ArrowRight');
    await viewer.region(2, 4).getByText('not done after 20 seconds').waitFor({ timeout: 40_000 });
    await viewer.region(3, 4).getByText('Third slide').waitFor();
    await viewer.region(2, 4).getByRole('button', { name: 'Try Again' }).waitFor();
    await viewer.screenshot('viewer-slow-page');
  });

  /** Loads the page anew with another script for its parser's worker. */
  async function loadWithParser(change: (script: string) => string): Promise<void> {
    await viewer.page.route('**/pdf.worker.mjs', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.text()) });
    });
    await viewer.page.reload();
    await viewer.opened.next(1);
  }
});
