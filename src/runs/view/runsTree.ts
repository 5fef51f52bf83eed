import * as vscode from 'vscode';
import { tagKeys } from '../../mlops/tracking/values.ts';
import { messageOf } from '../../platform/errors.ts';
import { commands, contexts } from '../../platform/ids.ts';
import { plainMarkdown } from '../../platform/markdown.ts';
import { formatAgo, formatDuration, formatMetric, formatStatus, formatTime, headlineMetric } from '../format.ts';
import type { Run, RunStatus } from '../model.ts';
import { type ExperimentBranch, experimentsOf, type RunBranch } from '../tree.ts';

/** A tree is no place for thousands; the rest is in the table of runs. */
const shown = 500;

export interface ExperimentNode extends ExperimentBranch {
  readonly kind: 'experiment';
}
export interface RunNode extends RunBranch {
  readonly kind: 'run';
  /** Whether the experiment's name stands above it. */
  readonly isNamed: boolean;
}
interface MetricNode {
  readonly kind: 'metric';
  readonly run: Run;
  readonly key: string;
  readonly value: number;
}
export type RunsNode = ExperimentNode | RunNode | MetricNode;

/** The Runs view: the newest runs by experiment, each with the runs nested in it and its latest metrics below it. */
export class RunsTree implements vscode.TreeDataProvider<RunsNode> {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #list: (limit: number) => Promise<readonly Run[]>;
  readonly #say: (message: string | undefined, fault?: string) => void;

  /** @param say puts a sentence above the tree, and a fault beside its title, or takes them away */
  constructor(
    list: (limit: number) => Promise<readonly Run[]>,
    say: (message: string | undefined, fault?: string) => void,
  ) {
    this.#list = list;
    this.#say = say;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  refresh(): void {
    this.#changed.fire();
  }

  async getChildren(node?: RunsNode): Promise<RunsNode[]> {
    if (node?.kind === 'metric') return [];
    if (node?.kind === 'experiment') return runNodes(node.runs, true);
    if (node) return [...runNodes(node.nested, node.isNamed), ...metricNodes(node.run)];
    try {
      const runs = await this.#list(shown + 1);
      this.#say(runs.length > shown ? vscode.l10n.t('The {0} newest runs are listed.', shown) : undefined);
      tell(runs.length > 0 ? 'listed' : 'empty');
      const experiments = experimentsOf(runs.slice(0, shown));
      const [first] = experiments;
      if (experiments.length === 1 && first) return runNodes(first.runs, false);
      return experiments.map((experiment) => ({ kind: 'experiment', ...experiment }));
    } catch (error) {
      this.#say(undefined, messageOf(error));
      tell('failed');
      return [];
    }
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    switch (node.kind) {
      case 'experiment':
        return experimentItem(node);
      case 'run':
        return runItem(node);
      case 'metric':
        return metricItem(node);
    }
  }
}

function runNodes(branches: readonly RunBranch[], isNamed: boolean): RunNode[] {
  return branches.map((branch) => ({ kind: 'run', isNamed, ...branch }));
}

function metricNodes(run: Run): MetricNode[] {
  return Object.entries(run.metrics).map(([key, value]) => ({ kind: 'metric', run, key, value }));
}

function experimentItem({ experimentId, name, runs }: ExperimentNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name || experimentId, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `experiment ${experimentId}`;
  item.contextValue = 'experiment';
  item.iconPath = new vscode.ThemeIcon('beaker');
  item.description = runs.length === 1 ? vscode.l10n.t('1 run') : vscode.l10n.t('{0} runs', runs.length);
  return item;
}

/** For the welcome texts. */
function tell(state: 'listed' | 'empty' | 'failed'): void {
  void vscode.commands.executeCommand('setContext', contexts.runs, state);
}

function runItem(node: RunNode): vscode.TreeItem {
  const { run } = node;
  const hasMore = Object.keys(run.metrics).length > 0 || node.nested.length > 0;
  const item = new vscode.TreeItem(
    run.name || run.id,
    hasMore ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
  );
  const isStarred = run.tags[tagKeys.starred] === 'true';
  const facts = [...(isStarred ? ['★'] : []), ...runFacts(run, Date.now(), node.isNamed)];
  item.id = run.id;
  item.contextValue = 'run';
  item.iconPath = statusIcon(run.status);
  item.description = facts.join(' · ');
  item.tooltip = tooltip(run);
  item.accessibilityInformation = { label: [run.name, formatStatus(run.status), ...facts].join(', ') };
  item.command = { command: commands.openRun, title: vscode.l10n.t('Open Run'), arguments: [node] };
  return item;
}

/** What stands beside a run's name. The usual end, Finished, is left to the icon and the screen reader's label. */
export function runFacts(run: Run, now: number, isNamed = false): string[] {
  const metric = headlineMetric(run);
  return [
    ...(run.status === 'FINISHED' ? [] : [formatStatus(run.status)]),
    // The experiment of a lab's runs is called as the lab is.
    ...(isNamed ? [] : [run.tags[tagKeys.lab] ?? run.experiment]),
    ...(metric ? [`${metric[0]} ${formatMetric(metric[1])}`] : []),
    formatAgo(run.startTime, now, vscode.env.language),
  ];
}

function metricItem({ run, key, value }: MetricNode): vscode.TreeItem {
  const item = new vscode.TreeItem(key);
  item.id = `${run.id}/${key}`;
  item.description = formatMetric(value);
  item.tooltip = `${key} = ${value}`;
  item.iconPath = new vscode.ThemeIcon('graph-line');
  return item;
}

function statusIcon(status: RunStatus): vscode.ThemeIcon {
  const color = (id: string) => new vscode.ThemeColor(id);
  const icons: Readonly<Record<RunStatus, vscode.ThemeIcon>> = {
    RUNNING: new vscode.ThemeIcon('loading~spin'),
    SCHEDULED: new vscode.ThemeIcon('clock'),
    FINISHED: new vscode.ThemeIcon('pass', color('testing.iconPassed')),
    FAILED: new vscode.ThemeIcon('error', color('testing.iconFailed')),
    KILLED: new vscode.ThemeIcon('circle-slash'),
    UNKNOWN: new vscode.ThemeIcon('question'),
  };
  return icons[status];
}

/** Params and latest metrics. Names come from the database: appended as text, they cannot become links or commands. */
function tooltip(run: Run): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  const section = (title: string, entries: readonly (readonly [string, string])[]) => {
    if (!entries.length) return;
    text.appendMarkdown(`\n\n**${title}**\n\n`);
    for (const [key, value] of entries) {
      text.appendMarkdown('- ');
      text.appendMarkdown(plainMarkdown(`${key} = ${value}`));
      text.appendMarkdown('\n');
    }
  };
  text.appendMarkdown(plainMarkdown(`${run.name} (${formatStatus(run.status)})`));
  const duration = run.endTime === undefined ? '' : `, ${formatDuration(run.endTime - run.startTime)}`;
  text.appendMarkdown('\n\n');
  text.appendMarkdown(plainMarkdown(`${run.experiment}, ${formatTime(run.startTime, vscode.env.language)}${duration}`));
  section(vscode.l10n.t('Params'), Object.entries(run.params));
  section(
    vscode.l10n.t('Latest metrics'),
    Object.entries(run.metrics).map(([key, value]) => [key, formatMetric(value)]),
  );
  return text;
}
