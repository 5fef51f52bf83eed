import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { editors } from '../../platform/ids.ts';
import { WebviewHost } from '../../platform/view/webviewHost.ts';
import { itemById } from '../../shared/find.ts';
import { type CourseItem, type CourseWeek, fileOf, type Specialization } from '../../shared/model.ts';
import { evidenceParts } from '../progress/shown.ts';
import type { Summary } from '../progress/summary.ts';
import { type FromPage, parseFromPage, type ToPage } from '../week/contract.ts';
import { weekPageOf, weeksOf } from '../week/page.ts';
import type { ItemPlace } from './itemOpening.ts';

export interface WeekHost {
  /** The course on show, if there is one. */
  shown(): Promise<Specialization | undefined>;
  summary(): Summary;
  open(item: CourseItem, course: Specialization, place?: ItemPlace): Promise<void>;
  /** Ticks an objective of a week, or takes the tick away. */
  tick(week: CourseWeek, objective: number, done: boolean): void;
  /** What a lab's author thinks that it takes, in minutes. */
  minutesOf(path: string): Promise<number | undefined>;
}

/** The page of a week in a tab; there is one, and another week takes its place. */
export class WeekTab extends Disposable {
  readonly #host: WeekHost;
  readonly #panel: vscode.WebviewPanel;
  readonly #page: WebviewHost<ToPage, FromPage>;
  /** Among all weeks of the course, in reading order. */
  #at: number;
  #minutes: { readonly course: Specialization; readonly byId: ReadonlyMap<string, number> } | undefined;

  constructor(extensionUri: vscode.Uri, host: WeekHost, at: number, onClosed: () => void) {
    super();
    this.#host = host;
    this.#at = at;
    const title = vscode.l10n.t('Week');
    this.#panel = this.register(vscode.window.createWebviewPanel(editors.week, title, vscode.ViewColumn.Active));
    this.#panel.iconPath = new vscode.ThemeIcon('calendar');
    const parts = { title, script: 'week.js', style: 'week.css' };
    this.#page = this.register(new WebviewHost(this.#panel.webview, extensionUri, parts, parseFromPage));
    this.register(this.#page.onReady(() => void this.refresh()));
    this.register(this.#page.onMessage((message) => void this.#act(message)));
    this.register(
      this.#panel.onDidDispose(() => {
        onClosed();
        this.dispose();
      }),
    );
  }

  async show(at: number): Promise<void> {
    this.#at = at;
    this.#panel.reveal();
    await this.refresh();
  }

  /** Shows the week as it is now. */
  async refresh(): Promise<void> {
    const course = await this.#host.shown();
    if (!course) return;
    const minutes = await this.#minutesIn(course);
    const page = weekPageOf(course, this.#host.summary(), this.#at, minutes);
    if (!page || this.isDisposed) return;
    this.#panel.title = page.title;
    this.#page.post({ type: 'week', page });
  }

  /** Read once for a course: they stand in the labs' files. */
  async #minutesIn(course: Specialization): Promise<ReadonlyMap<string, number>> {
    if (this.#minutes?.course === course) return this.#minutes.byId;
    const items = weeksOf(course).flatMap(({ week }) => week.items);
    const byId = new Map<string, number>();
    for (const item of items) {
      const path = item.state === 'missing' ? undefined : fileOf(course, item);
      if (item.id === undefined || !path?.endsWith('.lab.ts')) continue;
      const minutes = await this.#host.minutesOf(path);
      if (minutes !== undefined) byId.set(item.id, minutes);
    }
    this.#minutes = { course, byId };
    return byId;
  }

  async #act(message: FromPage): Promise<void> {
    const course = await this.#host.shown();
    const placed = course && weeksOf(course)[this.#at];
    // It may be about a week that was on show a moment ago.
    if (!placed || message.week !== String(this.#at)) return;
    const { week } = placed;
    switch (message.type) {
      case 'open': {
        const item = week.items[message.item];
        if (item) await this.#host.open(item, course);
        return;
      }
      case 'evidence': {
        const evidence = week.objectives[message.objective]?.evidence?.filter(isListed(course))[message.evidence];
        if (evidence !== undefined) await this.#goTo(evidence, course);
        return;
      }
      case 'tick':
        return this.#host.tick(week, message.objective, message.done);
      case 'turn':
        return this.show(this.#at + message.by);
    }
  }

  async #goTo(evidence: string, course: Specialization): Promise<void> {
    const { item: id, name } = evidenceParts(evidence);
    const found = itemById(course, id);
    if (!found) return;
    const { kind } = found.item;
    const place: ItemPlace = kind === 'slides' ? { page: { name } } : kind === 'quiz' ? {} : { cell: name };
    await this.#host.open(found.item, course, place);
  }
}

/** The page leaves out evidence in items that the course does not list. */
const isListed = (course: Specialization) => (evidence: string) =>
  itemById(course, evidenceParts(evidence).item) !== undefined;
