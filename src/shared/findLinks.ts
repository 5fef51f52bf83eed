/** Finds links into the course in any text: Markdown, a comment, a cell. */
import { type DeepLink, parseDeepLink } from './deepLink.ts';

export interface FoundLink {
  /** Where the address stands, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  readonly link: DeepLink;
}

/** An address of ours ends before what Markdown, quotation marks or a comma close it with. */
const address = /mlops-lab:(?:lab|slides)\/[^\s()[\]<>"'`,;]+|[^\s()[\]<>"'`,;#]+\.pdf(?:#[^\s()[\]<>"'`,;]*)?/giu;

/** A file's name without a page is a link only where Markdown says so: plain words may well speak of a PDF. */
export function findLinks(text: string): FoundLink[] {
  return [...text.matchAll(address)].flatMap(({ 0: whole, index: from }) => {
    const href = whole.replace(/[.:!?]+$/, '');
    const link = parseDeepLink(href);
    const isMeant = link?.kind !== 'deck' || href.includes('#') || /\]\(<?$/.test(text.slice(0, from));
    return link && isMeant ? [{ from, to: from + href.length, link }] : [];
  });
}

/** The id of the deck that a link leads to: what it says itself, or its file's name, which the course's decks have from their ids. */
export function deckIdOf(link: DeepLink): string | undefined {
  if (link.kind === 'slides') return link.item;
  return link.kind === 'deck' ? /([^/\\]*)\.pdf$/i.exec(link.path)?.[1] : undefined;
}
