/** An open deck: what the viewer's parts ask of it, each answer fetched once. */
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Size } from '../../zoom.ts';

/** A PDF's unit is 1/72 inch, a CSS pixel 1/96. */
export const pixelsPerPoint = 96 / 72;

/** Where a link within the deck leads. */
export interface Destination {
  /** One-based. */
  readonly page: number;
  /** From the page's top, in CSS pixels at magnification 1; absent for the page as a whole. */
  readonly top?: number;
}

export interface OutlineEntry {
  readonly title: string;
  /** Absent for a heading that leads nowhere. */
  readonly target?: Destination;
  readonly children: readonly OutlineEntry[];
}

/** Runs of text of a page in reading order, as pdf.js gives them to its text layer. */
export interface PageText {
  readonly runs: readonly { readonly text: string; readonly endsLine: boolean }[];
}

let decks = 0;

export class Deck {
  /** Differs from that of every other deck, and of every other version of this one. */
  readonly id = ++decks;
  readonly document: PDFDocumentProxy;
  readonly #opened = new Map<number, PDFPageProxy>();
  readonly #texts = new Map<number, Promise<PageText>>();

  constructor(document: PDFDocumentProxy) {
    this.document = document;
  }

  get pages(): number {
    return this.document.numPages;
  }

  /** pdf.js itself keeps the pages that it has opened. @param number one-based. */
  async page(number: number): Promise<PDFPageProxy> {
    const page = await this.document.getPage(number);
    this.#opened.set(number, page);
    return page;
  }

  /** Frees what pdf.js keeps of a page for drawing it; done by it later where the page is in use. */
  release(number: number): void {
    this.#opened.get(number)?.cleanup();
  }

  close(): void {
    void this.document.loadingTask.destroy();
  }

  text(number: number): Promise<PageText> {
    const known = this.#texts.get(number);
    if (known) return known;
    const text = this.#read(number);
    this.#texts.set(number, text);
    return text;
  }

  async #read(number: number): Promise<PageText> {
    const { items } = await (await this.page(number)).getTextContent();
    return { runs: items.flatMap((item) => ('str' in item ? [{ text: item.str, endsLine: item.hasEOL }] : [])) };
  }

  /** What the pages are called where that differs from their numbers, as “iv” in a preface; else nothing. */
  async labels(): Promise<readonly string[] | undefined> {
    const labels = await this.document.getPageLabels();
    return labels?.some((label, index) => label !== String(index + 1)) ? labels : undefined;
  }

  async outline(): Promise<readonly OutlineEntry[]> {
    return this.#entries((await this.document.getOutline()) ?? []);
  }

  async #entries(nodes: Awaited<ReturnType<PDFDocumentProxy['getOutline']>>): Promise<OutlineEntry[]> {
    return Promise.all(
      nodes.map(async ({ title, dest, items }) => {
        const target = dest ? await this.destination(dest) : undefined;
        return { title, ...(target && { target }), children: await this.#entries(items) };
      }),
    );
  }

  /** Where a destination leads, named or spelled out; `undefined` where it leads to no page of this deck. */
  async destination(wanted: string | readonly unknown[]): Promise<Destination | undefined> {
    const explicit = typeof wanted === 'string' ? await this.document.getDestination(wanted) : wanted;
    const [reference, , , top] = explicit ?? [];
    try {
      const index =
        typeof reference === 'number'
          ? reference
          : await this.document.getPageIndex(reference as Parameters<PDFDocumentProxy['getPageIndex']>[0]);
      if (!(index >= 0 && index < this.pages)) return undefined;
      if (typeof top !== 'number') return { page: index + 1 };
      const viewport = (await this.page(index + 1)).getViewport({ scale: pixelsPerPoint });
      return { page: index + 1, top: Math.max(0, viewport.convertToViewportPoint(0, top)[1]) };
    } catch {
      return undefined; // A link into the void.
    }
  }
}

/** A page's size at magnification 1, turned as the file says and then by `rotation` degrees. */
export function sizeOf(page: PDFPageProxy, rotation = 0): Size {
  const { width, height } = page.getViewport({ scale: pixelsPerPoint, rotation: (page.rotate + rotation) % 360 });
  return { width, height };
}
