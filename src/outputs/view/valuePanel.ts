import * as vscode from 'vscode';
import type { MimeBundle } from '../../mlops/payloads/mime.ts';
import { Disposable } from '../../platform/disposable.ts';
import { editors } from '../../platform/ids.ts';
import { WebviewHost } from '../../platform/view/webviewHost.ts';
import { type FromRenderer, parseFromRenderer } from '../contract.ts';
import { richestForm } from '../forms.ts';
import type { ToValuePage } from '../valueContract.ts';
import type { OutputHost } from './outputHost.ts';

/** A value to be shown. */
export interface OpenedValue {
  /** What is opened again under the same key takes the place of the first. */
  readonly key: string;
  readonly title: string;
  readonly bundle: MimeBundle;
}

/** The editors beside a lab that show one value each. */
export class ValuePanels extends Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #outputs: OutputHost;
  readonly #panels = new Map<string, ValuePanel>();

  constructor(extensionUri: vscode.Uri, outputs: OutputHost) {
    super();
    this.#extensionUri = extensionUri;
    this.#outputs = outputs;
    this.register({
      dispose: () => {
        for (const panel of [...this.#panels.values()]) panel.dispose();
      },
    });
  }

  open(lab: vscode.Uri, { key: name, title, bundle }: OpenedValue): void {
    const key = `${lab.toString()} ${name}`;
    const known = this.#panels.get(key);
    const panel =
      known ?? new ValuePanel(this.#extensionUri, lab, title, this.#outputs, () => this.#panels.delete(key));
    this.#panels.set(key, panel);
    panel.show(bundle);
  }
}

class ValuePanel extends Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #host: WebviewHost<ToValuePage, FromRenderer>;
  #message: ToValuePage | undefined;

  constructor(extensionUri: vscode.Uri, lab: vscode.Uri, title: string, outputs: OutputHost, onClosed: () => void) {
    super();
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.#panel = this.register(vscode.window.createWebviewPanel(editors.value, title, place));
    this.#panel.iconPath = new vscode.ThemeIcon('symbol-variable');
    const parts = { title, script: 'value.js', style: 'value.css' };
    this.#host = this.register(new WebviewHost(this.#panel.webview, extensionUri, parts, parseFromRenderer));
    // VS Code builds a page anew that was hidden or moved.
    this.register(this.#host.onReady(() => this.#message && this.#host.post(this.#message)));
    this.register(
      this.#host.onMessage((message) => void outputs.serve(lab, message, (answer) => this.#host.post(answer))),
    );
    this.register(
      this.#panel.onDidDispose(() => {
        onClosed();
        this.dispose();
      }),
    );
  }

  show(bundle: MimeBundle): void {
    const form = richestForm(bundle);
    if (!form) return;
    const isNew = this.#message === undefined;
    this.#message = { type: 'show', form };
    // A new page is sent it when it is ready.
    if (!isNew) this.#host.post(this.#message);
    this.#panel.reveal(undefined, true);
  }
}
