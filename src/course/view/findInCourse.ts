import * as vscode from 'vscode';
import { type Found, pickFound } from '../../platform/view/searchPick.ts';
import { type DeckPlace, parseDeepLink } from '../../shared/deepLink.ts';
import {
  findObjectives,
  findTerms,
  findTitles,
  itemById,
  itemsOf,
  type PlacedItem,
  type PlacedObjective,
} from '../../shared/find.ts';
import type { Term } from '../../shared/glossary.ts';
import { type CourseItem, fileOf, type Specialization } from '../../shared/model.ts';
import { type TextHit, type TextKind, type TextSearch, withSigns } from '../../shared/texts.ts';
import { kindIcon, stateText } from './courseRows.ts';

export interface FindHost {
  readonly texts: TextSearch;
  /** The course on show; where there is none, says why. */
  course(): Promise<Specialization | undefined>;
  openItem(item: CourseItem, course: Specialization, place?: { page?: DeckPlace; cell?: string }): Promise<void>;
  /** Brings an objective's row into view. */
  revealObjective(objective: PlacedObjective): Promise<void>;
  /** Follows a link into the course. */
  openLink(href: string): Promise<void>;
}

interface FindPick extends vscode.QuickPickItem {
  readonly open?: () => Promise<void>;
}

/** How much of each group is listed: all of them are to be reached by a few keys. */
const most = { items: 12, objectives: 8, terms: 6, lab: 40, slides: 60 };

/** *Find in Course*: one list over titles, objectives, labs and slides, which opens the item, the cell or the page. */
export async function findInCourse(host: FindHost): Promise<void> {
  const course = await host.course();
  if (!course) return;
  const rows = new FindRows(course, host);
  const picked = await pickFound<FindPick>({
    title: vscode.l10n.t('Find in Course'),
    placeholder: vscode.l10n.t('Words in titles, objectives, labs and slides'),
    find: (typed) => rows.find(typed),
    prepare: async (progress) => {
      const reading = (done: number, of: number) =>
        progress(vscode.l10n.t('reading the slides, {0} of {1}', done + 1, of));
      // Labs are read in an instant, so nothing is said of them.
      await host.texts.update('lab', course, () => {});
      await host.texts.update('slides', course, reading);
    },
  });
  await picked?.open?.();
}

/** What the list shows. */
class FindRows {
  readonly #course: Specialization;
  readonly #host: FindHost;
  /** Items by the address of their file. */
  readonly #items: ReadonlyMap<string, PlacedItem>;

  constructor(course: Specialization, host: FindHost) {
    this.#course = course;
    this.#host = host;
    this.#items = new Map(
      itemsOf(course).flatMap((placed): [string, PlacedItem][] => {
        const file = fileOf(course, placed.item);
        return file === undefined ? [] : [[vscode.Uri.file(file).toString(), placed]];
      }),
    );
  }

  /** What the course itself lists is there at once; the text of labs and slides follows. */
  async *find(typed: string): AsyncIterable<Found<FindPick>> {
    const titles = findTitles(this.#course, typed);
    const items = typed ? titles.slice(0, most.items) : titles;
    const objectives = findObjectives(this.#course, typed).slice(0, most.objectives);
    const { terms } = await import('../../shared/terms.ts');
    const named = findTerms(terms, typed)
      .filter(({ see }) => this.#leadsInto(see))
      .slice(0, most.terms);
    const atOnce = [
      ...group(vscode.l10n.t('Items'), items, titles.length, (placed) => this.#itemPick(placed)),
      ...group(vscode.l10n.t('Glossary'), named, named.length, (term) => this.#termPick(term)),
      ...group(vscode.l10n.t('Objectives'), objectives, objectives.length, (each) => this.#objectivePick(each)),
    ];
    yield { picks: atOnce, summary: '' };
    if (!typed) return;
    const [cells, pages] = await Promise.all([this.#search('lab', typed), this.#search('slides', typed)]);
    const text = [
      ...group(vscode.l10n.t('Labs'), cells, cells.length, (hit) => this.#cellPick(hit, typed)),
      ...group(vscode.l10n.t('Slides'), pages, pages.length, (hit) => this.#pagePick(hit, typed)),
    ];
    const picks = [...atOnce, ...text];
    yield { picks, summary: picks.length === 0 ? vscode.l10n.t('nothing found') : '' };
  }

  async #search(kind: TextKind, typed: string): Promise<readonly TextHit[]> {
    const hits = await this.#host.texts.search(kind, typed, most[kind]);
    return hits.filter(({ document }) => this.#items.has(document));
  }

  #itemPick(placed: PlacedItem): FindPick {
    const { item } = placed;
    return {
      label: item.title,
      description: [stateText(item), whereOf(placed)].filter(Boolean).join(' · '),
      iconPath: kindIcon(item.kind),
      open: () => this.#host.openItem(item, this.#course),
    };
  }

  #objectivePick(objective: PlacedObjective): FindPick {
    return {
      label: objective.text,
      description: whereOf(objective),
      iconPath: new vscode.ThemeIcon('target'),
      open: () => this.#host.revealObjective(objective),
    };
  }

  /** Whether a link leads to an item of this course: that of another author has other pages. */
  #leadsInto(href: string): boolean {
    const link = parseDeepLink(href);
    return link !== undefined && link.kind !== 'deck' && itemById(this.#course, link.item) !== undefined;
  }

  #termPick({ term, means, see }: Term): FindPick {
    return {
      label: term,
      detail: means,
      iconPath: new vscode.ThemeIcon('book'),
      open: () => this.#host.openLink(see),
    };
  }

  #cellPick(hit: TextHit, typed: string): FindPick {
    const { part, title } = hit;
    const label = title ? vscode.l10n.t('Cell {0}: {1}', part, title) : vscode.l10n.t('Cell {0}', part);
    return this.#textPick(hit, label, typed, { cell: `cell-${part - 1}` });
  }

  #pagePick(hit: TextHit, typed: string): FindPick {
    const { part, title, search } = hit;
    const label = vscode.l10n.t('Page {0}: {1}', hit.label ?? part, title);
    return this.#textPick(hit, label, typed, { page: { page: part, ...(search && { search }) } });
  }

  #textPick(hit: TextHit, label: string, typed: string, place: { page?: DeckPlace; cell?: string }): FindPick {
    const placed = this.#items.get(hit.document)!;
    return {
      label,
      description: `${placed.item.title} · ${whereOf(placed)}`,
      detail: withSigns(hit.line, typed),
      iconPath: kindIcon(placed.item.kind),
      open: () => this.#host.openItem(placed.item, this.#course, place),
    };
  }
}

/** The picks under a line with the group's name, which says when there are more. */
function group<T>(name: string, shown: readonly T[], of: number, pick: (one: T) => FindPick): FindPick[] {
  if (shown.length === 0) return [];
  const label = shown.length < of ? vscode.l10n.t('{0} ({1} of {2})', name, shown.length, of) : name;
  const separator = { label, kind: vscode.QuickPickItemKind.Separator };
  return [separator, ...shown.map((one) => ({ ...pick(one), alwaysShow: true }))];
}

function whereOf({ week, course }: Pick<PlacedItem, 'week' | 'course'>): string {
  return `${week.title} · ${course.title}`;
}
