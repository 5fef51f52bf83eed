import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import type { Course, CourseItem, CourseWeek, ItemKind, Specialization } from '../model.ts';

export type CourseNode =
  | { readonly type: 'course'; readonly course: Course }
  | { readonly type: 'week'; readonly week: CourseWeek; readonly parent: CourseNode }
  | { readonly type: 'item'; readonly item: CourseItem; readonly parent: CourseNode };

const icons: Record<ItemKind, string> = { slides: 'file-pdf', lab: 'beaker', assignment: 'mortar-board' };

/** Course › week › item. */
export class CourseTree extends Disposable implements vscode.TreeDataProvider<CourseNode> {
  readonly #openCommand: string;
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changed.event;
  #roots: CourseNode[] = [];

  /** @param openCommand id of the command that opens the item of the node it is given. */
  constructor(openCommand: string) {
    super();
    this.#openCommand = openCommand;
  }

  show(specialization: Specialization | undefined): void {
    this.#roots = (specialization?.courses ?? []).map((course) => ({ type: 'course', course }));
    this.#changed.fire();
  }

  getChildren(node?: CourseNode): CourseNode[] {
    return childrenOf(node, this.#roots);
  }

  getParent(node: CourseNode): CourseNode | undefined {
    return node.type === 'course' ? undefined : node.parent;
  }

  getTreeItem(node: CourseNode): vscode.TreeItem {
    switch (node.type) {
      case 'course':
        return courseRow(node.course);
      case 'week':
        return weekRow(node.week);
      case 'item':
        return itemRow(node, this.#openCommand);
    }
  }
}

function childrenOf(node: CourseNode | undefined, roots: CourseNode[]): CourseNode[] {
  if (!node) return roots;
  if (node.type === 'course') return node.course.weeks.map((week) => ({ type: 'week', week, parent: node }));
  if (node.type === 'week') return node.week.items.map((item) => ({ type: 'item', item, parent: node }));
  return [];
}

function courseRow(course: Course): vscode.TreeItem {
  const row = new vscode.TreeItem(course.title, vscode.TreeItemCollapsibleState.Expanded);
  row.iconPath = new vscode.ThemeIcon('book');
  row.contextValue = 'course';
  row.tooltip = course.title;
  return row;
}

function weekRow(week: CourseWeek): vscode.TreeItem {
  const row = new vscode.TreeItem(week.title, vscode.TreeItemCollapsibleState.Collapsed);
  row.iconPath = new vscode.ThemeIcon('calendar');
  row.contextValue = 'week';
  row.tooltip = tooltip(week.title, undefined, week.objectives);
  return row;
}

function itemRow(node: CourseNode & { type: 'item' }, openCommand: string): vscode.TreeItem {
  const { item, parent } = node;
  const state = stateText(item);
  const row = new vscode.TreeItem(item.title);
  row.iconPath = itemIcon(item);
  row.contextValue = `item.${item.kind}.${item.state}`;
  row.tooltip = tooltip(item.title, item.note ?? item.target, parent.type === 'week' ? parent.week.objectives : []);
  if (state) row.description = state;
  row.accessibilityInformation = {
    label: [kindText(item.kind), item.title, state, item.note].filter(Boolean).join(', '),
  };
  row.command = { command: openCommand, title: vscode.l10n.t('Open'), arguments: [node] };
  return row;
}

/** The kind shows in the icon; that something is wrong shows in the text as well, never in colour alone. */
function itemIcon({ kind, state }: CourseItem): vscode.ThemeIcon {
  if (state === 'misdirected') return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  if (state === 'missing') return new vscode.ThemeIcon(icons[kind], new vscode.ThemeColor('disabledForeground'));
  return new vscode.ThemeIcon(icons[kind]);
}

export function kindText(kind: ItemKind): string {
  if (kind === 'slides') return vscode.l10n.t('Slides');
  return kind === 'lab' ? vscode.l10n.t('Lab') : vscode.l10n.t('Assignment');
}

export function kindIcon(kind: ItemKind): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icons[kind]);
}

/** What is said beside an item that cannot simply be opened; empty otherwise. */
export function stateText({ state }: CourseItem): string {
  if (state === 'missing') return vscode.l10n.t('not here yet');
  return state === 'misdirected' ? vscode.l10n.t('leads elsewhere') : '';
}

function tooltip(title: string, note: string | undefined, objectives: readonly string[]): vscode.MarkdownString {
  // A README is not ours: `appendText` keeps its marks from becoming links or pictures.
  const text = new vscode.MarkdownString().appendText(title);
  if (note) text.appendMarkdown('\n\n').appendText(note);
  if (objectives.length) {
    text.appendMarkdown('\n\n').appendText(vscode.l10n.t('After this week you can:')).appendMarkdown('\n');
    for (const objective of objectives) text.appendMarkdown('\n- ').appendText(objective);
  }
  return text;
}
