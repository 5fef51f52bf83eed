import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { commands } from '../../platform/ids.ts';
import type { CourseWeek, Specialization } from '../../shared/model.ts';
import type { CourseNode, NodeOf } from './courseTree.ts';
import { registerGuarded } from './guarded.ts';
import type { WeekHost, WeekTab } from './weekTab.ts';

export interface WeekPagesHost extends WeekHost {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** The course on show; where there is none, says why. */
  course(): Promise<Specialization | undefined>;
  /** Opens the week's row, or closes it: a row with a command does neither by itself. */
  unfold(node: CourseNode): Promise<void>;
}

/** *Open Week*: the page of the week that is asked for. */
export class WeekPages extends Disposable {
  readonly #host: WeekPagesHost;
  #tab: WeekTab | undefined;

  constructor(host: WeekPagesHost) {
    super();
    this.#host = host;
    this.register(registerGuarded(host.log, commands.openWeek, (wanted) => this.#open(wanted)));
    this.register({ dispose: () => this.#tab?.dispose() });
  }

  /** Shows new progress. */
  refresh(): void {
    void this.#tab?.refresh();
  }

  /** @param wanted a row of the tree; without one the user picks a week */
  async #open(wanted: unknown): Promise<void> {
    const course = await this.#host.course();
    if (!course) return;
    const node = weekNode(wanted);
    if (node) await this.#host.unfold(node);
    const week = node?.week ?? (await pickWeek(course));
    if (week) await this.#show(course, week);
  }

  async #show(course: Specialization, week: CourseWeek): Promise<void> {
    const at = course.courses.flatMap(({ weeks }) => weeks).indexOf(week);
    if (at < 0) return;
    if (this.#tab) return this.#tab.show(at);
    const { WeekTab } = await import('./weekParts.ts');
    this.#tab = new WeekTab(this.#host.extensionUri, this.#host, at, () => {
      this.#tab = undefined;
    });
  }
}

/** The row of a week, or that of the week above an objective. */
function weekNode(wanted: unknown): NodeOf<'week' | 'objectives'> | undefined {
  if (typeof wanted !== 'object' || wanted === null || !('type' in wanted)) return undefined;
  const node = wanted as CourseNode;
  if (node.type === 'objective') return weekNode(node.parent);
  return node.type === 'week' || node.type === 'objectives' ? node : undefined;
}

async function pickWeek({ courses }: Specialization): Promise<CourseWeek | undefined> {
  const picks = courses.flatMap((course) =>
    course.weeks.map((week) => ({ label: week.title, description: course.title, week })),
  );
  const placeHolder = vscode.l10n.t('Which week?');
  const title = vscode.l10n.t('Open Week');
  return (await vscode.window.showQuickPick(picks, { title, placeHolder, matchOnDescription: true }))?.week;
}
