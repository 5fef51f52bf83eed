/**
 * Our webview pages in a browser, without VS Code around them: the real built scripts in the real host's HTML, so
 * under its content security policy, with the three functions that VS Code gives a page. Quick enough to look at a
 * page's every state; what only VS Code can show is tested in VS Code.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { registerHooks } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { type Theme, themes } from './themes.ts';

/** The little of VS Code that `WebviewHost` calls while it writes a page. */
const vscodeStandIn = `
  export class EventEmitter { event = () => ({ dispose() {} }); fire() {} dispose() {} }
  export const Uri = { joinPath: (base, ...parts) => [base, ...parts].join('/') };
  export const env = { language: 'en' };
`;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode'
      ? { url: `data:text/javascript,${encodeURIComponent(vscodeStandIn)}`, shortCircuit: true }
      : next(specifier, context),
});

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

export interface PageOptions {
  readonly script: string;
  readonly style: string;
  readonly worker?: boolean;
  readonly theme?: keyof typeof themes;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly deviceScaleFactor?: number;
  /** False: without its content security policy, so that a test sees what that would stop. */
  readonly policy?: boolean;
  /** Runs in the page before its own scripts. */
  readonly prepare?: () => void;
}

export interface Message {
  readonly type: string;
  readonly message?: string;
}

/** A built `dist/webview`, served on the loopback address to one browser. */
export class Pages {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #origin: string;
  #html = '';

  constructor(browser: Browser, server: Server, folder: string) {
    this.#browser = browser;
    this.#server = server;
    this.#origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', async (request, response) => {
      const path = normalize(new URL(request.url!, this.#origin).pathname);
      const body = path === '/' ? this.#html : await readFile(join(folder, path)).catch(() => undefined);
      response.statusCode = body === undefined ? 404 : 200;
      response.setHeader('content-type', types[extname(path) || '.html'] ?? 'application/octet-stream');
      response.end(body);
    });
  }

  static async start(folder: string): Promise<Pages> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new Pages(await launchBrowser(), server, folder);
  }

  /** Opens a page as VS Code would show it. */
  async open(options: PageOptions): Promise<Opened> {
    this.#html = await hostHtml(this.#origin, options);
    const { viewport = { width: 1000, height: 700 }, deviceScaleFactor = 1, theme = 'light' } = options;
    const context = await this.#browser.newContext({ viewport, deviceScaleFactor });
    const page = await context.newPage();
    const opened = new Opened(page, this.#origin);
    await page.addInitScript(standInForVsCode);
    if (options.prepare) await page.addInitScript(options.prepare);
    await page.goto(`${this.#origin}/`);
    await opened.dress(theme);
    return opened;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}

/** One open page, and VS Code's side of it. */
export class Opened {
  readonly page: Page;
  /** Fills with errors, policy violations and requests that leave the page's own server. */
  readonly problems: string[] = [];

  constructor(page: Page, origin: string) {
    this.page = page;
    page.on('pageerror', (error) => this.problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && this.problems.push(message.text()));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (!['blob:', 'data:'].includes(url.protocol) && url.origin !== origin) this.problems.push(`request to ${url}`);
    });
  }

  /** What the page has sent, oldest first. */
  sent(): Promise<Message[]> {
    return this.page.evaluate(() => (window as unknown as StandIn).sent);
  }

  /** Waits for the message after the first `count`. */
  async next(count: number): Promise<Message> {
    const found = await this.page.waitForFunction((count) => (window as unknown as StandIn).sent[count], count);
    return found.jsonValue() as Promise<Message>;
  }

  /** The state that the page had VS Code keep. */
  kept(): Promise<unknown> {
    return this.page.evaluate(() => (window as unknown as StandIn).kept);
  }

  /** Has the page receive a message; `bytes` go along as its member of that name. */
  async receive(message: object, bytes?: Uint8Array): Promise<void> {
    await this.page.evaluate(
      ([message, base64]) => {
        const bytes = base64 && Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        window.postMessage(bytes ? { ...message, bytes } : message);
      },
      [message, bytes && Buffer.from(bytes).toString('base64')] as const,
    );
  }

  /** Gives the page a colour theme, as VS Code does at the start and whenever the user changes it. */
  async dress(name: keyof typeof themes): Promise<void> {
    await this.page.evaluate(
      ([theme, others]) => {
        for (const [variable, value] of Object.entries(theme.variables))
          document.documentElement.style.setProperty(`--vscode-${variable}`, value);
        document.body.style.cssText =
          'margin: 0; color: var(--vscode-foreground); background: var(--vscode-editor-background); font: 13px var(--vscode-font-family)';
        document.body.classList.remove(...others);
        document.body.classList.add(theme.bodyClass);
      },
      [themes[name] as Theme, Object.values(themes).map((theme) => theme.bodyClass)] as const,
    );
  }
}

interface StandIn {
  sent: Message[];
  kept: unknown;
  acquireVsCodeApi: () => unknown;
}

/** Runs in the page, before its scripts. */
function standInForVsCode(): void {
  const page = window as unknown as StandIn;
  page.sent = [];
  page.acquireVsCodeApi = () => ({
    postMessage: (message: Message) => void page.sent.push(message),
    getState: () => page.kept,
    setState: (kept: unknown) => {
      page.kept = kept;
    },
  });
}

/** The very HTML that the extension gives VS Code. */
async function hostHtml(
  origin: string,
  { script, style, worker = false, policy = true }: PageOptions,
): Promise<string> {
  const { WebviewHost } = await import('../../src/platform/view/webviewHost.ts');
  const webview = {
    cspSource: origin,
    asWebviewUri: (uri: string) => uri.replace('extension/dist/webview', origin).replace(/\/$/, ''),
    onDidReceiveMessage: () => ({ dispose() {} }),
    html: '',
  };
  type Arguments = ConstructorParameters<typeof WebviewHost>;
  new WebviewHost(
    webview as unknown as Arguments[0],
    'extension' as unknown as Arguments[1],
    { title: 'Page', script, style, worker },
    () => undefined,
  );
  return policy ? webview.html : webview.html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
}
