/** One page on screen: its picture, and over it its text, which can be selected and read by a screen reader. */
import { type PageViewport, type PDFPageProxy, TextLayer } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { t } from '../../../platform/l10n.ts';
import type { Box } from '../../layout.ts';
import { pixelsPerPoint } from '../document/deck.ts';
import type { PageOverlay } from './overlay.ts';
import { type PaintOptions, paint } from './paint.ts';

/** What is on screen. */
interface Drawn {
  readonly page: PDFPageProxy;
  readonly viewport: PageViewport;
  readonly text: HTMLElement;
  readonly overlays: Map<PageOverlay, () => void>;
}

/**
 * A page's element. What was drawn stays, stretched, until it is drawn anew: paging, zooming and a changed file never
 * show an empty page where there was one.
 */
export class PageView {
  readonly element = document.createElement('div');
  #drawn: Drawn | undefined;
  #key: string | undefined;

  constructor(number: number) {
    this.element.className = 'mlops-lab-page';
    this.element.dataset.page = String(number);
    this.element.setAttribute('role', 'region');
  }

  get drawn(): boolean {
    return this.#drawn !== undefined;
  }

  name(label: string): void {
    this.element.setAttribute('aria-label', label);
  }

  /** Puts the page in its place, and what was drawn of it into its new size. */
  place({ left, top, width, height, scale }: Box): void {
    const { style } = this.element;
    style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    style.width = `${Math.round(width)}px`;
    style.height = `${Math.round(height)}px`;
    style.setProperty('--total-scale-factor', String(scale * pixelsPerPoint));
  }

  /** Whether this page was drawn so, or failed to be: then it is not tried again by itself. */
  shows(key: string): boolean {
    return this.#key === key;
  }

  /**
   * @param key what `shows` is asked for.
   * @throws {DOMException} `AbortError` once `stop` says so; what was drawn before is still there then.
   */
  async draw(
    page: PDFPageProxy,
    key: string,
    options: PaintOptions,
    overlays: () => readonly PageOverlay[],
    stop: AbortSignal,
  ): Promise<void> {
    const rotation = (page.rotate + options.rotation) % 360;
    const viewport = page.getViewport({ scale: options.scale * pixelsPerPoint, rotation });
    const text = document.createElement('div');
    text.className = 'textLayer';
    // With the marks that the page's structure names its pieces by.
    const textContentSource = page.streamTextContent({ includeMarkedContent: true });
    const layer = new TextLayer({ textContentSource, container: text, viewport });
    const cancel = () => layer.cancel();
    stop.addEventListener('abort', cancel);
    try {
      const [canvas] = await Promise.all([paint(page, options, stop), layer.render()]);
      stop.throwIfAborted();
      canvas.setAttribute('aria-hidden', 'true');
      this.clear();
      this.element.replaceChildren(canvas, text);
      this.#key = key;
      this.#drawn = { page, viewport, text, overlays: new Map() };
      this.overlay(overlays());
    } finally {
      stop.removeEventListener('abort', cancel);
    }
  }

  /** Puts these over the page as it is drawn, in this order, and takes others away. */
  overlay(overlays: readonly PageOverlay[]): void {
    if (!this.#drawn) return;
    const { page, viewport, text, overlays: shown } = this.#drawn;
    for (const [overlay, remove] of shown) {
      if (overlays.includes(overlay)) continue;
      shown.delete(overlay);
      remove();
    }
    for (const overlay of overlays)
      if (!shown.has(overlay)) shown.set(overlay, overlay(page, viewport, { element: this.element, text }));
  }

  /** Says on the page why it cannot be drawn so. */
  fail(key: string, message: string, again: () => void): void {
    this.clear();
    this.#key = key;
    const words = document.createElement('p');
    words.textContent = message;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = t('Try Again');
    button.addEventListener('click', () => {
      this.clear();
      again();
    });
    const box = document.createElement('div');
    box.className = 'mlops-lab-page-failure';
    box.setAttribute('role', 'alert');
    box.append(words, button);
    this.element.replaceChildren(box);
  }

  /** Gives up the picture and its memory. */
  clear(): void {
    for (const remove of this.#drawn?.overlays.values() ?? []) remove();
    const canvas = this.element.querySelector('canvas');
    // Chromium frees a canvas late; one without pixels holds nothing.
    if (canvas) canvas.width = canvas.height = 0;
    this.element.replaceChildren();
    this.#drawn = undefined;
    this.#key = undefined;
  }
}
