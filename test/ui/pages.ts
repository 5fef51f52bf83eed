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
}

export interface Message {
  readonly type: string;
  readonly message?: string;
}

/** One built `dist/webview`, served on the loopback address to one browser. */
export class Pages {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #origin: string;
  #html: string;

  constructor(browser: Browser, server: Server, origin: string) {
    this.#browser = browser;
    this.#server = server;
    this.#origin = origin;
    this.#html = '';
    server.on('request', async (request, response) => {
      const path = normalize(new URL(request.url!, origin).pathname);
      response.setHeader('content-type', types[extname(path) || '.html'] ?? 'application/octet-stream');
      response.end(path === '/' ? this.#html : await readFile(join(this.folder, path)).catch(() => ''));
    });
  }

  /** The folder that is served. */
  folder = '';

  static async start(folder: string): Promise<Pages> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const pages = new Pages(await launchBrowser(), server, origin);
    pages.folder = folder;
    return pages;
  }
}
