/** Paints a page as a picture, by pdf.js. */
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { sizeOf } from '../document/deck.ts';
import { type DarkPaper, darken, watchPainting } from './darken.ts';

/** Chromium draws larger canvases slowly or not at all; a page that needs more pixels is drawn coarser. */
const maxCanvasPixels = 2 ** 24;
/** The longest side that every graphics driver takes. */
const maxCanvasSide = 8192;

export interface PaintOptions {
  /** CSS pixels per CSS pixel of the page at magnification 1. */
  readonly scale: number;
  /** Degrees, on top of the file's own. */
  readonly rotation: number;
  /** Absent for light pages. */
  readonly paper?: DarkPaper | undefined;
}

/**
 * A canvas with the page, crisp for the screen's pixels.
 * @throws {DOMException} `AbortError` once `stop` says so.
 */
export async function paint(page: PDFPageProxy, options: PaintOptions, stop: AbortSignal): Promise<HTMLCanvasElement> {
  const { scale, rotation, paper } = options;
  const size = sizeOf(page, rotation);
  const shown = { width: size.width * scale, height: size.height * scale };
  const density = Math.min(
    devicePixelRatio,
    Math.sqrt(maxCanvasPixels / (shown.width * shown.height)),
    maxCanvasSide / Math.max(shown.width, shown.height),
  );
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(shown.width * density));
  canvas.height = Math.max(1, Math.floor(shown.height * density));
  const natural = page.getViewport({ scale: 1, rotation: (page.rotate + rotation) % 360 });
  const viewport = page.getViewport({ scale: canvas.width / natural.width, rotation: natural.rotation });
  // Recorded once only, by pdf.js; at another rotation the pictures lie elsewhere.
  page.imageCoordinates = null;
  const painted = paper ? watchPainting(canvas) : [];
  const task = page.render({ canvas, viewport, recordImages: paper !== undefined });
  const cancel = () => task.cancel();
  stop.addEventListener('abort', cancel);
  try {
    await task.promise;
  } catch (error) {
    stop.throwIfAborted();
    throw error;
  } finally {
    stop.removeEventListener('abort', cancel);
  }
  stop.throwIfAborted();
  if (!paper) return canvas;
  return darken(canvas, (page.imageCoordinates as ArrayLike<number> | null) ?? [], painted, paper);
}
