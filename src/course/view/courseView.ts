import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { commands, contexts, views } from '../../platform/ids.ts';
import { reached } from '../../platform/view/reached.ts';
import type { DeepLink } from '../../shared/deepLink.ts';
import { itemById, itemsOf, type PlacedObjective } from '../../shared/find.ts';
import { deckIdOf } from '../../shared/findLinks.ts';
import type { CourseItem, CourseWeek, ItemKind, Specialization } from '../../shared/model.ts';
import type { TextSearch } from '../../shared/texts.ts';
import { isFirstVisit, takePendingItem } from '../../shared/view/workspaceFolder.ts';
import { bundledLabs } from '../bundledLabs.ts';
import { filterText, isFiltering, showAll } from '../progress/filter.ts';
import { isHere, percent, Summary } from '../progress/summary.ts';
import { ContinueCommands } from './continueCommands.ts';
import { CourseSource, type CourseState } from './courseSource.ts';
import { type CourseNode, CourseTree } from './courseTree.ts';
import { pickFilter } from './filterPick.ts';
import { findInCourse } from './findInCourse.ts';
import { guarded, registerGuarded } from './guarded.ts';
import { ItemMenu } from './itemMenu.ts';
import { type ItemOpener, ItemOpening, type ItemPlace, placeOf } from './itemOpening.ts';
import { pickItem } from './pickItem.ts';
import { ProgressCommands } from './progressCommands.ts';
import { ProgressDecorations } from './progressDecorations.ts';
import type { ProgressFiles } from './progressFiles.ts';
import { firstWanted, isItemNode, noneHere } from './wanted.ts';
import { WeekPages } from './weekPages.ts';

/** The Course view and its commands. */
export class CourseView extends Disposable {
  readonly #opener: ItemOpener;
  readonly #items: ItemOpening;
  readonly #log: vscode.LogOutputChannel;
  readonly #files: ProgressFiles;
  readonly #source: CourseSource;
  readonly #tree = this.register(new CourseTree(commands.openItem));
  readonly #decorations = this.register(new ProgressDecorations((path) => this.#tree.progressOf(path)));
  readonly #view = this.register(
    vscode.window.createTreeView(views.course, {
      treeDataProvider: this.#tree,
      showCollapseAll: true,
      // An objective's box says nothing of the rows above it.
      manageCheckboxStateManually: true,
    }),
  );
  readonly #progress: ProgressCommands;
  readonly #continue: ContinueCommands;
  readonly #weeks: WeekPages;
  #state: CourseState | undefined;

  constructor(
    context: vscode.ExtensionContext,
    opener: ItemOpener,
    texts: TextSearch,
    files: ProgressFiles,
    log: vscode.LogOutputChannel,
  ) {
    super();
    this.#opener = opener;
    this.#items = new ItemOpening(opener);
    this.#files = files;
    this.#log = log;
    this.#source = this.register(new CourseSource(context, log));
    const host = { log, opener, files, tree: this.#tree, course: () => this.course() };
    this.#progress = this.register(new ProgressCommands(host));
    this.#continue = this.register(
      new ContinueCommands({
        ...host,
        summary: () => this.#tree.summary,
        open: ({ placed, place }, course) => this.#items.open(placed.item, course, placeOf(place)),
      }),
    );
    this.register(new ItemMenu({ ...host, items: this.#items }));
    this.#weeks = this.register(
      new WeekPages({
        ...host,
        extensionUri: context.extensionUri,
        summary: () => this.#tree.summary,
        shown: () => this.shown(),
        open: (item, course, place) => this.#items.open(item, course, place),
        tick: (week, objective, done) => this.#tickIn(week, objective, done),
        minutesOf: (path) => opener.labs.minutesOf(path),
        unfold: async (node) => this.#view.reveal(node, { expand: true }),
      }),
    );
    this.register(this.#source.onDidChange((state) => this.#show(state)));
    this.register(files.onDidChange((subjects) => this.#update(subjects)));
    this.register(this.#view.onDidChangeVisibility(() => this.#tellShown()));
    this.register(this.#view.onDidExpandElement(({ element }) => this.#tree.remember(element, true)));
    this.register(this.#view.onDidCollapseElement(({ element }) => this.#tree.remember(element, false)));
    this.register(this.#view.onDidChangeCheckboxState(({ items }) => this.#tick(items)));
    this.#command(commands.openItem, (wanted) => this.#open(wanted));
    this.#command(commands.openNotebookBeside, (node) => this.#items.openOther(node));
    this.#command(commands.openBundledSlides, (node) => this.#items.openOther(node));
    this.#command(commands.refreshCourse, () => this.#source.refresh());
    const find = {
      texts,
      course: () => this.course(),
      openItem: (item: CourseItem, course: Specialization, place?: ItemPlace) => this.#items.open(item, course, place),
      revealObjective: (objective: PlacedObjective) => this.#revealObjective(objective),
      openLink: async (href: string) => void (await vscode.commands.executeCommand(commands.followLink, href)),
    };
    this.#command(commands.findInCourse, () => findInCourse(find));
    this.#command(commands.showBundledCourse, () => this.#showBundled());
    this.#command(commands.filterCourse, () => this.#filter());
    this.#command(commands.clearCourseFilter, async () => this.#setFilter(showAll));
    void guarded(log, () => this.#start(context));
  }

  async #start(context: vscode.ExtensionContext): Promise<void> {
    const firstVisit = isFirstVisit(context);
    await this.#source.refresh();
    const pending = await takePendingItem(context);
    if (pending || (await firstVisit)) await this.#focus();
    if (!pending) return;
    // Picked from the bundled course; the folder's own may call another file by this id.
    const { bundledCourse } = await import('../load.ts');
    const course = await bundledCourse(context.extensionPath);
    const place = itemById(course, pending);
    if (place) return this.#items.open(place.item, course);
    const lab = (await bundledLabs(context.extensionPath)).find(({ id }) => id === pending);
    if (lab) await this.#opener.labs.open(vscode.Uri.file(lab.path), lab.id);
  }

  #command(id: string, run: (argument: unknown) => Promise<unknown>): void {
    this.register(registerGuarded(this.#log, id, run));
  }

  async #focus(): Promise<void> {
    await vscode.commands.executeCommand(`${views.course}.focus`);
  }

  #show(state: CourseState): void {
    this.#state = state;
    const course = state.kind === 'ready' ? state.course : undefined;
    this.#tree.show(course, new Summary(course ?? noCourse, this.#files.progress));
    this.#decorations.refresh();
    // Before anything of it is said: evidence may have waited for the course.
    this.#files.know(new Set(course ? itemsOf(course).flatMap(({ item }) => item.id ?? []) : []));
    this.#describe();
  }

  #update(subjects: ReadonlySet<string>): void {
    const { course } = this.#state?.kind === 'ready' ? this.#state : {};
    if (!course) return;
    const rows = this.#tree.update(new Summary(course, this.#files.progress, this.#tree.summary, subjects), subjects);
    this.#decorations.refresh(rows);
    this.#describe();
  }

  #tellShown(): void {
    if (this.#view.visible && this.#state?.kind === 'ready') reached(contexts.courseShown);
  }

  /** All that the view says beside its rows. */
  #describe(): void {
    const { kind = 'ready' } = this.#state ?? {};
    const course = this.#state?.kind === 'ready' ? this.#state.course : undefined;
    const whole = course && this.#tree.summary.whole(course);
    const parts = [
      whole && whole.state !== 'todo' && `${percent(whole)}%`,
      this.#state?.kind === 'ready' && this.#state.bundled && vscode.l10n.t('bundled'),
    ];
    // A message would stand in the place of the welcome text, and with it of what to do.
    const fault = this.#state?.kind === 'failed' ? this.#state.message : undefined;
    this.#view.description = fault ?? parts.filter(Boolean).join(' · ');
    const isFiltered = isFiltering(this.#tree.filter);
    const noMatch = course !== undefined && isFiltered && this.#tree.isEmpty;
    const filtered = course && !noMatch ? filterText(this.#tree.filter) : '';
    this.#view.message = filtered;
    this.#continue.show(course);
    this.#weeks.refresh();
    this.#tellShown();
    const isEmpty = kind === 'ready' && this.#state !== undefined && this.#tree.isEmpty;
    const shown = noMatch ? 'noMatch' : isEmpty ? 'empty' : kind;
    void vscode.commands.executeCommand('setContext', contexts.course, shown);
    void vscode.commands.executeCommand('setContext', contexts.courseFiltered, isFiltered);
  }

  #tick(boxes: readonly [CourseNode, vscode.TreeItemCheckboxState][]): void {
    for (const [node, state] of boxes) {
      if (node.type !== 'objective') continue;
      this.#progress.tick(node.objective, state === vscode.TreeItemCheckboxState.Checked);
    }
  }

  #tickIn(week: CourseWeek, objective: number, done: boolean): void {
    const ticked = this.#tree.summary.objectivesOf(week)[objective];
    if (ticked) this.#progress.tick(ticked, done);
  }

  async #filter(): Promise<void> {
    const filter = await pickFilter(this.#tree.filter);
    if (filter) this.#setFilter(filter);
  }

  /** What the filter leaves out cannot be shown: then it is taken away. */
  async #revealObjective({ week, text }: PlacedObjective): Promise<void> {
    const node = this.#tree.objectiveNode(week, text);
    if (!node) return;
    if (!this.#tree.isShown(node)) this.#setFilter(showAll);
    await this.#view.reveal(node, { select: true, focus: true });
  }

  #setFilter(filter: typeof showAll): void {
    this.#tree.setFilter(filter);
    this.#describe();
  }

  /** @param wanted a node of the tree, the id of an item, `{ first: kind }`, or nothing: then the user picks. */
  async #open(wanted: unknown): Promise<void> {
    const first = firstWanted(wanted);
    if (first) return this.#openFirst(first);
    if (!isItemNode(wanted) && typeof wanted !== 'string')
      return this.#pick(vscode.l10n.t('Open slides, a lab or an assignment'));
    const course = await this.course();
    if (!course) return;
    if (typeof wanted !== 'string') return this.#items.open(wanted.item, course);
    const place = itemById(course, wanted);
    if (place) return this.#items.open(place.item, course);
    this.#sayMissing(wanted);
  }

  /** The first item of a kind that is there to be opened. */
  async #openFirst(kind: ItemKind): Promise<void> {
    const course = await this.course();
    const found = course && itemsOf(course).find(({ item }) => item.kind === kind && isHere(item));
    if (found) return this.#items.open(found.item, course);
    if (course) void vscode.window.showInformationMessage(noneHere(kind));
  }

  #sayMissing(id: string): void {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The course on show has no item “{0}”. Look for it by Find in Course.', id),
    );
  }

  async #pick(placeholder: string): Promise<void> {
    const course = await this.course();
    const item = course && (await pickItem(course, { title: vscode.l10n.t('Open Item'), placeholder }));
    if (item) await this.#items.open(item, course);
  }

  /** The course on show; where there is none, says why. */
  async course(): Promise<Specialization | undefined> {
    const state = await this.#source.current();
    if (state.kind === 'ready') return state.course;
    const reason =
      state.kind === 'failed' ? state.message : vscode.l10n.t('The README of this folder lists no course.');
    const bundled = vscode.l10n.t('Show the Bundled Course');
    if ((await vscode.window.showInformationMessage(reason, bundled)) === bundled) await this.#source.choose('bundled');
    return undefined;
  }

  /** The course on show, if there is one. */
  async shown(): Promise<Specialization | undefined> {
    const state = await this.#source.current();
    return state.kind === 'ready' ? state.course : undefined;
  }

  /** Goes where a link leads, next to the active editor: it is followed from what is being read. */
  async follow(link: DeepLink): Promise<void> {
    const course = await this.course();
    const id = link.kind === 'lab' ? link.item : deckIdOf(link);
    if (!course || id === undefined) return;
    const found = itemById(course, id);
    if (!found) return this.#sayMissing(id);
    const to: ItemPlace = link.kind === 'lab' ? { ...(link.cell && { cell: link.cell }) } : { page: link.place };
    await this.#items.open(found.item, course, { ...to, beside: true });
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

const noCourse: Specialization = { source: '', folder: '', courses: [] };
