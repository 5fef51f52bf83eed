import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { root } from '../../tools/process.mjs';
import type { Server } from './server.ts';

export type Theme = 'light' | 'dark' | 'high-contrast';

export const themeNames: Record<Theme, string> = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'high-contrast': 'Default High Contrast',
};

/** How long things may take that wait for an extension to start on a slow machine, in ms. */
const patience = 30_000;

/** VS Code's window in a browser, handled as a person does: by keys, clicks and what can be seen. */
export class Workbench {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #theme: Theme;

  private constructor(context: BrowserContext, page: Page, theme: Theme) {
    this.#context = context;
    this.page = page;
    this.#theme = theme;
  }

  /** @param url by default the server's workspace; its `origin` is a window without a folder. */
  static async open(server: Server, browser: Browser, theme: Theme = 'dark', url = server.url()): Promise<Workbench> {
    const context = await browser.newContext({
      viewport: { width: 1400, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    // Without a folder the side bar is closed.
    if (url !== server.origin) await page.locator('.sidebar .pane-header').first().waitFor({ timeout: patience });
    return new Workbench(context, page, theme);
  }

  /** Clicks an icon of the activity bar. A badge may cover its link, so the item around it is clicked. */
  async openContainer(title: string): Promise<void> {
    const link = this.page.locator(`a[aria-label^="${title}"]`);
    const item = this.page.locator('.activitybar .action-item', { has: link });
    await item.waitFor({ timeout: patience });
    // A second click would close the side bar.
    if (!(await item.getAttribute('class'))?.includes('checked')) await item.click();
    await this.page.locator('.sidebar .composite.title', { hasText: new RegExp(title, 'i') }).waitFor();
  }

  /** A row of a tree or list in the side bar. */
  row(text: string | RegExp): Locator {
    return this.page.locator('.sidebar .monaco-list-row', { hasText: text }).first();
  }

  /** Runs the command with exactly this title from the palette. */
  async command(title: string): Promise<void> {
    const label = this.page.locator('.quick-input-list-label', { hasText: new RegExp(`^${escaped(title)}`) });
    await this.#pick('F1', `>${title}`, this.#rows().filter({ has: label }).first());
  }

  /** Opens a file of the workspace by Quick Open. */
  async openFile(path: string): Promise<void> {
    const row = this.#rows().filter({ hasText: basename(path) });
    // Its label may be another one: a deck is named by its item.
    const tab = this.page.locator(`.tab.active[data-resource-name="${basename(path)}"]`);
    // A list that fills while a row is picked may take the pick for none.
    for (const wait of [10_000, patience]) {
      await this.#pick('Control+p', path, row.first());
      const opened = await tab.waitFor({ timeout: wait }).then(
        () => true,
        () => false,
      );
      if (opened) return;
    }
    throw new Error(`${path} is not opened by Quick Open.`);
  }

  /** Opens a lab of the workspace by Quick Open, and its text in place of the notebook. */
  async openLabAsText(path: string): Promise<void> {
    await this.openFile(path);
    await this.page.locator('.notebookOverlay .cell-list-container').first().waitFor({ timeout: patience });
    await this.command('MLOps Lab: Open as Text');
    await this.page.locator('.editor-instance > .monaco-editor').first().waitFor({ timeout: patience });
  }

  /** Clicks until what the click leads to is there: an element that is drawn anew just then takes none. */
  async clickUntil(target: Locator, shown: Locator): Promise<void> {
    for (const end = Date.now() + patience; Date.now() < end; ) {
      // Once it led somewhere, it may be out of sight.
      await target.click({ timeout: 5000 }).catch(() => undefined);
      const isShown = await shown.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false,
      );
      if (isShown) return;
    }
    throw new Error(`A click on ${target} leads to no ${shown}.`);
  }

  /** Chooses an entry of the open context menu, which takes no click in the moment after it was drawn. */
  async chooseInMenu(label: string): Promise<void> {
    const entry = this.page.locator('.context-view .action-label', { hasText: label });
    for (const end = Date.now() + patience; Date.now() < end; ) {
      await entry.click();
      const isGone = await entry.waitFor({ state: 'detached', timeout: 2000 }).then(
        () => true,
        () => false,
      );
      if (isGone) return;
    }
    throw new Error(`The menu does not take “${label}”.`);
  }

  /** Types into the input with this title, and accepts it. One input follows another in the same place. */
  async answer(title: string, text: string): Promise<void> {
    await this.page.locator('.quick-input-widget:visible .quick-input-title', { hasText: title }).waitFor();
    await this.#input().fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** The innermost document of the webview that shows `selector`; several may be alive at once. */
  async webviewWith(selector: string): Promise<Frame> {
    for (const end = Date.now() + patience; Date.now() < end; await this.page.waitForTimeout(100)) {
      for (const frame of this.page.frames()) {
        const isInner = frame.parentFrame()?.parentFrame();
        const seen =
          isInner &&
          (await frame
            .locator(selector)
            .first()
            .isVisible()
            .catch(() => false));
        if (seen) return frame;
      }
    }
    throw new Error(`No webview shows ${selector}.`);
  }

  /** Keeps a picture in test/ui/screenshots/<theme>/, which git ignores. */
  async screenshot(name: string, theme = this.#theme): Promise<void> {
    const path = join(root, 'test', 'ui', 'screenshots', theme, `${name}.png`);
    await mkdir(dirname(path), { recursive: true });
    await this.page.screenshot({ path, animations: 'disabled' });
  }

  /** Loads the window anew, once VS Code has kept that this file is open as a notebook. */
  async reload(file: string): Promise<void> {
    const notebook = new RegExp(`workbench\\.input\\.notebook[^}]*/${escaped(file)}`);
    // In a browser it keeps that every five seconds, and not when the window goes.
    for (const end = Date.now() + patience; Date.now() < end; await this.page.waitForTimeout(100)) {
      const kept = await this.page.evaluate(keptEditors);
      if (!kept.some((state) => notebook.test(state))) continue;
      await this.page.reload();
      return;
    }
    throw new Error(`VS Code did not keep that ${file} is open as a notebook.`);
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  /**
   * Opens a quick pick by a key, types, and clicks a row. It is tried again, each time more patiently: the key is lost
   * while the focus moves, and a list that was made before a file was there does not get it later.
   */
  async #pick(key: string, text: string, row: Locator): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.page.keyboard.press('Escape');
        await this.page.keyboard.press(key);
        await this.#input().waitFor({ timeout: 3000 });
        await this.#input().fill(text);
        await row.waitFor({ timeout: 1000 * 2 ** attempt });
        await row.click();
        return;
      } catch (error) {
        if (attempt === 4) throw error;
      }
    }
  }

  #input(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-box input');
  }

  #rows(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** In the page: which editors are open, as VS Code's storages have it. */
async function keptEditors(): Promise<string[]> {
  const ended = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const kept: string[] = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name?.startsWith('vscode-web-state-db-')) continue;
    const database = await ended(indexedDB.open(name));
    const table = database.transaction('ItemTable').objectStore('ItemTable');
    kept.push(String(await ended(table.get('memento/workbench.parts.editor'))));
    database.close();
  }
  return kept;
}
