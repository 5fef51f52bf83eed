/**
 * Selecting text on pages. The pieces of a text layer lie anywhere, so a pointer that leaves one may be over none,
 * and the browser would then select up to a far piece. While one selects, an element without text fills each page
 * behind the pieces, and stands, in the document, right beside the selection's moving end: what lies between the
 * pieces counts as there. (The technique is that of pdf.js' own viewer.)
 */
import { cleanText, type TextLine } from '../../cleanText.ts';
import type { PageOverlay } from './overlay.ts';

const fillers = new Map<HTMLElement, HTMLElement>();

/** Makes a page's text selectable in this way. */
export const selectable: PageOverlay = (_page, _viewport, { text }) => {
  const filler = document.createElement('div');
  filler.className = 'mlops-lab-selection-filler';
  text.append(filler);
  fillers.set(text, filler);
  return () => {
    fillers.delete(text);
    filler.remove();
  };
};

/** Watches selections in the document. @returns what ends it. */
export function watchSelection(): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let pointerIsDown = false;
  let previous: Range | undefined;
  const rest = () => {
    for (const [text, filler] of fillers) settle(text, filler);
  };
  const up = () => {
    pointerIsDown = false;
    rest();
  };
  document.addEventListener('pointerdown', () => (pointerIsDown = true), { signal });
  document.addEventListener('pointerup', up, { signal });
  window.addEventListener('blur', up, { signal });
  document.addEventListener('keyup', () => !pointerIsDown && rest(), { signal });
  document.addEventListener(
    'selectionchange',
    () => {
      const range = currentRange();
      if (!range || (range.collapsed && !pointerIsDown)) return rest();
      for (const [text, filler] of fillers) {
        if (range.intersectsNode(text)) text.classList.add('selecting');
        else settle(text, filler);
      }
      followEnd(range, previous);
      previous = range.cloneRange();
    },
    { signal },
  );
  document.addEventListener('copy', copyClean, { signal });
  return () => ended.abort();
}

function settle(text: HTMLElement, filler: HTMLElement): void {
  if (text.lastChild !== filler) text.append(filler);
  text.classList.remove('selecting');
}

/** Puts the filler beside the end of the selection that moves. */
function followEnd(range: Range, previous: Range | undefined): void {
  const startMoves =
    previous !== undefined &&
    (range.compareBoundaryPoints(Range.END_TO_END, previous) === 0 ||
      range.compareBoundaryPoints(Range.START_TO_END, previous) === 0);
  const node = startMoves ? range.startContainer : range.endContainer;
  const piece = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>(
    'span[role="presentation"]',
  );
  const filler = piece && fillers.get(piece.closest<HTMLElement>('.textLayer')!);
  if (!filler) return;
  if (startMoves) piece.before(filler);
  else piece.after(filler);
}

function currentRange(): Range | undefined {
  const selection = document.getSelection();
  return selection?.rangeCount ? selection.getRangeAt(0) : undefined;
}

export interface Quotation {
  /** Where it begins; one-based. */
  readonly page: number;
  readonly text: string;
}

/** What is selected on the pages, as clean text; `undefined` where nothing is. */
export function selectedQuotation(): Quotation | undefined {
  const range = currentRange();
  if (!range || range.collapsed) return undefined;
  const texts = [...fillers.keys()].filter((text) => range.intersectsNode(text)).sort(inDocumentOrder);
  const quoted = texts.map((text) => cleanText(selectedLines(text, range))).filter((text) => text !== '');
  const page = Number(texts[0]?.closest<HTMLElement>('[data-page]')?.dataset.page);
  return quoted.length && page ? { page, text: quoted.join('\n') } : undefined;
}

/** What is selected on one page. */
export interface Passage extends Quotation {
  /** The page's text layer. */
  readonly layer: HTMLElement;
  /** The text that it begins in, and at which character. */
  readonly node: Node;
  readonly offset: number;
}

/** What is selected, page by page; blank selections are none. */
export function selectedPassages(): Passage[] {
  const range = currentRange();
  if (!range || range.collapsed) return [];
  const layers = [...fillers.keys()].filter((layer) => range.intersectsNode(layer)).sort(inDocumentOrder);
  return layers.flatMap((layer) => {
    const text = cleanText(selectedLines(layer, range));
    const page = Number(layer.closest<HTMLElement>('[data-page]')?.dataset.page);
    const begins = layer.contains(range.startContainer);
    const place = begins ? { node: range.startContainer, offset: range.startOffset } : { node: layer, offset: 0 };
    return text.trim() !== '' && page ? [{ page, text, layer, ...place }] : [];
  });
}

/** The boxes of what is selected on the pages, in the window's pixels. */
export function selectedRects(): DOMRect[] {
  return selectedPassages().length > 0 ? [...(currentRange()?.getClientRects() ?? [])] : [];
}

function inDocumentOrder(a: Node, b: Node): number {
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}

function copyClean(event: ClipboardEvent): void {
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
  const quotation = selectedQuotation();
  if (!quotation || !event.clipboardData) return;
  event.clipboardData.setData('text/plain', quotation.text);
  event.preventDefault();
}

/** The lines of a page's text, as far as they are selected. */
function selectedLines(text: HTMLElement, range: Range): TextLine[] {
  const lines: TextLine[] = [];
  let open = false;
  for (const piece of text.querySelectorAll<HTMLElement>('span[role="presentation"], br')) {
    if (piece instanceof HTMLBRElement) {
      open = false;
      continue;
    }
    const node = piece.firstChild;
    if (!(node instanceof Text) || !range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.length;
    const { top, bottom } = piece.getBoundingClientRect();
    const line = open ? lines.pop() : undefined;
    const taller = line && line.bottom - line.top > bottom - top ? line : { top, bottom };
    lines.push({ text: (line?.text ?? '') + node.data.slice(from, to), top: taller.top, bottom: taller.bottom });
    open = true;
  }
  return lines;
}
