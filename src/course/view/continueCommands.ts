import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { commands, contexts } from '../../platform/ids.ts';
import { reached } from '../../platform/view/reached.ts';
import type { Place } from '../../shared/evidence.ts';
import { itemsOf, type PlacedItem } from '../../shared/find.ts';
import { fileOf, type Specialization } from '../../shared/model.ts';
import { lastPlaces, type NextStep, nextStep } from '../progress/next.ts';
import { isHere, type Summary } from '../progress/summary.ts';
import { itemSentence, itemText, percentText } from '../progress/words.ts';
import { kindIcon } from './courseRows.ts';
import { registerGuarded } from './guarded.ts';

export interface ContinueHost {
  readonly log: vscode.LogOutputChannel;
  /** The course on show; where there is none, says why. */
  course(): Promise<Specialization | undefined>;
  summary(): Summary;
  open(step: NextStep, course: Specialization): Promise<void>;
}

/** Longer titles are cut in the status bar, which many share. */
const titleLength = 32;
const listLength = 12;

/** *Continue*, the list of places to go on from, and the status-bar item that shows the current one. */
export class ContinueCommands extends Disposable {
  readonly #host: ContinueHost;
  readonly #status = this.register(
    vscode.window.createStatusBarItem('mlopsLab.progress', vscode.StatusBarAlignment.Left, 10),
  );
  #course: Specialization | undefined;

  constructor(host: ContinueHost) {
    super();
    this.#host = host;
    this.#status.name = vscode.l10n.t('MLOps Lab Progress');
    this.#status.command = commands.continueWith;
    this.register(registerGuarded(host.log, commands.continueCourse, () => this.#continue()));
    this.register(registerGuarded(host.log, commands.continueWith, () => this.#continueWith()));
    this.register(vscode.window.tabGroups.onDidChangeTabs(() => this.#showStatus()));
    this.register(vscode.window.tabGroups.onDidChangeTabGroups(() => this.#showStatus()));
  }

  /** Shows where somebody is in the course, or nothing. */
  show(course: Specialization | undefined): void {
    this.#course = course;
    this.#showStatus();
  }

  async #continue(): Promise<void> {
    const course = await this.#host.course();
    if (!course) return;
    const step = nextStep(course, this.#host.summary());
    if (step) return this.#goOn(step, course);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('All that is here of this course is done. Reset a week to go through it again.'),
    );
  }

  async #continueWith(): Promise<void> {
    const course = await this.#host.course();
    if (!course) return;
    const summary = this.#host.summary();
    const next = nextStep(course, summary);
    const others = lastPlaces(course, summary).filter(({ placed }) => placed.item !== next?.placed.item);
    const picks = [...(next ? [next] : []), ...others.slice(0, listLength)].map((step) => ({
      step,
      label: step.placed.item.title,
      description: [placeText(step.place), itemText(summary.item(step.placed.item))].filter(Boolean).join(' · '),
      detail: `${step.placed.week.title} · ${step.placed.course.title}`,
      iconPath: kindIcon(step.placed.item.kind),
    }));
    if (picks.length === 0) return this.#continue();
    const placeHolder = vscode.l10n.t('Where do you want to go on?');
    const picked = await vscode.window.showQuickPick(picks, { placeHolder, matchOnDetail: true });
    if (picked) await this.#goOn(picked.step, course);
  }

  async #goOn(step: NextStep, course: Specialization): Promise<void> {
    await this.#host.open(step, course);
    reached(contexts.continued);
  }

  #showStatus(): void {
    const course = this.#course;
    const current = course && this.#current(course);
    if (!current) {
      this.#status.hide();
      return;
    }
    const { item, week } = current;
    const progress = this.#host.summary().item(item);
    const title = item.title.length > titleLength ? `${item.title.slice(0, titleLength - 1).trimEnd()}…` : item.title;
    // Not `3/36`, which beside a deck reads as a page.
    this.#status.text = ['$(mortar-board)', title, percentText(progress)].filter(Boolean).join(' ');
    this.#status.tooltip = `${item.title}, ${week.title}\n${itemSentence(progress)}`;
    this.#status.accessibilityInformation = { label: `${item.title}, ${itemSentence(progress)}`, role: 'button' };
    this.#status.show();
  }

  /** The item in the active editor, else the one that somebody was in last. */
  #current(course: Specialization): PlacedItem | undefined {
    const path = activePath();
    const open = path === undefined ? undefined : itemOfFile(course, path);
    return open ?? lastPlaces(course, this.#host.summary())[0]?.placed;
  }
}

function activePath(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const hasUri =
    input instanceof vscode.TabInputNotebook ||
    input instanceof vscode.TabInputText ||
    input instanceof vscode.TabInputCustom;
  return hasUri && input.uri.scheme === 'file' ? input.uri.fsPath : undefined;
}

/** The item that a file shows. A learner's copy of a lab has the lab's own file name. */
function itemOfFile(course: Specialization, path: string): PlacedItem | undefined {
  const items = itemsOf(course).filter(({ item }) => isHere(item));
  const isCopy = path.endsWith('.lab.ts');
  return (
    items.find(({ item }) => fileOf(course, item) === path) ??
    (isCopy ? items.find(({ item }) => basename(item.target ?? '') === basename(path)) : undefined)
  );
}

function placeText(place: Place | undefined): string {
  if (!place) return '';
  if (place.kind === 'page') return vscode.l10n.t('page {0}', place.page);
  // As the notebook counts them, from 1.
  const index = Number(/^cell-(\d+)$/.exec(place.cell)?.[1] ?? Number.NaN);
  return Number.isNaN(index) ? '' : vscode.l10n.t('cell {0}', index + 1);
}
