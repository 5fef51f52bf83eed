/** Reads a deck's text by pdf.js, in Node: nothing is drawn, and nothing of the file runs. */
import { fileURLToPath } from 'node:url';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type DeckText, linesOf, type PageText } from './deckText.ts';

type PdfJs = typeof import('pdfjs-dist/legacy/build/pdf.mjs');

/** More pages, or longer ones, are no deck: what lies behind them is not found. */
const mostPages = 5000;
const mostLines = 1000;
const mostHeadings = 2000;

/** Where pdf.js has what it loads itself. */
export interface PdfJsFiles {
  /** The script of its parser. */
  readonly parser: URL;
  /** The folder of the character maps of East Asian fonts. */
  readonly cmaps: URL;
}

/**
 * @throws what pdf.js throws for a file that is damaged or protected
 */
export async function readDeckText(bytes: Uint8Array, files: PdfJsFiles): Promise<DeckText> {
  const { getDocument, VerbosityLevel } = await loadPdfJs(files.parser);
  const task = getDocument({
    data: bytes,
    cMapUrl: fileURLToPath(files.cmaps),
    useSystemFonts: false,
    disableFontFace: true,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const document = await task.promise;
    const labels = await document.getPageLabels();
    const pages: PageText[] = [];
    for (let number = 1; number <= Math.min(document.numPages, mostPages); number++) {
      const label = labels?.[number - 1];
      const lines = await readLines(document, number);
      pages.push({ ...(label && label !== String(number) && { label }), lines });
    }
    return { pages, outline: await readOutline(document) };
  } finally {
    await task.destroy();
  }
}

/** pdf.js runs its parser on this thread where it finds it by this name; a thread below a thread would gain nothing. */
async function loadPdfJs(parser: URL): Promise<PdfJs> {
  Object.assign(globalThis, { pdfjsWorker: await import(parser.href) });
  return import('pdfjs-dist/legacy/build/pdf.mjs');
}

/** A page that is damaged has no text to be found. */
async function readLines(document: PDFDocumentProxy, number: number): Promise<string[]> {
  try {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    page.cleanup();
    return linesOf(items.filter((item) => 'str' in item)).slice(0, mostLines);
  } catch {
    return [];
  }
}

type OutlineNodes = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>;

async function readOutline(document: PDFDocumentProxy): Promise<DeckText['outline']> {
  const outline: DeckText['outline'] = [];
  const visit = async (nodes: OutlineNodes, level: number): Promise<void> => {
    for (const { title, dest, items } of nodes ?? []) {
      if (outline.length >= mostHeadings) return;
      const page = await pageOf(document, dest);
      if (page !== undefined) outline.push({ title: title.trim(), page, level });
      await visit(items, level + 1);
    }
  };
  await visit(await document.getOutline().catch(() => []), 0);
  return outline;
}

/** One-based; `undefined` for a heading that leads to no page. */
async function pageOf(document: PDFDocumentProxy, dest: unknown): Promise<number | undefined> {
  try {
    const [reference] = (typeof dest === 'string' ? await document.getDestination(dest) : (dest as unknown[])) ?? [];
    const index =
      typeof reference === 'number'
        ? reference
        : await document.getPageIndex(reference as Parameters<PDFDocumentProxy['getPageIndex']>[0]);
    return index >= 0 && index < document.numPages ? index + 1 : undefined;
  } catch {
    return undefined;
  }
}
