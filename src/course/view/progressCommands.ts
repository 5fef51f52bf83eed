import { join } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { commands } from '../../platform/ids.ts';
import { showReport } from '../../platform/view/reports.ts';
import { assertTrusted } from '../../platform/view/trust.ts';
import { itemsOf } from '../../shared/find.ts';
import type { CourseItem, CourseWeek, Specialization } from '../../shared/model.ts';
import type { Fact } from '../progress/facts.ts';
import type { TickedObjective } from '../progress/objectives.ts';
import { isHere } from '../progress/summary.ts';
import type { CourseNode, CourseTree } from './courseTree.ts';
import { registerGuarded } from './guarded.ts';
import type { ItemOpener } from './itemOpening.ts';
import { type ItemQuestion, pickItem } from './pickItem.ts';
import type { ProgressFiles } from './progressFiles.ts';

export interface ProgressCommandsHost {
  readonly tree: CourseTree;
  readonly files: ProgressFiles;
  readonly opener: ItemOpener;
  readonly log: vscode.LogOutputChannel;
  /** The course on show; where there is none, says why. */
  course(): Promise<Specialization | undefined>;
}

/** A question for an item, and what is said where none fits. */
type Question = Required<ItemQuestion> & { readonly none: string };

/** What somebody does to their progress by hand: ticks, marks, begins anew, reports. */
export class ProgressCommands extends Disposable {
  readonly #host: ProgressCommandsHost;

  constructor(host: ProgressCommandsHost) {
    super();
    this.#host = host;
    const command = (id: string, run: (argument: unknown) => Promise<unknown>) =>
      this.register(registerGuarded(host.log, id, run));
    command(commands.toggleObjective, async (argument) => {
      const node = nodeOf(argument);
      if (node?.type === 'objective') this.tick(node.objective, !host.tree.summary.isTicked(node.objective));
    });
    command(commands.markAsDone, (argument) => this.#mark(argument, true));
    command(commands.markAsNotDone, (argument) => this.#mark(argument, false));
    command(commands.resetProgress, (argument) => this.#reset(argument));
    command(commands.progressReport, () => this.#report());
  }

  tick({ key }: TickedObjective, done: boolean): void {
    this.#host.files.add([{ kind: 'objective', objective: key, done, at: now() }]);
  }

  async #mark(argument: unknown, done: boolean): Promise<void> {
    const course = await this.#host.course();
    if (!course) return;
    const { summary } = this.#host.tree;
    const item = await this.#itemOf(argument, course, {
      title: done ? vscode.l10n.t('Mark as Done') : vscode.l10n.t('Mark as Not Done'),
      placeholder: vscode.l10n.t('Which item?'),
      fits: (each) => isHere(each) && (done ? summary.item(each).state !== 'done' : summary.item(each).marked),
      none: done ? vscode.l10n.t('All items are done.') : vscode.l10n.t('You have marked no item as done.'),
    });
    if (!item?.id) return;
    this.#host.files.add([{ kind: 'mark', item: item.id, done, at: now() }], fileOf(item, course));
  }

  /** @param argument a week's or an item's node; without one the user picks an item */
  async #reset(argument: unknown): Promise<void> {
    assertTrusted();
    const course = await this.#host.course();
    if (!course) return;
    const node = nodeOf(argument);
    if (node?.type === 'week') return this.#resetWeek(node.week);
    const item = await this.#itemOf(argument, course, {
      title: vscode.l10n.t('Reset Progress'),
      placeholder: vscode.l10n.t('In which item do you want to start over?'),
      fits: (each) => isHere(each) && this.#host.tree.summary.item(each).state !== 'todo',
      none: vscode.l10n.t('You have not begun any item yet.'),
    });
    if (item) await this.#resetItem(item, course);
  }

  async #resetWeek(week: CourseWeek): Promise<void> {
    const reset = vscode.l10n.t('Reset Progress');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Reset your progress in “{0}”?', week.title),
      { modal: true, detail: vscode.l10n.t('Its items and objectives begin anew. A backup of your progress is kept.') },
      reset,
    );
    if (answer !== reset) return;
    const at = now();
    const objectives = this.#host.tree.summary.objectivesOf(week);
    const ticks = objectives.map(({ key }): Fact => ({ kind: 'objective', objective: key, done: false, at }));
    const copies = await this.#host.files.reset([...week.items.flatMap((item) => resetOf(item, at)), ...ticks]);
    this.#tellOf(copies);
  }

  async #resetItem(item: CourseItem, course: Specialization): Promise<void> {
    if (item.id === undefined) return;
    const { labs } = this.#host.opener;
    const uri = vscode.Uri.file(fileOf(item, course));
    const copy = labs.copyOf(uri);
    const progress = vscode.l10n.t('Reset Progress');
    const both = vscode.l10n.t('Reset Progress and My Copy');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Reset your progress in “{0}”?', item.title),
      {
        modal: true,
        detail: copy
          ? vscode.l10n.t('Your copy of the lab can start over as well. A backup of both is kept.')
          : vscode.l10n.t('A copy of your progress is kept.'),
      },
      progress,
      ...(copy ? [both] : []),
    );
    if (answer === undefined) return;
    const copies = await this.#host.files.reset(resetOf(item, now()));
    const kept = answer === both ? await labs.resetCopy(uri, item.id) : undefined;
    this.#tellOf([...copies, ...(kept ? [kept] : [])]);
  }

  #tellOf(copies: readonly string[]): void {
    for (const copy of copies) this.#host.log.info(`Progress: kept as ${copy}`);
    const [first] = copies.map((copy) => vscode.workspace.asRelativePath(copy));
    if (first) vscode.window.setStatusBarMessage(vscode.l10n.t('Reset. What there was is kept in {0}.', first), 8000);
  }

  async #report(): Promise<void> {
    const course = await this.#host.course();
    if (!course) return;
    const picked = await vscode.window.showQuickPick(['Markdown', 'JSON'], {
      placeHolder: vscode.l10n.t('In which form do you want the report?'),
    });
    if (!picked) return;
    const { progressReport, reportMarkdown } = await import('../reports.ts');
    const report = progressReport(course, this.#host.tree.summary, new Date());
    if (picked === 'JSON') await showReport('progress.json', `${JSON.stringify(report, null, 2)}\n`);
    else await showReport('progress.md', reportMarkdown(report));
  }

  /** The item of a node of the tree, else of one that the user picks; where none fits, says so. */
  async #itemOf(argument: unknown, course: Specialization, question: Question): Promise<CourseItem | undefined> {
    const node = nodeOf(argument);
    if (node?.type === 'item') return node.item;
    if (itemsOf(course).some(({ item }) => question.fits(item))) return pickItem(course, question);
    void vscode.window.showInformationMessage(question.none);
    return undefined;
  }
}

/** What VS Code hands to a command of the tree. */
function nodeOf(argument: unknown): CourseNode | undefined {
  return typeof argument === 'object' && argument !== null && 'type' in argument && 'path' in argument
    ? (argument as CourseNode)
    : undefined;
}

function resetOf({ id }: CourseItem, at: string): Fact[] {
  return id === undefined ? [] : [{ kind: 'reset', item: id, at }];
}

function fileOf({ target = '' }: CourseItem, { folder }: Specialization): string {
  return join(folder, target);
}

function now(): string {
  return new Date().toISOString();
}
