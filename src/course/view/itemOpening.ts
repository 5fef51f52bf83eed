import * as vscode from 'vscode';
import type { DeckPlace } from '../../shared/deepLink.ts';
import type { Place } from '../../shared/evidence.ts';
import { type CourseItem, fileOf, type Specialization } from '../../shared/model.ts';
import { isItemNode } from './wanted.ts';

/** What opens the files that have an editor of ours. */
export interface ItemOpener {
  openDeck(uri: vscode.Uri, item: CourseItem, place?: DeckPlace, beside?: boolean): Promise<void>;
  openQuiz(uri: vscode.Uri, item: CourseItem): Promise<void>;
  readonly labs: LabOpener;
}

/** Ids are those of the labs' items. */
export interface LabOpener {
  /**
   * @param cell the name of the cell to go to
   * @param beside next to the active editor, where the lab is not open already
   */
  open(uri: vscode.Uri, id: string | undefined, cell?: string, beside?: boolean): Promise<void>;
  /** The learner's own copy of a lab, where there is one. */
  copyOf(uri: vscode.Uri): vscode.Uri | undefined;
  /** What a lab's author thinks that it takes, in minutes; read from its file. */
  minutesOf(path: string): Promise<number | undefined>;
  /** Begins that copy anew; resolves with the path of what was kept of it. */
  resetCopy(uri: vscode.Uri, id: string): Promise<string | undefined>;
}

/** Where in an item to go, and where to show it. */
export interface ItemPlace {
  readonly page?: DeckPlace;
  readonly cell?: string;
  readonly beside?: boolean;
}

/** Opens the items of a course, each in the editor for its kind of file. */
export class ItemOpening {
  readonly #opener: ItemOpener;

  constructor(opener: ItemOpener) {
    this.#opener = opener;
  }

  async open(item: CourseItem, course: Specialization, place: ItemPlace = {}): Promise<void> {
    const file = fileOf(course, item);
    if (item.state === 'missing' || file === undefined) {
      void vscode.window.showInformationMessage(item.note ?? vscode.l10n.t('“{0}” has no file to open.', item.title));
      return;
    }
    if (item.state === 'misdirected' && !(await this.#confirmed(item))) return;
    await this.#openFile(vscode.Uri.file(file), item, place);
  }

  async #confirmed(item: CourseItem): Promise<boolean> {
    const anyway = vscode.l10n.t('Open It Anyway');
    return (await vscode.window.showWarningMessage(item.note ?? item.title, anyway)) === anyway;
  }

  async #openFile(uri: vscode.Uri, item: CourseItem, { page, cell, beside }: ItemPlace): Promise<void> {
    if (item.kind === 'quiz') await this.#opener.openQuiz(uri, item);
    else if (/\.pdf$/i.test(uri.path)) await this.#opener.openDeck(uri, item, page, beside);
    else if (uri.path.endsWith('.lab.ts')) await this.#opener.labs.open(uri, item.id, cell, beside);
    else await vscode.commands.executeCommand('vscode.open', uri);
  }

  /** What stands beside an item's own file: both are to be seen at once. */
  async openOther(node: unknown): Promise<void> {
    const item = isItemNode(node) ? node.item : undefined;
    if (!item?.other) return;
    const uri = vscode.Uri.file(item.other.path);
    if (item.other.kind === 'slides') await this.#opener.openDeck(uri, item);
    else await vscode.commands.executeCommand('vscode.openWith', uri, pythonNotebook, vscode.ViewColumn.Beside);
  }
}

/** The notebook type of Jupyter's files: VS Code itself can show them, another extension can run them. */
const pythonNotebook = 'jupyter-notebook';

/** Where *Continue* goes. */
export function placeOf(place: Place | undefined): ItemPlace {
  if (!place) return {};
  return place.kind === 'page' ? { page: { page: place.page } } : { cell: place.cell };
}
