import { type PDFPageProxy, type RenderTask, TextLayer } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Size } from '../state.ts';

/** A PDF's unit is 1/72 inch, a CSS pixel 1/96. */
const pixelsPerPoint = 96 / 72;
/** Chromium draws larger canvases slowly or not at all; a slide that needs more pixels is drawn coarser. */
const maxCanvasPixels = 2 ** 24;

/** A slide's size at magnification 1. */
export function sizeOf(page: PDFPageProxy): Size {
  const { width, height } = page.getViewport({ scale: pixelsPerPoint });
  return { width, height };
}

/**
 * One slide on screen: its picture, and over it its text, which can be selected and read by a screen reader. A new
 * slide replaces the old one only when it is drawn, so that paging never flashes.
 */
export class Sheet {
  readonly #element: HTMLElement;
  #task: RenderTask | undefined;
  #text: TextLayer | undefined;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /**
   * Draws a slide at a magnification, crisp for the screen's pixels; ends a drawing still under way.
   * @returns whether the slide is now on screen: false when a later call overtook this one.
   */
  async show(page: PDFPageProxy, magnification: number): Promise<boolean> {
    this.cancel();
    const viewport = page.getViewport({ scale: magnification * pixelsPerPoint });
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    const density = Math.min(devicePixelRatio, Math.sqrt(maxCanvasPixels / (viewport.width * viewport.height)));
    canvas.width = Math.floor(viewport.width * density);
    canvas.height = Math.floor(viewport.height * density);
    const layer = document.createElement('div');
    layer.className = 'textLayer';

    const task = page.render({ canvas, viewport: page.getViewport({ scale: viewport.scale * density }) });
    const text = new TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport });
    this.#task = task;
    this.#text = text;
    try {
      await Promise.all([task.promise, text.render()]);
    } catch (error) {
      if (this.#task !== task) return false;
      throw error;
    }
    if (this.#task !== task) return false;
    this.#element.style.setProperty('--total-scale-factor', String(viewport.scale));
    this.#element.style.width = `${Math.floor(viewport.width)}px`;
    this.#element.style.height = `${Math.floor(viewport.height)}px`;
    this.#element.replaceChildren(canvas, layer);
    return true;
  }

  cancel(): void {
    this.#task?.cancel();
    this.#text?.cancel();
    this.#task = undefined;
    this.#text = undefined;
  }
}
