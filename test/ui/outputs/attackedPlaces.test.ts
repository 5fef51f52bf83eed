import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { labDocument } from '../../../src/labs/export/labDocument.ts';
import { parseLab } from '../../../src/labs/file.ts';
import { labPage } from '../../../src/outputs/export/html.ts';
import { codeTypes } from '../../../src/outputs/forms.ts';
import { outputItems } from '../../../src/outputs/items.ts';
import { condensed } from '../../../src/outputs/panel/contract.ts';
import type { PanelEvent } from '../../../src/outputs/panel/state.ts';
import { type SavedItem, textHash } from '../../../src/outputs/store/store.ts';
import { root } from '../../../tools/process.mjs';
import type { Attack } from '../../attacks/attack.ts';
import { htmlAttacks } from '../../attacks/html.ts';
import { markdownAttacks } from '../../attacks/markdown.ts';
import { otherAttacks } from '../../attacks/others.ts';
import { svgAttacks } from '../../attacks/svg.ts';
import { launchBrowser } from '../browser.ts';
import { Pages } from '../pages.ts';
import { plantCanary, stir, takeRuns } from '../victim.ts';

const corpus = [...htmlAttacks, ...svgAttacks, ...markdownAttacks, ...otherAttacks];
const withoutPolicy = (html: string) => html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');

/** Each without its content security policy, which would stop much of what the drawings must not let through. */
describe('hostile outputs in an exported page', () => {
  let folder: string;
  let browser: Awaited<ReturnType<typeof launchBrowser>>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-attacks-'));
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const how of ['drawn', 'without the page’s script'] as const) {
    it(`come to nothing, ${how}`, async function () {
      this.timeout(300_000);
      const file = join(folder, 'page.html');
      const program = how === 'drawn' ? await readFile(join(root, 'dist', 'page.js'), 'utf8') : '';
      await writeFile(file, withoutPolicy(exportedPage(program)));
      const page = await (await browser.newContext({ acceptDownloads: false })).newPage();
      const damage = watch(page, pathToFileURL(file).href);
      await page.addInitScript(plantCanary);
      await page.goto(pathToFileURL(file).href);
      if (how === 'drawn') await page.locator('html[data-drawn]').waitFor({ state: 'attached', timeout: 240_000 });
      await stirAll(page, '.cell', damage);
      assert.deepEqual(damage, []);
    });
  }
});

describe('hostile outputs in the side panel', () => {
  let pages: Pages;
  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
  });
  after(() => pages?.stop());

  it('come to nothing', async function () {
    this.timeout(300_000);
    const { page, ...panel } = await pages.open({
      script: 'panel.js',
      style: 'panel.css',
      policy: false,
      prepare: plantCanary,
    });
    const damage = watch(page, page.url());
    assert.ok(panel);
    for (const [id, attack] of corpus.entries()) {
      // As text: Playwright does not take what is nested deeply.
      const events = JSON.stringify(condensed(panelEvents(id, attack)));
      await page.evaluate((json) => {
        window.postMessage({ type: 'events', anew: false, events: JSON.parse(json) });
      }, events);
    }
    await page
      .locator('main > section')
      .nth(corpus.length - 1)
      .waitFor();
    await page.waitForFunction(
      () => [...document.querySelectorAll('main .output')].every((output) => output.childNodes.length > 0),
      undefined,
      { timeout: 240_000 },
    );
    await stirAll(page, 'main > section > .outputs', damage);
    assert.deepEqual(damage, []);
  });
});

/** Fills with whatever an attack reaches outside of its place. */
function watch(page: Page, own: string): string[] {
  const damage: string[] = [];
  const { origin } = new URL(own);
  page.on('dialog', (dialog) => {
    damage.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => damage.push(`popup ${popup.url()}`));
  page.on('frameattached', (frame) => damage.push(`frame ${frame.url()}`));
  page.on('framenavigated', (frame) => {
    if (frame.url().split('#')[0] !== own) damage.push(`navigation to ${frame.url()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isOwn = url.protocol === 'file:' ? url.href.split('#')[0] === own : url.origin === origin;
    if (!isOwn && !['data:', 'blob:'].includes(url.protocol)) damage.push(`request ${url}`);
  });
  return damage;
}

/** Stirs the output of each attack in turn, and then waits for what loads or runs late. */
async function stirAll(page: Page, place: string, damage: string[]): Promise<void> {
  for (const [at, { name }] of corpus.entries()) {
    const { found, isShown } = await page.evaluate(stir, [place, at] as const);
    const runs = await page.evaluate(takeRuns);
    damage.push(...[...found, ...runs].map((what) => `${name}: ${what}`));
    if (!isShown) damage.push(`${name}: nothing is shown`);
  }
  await page.waitForTimeout(1000);
  damage.push(...(await page.evaluate(takeRuns)));
}

/** A lab with a cell for each attack, whose outputs are kept as a package, or a cloned folder, would have them. */
function exportedPage(program: string): string {
  const lines = corpus.map((_, at) => `// %%\n${at};\n`);
  const file = parseLab(`// ---\n// id: Attacks\n// title: Attacks\n// ---\n\n${lines.join('\n')}`);
  const saved = corpus.map((attack, at) => ({ source: textHash(`${at};`), outputs: [savedItems(attack)] }));
  return labPage(labDocument(file, saved, { name: 'attacks.lab.ts' }), program);
}

function savedItems({ bundle, form, stored }: Attack): SavedItem[] {
  if (stored) return [...stored];
  if (bundle) return [...outputItems(bundle)];
  const { mime, data } = form!;
  return [{ mime, text: typeof data === 'string' ? data : JSON.stringify(data) }];
}

/** As a session tells of it. What is stored, the panel never shows. */
function panelEvents(id: number, { name, bundle, form }: Attack): PanelEvent[] {
  const cell = { key: name, index: id, line: id + 1, source: name };
  const begin: PanelEvent = { type: 'begin', id, cell, started: 0, replaces: [] };
  const display = (data: Readonly<Record<string, unknown>>): PanelEvent => ({
    type: 'output',
    id,
    output: { kind: 'display', data },
  });
  const succeeded: PanelEvent = { type: 'end', id, end: { status: 'succeeded', seconds: 0 } };
  if (bundle) return [begin, display(bundle), succeeded];
  if (form?.mime === codeTypes.stdout) {
    const output = { kind: 'stream', name: 'stdout', text: String(form.data) } as const;
    return [begin, { type: 'output', id, output }, succeeded];
  }
  if (form) return [begin, display({ [form.mime]: form.data }), succeeded];
  return [begin, display({ 'text/plain': 'stored' }), succeeded];
}
