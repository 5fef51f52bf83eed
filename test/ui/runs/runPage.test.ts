import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../../../tools/process.mjs';
import { type Opened, Pages } from '../pages.ts';

const run = {
  id: 'r1',
  name: 'brave-newt',
  experiment: 'C1',
  status: 'FINISHED',
  startTime: 0,
  endTime: 5000,
  params: {},
  tags: {},
  artifacts: [],
  series: [
    { key: 'loss', latest: 0.5, points: [0.9, 0.7, 0.5].map((value, step) => ({ step, timestamp: step, value })) },
  ],
};

describe('the run page in a browser', () => {
  let pages: Pages;
  let opened: Opened;

  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
  });
  after(() => pages?.stop());
  beforeEach(async () => {
    opened = await pages.open({ script: 'run.js', style: 'run.css', theme: 'dark' });
    await opened.next(0);
    await opened.receive({ type: 'run', run, now: 10_000, locale: 'en' });
    await opened.page.locator('.curve svg.marks').waitFor();
  });
  afterEach(async () => {
    await opened.page.context().close();
    assert.deepEqual(opened.problems, [], 'no error, no policy violation, no request that leaves');
  });

  /** Chooses an item of a menu of the curve's toolbar, and gives what the page then sends. */
  async function choose(menu: string, item: string) {
    const before = (await opened.sent()).length;
    await opened.page.locator('.curve').hover();
    await opened.page.getByRole('button', { name: menu, exact: true }).click();
    await opened.page.getByRole('menuitem', { name: item }).click();
    return (await opened.next(before)) as unknown as Readonly<Record<string, string>>;
  }

  it('gives a curve’s data and picture to be saved', async () => {
    const csv = await choose('Save', 'Save Data as CSV');
    assert.deepEqual([csv.type, csv.text?.trim().split(/\r?\n/)], ['save', ['step,value', '0,0.9', '1,0.7', '2,0.5']]);
    const png = await choose('Save', 'Save as PNG');
    assert.equal(Buffer.from(png.base64!, 'base64').subarray(1, 4).toString(), 'PNG');
    await opened.page.screenshot({ path: join(root, 'test', 'ui', 'screenshots', 'run-page.png') });
  });

  it('says that a text was copied when the reply has come, and why it was not', async () => {
    const status = opened.page.locator('.curve [role=status]');
    const copy = await choose('Copy', 'Copy Specification');
    assert.equal(copy.type, 'copy');
    assert.equal(await status.textContent(), '');
    await opened.receive({ type: 'reply', requestId: copy.requestId });
    await status.getByText('The specification is on the clipboard.').waitFor();
    const again = await choose('Copy', 'Copy Specification');
    await opened.receive({ type: 'reply', requestId: again.requestId, error: 'The clipboard is not there.' });
    await status.getByText('The clipboard is not there.').waitFor();
  });
});
