import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../../../tools/process.mjs';
import { makePdf } from '../../fixtures/pdf.ts';
import { seriousFaults } from '../axe.ts';
import { Pages } from '../pages.ts';
import type { themes } from '../themes.ts';
import { Viewer, waitUntil } from '../viewer.ts';

/** A picture of four colours, in the right half of the page; a blue bar and a text in vectors at the left. */
const picture = { width: 2, height: 2, rgb: [200, 40, 40, 250, 250, 250, 20, 90, 30, 10, 10, 10] };
const drawing = '0 0 1 rg 96 432 288 54 re f 0 g q 384 0 0 270 480 135 cm /P Do Q';
const deck = makePdf([{ text: 'Text', drawing }, { text: 'Second' }, { drawing: '0.1 g 0 0 960 540 re f' }], {
  picture,
});
/** The middles of the picture's quarters, as fractions of the page, with their colours. */
const quarters = [
  { x: 0.6, y: 0.375, rgb: [200, 40, 40] },
  { x: 0.8, y: 0.375, rgb: [250, 250, 250] },
  { x: 0.6, y: 0.625, rgb: [20, 90, 30] },
  { x: 0.8, y: 0.625, rgb: [10, 10, 10] },
];

describe('dark pages in a browser', () => {
  let pages: Pages;
  let viewer: Viewer;
  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
  });
  after(() => pages?.stop());
  afterEach(() => viewer.close());

  async function open(theme: keyof typeof themes): Promise<void> {
    viewer = await Viewer.open(pages, { theme });
    await viewer.give(deck);
  }
  const near = (one: readonly number[], other: readonly number[], by: number) =>
    one.every((value, index) => Math.abs(value - other[index]!) <= by);
  const paperIs = (rgb: readonly number[], page = 1) =>
    waitUntil(async () => near(await viewer.pixel(page, 0.02, 0.02), rgb, 2), `paper of ${rgb}`);

  it('follow the theme: the paper and the text turn over, a picture keeps every colour', async () => {
    await open('dark');
    await paperIs([0x1f, 0x1f, 0x1f]);
    for (const { x, y, rgb } of quarters) assert.ok(near(await viewer.pixel(1, x, y), rgb, 2), `${x} ${y}`);
    const [red = 0, green = 0, blue = 0] = await viewer.pixel(1, 0.2, 0.15);
    assert.ok(blue > 200 && red > 120 && Math.abs(red - green) < 10 && blue > red + 20, 'blue is a light blue');
    assert.equal(await brightEdges(), 0, 'no line of inverted picture or of paper round it');
    await viewer.screenshot('viewer-dark');
    assert.deepEqual(await seriousFaults(viewer.page), []);

    await viewer.opened.dress('light');
    await paperIs([255, 255, 255]);
    for (const { x, y, rgb } of quarters) assert.ok(near(await viewer.pixel(1, x, y), rgb, 2), `${x} ${y}`);
    await viewer.screenshot('viewer-light');
    await viewer.opened.dress('highContrast');
    await paperIs([0, 0, 0]);
    await viewer.screenshot('viewer-highContrast');
  });

  /** How many pixels just inside and outside the dark lower left quarter's edges are brighter than both sides. */
  function brightEdges(): Promise<number> {
    return viewer.page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.mlops-lab-page canvas')!;
      const context = canvas.getContext('2d')!;
      const [x, y] = [canvas.width * 0.5, canvas.height * 0.75];
      const across = context.getImageData(Math.round(x) - 4, Math.round(y) - 40, 8, 1).data;
      const down = context.getImageData(Math.round(x) + 40, Math.round(y) - 4, 1, 8).data;
      return [...across, ...down].filter((value, index) => index % 4 !== 3 && value > 120).length;
    });
  }

  it('keep a picture true that is turned, and drawn again at another size', async () => {
    await open('dark');
    await viewer.press('r');
    await paperIs([0x1f, 0x1f, 0x1f]);
    // Clockwise: what was at (x, y) is at (1 - y, x).
    await waitUntil(async () => near(await viewer.pixel(1, 1 - 0.375, 0.6), [200, 40, 40], 2), 'the picture turned');
    for (const { x, y, rgb } of quarters) assert.ok(near(await viewer.pixel(1, 1 - y, x), rgb, 2), `${x} ${y}`);
    await viewer.press('R', '+');
    await waitUntil(async () => near(await viewer.pixel(1, 0.6, 0.375), [200, 40, 40], 2), 'the picture turned back');
    for (const { x, y, rgb } of quarters) assert.ok(near(await viewer.pixel(1, x, y), rgb, 2), `${x} ${y}`);
  });

  it('leave a page that is dark by itself as it is', async () => {
    await open('dark');
    await viewer.press('End');
    await viewer.at(3);
    await waitUntil(async () => (await viewer.drawn()).includes(3));
    assert.ok(near(await viewer.pixel(3, 0.5, 0.9), [26, 26, 26], 2));
  });

  it('are set by hand, for this deck, or by the setting for all', async () => {
    await open('light');
    await paperIs([255, 255, 255]);
    await viewer.opened.receive({ type: 'settings', pages: 'dark' });
    await paperIs([0x1f, 0x1f, 0x1f]);
    await viewer.page.getByRole('button', { name: 'Dark Pages', pressed: true }).click();
    await paperIs([255, 255, 255]);
    await waitUntil(async () => ((await viewer.opened.kept()) as { tone?: string } | undefined)?.tone === 'light');
    await viewer.press('d');
    await paperIs([0x1f, 0x1f, 0x1f]);
    await waitUntil(async () => !('tone' in ((await viewer.opened.kept()) as object)), 'following again');
  });

  it('show no white while scrolling', async () => {
    const long = makePdf(Array.from({ length: 40 }, (_, index) => `Slide ${index + 1}`));
    viewer = await Viewer.open(pages, { theme: 'dark' });
    await viewer.give(long);
    await paperIs([0x1f, 0x1f, 0x1f]);
    for (let step = 0; step < 5; step++) {
      await viewer.stage.evaluate((stage) => stage.scrollBy(0, 3000));
      const grounds = await viewer.page.evaluate(() =>
        [...document.querySelectorAll('.mlops-lab-page')].map((page) => getComputedStyle(page).backgroundColor),
      );
      assert.ok(grounds.length > 0);
      for (const ground of grounds) assert.equal(ground, 'rgb(31, 31, 31)');
    }
  });
});
