import * as vscode from 'vscode';
import type { RunRef, TrackRequest } from '../../kernel/protocol/runs.ts';
import { checkExperimentName, checkKey, tagKeys } from '../../mlops/tracking/values.ts';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import { commands, contexts } from '../../platform/ids.ts';
import type { Run } from '../model.ts';
import { parseMetricValue, parseStep } from '../parse.ts';
import { ask } from './actions/ask.ts';
import { type RunNode, runFacts } from './runsTree.ts';

/** Where the palette writes: the lab's kernel if one runs, else a small process of its own. */
export interface RunWriter {
  track(request: TrackRequest): Promise<RunRef | undefined>;
}

/** What the commands need of the rest of the feature. */
export interface RunActions {
  readonly starter: () => Promise<RunWriter>;
  readonly writer: () => Promise<RunWriter>;
  readonly list: () => Promise<readonly Run[]>;
  readonly open: (id: string, title: string) => Promise<void>;
  readonly refresh: () => void;
}

interface OpenRun {
  readonly run: RunRef;
  readonly writer: RunWriter;
}

/** The palette's commands on runs. */
export class RunCommands extends Disposable {
  readonly #actions: RunActions;
  readonly #log: vscode.LogOutputChannel;
  /** The run that Start Run opened, with who writes it: a lab may start its own kernel meanwhile. */
  #open: OpenRun | undefined;

  constructor(actions: RunActions, log: vscode.LogOutputChannel) {
    super();
    this.#actions = actions;
    this.#log = log;
    this.#command(commands.startRun, () => this.#startRun());
    this.#command(commands.endRun, () => this.#endRun());
    this.#command(commands.logMetric, () => this.#logMetric());
    this.#command(commands.openRun, (target) => this.#openRun(target));
    this.#command(commands.refreshRuns, async () => actions.refresh());
  }

  /** Registers a command whose failure is told, and not only logged. */
  #command(id: string, run: (argument: unknown) => Promise<void>): void {
    const guarded = async (argument: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        if (!(error instanceof UserError)) this.#log.error(error instanceof Error ? error : String(error));
        void vscode.window.showErrorMessage(messageOf(error));
      }
    };
    this.register(vscode.commands.registerCommand(id, guarded));
  }

  async #startRun(): Promise<void> {
    if (this.#open) {
      throw new UserError('run-active', vscode.l10n.t('A run is open already. End it first with “End Run”.'));
    }
    const experiment = await ask({
      title: vscode.l10n.t('Start Run (1/2): Experiment'),
      prompt: vscode.l10n.t('Runs that are to be compared share an experiment. It is made where it does not exist.'),
      value: vscode.workspace.name ?? 'Default',
      validate: checkExperimentName,
    });
    if (experiment === undefined) return;
    const name = await ask({
      title: vscode.l10n.t('Start Run (2/2): Name'),
      prompt: vscode.l10n.t('A name that tells this run from others. Leave it empty for a random one.'),
    });
    if (name === undefined) return;
    const writer = await this.#actions.starter();
    const tags = { [tagKeys.sourceName]: 'MLOps Lab' };
    const run = await writer.track({ op: 'startRun', experiment, tags, ...(name && { name }) });
    if (!run) throw new Error('startRun was answered without a run.');
    await this.#setOpen({ run, writer });
    this.#actions.refresh();
  }

  async #endRun(): Promise<void> {
    if (!this.#open) throw new UserError('no-run', vscode.l10n.t('No run is open. Start one with “Start Run…”.'));
    const status = await vscode.window.showQuickPick(
      [
        { label: vscode.l10n.t('Finished'), status: 'FINISHED' as const },
        { label: vscode.l10n.t('Failed'), status: 'FAILED' as const },
        { label: vscode.l10n.t('Stopped before its end'), status: 'KILLED' as const },
      ],
      { title: vscode.l10n.t('End Run'), placeHolder: vscode.l10n.t('How did it end?') },
    );
    if (!status || !this.#open) return;
    const { run, writer } = this.#open;
    try {
      await writer.track({ op: 'endRun', status: status.status, runId: run.id });
    } finally {
      await this.#setOpen(undefined);
      this.#actions.refresh();
    }
  }

  /** Logs to the run that Start Run opened, else to the one that the lab's kernel has open. */
  async #logMetric(): Promise<void> {
    if (!this.#open && !(await this.#offerRun())) return;
    const key = await ask({
      title: vscode.l10n.t('Log Metric (1/3): Name'),
      prompt: vscode.l10n.t('For example accuracy, or val/loss.'),
      validate: (text) => checkKey('metric', text),
    });
    if (key === undefined) return;
    const value = await ask({
      title: vscode.l10n.t('Log Metric (2/3): Value of {0}', key),
      prompt: vscode.l10n.t('A number such as 0.93 or 1e-3; NaN and Infinity are kept too.'),
      validate: parseMetricValue,
    });
    if (value === undefined) return;
    const step = await ask({
      title: vscode.l10n.t('Log Metric (3/3): Step'),
      prompt: vscode.l10n.t('A whole number: the epoch or batch that the value belongs to.'),
      value: '0',
      validate: parseStep,
    });
    if (step === undefined) return;
    const writer = this.#open?.writer ?? (await this.#actions.writer());
    const run = await writer.track({
      op: 'logMetric',
      key,
      value: parseMetricValue(value),
      step: parseStep(step),
      ...(this.#open && { runId: this.#open.run.id }),
    });
    await writer.track({ op: 'flush' });
    this.#actions.refresh();
    if (run) vscode.window.setStatusBarMessage(vscode.l10n.t('Logged {0} to “{1}”.', key, run.experiment), 5000);
  }

  /** Nothing is asked for that could not be recorded. Resolves with whether there is a run now. */
  async #offerRun(): Promise<boolean> {
    const writer = await this.#actions.writer().catch(() => undefined);
    // A kernel answers with the run that it has open.
    if (await writer?.track({ op: 'flush' })) return true;
    const start = vscode.l10n.t('Start Run');
    const question = vscode.l10n.t('No run is open to log to. Start one?');
    if ((await vscode.window.showInformationMessage(question, start)) !== start) return false;
    await this.#startRun();
    return this.#open !== undefined;
  }

  async #openRun(target: unknown): Promise<void> {
    const run = isRunNode(target) ? target.run : isRef(target) ? { id: target.id, name: '' } : await this.#pickRun();
    if (run) await this.#actions.open(run.id, run.name || vscode.l10n.t('Run'));
  }

  async #pickRun(): Promise<Run | undefined> {
    const runs = await this.#actions.list();
    if (!runs.length) {
      throw new UserError(
        'no-runs',
        vscode.l10n.t('No runs are recorded in this folder yet. Run a lab, or start a run.'),
      );
    }
    const now = Date.now();
    const items = runs.map((run) => ({ label: run.name || run.id, description: runFacts(run, now).join(' · '), run }));
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Open Run'),
      placeHolder: vscode.l10n.t('Name, lab or experiment'),
      matchOnDescription: true,
    });
    return picked?.run;
  }

  async #setOpen(open: OpenRun | undefined): Promise<void> {
    this.#open = open;
    await vscode.commands.executeCommand('setContext', contexts.runActive, open !== undefined);
  }
}

function isRunNode(target: unknown): target is RunNode {
  return typeof target === 'object' && target !== null && 'kind' in target && target.kind === 'run' && 'run' in target;
}

function isRef(target: unknown): target is { readonly id: string } {
  return typeof target === 'object' && target !== null && 'id' in target && typeof target.id === 'string';
}
