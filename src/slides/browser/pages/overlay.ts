import type { PageViewport, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/**
 * Puts something over a page: links, marks, notes. Called each time the page is drawn, and when it is drawn anew at
 * another size or turned; returns what takes it away again. To change what it puts there, hand the viewer another
 * function: a list of overlays is compared by identity.
 * @param layer `element` is the page's box, `text` its text layer, already rendered.
 */
export type PageOverlay = (
  page: PDFPageProxy,
  viewport: PageViewport,
  layer: { readonly element: HTMLElement; readonly text: HTMLElement },
) => () => void;
