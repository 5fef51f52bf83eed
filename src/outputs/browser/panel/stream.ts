import { t } from '../../../platform/l10n.ts';
import { streamWindow } from '../../panel/contract.ts';
import { ansiSpans, type Span, spanStyle } from '../../text/ansi.ts';
import { lastStyle } from '../../text/terminal.ts';

/** A line that is still being printed is drawn again with each piece, up to this many characters. */
const longestOpenLine = 10_000;

/**
 * What a program prints, as a terminal shows it: grows by pieces without being laid out anew, and keeps its last
 * `streamWindow` characters. Only the last line is drawn again, which a progress bar writes over itself.
 */
export class StreamView {
  readonly name: 'stdout' | 'stderr';
  readonly element = document.createElement('div');
  readonly #text = document.createElement('pre');
  readonly #showAll: () => void;
  /** What is drawn of the line that has no end yet. */
  #openNodes: ChildNode[] = [];
  #openLine = '';
  /** The colours in which the open line begins, as a terminal is told them. */
  #style = '';
  #note: HTMLElement | undefined;
  #length = 0;
  #skipped = 0;

  /** @param showAll opens the whole text elsewhere */
  constructor(name: 'stdout' | 'stderr', showAll: () => void) {
    this.name = name;
    this.#showAll = showAll;
    this.element.className = `stream ${name}`;
    this.element.append(this.#text);
  }

  /** @param skipped characters that came before this text and are not shown */
  append(text: string, skipped: number): void {
    for (const node of this.#openNodes) {
      this.#length -= node.textContent!.length;
      node.remove();
    }
    const all = this.#openLine + text;
    const isTooLong = all.length - all.lastIndexOf('\n') > longestOpenLine;
    const end = isTooLong ? all.length : all.lastIndexOf('\n') + 1;
    const done = all.slice(0, end);
    this.#openLine = all.slice(end);
    this.#add(this.#style + done);
    this.#style = lastStyle(this.#style + done);
    this.#openNodes = this.#add(this.#style + this.#openLine);
    this.#skipped += skipped;
    this.#trim();
    if (this.#skipped > 0) this.#showNote();
  }

  #add(text: string): ChildNode[] {
    const nodes = ansiSpans(text).map(nodeOf);
    this.#text.append(...nodes);
    for (const node of nodes) this.#length += node.textContent!.length;
    return nodes;
  }

  #trim(): void {
    for (let first = this.#text.firstChild; first && this.#length > streamWindow; first = this.#text.firstChild) {
      const size = first.textContent!.length;
      const cut = Math.min(size, this.#length - streamWindow);
      if (cut < size) first.textContent = first.textContent!.slice(cut);
      else first.remove();
      this.#length -= cut;
      this.#skipped += cut;
    }
  }

  #showNote(): void {
    this.#note ??= this.#makeNote();
    this.#note.textContent = t('The first {0} characters are not shown here.', this.#skipped.toLocaleString('en-US'));
  }

  #makeNote(): HTMLElement {
    const line = document.createElement('p');
    const note = document.createElement('span');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = t('Show All as Text');
    button.addEventListener('click', this.#showAll);
    line.append(note, ' ', button);
    this.element.prepend(line);
    return note;
  }
}

function nodeOf(span: Span): ChildNode {
  const style = Object.entries(spanStyle(span));
  if (style.length === 0) return document.createTextNode(span.text);
  const element = document.createElement('span');
  for (const [property, value] of style) element.style.setProperty(property, value);
  element.textContent = span.text;
  return element;
}
