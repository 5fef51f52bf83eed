import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { commands } from '../../platform/ids.ts';
import type { Course, CourseItem, CourseWeek, Specialization } from '../../shared/model.ts';
import { type CourseFilter, isFiltering, showAll, showsItem, showsObjective } from '../progress/filter.ts';
import { subjectsOf, type TickedObjective } from '../progress/objectives.ts';
import { noProgress } from '../progress/progress.ts';
import { nothingIsHere, type Part, Summary } from '../progress/summary.ts';
import { groupRow, itemRow, objectiveRow, objectivesRow } from './courseRows.ts';
import { rowUri } from './progressDecorations.ts';

interface Row {
  /** Where it stands among its siblings, its parents' places before it: `0/3/2`. */
  readonly path: string;
}

export type CourseNode = Row &
  (
    | { readonly type: 'course'; readonly course: Course }
    | { readonly type: 'week'; readonly week: CourseWeek; readonly parent: CourseNode }
    | { readonly type: 'objectives'; readonly week: CourseWeek; readonly parent: CourseNode }
    | { readonly type: 'objective'; readonly objective: TickedObjective; readonly parent: CourseNode }
    | { readonly type: 'item'; readonly item: CourseItem; readonly parent: CourseNode }
  );

export type NodeOf<T extends CourseNode['type']> = CourseNode & { readonly type: T };

/** Course › week › objectives and items, with how far each is. */
export class CourseTree extends Disposable implements vscode.TreeDataProvider<CourseNode> {
  readonly #openCommand: string;
  readonly #changed = this.register(new vscode.EventEmitter<readonly CourseNode[] | undefined>());
  /** Only the rows that changed are asked for again, unless all of them may have. */
  readonly onDidChangeTreeData = this.#changed.event as vscode.Event<CourseNode[] | undefined>;
  #roots: readonly CourseNode[] = [];
  readonly #children = new Map<CourseNode, readonly CourseNode[]>();
  /** The rows about an item or objective: an item may be listed twice. */
  readonly #bySubject = new Map<string, CourseNode[]>();
  #summary = new Summary({ source: '', folder: '', courses: [] }, noProgress);
  #filter: CourseFilter = showAll;
  /** What each row showed last, by its path. */
  readonly #shown = new Map<string, string>();
  /** The weeks' paths that are open without a filter: it brings rows of other ids, and VS Code forgets the first. */
  readonly #opened = new Set<string>();

  /** @param openCommand id of the command that opens the item of the node it is given. */
  constructor(openCommand: string) {
    super();
    this.#openCommand = openCommand;
  }

  get summary(): Summary {
    return this.#summary;
  }

  get filter(): CourseFilter {
    return this.#filter;
  }

  /** Whether the filter leaves anything to be seen. */
  get isEmpty(): boolean {
    return this.getChildren().length === 0;
  }

  show(specialization: Specialization | undefined, summary: Summary): void {
    this.#summary = summary;
    this.#children.clear();
    this.#bySubject.clear();
    this.#roots = (specialization?.courses ?? []).map((course, c) => this.#course(course, String(c)));
    this.#changed.fire(undefined);
  }

  /**
   * Shows new progress of some items and objectives.
   * @returns the paths of the rows that show it
   */
  update(summary: Summary, subjects: ReadonlySet<string>): string[] {
    this.#summary = summary;
    const rows = new Set<CourseNode>();
    for (const subject of subjects) {
      for (const node of this.#bySubject.get(subject) ?? []) {
        for (let row: CourseNode | undefined = node; row; row = this.getParent(row)) rows.add(row);
      }
    }
    // VS Code reads a row again together with all below it, so only those are named that show something else.
    const others = [...rows].filter((node) => this.#shown.get(node.path) !== JSON.stringify(this.#row(node)));
    // With a filter, what is shown at all may have changed.
    if (isFiltering(this.#filter)) this.#changed.fire(undefined);
    else if (others.length > 0) this.#changed.fire(others);
    return [...rows].map(({ path }) => path);
  }

  /** Is told when somebody opens or closes a row. */
  remember({ path }: CourseNode, isOpen: boolean): void {
    if (isFiltering(this.#filter)) return;
    if (isOpen) this.#opened.add(path);
    else this.#opened.delete(path);
  }

  setFilter(filter: CourseFilter): void {
    this.#filter = filter;
    this.#changed.fire(undefined);
  }

  getChildren(node?: CourseNode): CourseNode[] {
    const all = node ? (this.#children.get(node) ?? []) : this.#roots;
    return all.filter((child) => this.isShown(child));
  }

  getParent(node: CourseNode): CourseNode | undefined {
    return node.type === 'course' ? undefined : node.parent;
  }

  getTreeItem(node: CourseNode): vscode.TreeItem {
    const row = this.#row(node);
    this.#shown.set(node.path, JSON.stringify(row));
    const { None, Expanded } = vscode.TreeItemCollapsibleState;
    // A row of another id has its own state: all that a filter leaves is open at first.
    const isFiltered = isFiltering(this.#filter);
    row.id = isFiltered ? `${node.path} filtered` : node.path;
    if (row.collapsibleState !== None && (isFiltered || this.#opened.has(node.path))) row.collapsibleState = Expanded;
    const command = this.#commandOf(node);
    if (command) row.command = { ...command, arguments: [node] };
    // An address brings a file's icon with it where a row has none of its own, as objectives have not.
    const isMissing = nothingIsHere(node.type === 'item' ? [node.item] : node.type === 'week' ? node.week.items : []);
    if (isMissing || this.#progressAt(node)) row.resourceUri = rowUri(node.path, isMissing);
    if (isMissing && node.type === 'week') row.description ||= vscode.l10n.t('coming');
    return row;
  }

  /** How far the row at a path is; nothing for objectives, which have a box to tick. */
  progressOf(path: string): Part | undefined {
    const node = this.#nodeAt(path);
    return node && this.#progressAt(node);
  }

  /** The row of an objective. */
  objectiveNode(week: CourseWeek, text: string): CourseNode | undefined {
    const objective = this.#summary.objectivesOf(week).find((each) => each.text === text);
    return objective && this.#bySubject.get(objective.key)?.[0];
  }

  #progressAt(node: CourseNode): Part | undefined {
    if (node.type === 'course') return this.#summary.course(node.course);
    if (node.type === 'week') return this.#summary.week(node.week);
    return node.type === 'item' ? this.#summary.item(node.item) : undefined;
  }

  #nodeAt(path: string): CourseNode | undefined {
    let nodes = this.#roots;
    let found: CourseNode | undefined;
    for (let length = 1; length <= path.split('/').length; length++) {
      const wanted = path.split('/').slice(0, length).join('/');
      found = nodes.find((node) => node.path === wanted);
      if (!found) return undefined;
      nodes = this.#children.get(found) ?? [];
    }
    return found;
  }

  #course(course: Course, path: string): CourseNode {
    const node: CourseNode = { type: 'course', course, path };
    this.#children.set(
      node,
      course.weeks.map((week, w) => this.#week(week, node, `${path}/${w}`)),
    );
    return node;
  }

  #week(week: CourseWeek, parent: CourseNode, path: string): CourseNode {
    const node: CourseNode = { type: 'week', week, parent, path };
    const items = week.items.map((item, i): CourseNode => {
      const row: CourseNode = { type: 'item', item, parent: node, path: `${path}/${i}` };
      return item.id === undefined ? row : this.#index([item.id], row);
    });
    const objectives = this.#summary.objectivesOf(week);
    if (objectives.length === 0) {
      this.#children.set(node, items);
      return node;
    }
    const group: CourseNode = { type: 'objectives', week, parent: node, path: `${path}/objectives` };
    this.#children.set(
      group,
      objectives.map((objective, o) =>
        this.#index(subjectsOf(objective), { type: 'objective', objective, parent: group, path: `${group.path}/${o}` }),
      ),
    );
    this.#children.set(node, [group, ...items]);
    return node;
  }

  #index(subjects: readonly string[], node: CourseNode): CourseNode {
    for (const subject of subjects) this.#bySubject.set(subject, [...(this.#bySubject.get(subject) ?? []), node]);
    return node;
  }

  /** Whether the filter leaves it in. */
  isShown(node: CourseNode): boolean {
    if (!isFiltering(this.#filter)) return true;
    if (node.type === 'item') return showsItem(this.#filter, node.item, this.#summary.item(node.item).state);
    if (node.type === 'objective') return showsObjective(this.#filter, this.#summary.isTicked(node.objective));
    return this.getChildren(node).length > 0;
  }

  /** What Enter and a click do. */
  #commandOf({ type }: CourseNode): vscode.Command | undefined {
    if (type === 'item') return { command: this.#openCommand, title: vscode.l10n.t('Open') };
    // Of an objective only the box ticks: a click is for reading it in full.
    const opensWeek = type === 'week' || type === 'objective';
    return opensWeek ? { command: commands.openWeek, title: vscode.l10n.t('Open Week') } : undefined;
  }

  #row(node: CourseNode): vscode.TreeItem {
    switch (node.type) {
      case 'course':
        return groupRow('course', node.course.title, this.#summary.course(node.course));
      case 'week':
        return groupRow('week', node.week.title, this.#summary.week(node.week), textsOf(node.week));
      case 'objectives':
        return objectivesRow(this.#summary.objectives(node.week));
      case 'objective':
        return objectiveRow(node.objective, this.#summary.isTicked(node.objective));
      case 'item':
        return itemRow(node.item, this.#summary.item(node.item), objectivesAbove(node));
    }
  }
}

function objectivesAbove({ parent }: NodeOf<'item'>): readonly string[] {
  return parent.type === 'week' ? textsOf(parent.week) : [];
}

const textsOf = ({ objectives }: CourseWeek): string[] => objectives.map(({ text }) => text);
