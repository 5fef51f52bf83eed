import { join } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import { commands, contexts, views } from '../../platform/ids.ts';
import { itemById } from '../find.ts';
import { bundledCourse } from '../load.ts';
import type { CourseItem, Specialization } from '../model.ts';
import { CourseSource, type CourseState } from './courseSource.ts';
import { type CourseNode, CourseTree } from './courseTree.ts';
import { pickItem } from './pickItem.ts';
import { isFirstVisit, takePendingItem } from './workspaceFolder.ts';

/** What opens the files that have an editor of ours. */
export interface ItemOpener {
  openDeck(uri: vscode.Uri, item: CourseItem): Promise<void>;
  openLab(uri: vscode.Uri, item: CourseItem): Promise<void>;
}

/** The Course view and its commands. */
export class CourseView extends Disposable {
  readonly #opener: ItemOpener;
  readonly #log: vscode.LogOutputChannel;
  readonly #source: CourseSource;
  readonly #tree = this.register(new CourseTree(commands.openItem));
  readonly #view = this.register(
    vscode.window.createTreeView(views.course, { treeDataProvider: this.#tree, showCollapseAll: true }),
  );

  constructor(context: vscode.ExtensionContext, opener: ItemOpener, log: vscode.LogOutputChannel) {
    super();
    this.#opener = opener;
    this.#log = log;
    this.#source = this.register(new CourseSource(context, log));
    this.register(this.#source.onDidChange((state) => this.#show(state)));
    this.#command(commands.openItem, (wanted) => this.#open(wanted));
    this.#command(commands.refreshCourse, () => this.#source.refresh());
    this.#command(commands.findInCourse, () => this.#pick(vscode.l10n.t('Search the course by title or objective')));
    this.#command(commands.showBundledCourse, () => this.#showBundled());
    void this.#guarded(() => this.#start(context));
  }

  async #start(context: vscode.ExtensionContext): Promise<void> {
    const firstVisit = isFirstVisit(context);
    await this.#source.refresh();
    const pending = await takePendingItem(context);
    if (pending || (await firstVisit)) await this.#focus();
    if (!pending) return;
    // Picked from the bundled course; the folder's own may call another file by this id.
    const course = await bundledCourse(context.extensionPath);
    const place = itemById(course, pending);
    if (place) await this.#openItem(place.item, course);
  }

  #command(id: string, run: (argument: unknown) => Promise<unknown>): void {
    this.register(vscode.commands.registerCommand(id, (argument: unknown) => this.#guarded(() => run(argument))));
  }

  /** Nobody above catches what is started by the user: a failure is logged and shown. */
  async #guarded(run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#log.error(error instanceof Error ? error : messageOf(error));
      void vscode.window.showErrorMessage(messageOf(error));
    }
  }

  async #focus(): Promise<void> {
    await vscode.commands.executeCommand(`${views.course}.focus`);
  }

  #show(state: CourseState): void {
    this.#tree.show(state.kind === 'ready' ? state.course : undefined);
    this.#view.description = state.kind === 'ready' && state.bundled ? vscode.l10n.t('bundled') : '';
    this.#view.message = state.kind === 'failed' ? state.message : '';
    void vscode.commands.executeCommand('setContext', contexts.course, state.kind);
  }

  /** @param wanted a node of the tree, the id of an item, or nothing: then the user picks. */
  async #open(wanted: unknown): Promise<void> {
    if (!isItemNode(wanted) && typeof wanted !== 'string')
      return this.#pick(vscode.l10n.t('Open slides, a lab or an assignment'));
    const course = await this.#course();
    if (!course) return;
    if (typeof wanted !== 'string') return this.#openItem(wanted.item, course);
    const place = itemById(course, wanted);
    if (place) return this.#openItem(place.item, course);
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The course on show has no item “{0}”. Look for it by Find in Course.', wanted),
    );
  }

  async #pick(placeholder: string): Promise<void> {
    const course = await this.#course();
    const item = course && (await pickItem(course, placeholder));
    if (item) await this.#openItem(item, course);
  }

  /** The course on show; where there is none, says why. */
  async #course(): Promise<Specialization | undefined> {
    const state = await this.#source.current();
    if (state.kind === 'ready') return state.course;
    const reason =
      state.kind === 'failed' ? state.message : vscode.l10n.t('The README of this folder lists no course.');
    const bundled = vscode.l10n.t('Show the Bundled Course');
    if ((await vscode.window.showInformationMessage(reason, bundled)) === bundled) await this.#source.choose('bundled');
    return undefined;
  }

  async #openItem(item: CourseItem, { folder }: Specialization): Promise<void> {
    if (item.state === 'missing' || item.target === undefined) {
      void vscode.window.showInformationMessage(item.note ?? vscode.l10n.t('“{0}” has no file to open.', item.title));
      return;
    }
    if (item.state === 'misdirected' && !(await this.#confirmed(item))) return;
    await this.#openFile(vscode.Uri.file(join(folder, item.target)), item);
  }

  async #confirmed(item: CourseItem): Promise<boolean> {
    const anyway = vscode.l10n.t('Open It Anyway');
    return (await vscode.window.showWarningMessage(item.note ?? item.title, anyway)) === anyway;
  }

  async #openFile(uri: vscode.Uri, item: CourseItem): Promise<void> {
    if (/\.pdf$/i.test(uri.path)) await this.#opener.openDeck(uri, item);
    else if (uri.path.endsWith('.lab.ts')) await this.#opener.openLab(uri, item);
    else await vscode.commands.executeCommand('vscode.open', uri);
  }

  async #showBundled(): Promise<void> {
    await this.#source.choose('bundled');
    await this.#focus();
    if (!(await this.#source.folderHasCourse())) return;
    const back = vscode.l10n.t('Show This Folder’s Course');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('The bundled course is shown from now on.'),
      back,
    );
    if (answer === back) await this.#source.choose('folder');
  }
}

function isItemNode(value: unknown): value is CourseNode & { type: 'item' } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'item' && 'item' in value;
}
