import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import { commands, editors } from '../../platform/ids.ts';
import { WebviewHost } from '../../platform/view/webviewHost.ts';
import type { BlockCell, PanelEvent } from '../panel.ts';
import { condensed, type FromPanel, type PageEvent, parseFromPanel, type ToPanel } from '../panelContract.ts';
import type { ToRenderer } from '../rendererContract.ts';
import type { OutputHost } from './outputHost.ts';
import { cellsOf } from './textDocument.ts';

/** Milliseconds for which events are gathered: more often, nobody sees it. */
const gatherTime = 50;

/** What a panel asks of the outputs that it shows. */
export interface PanelSource {
  readonly lab: vscode.Uri;
  /** Everything that a page must be told that was just built. */
  replay(): PageEvent[];
  cellOf(id: number): BlockCell | undefined;
  clear(): void;
}

/** The webview beside the editor of a lab in which its outputs are drawn. */
export class OutputPanel extends Disposable {
  readonly #source: PanelSource;
  readonly #outputs: OutputHost;
  readonly #panel: vscode.WebviewPanel;
  readonly #host: WebviewHost<ToPanel, FromPanel>;
  /** One for all messages: by it the host knows who follows a live output. */
  readonly #answer = (answer: ToRenderer): void => this.#host.post(answer);
  readonly #closed = this.register(new vscode.EventEmitter<void>());
  readonly onClosed = this.#closed.event;
  /** VS Code drops a page that is hidden: it asks again for everything when it is back. */
  #listens = false;
  #waiting: PanelEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** The block to be brought into view as soon as there is a page. */
  #revealed: number | undefined;

  constructor(extensionUri: vscode.Uri, source: PanelSource, outputs: OutputHost) {
    super();
    this.#source = source;
    this.#outputs = outputs;
    const title = vscode.l10n.t('Outputs: {0}', basename(source.lab.path, '.lab.ts'));
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.#panel = this.register(
      vscode.window.createWebviewPanel(editors.outputs, title, place, { enableFindWidget: true }),
    );
    this.#panel.iconPath = new vscode.ThemeIcon('output');
    const parts = { title, script: 'panel.js', style: 'panel.css' };
    this.#host = this.register(new WebviewHost(this.#panel.webview, extensionUri, parts, parseFromPanel));
    this.register(this.#host.onReady(() => this.#begin()));
    this.register(this.#host.onMessage((message) => void this.#receive(message)));
    this.register(
      this.#panel.onDidChangeViewState(() => {
        if (!this.#panel.visible) this.#listens = false;
      }),
    );
    this.register({ dispose: () => clearTimeout(this.#timer) });
    this.register(
      this.#panel.onDidDispose(() => {
        this.#closed.fire();
        this.dispose();
      }),
    );
  }

  /** Brings it, and a block in it, into view; the editor keeps the focus. */
  reveal(id?: number): void {
    if (!this.#panel.visible) this.#panel.reveal(undefined, true);
    this.#revealed = id;
    if (this.#listens) this.#showRevealed();
  }

  tell(event: PanelEvent): void {
    if (!this.#listens) return;
    this.#waiting.push(event);
    this.#timer ??= setTimeout(() => this.#flush(), gatherTime);
  }

  #begin(): void {
    this.#listens = true;
    this.#waiting = [];
    this.#host.post({ type: 'events', anew: true, events: this.#source.replay() });
    this.#showRevealed();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = condensed(this.#waiting.splice(0));
    if (events.length > 0) this.#host.post({ type: 'events', anew: false, events });
  }

  #showRevealed(): void {
    if (this.#revealed === undefined) return;
    this.#flush();
    this.#host.post({ type: 'reveal', id: this.#revealed });
    this.#revealed = undefined;
  }

  async #receive(message: FromPanel): Promise<void> {
    switch (message.type) {
      case 'openCell': {
        const cell = this.#source.cellOf(message.id);
        if (cell) await showCell(this.#source.lab, cell);
        return;
      }
      case 'openPlace':
        return showPlace(message.url, message.line, message.column);
      case 'showText':
        await vscode.commands.executeCommand(commands.textShowOutputsAsText, this.#source.lab);
        return;
      case 'clear':
        this.#source.clear();
        return;
      default:
        await this.#outputs.serve(this.#source.lab, message, this.#answer);
    }
  }
}

/** Where the cell stands now; where it was changed since, the line on which it stood. */
async function showCell(lab: vscode.Uri, { key, line }: BlockCell): Promise<void> {
  const document = await vscode.workspace.openTextDocument(lab);
  const cell = cellsOf(document).find((each) => each.key === key);
  const at = new vscode.Position(Math.min(cell?.first ?? line - 1, document.lineCount - 1), 0);
  await show(document, at);
}

/** A stack is a text that a lab may have made up: only files of this machine are opened. */
async function showPlace(url: string, line: number, column: number): Promise<void> {
  try {
    const { protocol, host } = new URL(url);
    if (protocol !== 'file:' || host !== '') return;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(fileURLToPath(url)));
    await show(document, new vscode.Position(line - 1, column - 1));
  } catch (error) {
    void vscode.window.showErrorMessage(messageOf(error));
  }
}

async function show(document: vscode.TextDocument, at: vscode.Position): Promise<void> {
  const isSame = ({ document: other }: vscode.TextEditor) => other.uri.toString() === document.uri.toString();
  const viewColumn = vscode.window.visibleTextEditors.find(isSame)?.viewColumn ?? vscode.ViewColumn.One;
  const place = document.validatePosition(at);
  await vscode.window.showTextDocument(document, { viewColumn, selection: new vscode.Range(place, place) });
}
