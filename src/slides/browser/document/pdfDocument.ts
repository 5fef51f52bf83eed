/**
 * Opens PDFs by pdf.js, its parser in a worker. The `legacy` build is the one that the Chromium of the oldest VS Code
 * we support can run; the other uses newer JavaScript (`Map.prototype.getOrInsertComputed`).
 */
import { getDocument, PasswordResponses, type PDFDocumentProxy, PDFWorker } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { distUrl } from '../../../platform/browser/page.ts';
import { UserError } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import { partBytes } from '../../parts.ts';
import type { DeckParts } from './deckParts.ts';

export interface Parser {
  readonly worker: PDFWorker;
  /** Rejects with a `UserError` `pdf-parser` once the worker is known to answer no more; never resolves. */
  readonly failure: Promise<never>;
}

/**
 * Starts the parser. A webview may not start a worker from a file's address, which is another origin's, but may from
 * a blob of its own.
 * @throws {UserError} `pdf-parser` when its script cannot be had.
 */
export async function startParser(): Promise<Parser> {
  const response = await fetch(distUrl('pdf.worker.mjs'));
  if (!response.ok) throw parserError(`HTTP ${response.status}`);
  const blob = URL.createObjectURL(new Blob([calm, await response.text()], { type: 'text/javascript' }));
  const port = new Worker(blob, { type: 'module' });
  return { worker: new PDFWorker({ port: port as unknown as null }), failure: failureOf(port) };
}

/** Of a damaged file the parser rejects promises that nobody waits for: those are no errors of the page. */
const calm = `addEventListener('unhandledrejection', (event) => event.preventDefault());\n`;

/** pdf.js itself does not watch a worker that it was given: it would wait for ever. */
function failureOf(port: Worker): Promise<never> {
  const failure = new Promise<never>((_, reject) => {
    port.addEventListener('error', ({ message }) => reject(parserError(message || t('it did not start'))));
    port.addEventListener('messageerror', () => reject(parserError(t('its answer cannot be read'))));
  });
  // Nobody may be waiting for an answer when it dies.
  failure.catch(() => {});
  return failure;
}

function parserError(reason: string): UserError {
  return new UserError(
    'pdf-parser',
    t('The reader of PDF files has stopped ({0}). Close this tab, and open the slides again.', reason),
  );
}

/**
 * Asks for the password of a protected file.
 * @param wrong the answer before this did not open it.
 * @returns `undefined` where the reader gives up.
 */
export type AskPassword = (wrong: boolean) => Promise<string | undefined>;

/** A deck's bytes: all of them, or what fetches them. */
export interface DeckContent {
  readonly bytes: Uint8Array;
  readonly parts?: DeckParts;
}

/**
 * @param name the file's name, for messages.
 * @throws {UserError} `pdf-large` where it takes too much at once, `pdf-protected` without the password, or `pdf-damaged`.
 */
export async function openDocument(
  parser: PDFWorker,
  { bytes, parts }: DeckContent,
  name: string,
  askPassword: AskPassword,
): Promise<PDFDocumentProxy> {
  const task = getDocument({
    ...(parts
      ? { range: parts, rangeChunkSize: partBytes, disableAutoFetch: true, disableStream: true }
      : { data: bytes }),
    worker: parser,
    cMapUrl: distUrl('cmaps/'),
    standardFontDataUrl: distUrl('standard_fonts/'),
    wasmUrl: distUrl('wasm/'),
    // A fetch that a blob's worker makes never reaches VS Code's resource server: the page fetches for it.
    useWorkerFetch: false,
    // The same glyphs on every machine, from the fonts that ship, and not from whatever is installed.
    useSystemFonts: false,
    enableXfa: false,
  });
  task.onPassword = async (answer: (password: string | Error) => void, reason: number) => {
    const password = await askPassword(reason === PasswordResponses.INCORRECT_PASSWORD);
    answer(password ?? protectedError(name));
  };
  try {
    return await Promise.race([task.promise, ...(parts ? [parts.failure] : [])]);
  } catch (error) {
    await task.destroy();
    throw userErrorOf(error, name);
  }
}

function protectedError(name: string): UserError {
  return new UserError('pdf-protected', t('{0} is protected by a password, and stays closed without it.', name));
}

function userErrorOf(error: unknown, name: string): unknown {
  if (!(error instanceof Error)) return error;
  // What was answered instead of a password, wrapped by the parser.
  if (error.name === 'PasswordException') return protectedError(name);
  if (error.name === 'InvalidPDFException')
    return new UserError('pdf-damaged', t('{0} is damaged and cannot be read as a PDF. Fetch the file again.', name), {
      cause: error,
    });
  return error;
}
