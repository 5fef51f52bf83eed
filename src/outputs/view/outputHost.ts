import * as vscode from 'vscode';
import type { SourceQuery } from '../../mlops/payloads/source.ts';
import type { DisposableLike } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import { keep } from '../../platform/view/keep.ts';
import { type FromRenderer, parseFromRenderer, type ToRenderer } from '../contract.ts';
import type { LiveOutputs } from '../live/liveOutputs.ts';
import { saveTable } from './saveTable.ts';
import { showPlace } from './showPlace.ts';

/** What is asked of the sessions of labs. */
export interface OutputSources {
  /** Of the lab's running session. */
  find(lab: vscode.Uri): { readonly live: LiveOutputs; query(query: SourceRequest): Promise<unknown> } | undefined;
}

/** Asks the data behind an output, in the lab's kernel. */
export interface SourceRequest {
  readonly op: 'source';
  readonly source: string;
  readonly query: SourceQuery;
}

/** Serves what the drawn outputs of a lab ask for, wherever they are drawn. */
export class OutputHost {
  readonly #sessions: OutputSources;
  /** What each place follows, by id. */
  readonly #followed = new WeakMap<(answer: ToRenderer) => void, Map<string, DisposableLike>>();

  constructor(sessions: OutputSources) {
    this.#sessions = sessions;
  }

  /**
   * @param message of an untrusted output: what is no message of ours is not answered
   * @param post the same function for the same place, so that a live output is told to it once
   */
  async serve(lab: vscode.Uri, message: unknown, post: (answer: ToRenderer) => void): Promise<void> {
    const parsed = parseFromRenderer(message);
    if (!parsed) return;
    if (parsed.type === 'follow') return this.#follow(lab, parsed.id, post);
    if (parsed.type === 'open') return open(parsed);
    const { requestId } = parsed;
    try {
      post({ type: 'reply', requestId, value: await this.#answer(lab, parsed) });
    } catch (error) {
      post({ type: 'reply', requestId, error: messageOf(error) });
    }
  }

  /** Of one that the lab's session does not know, the output shows what it was given. */
  #follow(lab: vscode.Uri, id: string, post: (answer: ToRenderer) => void): void {
    const live = this.#sessions.find(lab)?.live;
    const state = live?.get(id);
    if (!live || !state) return;
    post({ type: 'live', id, state });
    const followed = this.#followed.get(post) ?? new Map<string, DisposableLike>();
    this.#followed.set(post, followed);
    followed.get(id)?.dispose();
    followed.set(
      id,
      live.follow(id, (version, change) => post({ type: 'change', id, version, change })),
    );
  }

  /** A place is gone, or does not listen until it asks again. */
  leave(post: (answer: ToRenderer) => void): void {
    for (const followed of this.#followed.get(post)?.values() ?? []) followed.dispose();
    this.#followed.delete(post);
  }

  async #query(lab: vscode.Uri, source: string, query: SourceQuery): Promise<unknown> {
    const session = this.#sessions.find(lab);
    if (!session) throw new Error(vscode.l10n.t('The kernel does not run. Run the cell again to see more.'));
    return session.query({ op: 'source', source, query });
  }

  async #answer(lab: vscode.Uri, message: Extract<FromRenderer, { requestId: number }>): Promise<unknown> {
    switch (message.type) {
      case 'query':
        return this.#query(lab, message.source, message.query);
      case 'saveTable': {
        const ask = (query: SourceQuery) => this.#query(lab, message.source, query);
        return saveTable(message, ask, vscode.Uri.joinPath(lab, '..'));
      }
      case 'copy':
      case 'save':
        return keep(message, vscode.Uri.joinPath(lab, '..'));
    }
  }
}

async function open({ file, line, column }: Extract<FromRenderer, { type: 'open' }>): Promise<void> {
  const place = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  try {
    const uri = vscode.Uri.parse(file, true);
    // However it is spelled: Windows would tell another machine who asks it for a file.
    if (uri.authority || /^[\\/]{2}/.test(uri.fsPath)) throw new Error(vscode.l10n.t('it is not on this machine'));
    await showPlace(await vscode.workspace.openTextDocument(uri), place);
  } catch (error) {
    void vscode.window.showWarningMessage(vscode.l10n.t('{0} cannot be opened: {1}.', file, messageOf(error)));
  }
}
