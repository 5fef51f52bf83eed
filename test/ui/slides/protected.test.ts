import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../../../tools/process.mjs';
import { makePdf } from '../../fixtures/pdf.ts';
import { protectedBy } from '../../fixtures/protectedPdf.ts';
import { seriousFaults } from '../axe.ts';
import { linkedDeck } from '../linkedDeck.ts';
import { Pages } from '../pages.ts';
import { Viewer } from '../viewer.ts';

let pages: Pages;
let viewer: Viewer;

describe('slides in a browser, protected and in every theme', () => {
  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
  });
  after(() => pages?.stop());
  beforeEach(async () => {
    viewer = await Viewer.open(pages);
  });
  afterEach(() => viewer.close());

  const button = (name: string) => viewer.page.getByRole('button', { name, exact: true });

  describe('a protected deck', () => {
    const secret = () => makePdf(['Secret slide'], { protection: protectedBy('Open sesame') });
    const password = () => viewer.page.getByLabel('Password', { exact: true });

    it('asks for its password, says when it is wrong, and opens', async () => {
      await viewer.opened.receive({ type: 'deck', name: 'exam.pdf' }, secret());
      await viewer.page.getByRole('heading', { name: 'exam.pdf is protected' }).waitFor();
      assert.deepEqual(await seriousFaults(viewer.page), []);
      await password().fill('open sesame');
      await viewer.press('Enter');
      await viewer.page.getByRole('alert').getByText('does not open the file').waitFor();
      assert.equal(await password().inputValue(), '');
      await button('Show Password').click();
      await password().fill('Open sesame');
      assert.equal(await password().getAttribute('type'), 'text');
      await button('Open').click();
      await viewer.region(1, 1).getByText('Secret slide').waitFor();
      assert.doesNotMatch(JSON.stringify([await viewer.opened.sent(), await viewer.opened.kept()]), /sesame/);
    });

    it('stays closed when the reader gives up, and asks again on request', async () => {
      await viewer.opened.receive({ type: 'deck', name: 'exam.pdf' }, secret());
      await password().waitFor();
      await viewer.press('Escape');
      await viewer.page.getByRole('alert').getByText('exam.pdf is protected by a password, and stays closed').waitFor();
      await button('Open Again').click();
      await viewer.opened.receive({ type: 'deck', name: 'exam.pdf' }, secret());
      await password().fill('Open sesame');
      await viewer.press('Enter');
      await viewer.region(1, 1).getByText('Secret slide').waitFor();
    });
  });

  describe('looking up in every theme', () => {
    for (const theme of ['light', 'dark', 'highContrast'] as const) {
      it(`has no serious fault in ${theme}`, async () => {
        await viewer.close();
        viewer = await Viewer.open(pages, { theme, viewport: { width: 1200, height: 760 } });
        await viewer.give(linkedDeck);
        await button('Sidebar').click();
        await viewer.press('Control+f');
        await viewer.page.getByRole('textbox', { name: 'Find' }).fill('drift');
        await viewer.page.locator('.mlops-lab-find-mark').first().waitFor();
        await viewer.page.locator('#mlops-lab-thumbnail-4 canvas').waitFor();
        assert.deepEqual(await seriousFaults(viewer.page), []);
        await viewer.screenshot(`find-${theme}`);
        await viewer.press('Escape');
        await viewer.page.getByRole('tab', { name: 'Outline' }).click();
        await viewer.page.getByRole('tree').focus();
        await viewer.press('ArrowDown');
        await viewer.page.getByRole('link', { name: 'the lab' }).hover();
        assert.deepEqual(await seriousFaults(viewer.page), []);
        await viewer.screenshot(`outline-${theme}`);
        await viewer.opened.receive(
          { type: 'deck', name: 'exam.pdf' },
          makePdf(['x'], { protection: protectedBy('y') }),
        );
        await viewer.page.getByLabel('Password', { exact: true }).waitFor();
        await viewer.screenshot(`password-${theme}`);
      });
    }
  });
});
