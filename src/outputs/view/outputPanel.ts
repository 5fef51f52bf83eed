import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { commands, editors } from '../../platform/ids.ts';
import { WebviewHost } from '../../platform/view/webviewHost.ts';
import type { ToRenderer } from '../contract.ts';
import { condensed, type FromPanel, type PageEvent, parseFromPanel, type ToPanel } from '../panel/contract.ts';
import type { BlockCell, PanelEvent } from '../panel/state.ts';
import type { OutputHost } from './outputHost.ts';
import { showPlace } from './showPlace.ts';

/** Milliseconds for which events are gathered: more often, nobody sees it. */
const gatherTime = 50;

/** What a panel asks of the outputs that it shows. */
export interface PanelSource {
  readonly lab: vscode.Uri;
  /** Everything that a page must be told that was just built. */
  replay(): PageEvent[];
  cellOf(id: number): BlockCell | undefined;
  /** The line, zero-based, on which the cell of that key begins in the lab as it is now; none where it was changed. */
  lineOf(key: string, document: vscode.TextDocument): number | undefined;
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

  /** @param panel one that VS Code brought back; else a new one is opened beside the editor */
  constructor(extensionUri: vscode.Uri, source: PanelSource, outputs: OutputHost, panel?: vscode.WebviewPanel) {
    super();
    this.#source = source;
    this.#outputs = outputs;
    const title = vscode.l10n.t('Outputs: {0}', basename(source.lab.path, '.lab.ts'));
    this.#panel = this.register(panel ?? newPanel(title));
    this.#panel.iconPath = new vscode.ThemeIcon('output');
    const parts = { title, script: 'panel.js', style: 'panel.css' };
    this.#host = this.register(new WebviewHost(this.#panel.webview, extensionUri, parts, parseFromPanel));
    this.register(this.#host.onReady(() => this.#begin()));
    this.register(this.#host.onMessage((message) => void this.#receive(message)));
    this.register(
      this.#panel.onDidChangeViewState(() => {
        if (!this.#panel.visible) this.#forget();
      }),
    );
    this.register({ dispose: () => this.#forget() });
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
    this.#host.post({ type: 'remember', state: { lab: this.#source.lab.toString() } });
    this.#host.post({ type: 'events', anew: true, events: this.#source.replay() });
    this.#showRevealed();
  }

  /** There is no page any more that could be told. */
  #forget(): void {
    this.#listens = false;
    this.#outputs.leave(this.#answer);
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
        if (cell) await showCell(this.#source, cell);
        return;
      }
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

function newPanel(title: string): vscode.WebviewPanel {
  const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  return vscode.window.createWebviewPanel(editors.outputs, title, place, { enableFindWidget: true });
}

/** Where the cell stands now; where it was changed since, the line on which it stood. */
async function showCell({ lab, lineOf }: PanelSource, { key, line }: BlockCell): Promise<void> {
  const document = await vscode.workspace.openTextDocument(lab);
  const at = new vscode.Position(Math.min(lineOf(key, document) ?? line - 1, document.lineCount - 1), 0);
  await showPlace(document, at);
}
