import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../../../tools/process.mjs';
import { makePdf } from '../../fixtures/pdf.ts';
import { seriousFaults } from '../axe.ts';
import { Pages } from '../pages.ts';
import { Viewer, waitUntil } from '../viewer.ts';

const deck = makePdf(['First slide', 'Second slide', 'Third slide', 'Fourth slide']);
const longDeck = makePdf(Array.from({ length: 200 }, (_, index) => `Slide number ${index + 1}`));
let pages: Pages;
let viewer: Viewer;

describe('the slide viewer in a browser', () => {
  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
  });
  after(() => pages?.stop());
  beforeEach(async () => {
    viewer = await Viewer.open(pages);
  });
  afterEach(() => viewer.close());

  it('asks for its deck, shows the first slide with its text, and says so', async () => {
    assert.deepEqual(
      (await viewer.opened.sent()).map((message) => message.type),
      ['ready', 'load'],
    );
    const shown = await viewer.give(deck);
    assert.equal(shown.type, 'shown');
    await viewer.region(1, 4).getByText('First slide').waitFor();
    assert.ok(await hasDarkPixels(), 'the slide is painted');
  });

  it('pages by buttons, keys and the page field, and remembers where it is', async () => {
    await viewer.give(deck);
    await viewer.page.getByRole('button', { name: 'Next Page' }).click();
    await viewer.at(2);
    await viewer.press('End');
    await viewer.at(4);
    await viewer.region(4, 4).getByText('Fourth slide').waitFor();
    await viewer.press('ArrowLeft');
    await viewer.at(3);
    await viewer.press('Control+g');
    await viewer.page.keyboard.type('2');
    await viewer.press('Enter');
    await viewer.at(2);
    await waitUntil(async () => ((await viewer.opened.kept()) as { page?: number } | undefined)?.page === 2);
    const place = await viewer.sent((message) => message.type === 'place' && (message as Place).place.page === 2);
    assert.deepEqual((place as Place).place, await viewer.opened.kept());
  });

  it('shows the last of many slides paged through at once', async () => {
    await viewer.give(makePdf(Array.from({ length: 30 }, (_, index) => `Slide number ${index + 1}`)));
    for (let press = 0; press < 29; press++) await viewer.press('PageDown');
    await viewer.at(30);
    await viewer.region(30, 30).getByText('Slide number 30').waitFor();
  });

  it('scrolls through a long deck with few pages drawn, and none of them twice', async () => {
    await viewer.give(longDeck);
    let most = 0;
    for (let page = 1; page < 200; page += 9) {
      await viewer.stage.evaluate((stage) => stage.scrollBy(0, 9 * 700));
      await viewer.page.waitForTimeout(30);
      most = Math.max(most, await viewer.page.locator('.mlops-lab-page').count());
    }
    assert.ok(most <= 13, `${most} pages have an element`);
    await viewer.press('End');
    await viewer.region(200, 200).getByText('Slide number 200').waitFor();
    await waitUntil(async () => (await viewer.drawn()).length >= 3);
    const drawn = await viewer.drawn();
    assert.ok(drawn.length <= 8 && drawn.every((page) => page > 190), String(drawn));
  });

  it('shows a deck where it was left, and at the place that is asked for', async () => {
    const remembered = { page: 120, top: 100, mode: 'continuous', zoom: 1, rotation: 0, sidebar: false };
    await viewer.give(longDeck, { remembered });
    await viewer.at(120);
    await waitUntil(async () => (await viewer.region(120, 200).boundingBox())!.y < 0);
    await viewer.opened.receive({ type: 'goTo', place: { page: 7 } });
    await viewer.at(7);
    await viewer.region(7, 200).getByText('Slide number 7').waitFor();
  });

  it('keeps page and offset when the file changes, and shows the old one while that cannot be read', async () => {
    await viewer.give(deck);
    await viewer.page.getByRole('button', { name: 'Fit Width' }).click();
    await viewer.press('+', '+');
    await viewer.opened.receive({ type: 'goTo', place: { page: 3 } });
    await viewer.at(3);
    await viewer.stage.evaluate((stage) => stage.scrollBy(0, 150));
    await viewer.page.waitForTimeout(100);
    const before = await viewer.scrollTop();
    await viewer.opened.receive({ type: 'failed', message: 'deck.pdf cannot be read.' });
    await viewer.page.getByRole('status').getByText('deck.pdf cannot be read.').waitFor();
    assert.equal((await viewer.give(new TextEncoder().encode('%PDF-1.7 half'))).type, 'failed');
    assert.equal(await viewer.field.inputValue(), '3');
    assert.equal((await viewer.give(makePdf(['a', 'b', 'New third', 'd', 'e']))).type, 'shown');
    await viewer.region(3, 5).getByText('New third').waitFor();
    assert.equal(await viewer.page.locator('.mlops-lab-notice').count(), 0);
    assert.ok(Math.abs((await viewer.scrollTop()) - before) <= 2, `${await viewer.scrollTop()} and ${before}`);
  });

  it('zooms about the pointer by the wheel, about the middle by keys, and fits again', async () => {
    await viewer.give(longDeck, { place: { page: 20 } });
    await viewer.at(20);
    const fitted = (await viewer.region(20, 200).boundingBox())!;
    const point = { x: fitted.x + fitted.width * 0.7, y: fitted.y + fitted.height * 0.4 };
    await viewer.page.mouse.move(point.x, point.y);
    await viewer.page.keyboard.down('Control');
    for (let notch = 0; notch < 4; notch++) await viewer.page.mouse.wheel(0, -100);
    await viewer.page.keyboard.up('Control');
    await waitUntil(async () => (await viewer.region(20, 200).boundingBox())!.width > fitted.width * 1.5);
    const zoomed = (await viewer.region(20, 200).boundingBox())!;
    assert.ok(Math.abs((point.x - zoomed.x) / zoomed.width - 0.7) < 0.01, 'the point stays, across');
    assert.ok(Math.abs((point.y - zoomed.y) / zoomed.height - 0.4) < 0.01, 'and down');
    await viewer.press('0');
    await waitUntil(async () => Math.abs((await viewer.region(20, 200).boundingBox())!.width - fitted.width) < 2);
    await viewer.press('-');
    await viewer.at(20);
  });

  it('lays pages out beside each other, one by one, and turned', async () => {
    await viewer.give(deck);
    await viewer.choose('Two Pages');
    const [cover, left, right] = await Promise.all([1, 2, 3].map((page) => viewer.region(page, 4).boundingBox()));
    assert.ok(left!.y > cover!.y + cover!.height - 1 && Math.abs(left!.y - right!.y) < 1 && right!.x > left!.x);
    await viewer.press('ArrowRight', 'ArrowRight');
    await viewer.at(4);
    await viewer.choose('Single Page');
    await waitUntil(async () => (await viewer.page.locator('.mlops-lab-page:visible').count()) === 1);
    await viewer.press('r');
    await waitUntil(async () => {
      const box = await viewer.region(4, 4).boundingBox();
      return box!.height > box!.width;
    });
    await viewer.region(4, 4).getByText('Fourth slide').waitFor();
    await waitUntil(async () => {
      const text = await viewer.region(4, 4).getByText('Fourth slide').boundingBox();
      return text !== null && text.height > text.width;
    }, 'the text turned with the page');
    await viewer.press('Shift+R');
    await viewer.press('ArrowDown');
    await viewer.at(4);
    await viewer.press('ArrowUp');
    await viewer.at(3);
  });

  it('names pages by their labels, and finds them by these', async () => {
    const labels = '/PageLabels << /Nums [0 << /S /r >> 2 << /S /D >>] >>';
    await viewer.give(makePdf(['i', 'ii', 'one', 'two'], { catalog: labels }));
    await viewer.at('i');
    await viewer.page.getByText('(1 of 4)', { exact: true }).waitFor();
    await viewer.field.fill('2');
    await viewer.press('Enter');
    await viewer.page.getByText('(4 of 4)', { exact: true }).waitFor();
    await viewer.field.fill('II');
    await viewer.press('Enter');
    await viewer.page.getByRole('region', { name: 'Page ii (2 of 4)' }).waitFor();
    await viewer.at('ii');
  });

  it('keeps what is typed into the page field as soon as a page is reached', async () => {
    await viewer.give(deck);
    await viewer.field.fill('4');
    await viewer.page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>('.mlops-lab-page-field input')!;
      // Called before the next frame, as a key on a busy machine may come.
      const watch = new MutationObserver(() => {
        watch.disconnect();
        field.value = '2';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      });
      watch.observe(document.querySelector('[aria-live=polite]')!, { subtree: true, characterData: true });
    });
    await viewer.press('Enter');
    await viewer.region(4, 4).getByText('Fourth slide').waitFor();
    await viewer.page.waitForTimeout(300);
    assert.equal(await viewer.field.inputValue(), '2');
    await viewer.press('Enter');
    await viewer.at(2);
    await viewer.page.getByText('Page 2 of 4', { exact: true }).waitFor();
  });

  it('presents one page on the whole window, on by click and key, with notes, and comes back', async () => {
    await viewer.give(deck, { speakerNotes: { 2: 'Say **this**.' } });
    await viewer.press('p');
    await waitUntil(async () => (await viewer.page.getByRole('toolbar').count()) === 0);
    await viewer.stage.click();
    await viewer.page.getByText('2 / 4').waitFor();
    await viewer.press('n');
    await viewer.page
      .getByRole('complementary', { name: 'Speaker Notes' })
      .getByText('this', { exact: true })
      .waitFor();
    await viewer.screenshot('presentation');
    await viewer.press('n', ' ');
    await viewer.page.getByText('3 / 4').waitFor();
    await viewer.press('Escape');
    await viewer.at(3);
  });

  it("has the speaker's notes under the pages, which fold and stay so", async () => {
    await viewer.give(deck, { speakerNotes: { 1: 'Say *hello*.', 2: 'Go on.' } });
    const notes = viewer.page.getByRole('complementary', { name: 'Speaker Notes' });
    await notes.locator('em', { hasText: 'hello' }).waitFor();
    await viewer.press('ArrowRight');
    await notes.getByText('Go on.').waitFor();
    await viewer.press('ArrowRight');
    await notes.getByText('This page has no notes.').waitFor();
    assert.deepEqual(await seriousFaults(viewer.page), []);
    const before = (await viewer.opened.sent()).length;
    await notes.getByRole('button', { name: 'Speaker Notes', expanded: true }).click();
    await notes.getByText('This page has no notes.').waitFor({ state: 'detached' });
    const { place } = (await viewer.sent(({ type }) => type === 'place', before)) as unknown as {
      place: { notesFolded?: true };
    };
    assert.equal(place.notesFolded, true);
    await viewer.press('s');
    await notes.getByText('This page has no notes.').waitFor();
    await viewer.give(deck);
    await notes.waitFor({ state: 'detached' });
  });

  it('counts a page as seen that was looked at for two seconds', async () => {
    await viewer.give(deck);
    const seen = (await viewer.sent((message) => message.type === 'seen')) as unknown as { seen: number[]; of: number };
    assert.ok(seen.seen.includes(1) && !seen.seen.includes(4) && seen.of === 4);
  });

  it('has no serious fault for axe, wide and narrow, and folds what does not fit', async () => {
    await viewer.give(deck);
    assert.deepEqual(await seriousFaults(viewer.page), []);
    await viewer.page.setViewportSize({ width: 300, height: 500 });
    await viewer.page.getByRole('button', { name: 'More' }).click();
    await viewer.page.getByRole('menuitem', { name: 'Zoom In' }).waitFor();
    const overflow = await viewer.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(overflow, 0);
    assert.deepEqual(await seriousFaults(viewer.page), []);
    await viewer.screenshot('viewer-narrow');
  });

  function hasDarkPixels(): Promise<boolean> {
    return viewer
      .region(1, 4)
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.some((value, index) => index % 4 === 0 && value < 64);
      });
  }
});

interface Place {
  readonly type: string;
  readonly place: { readonly page: number };
}
