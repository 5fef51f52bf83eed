import * as vscode from 'vscode';
import type { RunRef, TrackRequest } from '../../../kernel/protocol/runs.ts';
import { tagKeys, textValue } from '../../../mlops/tracking/values.ts';
import { messageOf, UserError } from '../../../platform/errors.ts';
import { type Change, deleting, noting, parseTag, renaming, restoring, starring, tagging } from '../../change.ts';
import type { RunAction } from '../../compare/contract.ts';
import type { Run } from '../../model.ts';
import type { Answers, Query } from '../../protocol.ts';
import { diffSources } from '../compare/diffSources.ts';
import { ask } from './ask.ts';
import { exportRuns } from './exportRuns.ts';
import { importMlruns } from './importMlruns.ts';
import { openMlflowUi } from './mlflowUi.ts';

export interface ActionsHost {
  /** The workspace's folder. @throws {UserError} `no-folder` */
  folder(): string;
  /** Asks the reading thread. */
  ask<Q extends Query>(query: Q): Promise<Answers[Q['query']]>;
  /** Writes, once the user allows that in this folder. */
  track(request: TrackRequest): Promise<RunRef | undefined>;
  open(id: string, title: string): Promise<void>;
  refresh(): void;
}

/** What can be done with runs that were recorded. */
export type Action = RunAction | 'restore' | 'export' | 'mlflowUi' | 'import';

/** Does it, from wherever it was asked: the tree, a page or the palette. */
export class RunActions {
  readonly #host: ActionsHost;

  constructor(host: ActionsHost) {
    this.#host = host;
  }

  /** @param ids of the runs that are meant; without any, the user picks. Rejects with a sentence. */
  async act(action: Action, ids: readonly string[]): Promise<void> {
    if (action === 'mlflowUi') return openMlflowUi(this.#host.folder());
    if (action === 'restore') return this.#restore();
    if (action === 'import') return importMlruns(this.#host);
    const runs = ids.length > 0 ? await this.#find(ids) : await this.#pick(action);
    const [run] = runs;
    if (!run) return;
    switch (action) {
      case 'open':
        for (const { id, name } of runs) await this.#host.open(id, name || vscode.l10n.t('Run'));
        return;
      case 'diff':
        return this.#diff(runs);
      case 'star':
        return this.#change(starring(runs, true), vscode.l10n.t('Starred {0}.', namesOf(runs)));
      case 'unstar':
        return this.#change(starring(runs, false), vscode.l10n.t('{0}: no longer starred.', namesOf(runs)));
      case 'rename':
        return this.#rename(run);
      case 'note':
        return this.#note(runs);
      case 'tag':
        return this.#tag(runs);
      case 'delete':
        return this.#delete(runs);
      case 'export':
        return exportRuns(
          await this.#host.ask({ query: 'readColumns', scope: { of: 'chosen', ids: runs.map(({ id }) => id) } }),
          vscode.Uri.file(this.#host.folder()),
        );
    }
  }

  async #diff(runs: readonly Run[]): Promise<void> {
    if (runs.length !== 2) {
      throw new UserError('not-two-runs', vscode.l10n.t('Choose two runs: their sources are shown beside each other.'));
    }
    const [one, other] = await Promise.all(runs.map(({ id }) => this.#host.ask({ query: 'getRun', id })));
    if (one && other) await diffSources(one, other);
  }

  async #rename(run: Run): Promise<void> {
    const name = await ask({
      title: vscode.l10n.t('Rename Run'),
      prompt: vscode.l10n.t('A name that tells this run from others.'),
      value: run.name,
      validate: (text) => {
        if (text.trim() === '') throw new UserError('invalid-value', vscode.l10n.t('A run has a name.'));
      },
    });
    if (name === undefined || name === run.name) return;
    await this.#change(renaming(run, name), vscode.l10n.t('“{0}” is called “{1}” now.', run.name, name));
  }

  async #note(runs: readonly Run[]): Promise<void> {
    const note = await ask({
      title: vscode.l10n.t('Note on {0}', namesOf(runs)),
      prompt: vscode.l10n.t('What is worth knowing later. MLflow shows it as the description; empty takes it away.'),
      value: runs[0]?.tags[tagKeys.note] ?? '',
      validate: (text) => textValue('tag', tagKeys.note, text),
    });
    if (note !== undefined) await this.#change(noting(runs, note), vscode.l10n.t('Noted on {0}.', namesOf(runs)));
  }

  async #tag(runs: readonly Run[]): Promise<void> {
    const typed = await ask({
      title: vscode.l10n.t('Tag {0}', namesOf(runs)),
      prompt: vscode.l10n.t('As in stage = candidate. A name alone takes that tag away.'),
      validate: (text) => {
        const { key, value = '' } = parseTag(text);
        textValue('tag', key, value);
      },
    });
    if (typed === undefined) return;
    const { key, value } = parseTag(typed);
    await this.#change(tagging(runs, key, value), vscode.l10n.t('Tagged {0}.', namesOf(runs)));
  }

  async #delete(runs: readonly Run[]): Promise<void> {
    if (runs.some(({ status }) => status === 'RUNNING')) {
      throw new UserError('run-active', vscode.l10n.t('A run that is still open cannot be deleted. End it first.'));
    }
    const said = vscode.l10n.t('Deleted {0}. “Restore Run…” brings it back later, too.', namesOf(runs));
    await this.#change(deleting(runs), said);
  }

  async #restore(): Promise<void> {
    const deleted = await this.#host.ask({ query: 'listDeletedRuns' });
    if (deleted.length === 0) throw new UserError('no-runs', vscode.l10n.t('No deleted run is kept in this folder.'));
    const picked = await vscode.window.showQuickPick(deleted.map(pickOf), {
      title: vscode.l10n.t('Restore Run'),
      placeHolder: vscode.l10n.t('The last deleted come first'),
      canPickMany: true,
      matchOnDescription: true,
    });
    const runs = picked?.map(({ run }) => run) ?? [];
    if (runs.length > 0) await this.#change(restoring(runs), vscode.l10n.t('Restored {0}.', namesOf(runs)));
  }

  /** Makes a change, says so, and offers to undo it. Resolves when it is made. */
  async #change({ changes, undo }: Change, said: string): Promise<void> {
    await this.#host.track({ op: 'changeRuns', changes });
    this.#host.refresh();
    const label = vscode.l10n.t('Undo');
    void vscode.window.showInformationMessage(said, label).then(async (answer) => {
      if (answer !== label) return;
      try {
        await this.#host.track({ op: 'changeRuns', changes: undo });
        this.#host.refresh();
      } catch (error) {
        void vscode.window.showErrorMessage(messageOf(error));
      }
    });
  }

  async #find(ids: readonly string[]): Promise<readonly Run[]> {
    const found = await Promise.all(ids.map((id) => this.#host.ask({ query: 'getRun', id })));
    const runs = found.filter((run) => run !== undefined);
    if (runs.length > 0) return runs;
    throw new UserError(
      'run-not-found',
      vscode.l10n.t('This run is no longer in mlflow.db. It may have been deleted.'),
    );
  }

  async #pick(action: Action): Promise<readonly Run[]> {
    const runs = await this.#host.ask({ query: 'listRuns', limit: 1000 });
    if (runs.length === 0) {
      throw new UserError(
        'no-runs',
        vscode.l10n.t('No runs are recorded in this folder yet. Run a lab, or start a run.'),
      );
    }
    const items = runs.map(pickOf);
    const placeHolder = vscode.l10n.t('Name, lab or experiment');
    if (action === 'rename' || action === 'open') {
      const one = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
      return one ? [one.run] : [];
    }
    const some = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true, canPickMany: true });
    return some?.map(({ run }) => run) ?? [];
  }
}

function pickOf(run: Run) {
  return { label: run.name || run.id, description: run.experiment, run };
}

function namesOf(runs: readonly Run[]): string {
  const [first] = runs;
  return runs.length === 1 && first ? `“${first.name}”` : vscode.l10n.t('{0} runs', runs.length);
}
