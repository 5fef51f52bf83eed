/** The rows of the Course view. */
import * as vscode from 'vscode';
import { plainMarkdown } from '../../platform/markdown.ts';
import type { CourseItem, ItemKind } from '../../shared/model.ts';
import type { TickedObjective } from '../progress/objectives.ts';
import { type Count, type GroupProgress, type ItemProgress, isHere, type State } from '../progress/summary.ts';
import { countSentence, groupSentence, groupText, itemSentence, itemText } from '../progress/words.ts';

const icons: Record<ItemKind, string> = {
  slides: 'file-pdf',
  lab: 'beaker',
  assignment: 'mortar-board',
  quiz: 'question',
};

/** Colour is never the only sign: the badge and the text beside the title say the same. */
const colours: Record<State, vscode.ThemeColor | undefined> = {
  todo: undefined,
  begun: new vscode.ThemeColor('charts.blue'),
  done: new vscode.ThemeColor('testing.iconPassed'),
};

export function groupRow(
  type: 'course' | 'week',
  title: string,
  progress: GroupProgress,
  objectives: readonly string[] = [],
): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const row = new vscode.TreeItem(title, type === 'course' ? Expanded : Collapsed);
  const sentence = groupSentence(progress);
  row.iconPath = new vscode.ThemeIcon(type === 'course' ? 'book' : 'calendar', colours[progress.state]);
  row.contextValue = progress.state === 'todo' ? type : `${type} begun`;
  row.description = groupText(progress);
  // The percentage is the badge's alone: it changes more often than anything that the row says.
  const rule = vscode.l10n.t('The number beside it is a percentage: the mean of all that is in it.');
  row.tooltip = tooltip(title, progress.state === 'begun' ? [sentence, rule] : [sentence], objectives);
  row.accessibilityInformation = { label: `${title}, ${sentence}` };
  return row;
}

export function objectivesRow(count: Count): vscode.TreeItem {
  const title = vscode.l10n.t('Objectives');
  const row = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
  row.iconPath = new vscode.ThemeIcon('target', colours[count.done === count.of ? 'done' : 'todo']);
  row.contextValue = 'objectives';
  if (count.done > 0) row.description = vscode.l10n.t('{0} of {1}', count.done, count.of);
  row.tooltip = `${countSentence(count)} ${vscode.l10n.t('Tick what you can do.')}`;
  row.accessibilityInformation = { label: `${title}, ${countSentence(count)}` };
  return row;
}

export function objectiveRow({ text }: TickedObjective, isTicked: boolean): vscode.TreeItem {
  const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
  const row = new vscode.TreeItem(text);
  row.contextValue = 'objective';
  row.checkboxState = {
    state: isTicked ? Checked : Unchecked,
    tooltip: isTicked ? vscode.l10n.t('You can do this.') : vscode.l10n.t('Tick this when you can do it.'),
    accessibilityInformation: { label: text, role: 'checkbox' },
  };
  row.tooltip = text;
  row.accessibilityInformation = { label: text };
  return row;
}

/** @param objectives those of its week */
export function itemRow(item: CourseItem, progress: ItemProgress, objectives: readonly string[]): vscode.TreeItem {
  const state = stateText(item);
  const done = isHere(item) ? itemText(progress) : '';
  const sentence = isHere(item) ? itemSentence(progress) : '';
  const row = new vscode.TreeItem(item.title);
  row.iconPath = itemIcon(item, progress.state);
  row.contextValue = contextOf(item, progress);
  row.tooltip = tooltip(item.title, [sentence, item.note ?? item.target ?? ''], objectives);
  row.description = [done, state].filter(Boolean).join(' · ');
  const words = [kindText(item.kind), item.title, state, sentence, item.note];
  row.accessibilityInformation = { label: words.filter(Boolean).join(', ') };
  return row;
}

/** What the menus ask for, in words apart by blanks behind the first. */
function contextOf(item: CourseItem, { state, marked, count }: ItemProgress): string {
  const words = [`item.${item.kind}.${item.state}`];
  if (isHere(item) && state !== 'todo') words.push('begun');
  if (item.other) words.push(item.other.kind === 'notebook' ? 'notebookBeside' : 'bundledSlides');
  // What is counted needs no mark.
  if (marked) words.push('marked');
  else if (isHere(item) && !count) words.push('markable');
  return words.join(' ');
}

/** The kind shows in the icon; that something is wrong shows in the text as well, never in colour alone. */
function itemIcon(item: CourseItem, progress: State): vscode.ThemeIcon {
  const { kind, state } = item;
  if (state === 'misdirected') return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  if (state === 'missing') return new vscode.ThemeIcon(icons[kind], new vscode.ThemeColor('disabledForeground'));
  return new vscode.ThemeIcon(icons[kind], colours[progress]);
}

export function kindText(kind: ItemKind): string {
  if (kind === 'slides') return vscode.l10n.t('Slides');
  if (kind === 'lab') return vscode.l10n.t('Lab');
  return kind === 'assignment' ? vscode.l10n.t('Assignment') : vscode.l10n.t('Quiz');
}

export function kindIcon(kind: ItemKind): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icons[kind]);
}

/** What is said beside an item that cannot simply be opened; empty otherwise. */
export function stateText({ state, repaired }: CourseItem): string {
  if (repaired) return vscode.l10n.t('repaired');
  if (state === 'missing') return vscode.l10n.t('not here yet');
  return state === 'misdirected' ? vscode.l10n.t('leads elsewhere') : '';
}

function tooltip(title: string, notes: readonly string[], objectives: readonly string[]): vscode.MarkdownString {
  // A README is not ours: `plainMarkdown` keeps its marks from becoming links or pictures.
  const text = new vscode.MarkdownString().appendMarkdown(plainMarkdown(title));
  for (const note of notes.filter(Boolean)) text.appendMarkdown('\n\n').appendMarkdown(plainMarkdown(note));
  if (objectives.length) {
    text
      .appendMarkdown('\n\n')
      .appendMarkdown(plainMarkdown(vscode.l10n.t('After this week you can:')))
      .appendMarkdown('\n');
    for (const objective of objectives) text.appendMarkdown('\n- ').appendMarkdown(plainMarkdown(objective));
  }
  return text;
}
