import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { extensionRoot } from '../../courseFolder.ts';

/** What a PDF's structure tree is made of, as pdf.js tells it. */
export interface StructNode {
  readonly role?: string;
  readonly type?: string;
  readonly alt?: string;
  readonly children?: readonly StructNode[];
}

/** Typesets the decks that need it. @returns what the command prints: a line for each deck that it made. */
export async function typesetDecks(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(extensionRoot, 'tools/decks.mjs')]);
  return stdout;
}

/** A deck as the build made it. */
export interface DeckFile {
  readonly bytes: number;
  readonly document: PDFDocumentProxy;
  readonly notes: { readonly schemaVersion: number; readonly pages: Readonly<Record<string, string>> };
}

/** @param week its folder in the course, such as `C1/W1`. */
export async function openDeck(week: string): Promise<DeckFile> {
  const folder = join(extensionRoot, 'course', week);
  const pdf = new Uint8Array(await readFile(join(folder, 'deck.pdf')));
  const notes = JSON.parse(await readFile(join(folder, 'deck.notes.json'), 'utf8'));
  const bytes = pdf.length;
  return { bytes, notes, document: await getDocument({ data: pdf }).promise };
}

/** The numbers of its pages. */
export const pagesOf = ({ document }: DeckFile) => Array.from({ length: document.numPages }, (_, index) => index + 1);

/** The words of a page, one string for each run. */
export async function runsOf(document: PDFDocumentProxy, page: number) {
  const { items } = await (await document.getPage(page)).getTextContent();
  return items.flatMap((item) => ('str' in item && item.str.trim() ? [item] : []));
}

/** The words of a page as one line, ligatures undone. */
export const wordsOf = async (document: PDFDocumentProxy, page: number): Promise<string> =>
  (await runsOf(document, page))
    .map(({ str }) => str)
    .join(' ')
    .normalize('NFKC')
    .replace(/\s+/g, ' ');

/** Every node of a page's structure with the given role. */
export async function nodesOf(document: PDFDocumentProxy, page: number, role: string): Promise<StructNode[]> {
  const root: StructNode | null = await (await document.getPage(page)).getStructTree();
  const found: StructNode[] = [];
  const walk = (node: StructNode) => {
    if (node.role === role) found.push(node);
    for (const child of node.children ?? []) walk(child);
  };
  if (root) walk(root);
  return found;
}

/** Where the links of its pages lead. */
export async function linksOf(deck: DeckFile): Promise<ReadonlySet<string | undefined>> {
  const annotations = await Promise.all(
    pagesOf(deck).map(async (number) => (await deck.document.getPage(number)).getAnnotations()),
  );
  return new Set(annotations.flat().map(({ unsafeUrl }) => unsafeUrl));
}

/** How many of its pages have a figure. */
export async function countFigures(deck: DeckFile): Promise<number> {
  const figures = await Promise.all(pagesOf(deck).map((number) => nodesOf(deck.document, number, 'Figure')));
  return figures.filter(({ length }) => length > 0).length;
}

/** The words of each of its pages. */
export const textsOf = (deck: DeckFile) => Promise.all(pagesOf(deck).map((number) => wordsOf(deck.document, number)));

/** Holds the numbers that the deck draws, `figures/model.json`, against those that its model makes. */
export function assertDraws(week: string, made: unknown): void {
  const stored = readFileSync(join(extensionRoot, 'course', week, 'figures/model.json'), 'utf8');
  assert.deepEqual(JSON.parse(stored), JSON.parse(JSON.stringify(made)));
}
