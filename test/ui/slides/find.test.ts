import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../../../tools/process.mjs';
import { makePdf } from '../../fixtures/pdf.ts';
import { linkedDeck } from '../linkedDeck.ts';
import { Pages } from '../pages.ts';
import { Viewer, waitUntil } from '../viewer.ts';

let pages: Pages;
let viewer: Viewer;

describe('slides in a browser', () => {
  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
  });
  after(() => pages?.stop());
  beforeEach(async () => {
    viewer = await Viewer.open(pages);
  });
  afterEach(() => viewer.close());

  /** A piece of the text layer. */
  const piece = (text: string) => viewer.page.locator('.textLayer [role=presentation]', { hasText: text }).first();
  const button = (name: string) => viewer.page.getByRole('button', { name, exact: true });

  describe('finding in the slide viewer', () => {
    const field = () => viewer.page.getByRole('textbox', { name: 'Find' });
    const count = () => viewer.page.locator('.mlops-lab-find-count');
    const says = (text: string) =>
      waitUntil(async () => ((await count().textContent()) ?? '').startsWith(text), `the count “${text}”`);
    const current = () => viewer.page.locator('.mlops-lab-find-mark.current');

    async function find(words: string): Promise<void> {
      await viewer.press('Control+f');
      await field().waitFor();
      await field().fill(words);
    }

    it('counts and marks what it finds, goes on by keys, and round the deck with a word', async () => {
      await viewer.give(linkedDeck);
      await find('drift');
      await says('1 of 7');
      await viewer.press('Enter', 'Enter');
      await says('3 of 7');
      await viewer.at('1');
      await viewer.press('F3', 'F3', 'F3', 'F3');
      await says('7 of 7');
      await viewer.press('F3');
      await says('1 of 7');
      await viewer.page.getByText('here is the first again').waitFor();
      await viewer.press('Shift+F3');
      await says('7 of 7');
      await button('Match Case').click();
      await says('1 of 4');
    });

    it('puts a mark right over the word, and brings it into view at any zoom', async () => {
      await viewer.give(linkedDeck);
      await find('monitors');
      await says('1 of 1');
      const word = piece('monitors');
      const lies = async () => {
        const [mark, line] = await Promise.all([current().boundingBox(), word.boundingBox()]);
        // Neither has a place while the page is drawn anew.
        if (!mark || !line) return false;
        const middles = Math.abs(mark.y + mark.height / 2 - line.y - line.height / 2);
        return middles < line.height / 4 && mark.x > line.x && mark.x + mark.width < line.x + line.width;
      };
      await waitUntil(async () => (await current().count()) > 0 && (await lies()), 'the mark over the word');
      await viewer.page.keyboard.press('Escape');
      await waitUntil(async () => (await current().count()) === 0);
      for (let press = 0; press < 6; press++) await viewer.press('+');
      await viewer.press('Home');
      await find('monitors');
      await says('1 of 1');
      await waitUntil(async () => (await current().count()) > 0 && (await lies()), 'the mark over the word, enlarged');
      const inView = async () => {
        const [room, mark] = await Promise.all([viewer.stage.boundingBox(), current().boundingBox()]);
        if (!room || !mark) return false;
        const down = mark.y >= room.y && mark.y + mark.height <= room.y + room.height;
        return down && mark.x >= room.x && mark.x + mark.width <= room.x + room.width;
      };
      await waitUntil(inView, 'the mark in view, down and across');
    });

    it('finds words that a line split, keeps to whole words, and says what it does not find', async () => {
      await viewer.give(linkedDeck);
      await find('overfitting');
      await says('1 of 1');
      await waitUntil(async () => (await current().count()) === 2);
      await field().fill('serv');
      await says('2 of 2');
      await viewer.press('Alt+w');
      await says('No results');
      assert.equal(await field().getAttribute('aria-invalid'), 'true');
      await viewer.give(makePdf([{ drawing: '0 0 100 100 re f' }]));
      await viewer.page.getByText('These pages are pictures').waitFor();
    });

    it('opens with the words of a link, and finds nothing before the first letter', async () => {
      await viewer.give(linkedDeck, { place: { page: 3, search: 'skew' } });
      await says('2 of 3');
      await viewer.at('1');
      await field().fill('');
      await says('');
    });
  });

  describe('the sidebar of the slide viewer', () => {
    const thumbnail = (page: number) => viewer.page.locator(`#mlops-lab-thumbnail-${page}`);
    const row = (title: string) => viewer.page.getByRole('treeitem', { name: title });

    it('shows a picture of each page near the window, marks the page in view, and goes there', async () => {
      await viewer.give(makePdf(Array.from({ length: 200 }, (_, index) => `Slide number ${index + 1}`)));
      await button('Sidebar').click();
      await thumbnail(2).locator('canvas').waitFor();
      assert.ok((await viewer.page.getByRole('option').count()) < 30, 'only those near the window are there');
      await thumbnail(3).click();
      await viewer.at(3);
      assert.equal(await thumbnail(3).getAttribute('aria-selected'), 'true');
      await viewer.page.getByRole('listbox', { name: 'Pages' }).focus();
      await viewer.press('ArrowDown');
      await viewer.at(4);
      await viewer.press('End');
      await viewer.at(200);
      await thumbnail(200).locator('canvas').waitFor();
      assert.ok(await thumbnail(200).isVisible());
      assert.equal(
        await viewer.page.getByRole('listbox').getAttribute('aria-activedescendant'),
        'mlops-lab-thumbnail-200',
      );
    });

    it('shows the outline as a tree that folds, marks the section in view, and goes to sections', async () => {
      await viewer.give(linkedDeck);
      await button('Sidebar').click();
      await viewer.page.getByRole('tab', { name: 'Pages' }).focus();
      await viewer.press('ArrowRight');
      await row('Preface').waitFor();
      assert.deepEqual(
        await viewer.page
          .getByRole('treeitem')
          .evaluateAll((rows) => rows.map((each) => each.getAttribute('aria-level'))),
        ['1', '2', '1', '1', '2', '1'],
      );
      await row('Monitoring').click();
      await viewer.at('2');
      await waitUntil(async () => (await row('Alerts').getAttribute('aria-current')) === 'location');
      await viewer.page.getByRole('tree').focus();
      await viewer.press('Home', 'ArrowLeft');
      await waitUntil(async () => (await viewer.page.getByRole('treeitem').count()) === 5);
      await viewer.press('ArrowRight', 'ArrowRight', 'Enter');
      await viewer.at('ii');
    });

    it('remembers its width and tab, which keys and the pointer set', async () => {
      await viewer.give(linkedDeck);
      await button('Sidebar').click();
      const splitter = viewer.page.getByRole('separator', { name: 'Width of the Sidebar' });
      await splitter.focus();
      await viewer.press('ArrowRight', 'ArrowRight');
      assert.equal(await splitter.getAttribute('aria-valuenow'), '240');
      const box = (await splitter.boundingBox())!;
      await viewer.page.mouse.move(box.x + 2, box.y + 200);
      await viewer.page.mouse.down();
      await viewer.page.mouse.move(box.x + 62, box.y + 200, { steps: 4 });
      await viewer.page.mouse.up();
      assert.equal(await splitter.getAttribute('aria-valuenow'), '300');
      await viewer.page.getByRole('tab', { name: 'Outline' }).click();
      const look = { tab: 'outline', width: 300 };
      await waitUntil(
        async () =>
          JSON.stringify(((await viewer.opened.kept()) as { sidebarLook?: object })?.sidebarLook) ===
          JSON.stringify(look),
      );
      const kept = await viewer.opened.kept();
      await viewer.page.reload();
      await viewer.opened.next(1);
      await viewer.give(linkedDeck, { remembered: kept });
      await row('Preface').waitFor();
      assert.equal(await splitter.getAttribute('aria-valuenow'), '300');
    });

    it('lies over the pages in a narrow pane, and goes once a section is chosen', async () => {
      await viewer.page.setViewportSize({ width: 420, height: 600 });
      await viewer.give(linkedDeck);
      const across = async () => (await viewer.stage.boundingBox())!.width;
      const before = await across();
      await button('Sidebar').click();
      await viewer.page.getByRole('tab', { name: 'Outline' }).click();
      assert.equal(await across(), before);
      await row('The end').click();
      await viewer.at('3');
      assert.equal(await viewer.page.getByRole('tree').count(), 0);
    });
  });
});
