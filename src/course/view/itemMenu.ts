import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { commands } from '../../platform/ids.ts';
import { type CourseItem, fileOf, type Specialization } from '../../shared/model.ts';
import { registerGuarded } from './guarded.ts';
import type { ItemOpener, ItemOpening } from './itemOpening.ts';
import { isItemNode } from './wanted.ts';

export interface ItemMenuHost {
  readonly log: vscode.LogOutputChannel;
  readonly opener: ItemOpener;
  readonly items: ItemOpening;
  /** The course on show; where there is none, says why. */
  course(): Promise<Specialization | undefined>;
}

/** What an item's menu offers beside what a click does. */
export class ItemMenu extends Disposable {
  readonly #host: ItemMenuHost;

  constructor(host: ItemMenuHost) {
    super();
    this.#host = host;
    this.#command(commands.openItemBeside, (item, course) => host.items.open(item, course, { beside: true }));
    this.#command(commands.openItemAsText, async (item, course) => {
      await host.items.open(item, course);
      const file = this.#fileOf(item, course);
      if (file) await vscode.commands.executeCommand(commands.openAsText, file);
    });
    this.#command(commands.revealItem, async (item, course) => {
      const file = this.#fileOf(item, course);
      if (!file) return;
      const isOurs = vscode.workspace.getWorkspaceFolder(file) !== undefined;
      await vscode.commands.executeCommand(isOurs ? 'revealInExplorer' : 'revealFileInOS', file);
    });
    this.#command(commands.copyItemLink, async (item) => {
      const link = linkTo(item);
      if (link === undefined) return;
      await vscode.env.clipboard.writeText(link);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', link), 4000);
    });
  }

  #command(id: string, run: (item: CourseItem, course: Specialization) => Promise<unknown>): void {
    this.register(
      registerGuarded(this.#host.log, id, async (node) => {
        const course = isItemNode(node) && (await this.#host.course());
        if (course) await run(node.item, course);
      }),
    );
  }

  /** Of a lab that came with the extension, the learner's copy. */
  #fileOf(item: CourseItem, course: Specialization): vscode.Uri | undefined {
    const path = fileOf(course, item);
    if (path === undefined) return undefined;
    const file = vscode.Uri.file(path);
    return this.#host.opener.labs.copyOf(file) ?? file;
  }
}

/** As notes, READMEs and other labs lead to it; nothing leads to a quiz by a link. */
function linkTo({ kind, id }: CourseItem): string | undefined {
  if (id === undefined || kind === 'quiz') return undefined;
  return kind === 'slides' ? `mlops-lab:slides/${id}` : `mlops-lab:lab/${id}`;
}
