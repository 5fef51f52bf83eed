import type { Browser } from 'playwright-core';
import { vsix } from '../../tools/build.mjs';
import { launchBrowser } from './browser.ts';
import { Server, type ServerOptions } from './server.ts';
import { type Theme, themeNames, Workbench } from './workbench.ts';

/** A VS Code of its own with the packaged extension, and a window on it. */
export class Session {
  readonly server: Server;
  readonly workbench: Workbench;
  readonly #browser: Browser;

  private constructor(server: Server, browser: Browser, workbench: Workbench) {
    this.server = server;
    this.#browser = browser;
    this.workbench = workbench;
  }

  static async start(options: ServerOptions = {}, theme: Theme = 'dark'): Promise<Session> {
    const settings = { 'workbench.colorTheme': themeNames[theme], ...options.settings };
    const server = await Server.start({ vsix: await vsix(), ...options, settings });
    const browser = await launchBrowser();
    return new Session(server, browser, await Workbench.open(server, browser, theme));
  }

  async end(): Promise<void> {
    await this.#browser.close();
    await this.server.stop();
  }
}
