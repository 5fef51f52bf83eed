import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';

/** What a page is made of: built files under `dist/`, and whether pdf.js' worker may run in it. */
export interface PageParts {
  readonly title: string;
  /** File names under `dist/webview/`. */
  readonly script: string;
  readonly style: string;
  /** Lets the page start a worker from a blob and compile WASM; only the slide viewer asks for it. */
  readonly worker?: boolean;
  /** Further folders the page may read from. */
  readonly roots?: readonly vscode.Uri[];
}

/**
 * One webview and its typed messages. Both directions are discriminated unions from the feature's contract.ts.
 * The page says `ready` first; what the host posts before is kept and sent then. What a page sends is checked by
 * `parse` before anything acts on it, since a webview shows untrusted content.
 */
export class WebviewHost<ToPage, FromPage> extends Disposable {
  readonly #webview: vscode.Webview;
  readonly #received = this.register(new vscode.EventEmitter<FromPage>());
  readonly onMessage = this.#received.event;
  readonly #readied = this.register(new vscode.EventEmitter<void>());
  /** The page is built and listens. VS Code builds it anew, empty, when it is moved or was hidden. */
  readonly onReady = this.#readied.event;
  #waiting: ToPage[] | undefined = [];

  constructor(
    webview: vscode.Webview,
    extensionUri: vscode.Uri,
    parts: PageParts,
    parse: (message: unknown) => FromPage | undefined,
  ) {
    super();
    this.#webview = webview;
    const dist = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    webview.options = { enableScripts: true, localResourceRoots: [dist, ...(parts.roots ?? [])] };
    this.register(
      webview.onDidReceiveMessage((message: unknown) => {
        if (isReady(message)) return this.#ready();
        const parsed = parse(message);
        if (parsed !== undefined) this.#received.fire(parsed);
      }),
    );
    webview.html = page(webview, dist, parts);
  }

  post(message: ToPage): void {
    if (this.#waiting) this.#waiting.push(message);
    else void this.#webview.postMessage(message);
  }

  #ready(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const message of waiting) void this.#webview.postMessage(message);
    this.#readied.fire();
  }
}

function isReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}

function page(webview: vscode.Webview, dist: vscode.Uri, parts: PageParts): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const policy = [
    `default-src 'none'`,
    // `strict-dynamic`: a page's script may import its own chunks.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${parts.worker ? ` 'wasm-unsafe-eval' ${webview.cspSource}` : ''}`,
    // Charts and the text layer set style attributes; styles cannot run script.
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `font-src ${webview.cspSource} data: blob:`,
    `img-src ${webview.cspSource} data: blob:`,
    ...(parts.worker ? [`worker-src blob:`, `connect-src ${webview.cspSource} blob: data:`] : []),
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(parts.title)}</title>
<link rel="stylesheet" href="${uri(parts.style)}">
</head>
<body data-dist="${uri('')}">
<div id="root"></div>
<script type="module" nonce="${nonce}" src="${uri(parts.script)}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
