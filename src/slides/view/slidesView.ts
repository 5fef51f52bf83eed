import type * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import type { DeckPlace, DeepLink } from '../../shared/deepLink.ts';
import type { EvidenceKeeper } from '../../shared/evidence.ts';
import type { CourseItem, Specialization } from '../../shared/model.ts';
import { ensureWorkspaceFolder } from '../../shared/view/workspaceFolder.ts';
import { CourseTexts, type LabTexts } from './courseTexts.ts';
import { DeckEditor } from './deckEditor.ts';
import { LabReferences, type LabsOfSlides } from './labReferences.ts';
import { followTo, LinkedDeck } from './linkedDeck.ts';
import { NotesFiles } from './notesFiles.ts';
import { NotesView } from './notesView.ts';
import { SlideLinks } from './slideLinks.ts';
import { SlidesCommands } from './slidesCommands.ts';

/** What slides ask of the course. */
export interface CourseOfSlides {
  /** The course on show; where there is none, the person is told why. */
  course(): Promise<Specialization | undefined>;
  /** The course on show, if there is one: nobody is told where there is none. */
  shown(): Promise<Specialization | undefined>;
  /** Goes where a link leads, beside what is read. */
  follow(link: DeepLink): Promise<void>;
}

/** The slides feature: decks in the viewer, links to them, and the search over all. */
export class SlidesView extends Disposable {
  readonly #decks: DeckEditor;
  /** The search over the text of decks and labs. */
  readonly texts: CourseTexts;

  constructor(
    context: vscode.ExtensionContext,
    evidence: EvidenceKeeper,
    course: CourseOfSlides,
    labs: LabTexts & LabsOfSlides,
    log: vscode.LogOutputChannel,
  ) {
    super();
    const toItem = (link: DeepLink) => course.follow(link);
    const shown = () => course.shown();
    const files = this.register(new NotesFiles());
    const notes = {
      files,
      references: this.register(new LabReferences(shown, labs)),
      course: shown,
      chooseFolder: (itemId: string | undefined) => ensureWorkspaceFolder(context, itemId),
    };
    this.#decks = this.register(new DeckEditor(context, evidence, toItem, notes, log));
    this.register(new NotesView({ files, decks: this.#decks, course: shown, log }));
    this.texts = this.register(new CourseTexts(context, labs, log));
    this.register(new SlidesCommands({ editor: this.#decks, texts: this.texts, course: () => course.course() }, log));
    const follow = followTo(this.#decks, toItem);
    this.register(new LinkedDeck(this.#decks, follow));
    this.register(new SlideLinks(follow));
  }

  /** Shows the deck of an item of the course; without a place, where it was left. */
  async open(uri: vscode.Uri, { id, title }: CourseItem, place?: DeckPlace, beside = false): Promise<void> {
    await this.#decks.open(uri, { title, beside, ...(id && { itemId: id }), ...(place && { place }) });
  }
}
