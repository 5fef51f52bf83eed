/** The slide viewer's page in a browser, handled as a reader does. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { root } from '../../tools/process.mjs';
import type { Message, Opened, PageOptions, Pages } from './pages.ts';

export class Viewer {
  readonly opened: Opened;

  private constructor(opened: Opened) {
    this.opened = opened;
  }

  static async open(pages: Pages, options: Partial<PageOptions> = {}): Promise<Viewer> {
    const opened = await pages.open({ script: 'viewer.js', style: 'viewer.css', worker: true, ...options });
    await opened.next(1);
    return new Viewer(opened);
  }

  get page() {
    return this.opened.page;
  }

  /** Ends with a check: no error, no policy violation, no request that leaves. */
  async close(): Promise<void> {
    await this.page.context().close();
    assert.deepEqual(this.opened.problems, []);
  }

  /** Gives the page a deck as the editor does, and waits until it is shown or refused. */
  async give(bytes: Uint8Array, more: object = {}): Promise<Message> {
    const before = (await this.opened.sent()).length;
    await this.opened.receive({ type: 'deck', name: 'deck.pdf', ...more }, bytes);
    return this.sent((message) => message.type === 'shown' || message.type === 'failed', before);
  }

  /** The first message from number `from` on that `wanted` takes. */
  async sent(wanted: (message: Message) => boolean, from = 0): Promise<Message> {
    let found: Message | undefined;
    await waitUntil(async () => {
      found = (await this.opened.sent()).slice(from).find(wanted);
      return found !== undefined;
    });
    return found!;
  }

  region(page: number, of: number): Locator {
    return this.page.getByRole('region', { name: `Page ${page} of ${of}`, exact: true });
  }

  get stage(): Locator {
    return this.page.locator('.mlops-lab-stage');
  }

  get field(): Locator {
    return this.page.getByRole('textbox', { name: /^Page/ });
  }

  /** Waits until the page field tells this page: the one that is in view. */
  async at(page: number | string): Promise<void> {
    await waitUntil(async () => (await this.field.inputValue()) === String(page), `page ${page} in view`);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async choose(entry: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More' }).click();
    await this.page.getByRole('menu').getByText(entry, { exact: true }).click();
  }

  /** The numbers of the pages that have a picture. */
  drawn(): Promise<number[]> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.mlops-lab-page:has(canvas)')].map((page) =>
        Number(page.dataset.page),
      ),
    );
  }

  async scrollTop(): Promise<number> {
    return this.stage.evaluate((stage) => stage.scrollTop);
  }

  /** A pixel of a page's picture, at a place given as fractions of the page; no numbers while it is drawn anew. */
  async pixel(page: number, x: number, y: number): Promise<number[]> {
    await this.page.locator(`.mlops-lab-page[data-page="${page}"] canvas`).first().waitFor({ state: 'attached' });
    return this.page.evaluate(
      ([page, x, y]) => {
        const canvas = document.querySelector<HTMLCanvasElement>(`.mlops-lab-page[data-page="${page}"] canvas`);
        if (!canvas) return [Number.NaN, Number.NaN, Number.NaN];
        const at = [Math.floor(x * canvas.width), Math.floor(y * canvas.height)] as const;
        return [
          ...canvas
            .getContext('2d')!
            .getImageData(...at, 1, 1)
            .data.slice(0, 3),
        ];
      },
      [page, x, y] as const,
    );
  }

  /** Keeps a picture in test/ui/screenshots/pages/, which git ignores. */
  async screenshot(name: string): Promise<void> {
    const path = join(root, 'test', 'ui', 'screenshots', 'pages', `${name}.png`);
    await mkdir(dirname(path), { recursive: true });
    await this.page.screenshot({ path });
  }
}

export async function waitUntil(holds: () => Promise<boolean>, what = 'it'): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  assert.fail(`Waited 10 s in vain for ${what}.`);
}
