import type * as vscode from 'vscode';
import type { Specialization } from '../../shared/model.ts';
import { type CourseTexts, readableItems } from './courseTexts.ts';
import type { DeckEditor } from './deckEditor.ts';

/** What commands over all decks stand on. */
export interface DecksHost {
  readonly editor: DeckEditor;
  readonly texts: CourseTexts;
  /** The course on show; where there is none, the person is told why. */
  course(): Promise<Specialization | undefined>;
}

/** A deck of the course on show that is there to be read. */
export interface CourseDeck {
  /** Its item's. */
  readonly id: string | undefined;
  readonly title: string;
  /** Where it stands: the titles of its week and course. */
  readonly where: string;
  readonly uri: vscode.Uri;
}

export function decksOf(course: Specialization): CourseDeck[] {
  return readableItems(course, 'slides').map(({ item, week, course: part, uri }) => ({
    id: item.id,
    title: item.title,
    where: `${week.title} · ${part.title}`,
    uri,
  }));
}
