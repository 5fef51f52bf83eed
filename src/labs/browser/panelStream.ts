import { t } from '../../platform/l10n.ts';
import { streamWindow } from '../panelContract.ts';

/** Colours and cursor movements of a terminal (ECMA-48 control sequences), which a page has no use for. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are looked for
const controlSequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

/** What a program prints: grows by pieces without being laid out anew, and keeps its last `streamWindow` characters. */
export class StreamView {
  readonly name: 'stdout' | 'stderr';
  readonly element = document.createElement('div');
  readonly #text = document.createElement('pre');
  readonly #showAll: (() => void) | undefined;
  #note: HTMLElement | undefined;
  #length = 0;
  #skipped = 0;

  /** @param showAll opens the whole text elsewhere */
  constructor(name: 'stdout' | 'stderr', showAll?: () => void) {
    this.name = name;
    this.#showAll = showAll;
    this.element.className = `stream ${name}`;
    this.element.append(this.#text);
  }

  /** @param skipped characters that came before this text and are not shown */
  append(text: string, skipped: number): void {
    const shown = text.replaceAll(controlSequence, '');
    this.#text.append(shown);
    this.#length += shown.length;
    this.#skipped += skipped;
    for (let first = this.#text.firstChild; first && this.#length > streamWindow; first = this.#text.firstChild) {
      const size = first.textContent!.length;
      // The last piece is cut, any before it goes whole.
      const cut = first === this.#text.lastChild ? this.#length - streamWindow : size;
      if (cut < size) first.textContent = first.textContent!.slice(cut);
      else first.remove();
      this.#length -= cut;
      this.#skipped += cut;
    }
    if (this.#skipped > 0) this.#showNote();
  }

  #showNote(): void {
    this.#note ??= this.#makeNote();
    this.#note.textContent = t('The first {0} characters are not shown here.', this.#skipped.toLocaleString('en-US'));
  }

  #makeNote(): HTMLElement {
    const line = document.createElement('p');
    const note = document.createElement('span');
    line.append(note);
    if (this.#showAll) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = t('Show All as Text');
      button.addEventListener('click', this.#showAll);
      line.append(' ', button);
    }
    this.element.prepend(line);
    return note;
  }
}
