import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import { codeTypes, type Form, rendererTypes } from '../../../src/outputs/forms.ts';
import { storedOutput } from '../../../src/outputs/inert.ts';
import { type OutputItem, outputItems } from '../../../src/outputs/items.ts';
import { OutputStore, type SavedItem, textHash } from '../../../src/outputs/store/store.ts';
import { silentLog } from '../../../src/platform/log.ts';
import { root } from '../../../tools/process.mjs';
import type { Attack } from '../../attacks/attack.ts';
import { htmlAttacks } from '../../attacks/html.ts';
import { markdownAttacks } from '../../attacks/markdown.ts';
import { otherAttacks } from '../../attacks/others.ts';
import { svgAttacks } from '../../attacks/svg.ts';
import { launchBrowser } from '../browser.ts';
import { plantCanary, stir, takeRuns } from '../victim.ts';

const origin = 'http://lab.test';
let browser: Browser;

before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

/** How the page that shows an output fared. */
interface Result {
  /** What an attack reached; nothing when it was fended off. */
  readonly damage: readonly string[];
  /** Whether the output's place holds anything to be seen. */
  readonly isShown: boolean;
}

describe('hostile outputs', () => {
  let victim: Victim;
  before(async () => {
    victim = await Victim.open();
  });
  after(() => victim.close());

  for (const attack of [...htmlAttacks, ...svgAttacks, ...markdownAttacks, ...otherAttacks]) {
    it(`come to nothing: ${attack.name}`, async () => {
      for (const form of await drawnForms(attack)) {
        const { damage, isShown } = await victim.show(form);
        assert.deepEqual(damage, []);
        assert.ok(isShown, 'something harmless is shown, or a sentence');
      }
    });
  }

  it('asked for nothing, also later', async () => {
    await new Promise((later) => setTimeout(later, 1000));
    assert.deepEqual(victim.requests, []);
  });
});

describe('the same outputs, put into the page as they are,', () => {
  const planted = [
    'an error handler',
    'a toggle handler',
    'a link to a script',
    'a frame with its page in an attribute',
    'a picture',
    'a style attribute with escapes',
    'a sheet that spies on attributes',
    'a refresh',
    'names of the page',
  ];
  for (const name of planted) {
    it(`are noticed: ${name}`, async () => {
      const attack = htmlAttacks.find((known) => known.name.endsWith(`: ${name}`))!;
      const victim = await Victim.open();
      const { damage } = await victim.show({ mime: mime.html, data: attack.bundle![mime.html] }, 'as it is');
      await victim.close();
      assert.notDeepEqual(damage, []);
    });
  }
});

/** What of an attack the renderer is given; what VS Code draws itself are words. */
async function drawnForms({ name, bundle, form, stored }: Attack): Promise<Form[]> {
  if (form) return [form];
  const items = bundle ? outputItems(bundle) : storedOutput(await readBack(stored!));
  const ours = items.filter((item) => rendererTypes.includes(item.mime));
  const others = items.filter((item) => !ours.includes(item));
  assert.ok(
    others.every((item) => [mime.text, ...Object.values(codeTypes)].some((type) => type === item.mime)),
    `${name}: ${others.map((item) => item.mime)}`,
  );
  return ours.map((item: OutputItem) => ({ mime: item.mime, data: JSON.parse(item.text) }));
}

/** Through a real file, as it comes with a clone. */
async function readBack(items: readonly SavedItem[]): Promise<readonly SavedItem[]> {
  const workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-attack-'));
  try {
    const store = new OutputStore(workspace, join(workspace, 'labs', 'x.lab.ts'), silentLog);
    await mkdir(dirname(store.path), { recursive: true });
    const cells = [{ source: textHash('x'), outputs: [items] }];
    await writeFile(store.path, JSON.stringify({ schemaVersion: 1, cells }));
    const [cell] = await store.read();
    assert.ok(cell, 'the file is read');
    return cell.outputs[0]!;
  } finally {
    await rm(workspace, { recursive: true });
  }
}

/** A page without any policy: what the drawings let through runs, and is seen. */
class Victim {
  readonly #page: Page;
  /** Addresses outside the page's own scripts that anything asked for. */
  readonly requests: string[] = [];
  readonly #events: string[] = [];

  private constructor(page: Page) {
    this.#page = page;
    page.on('dialog', (dialog) => {
      this.#events.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('popup', (popup) => {
      this.#events.push('popup');
      void popup.close();
    });
    page.on('framenavigated', (frame) => this.#events.push(`navigation to ${frame.url()}`));
    page.on('frameattached', (frame) => this.#events.push(`frame ${frame.url()}`));
  }

  static async open(): Promise<Victim> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const victim = new Victim(page);
    await context.route('**/*', async (route) => {
      const url = new URL(route.request().url());
      if (url.href === `${origin}/`) return route.fulfill({ contentType: 'text/html', body: '<div id="root"></div>' });
      const isScript = url.origin === origin && /^\/[\w-]+\.js$/.test(url.pathname);
      const file =
        isScript && (await readFile(join(root, 'dist', 'webview', basename(url.pathname))).catch(() => undefined));
      if (file) return route.fulfill({ contentType: 'text/javascript', body: file });
      victim.requests.push(url.href);
      return route.abort();
    });
    await page.goto(`${origin}/`);
    await page.evaluate(plantCanary);
    await page.evaluate(loadRenderer);
    victim.#events.length = 0;
    return victim;
  }

  /** Draws an output, and does to it whatever a person may do but follow its links. */
  async show(form: Form, how: 'drawn' | 'as it is' = 'drawn'): Promise<Result> {
    const requests = this.requests.length;
    const { isShown, found } = await this.#provoke(form, how);
    return { damage: [...found, ...this.requests.slice(requests), ...this.#events.splice(0)], isShown };
  }

  async #provoke(form: Form, how: string): Promise<{ found: string[]; isShown: boolean }> {
    try {
      // As text: Playwright does not take what is nested deeply.
      await this.#page.evaluate(drawInPlace, [JSON.stringify(form), how] as const);
      const { isShown, found } = await this.#page.evaluate(stir, ['#root > div', 0] as const);
      // What runs or loads late; events of the page come in order.
      await this.#page.evaluate(() => new Promise((later) => setTimeout(later, 20)));
      const runs = await this.#page.evaluate(takeRuns);
      return { isShown, found: [...found, ...runs] };
    } catch (error) {
      if (!/context was destroyed/.test(String(error))) throw error;
      return { isShown: false, found: ['the page was left'] };
    }
  }

  close(): Promise<void> {
    return this.#page.context().close();
  }
}

interface DrawingPage {
  draw: (form: { mime: string; data: unknown }, element: HTMLElement) => Promise<void>;
}

/** In the page: the real renderer. */
async function loadRenderer(): Promise<void> {
  const { activate } = await import(new URL('/renderer.js', location.href).href);
  const renderer = activate({ postMessage: () => undefined });
  (window as unknown as DrawingPage).draw = ({ mime, data }, element) =>
    renderer.renderOutputItem({ id: '1', mime, json: () => data }, element);
}

/** In the page: draws an output in a place of its own. */
async function drawInPlace([json, how]: readonly [string, string]): Promise<void> {
  const { mime, data } = JSON.parse(json);
  // By the parent and not by its name, which an attack may take.
  const place = document.body.firstElementChild as HTMLElement;
  const element = document.createElement('div');
  place.replaceChildren(element);
  if (how === 'as it is') element.innerHTML = String(data);
  else await (window as unknown as DrawingPage).draw({ mime, data }, element);
}
