import * as vscode from 'vscode';
import { Disposable } from '../../../platform/disposable.ts';
import { messageOf } from '../../../platform/errors.ts';
import { editors } from '../../../platform/ids.ts';
import { keep } from '../../../platform/view/keep.ts';
import { WebviewHost } from '../../../platform/view/webviewHost.ts';
import {
  type CompareRequest,
  type FromPage,
  parseFromPage,
  type RunAction,
  type ToPage,
} from '../../compare/contract.ts';
import type { Scope } from '../../compare/scope.ts';
import { parseView, type View } from '../../compare/view.ts';
import type { Answers, Query } from '../../protocol.ts';

export interface CompareHost {
  readonly extensionUri: vscode.Uri;
  /** Of the workspace. */
  readonly state: vscode.Memento;
  /** Where files that the page makes are proposed to go. */
  folder(): vscode.Uri;
  /** Asks the reading thread. */
  ask<Q extends Query>(query: Q): Promise<Answers[Q['query']]>;
  /** Does something with runs; resolves when it is done. */
  act(action: RunAction, ids: readonly string[]): Promise<void>;
}

/** So many of the newest runs are shown while the others are read. */
const first = 200;
/** While runs are written, reading them takes at most this share of the time. */
const busyShare = 0.1;

/** The compare page in a tab; there is one, and other runs take the place of those that it shows. */
export class CompareTab extends Disposable {
  readonly #host: CompareHost;
  readonly #panel: vscode.WebviewPanel;
  readonly #page: WebviewHost<ToPage, FromPage>;
  #scope: Scope;
  #reading: Promise<void> | undefined;
  #isStale = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(host: CompareHost, scope: Scope, onClosed: () => void) {
    super();
    this.#host = host;
    this.#scope = scope;
    const title = vscode.l10n.t('Compare Runs');
    this.#panel = this.register(
      vscode.window.createWebviewPanel(editors.comparePage, title, vscode.ViewColumn.Active, {
        retainContextWhenHidden: true,
      }),
    );
    this.#panel.iconPath = new vscode.ThemeIcon('table');
    const parts = { title, script: 'compare.js', style: 'compare.css' };
    this.#page = this.register(new WebviewHost(this.#panel.webview, host.extensionUri, parts, parseFromPage));
    this.register(this.#page.onReady(() => void this.#begin()));
    this.register(this.#page.onMessage((message) => void this.#receive(message)));
    this.register(
      this.#panel.onDidDispose(() => {
        onClosed();
        this.dispose();
      }),
    );
    this.register({ dispose: () => clearTimeout(this.#timer) });
  }

  async show(scope: Scope): Promise<void> {
    this.#scope = scope;
    this.#panel.reveal();
    await this.#begin();
  }

  /** Shows the runs as they are now, once what is being read was shown. */
  refresh(): void {
    this.#isStale = true;
    if (!this.#reading && this.#timer === undefined) void this.#readOn();
  }

  /** Says how the runs of the scope were looked at, then sends the newest, then all. */
  async #begin(): Promise<void> {
    const scope = this.#scope;
    try {
      const experiments = await this.#host.ask({ query: 'listExperiments' });
      this.#post({
        type: 'start',
        view: this.#keptView(),
        experiment: scope.of === 'experiment' ? scope.experimentId : '',
        experiments,
        chosen: scope.of === 'chosen' ? scope.ids : [],
        locale: vscode.env.language,
      });
      if (scope.of !== 'chosen') await this.#send(scope, first);
    } catch (error) {
      this.#post({ type: 'problem', message: messageOf(error) });
    }
    this.refresh();
  }

  async #readOn(): Promise<void> {
    this.#isStale = false;
    const scope = this.#scope;
    const start = performance.now();
    this.#reading = this.#send(scope).catch((error: unknown) =>
      this.#post({ type: 'problem', message: messageOf(error) }),
    );
    await this.#reading;
    this.#reading = undefined;
    if (this.isDisposed) return;
    // At once where the person asks for other runs; else with pauses, since a training changes them all the time.
    if (scope !== this.#scope) return this.#readOn();
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        if (this.#isStale) void this.#readOn();
      },
      (performance.now() - start) / busyShare,
    );
  }

  async #send(scope: Scope, limit?: number): Promise<void> {
    const runs = await this.#host.ask({ query: 'readColumns', scope, ...(limit !== undefined && { limit }) });
    if (scope !== this.#scope) return;
    const whole = limit === undefined || runs.ids.length < limit;
    this.#post({ type: 'runs', runs, now: Date.now(), whole });
  }

  #post(message: ToPage): void {
    if (!this.isDisposed) this.#page.post(message);
  }

  async #receive(message: FromPage): Promise<void> {
    if (message.type === 'view') await this.#host.state.update(this.#viewKey, message.view);
    else if (message.type === 'experiment') {
      await this.show(message.id === '' ? { of: 'all' } : { of: 'experiment', experimentId: message.id });
    } else {
      const { requestId } = message;
      const reply = await this.#answer(message).then(
        (value): ToPage => ({ type: 'reply', requestId, value }),
        (error: unknown): ToPage => ({ type: 'reply', requestId, error: messageOf(error) }),
      );
      this.#post(reply);
    }
  }

  async #answer(request: CompareRequest): Promise<unknown> {
    switch (request.type) {
      case 'histories':
        return this.#host.ask({ query: 'readHistories', ids: request.ids, key: request.key });
      case 'extremes':
        return this.#host.ask({ query: 'readExtremes', ids: request.ids });
      case 'act':
        return this.#host.act(request.action, request.ids);
      default:
        return keep(request, this.#host.folder());
    }
  }

  /** Columns and the like are chosen for the runs of an experiment. */
  get #viewKey(): string {
    return `compare:${this.#scope.of === 'experiment' ? this.#scope.experimentId : this.#scope.of}`;
  }

  #keptView(): View | undefined {
    const kept = this.#host.state.get(this.#viewKey);
    return kept === undefined ? undefined : parseView(kept);
  }
}
