import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { codeTypes, type Form, rendererTypes } from '../../src/labs/forms.ts';
import { storedOutput } from '../../src/labs/inert.ts';
import { type OutputItem, outputItems } from '../../src/labs/outputItems.ts';
import { OutputStore, type SavedItem, textHash } from '../../src/labs/outputStore.ts';
import { mime } from '../../src/mlops/host.ts';
import { silentLog } from '../../src/platform/log.ts';
import { root } from '../../tools/process.mjs';
import type { Attack } from '../attacks/attack.ts';
import { htmlAttacks } from '../attacks/html.ts';
import { markdownAttacks } from '../attacks/markdown.ts';
import { otherAttacks } from '../attacks/others.ts';
import { svgAttacks } from '../attacks/svg.ts';
import { launchBrowser } from './browser.ts';

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
    await page.evaluate(prepare);
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
      const { isShown, found } = await this.#page.evaluate(provoke, [JSON.stringify(form), how] as const);
      // What runs or loads late; events of the page come in order.
      await this.#page.evaluate(() => new Promise((later) => setTimeout(later, 20)));
      const runs = await this.#page.evaluate(() => (window as unknown as AttackedPage).runs.splice(0));
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

interface AttackedPage {
  runs: string[];
  canary: () => void;
  draw: (form: { mime: string; data: unknown }, element: HTMLElement) => Promise<void>;
}

/** In the page: a canary that scripts call, and the real renderer. */
async function prepare(): Promise<void> {
  const page = window as unknown as AttackedPage;
  page.runs = [];
  const canary = () => void page.runs.push('a script ran');
  Object.defineProperty(window, 'canary', { value: canary, writable: true });
  const { activate } = await import(new URL('/renderer.js', location.href).href);
  const renderer = activate({ postMessage: () => undefined });
  page.draw = ({ mime, data }, element) => renderer.renderOutputItem({ id: '1', mime, json: () => data }, element);
}

/** In the page: draws an output, stirs every element of it, and says what of it is dangerous. */
async function provoke([json, how]: readonly [string, string]) {
  const form = JSON.parse(json);
  const page = window as unknown as AttackedPage;
  const { canary } = page;
  // By the parent and not by its name, which an attack may take.
  const place = document.body.firstElementChild as HTMLElement;
  const element = document.createElement('div');
  place.replaceChildren(element);
  if (how === 'drawn') await page.draw(form, element);
  else element.innerHTML = String(form.data);
  const within = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((inner) => [inner, ...(inner.shadowRoot ? within(inner.shadowRoot) : [])]);
  const elements = within(element);
  const events = [
    'mouseover',
    'pointerover',
    'focus',
    'load',
    'error',
    'toggle',
    'wheel',
    'animationstart',
    'beforetoggle',
  ];
  for (const inner of elements) {
    for (const event of events) inner.dispatchEvent(new Event(event));
    if (!inner.closest('a[href]:not([href^="javascript:"]), summary')) (inner as HTMLElement).click?.();
    (inner as HTMLElement).focus?.();
  }
  const forbidden =
    'script, iframe, frame, object, embed, form:not(.vega-bindings), input, link, base, meta, template, foreignObject, portal';
  const found: string[] = [];
  for (const inner of elements) {
    // Vega keeps a form of its own for the fields that a chart may ask for.
    if (inner.matches(forbidden)) found.push(`<${inner.localName}>`);
    for (const { name: attribute, value } of inner.attributes) {
      if (/^on/i.test(attribute)) found.push(`${name} ${attribute}`);
      // Errors link to files, which the extension opens.
      if (/(^|:)href$/i.test(attribute) && !/^(https?:|mailto:|#|file:\/\/\/)/i.test(value))
        found.push(`${name} to ${value}`);
    }
  }
  if (page.canary !== canary) found.push('a name of the page is taken');
  if (!(document.body instanceof HTMLBodyElement)) found.push('a name of the document is taken');
  const outer = element.getBoundingClientRect();
  const cover = document.elementFromPoint(innerWidth - 2, innerHeight - 2);
  if (cover && element.contains(cover) && outer.bottom < innerHeight - 2) found.push('it covers the page');
  const texts = [element, ...elements.flatMap(({ shadowRoot }) => shadowRoot ?? [])].map(
    ({ textContent }) => textContent,
  );
  const isShown =
    texts.some((text) => text?.trim()) ||
    elements.some((inner) => ['IMG', 'CANVAS', 'svg', 'TABLE'].includes(inner.nodeName) || inner.textContent !== '');
  return { found, isShown };
}
