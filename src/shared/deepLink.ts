/**
 * Links into the course: to a page of a deck, or to a cell of a lab.
 *
 *     deck.pdf#page=5&search=drift      a file, by a path or by its item's id (C1_W1_Slides.pdf#page=5)
 *     mlops-lab:lab/C1_W1_Lab_1#cell-3  an item by its id, from where no path leads, such as a deck
 *     mlops-lab:slides/C1_W1_Slides#page=5
 *     mlops-lab:slides/C1_W1_Slides#page=loop    a page by its name, which is kept beside the deck
 *
 * The fragment of a deck follows the open parameters that PDF readers share (ISO 32000-2, Annex O).
 */

/** A place in a deck; all of it may be left out. */
export interface DeckPlace {
  /** One-based. */
  readonly page?: number;
  /** A page's name; what it stands for is told by the file beside the deck. */
  readonly name?: string;
  /** Words to find and mark. */
  readonly search?: string;
}

export type DeepLink =
  | { readonly kind: 'deck'; readonly path: string; readonly place: DeckPlace }
  | { readonly kind: 'slides'; readonly item: string; readonly place: DeckPlace }
  | { readonly kind: 'lab'; readonly item: string; readonly cell?: string };

const scheme = 'mlops-lab:';

/** What a link leads to; `undefined` for any other than ours, such as a web address. */
export function parseDeepLink(href: string): DeepLink | undefined {
  const [address = '', fragment = ''] = splitOnce(href.trim(), '#');
  if (address.startsWith(scheme)) return parseItem(address.slice(scheme.length), fragment);
  if (/^[a-z][a-z0-9+.-]+:|^\/\//i.test(address)) return undefined;
  const path = decoded(splitOnce(address, '?')[0]);
  return /\.pdf$/i.test(path) ? { kind: 'deck', path, place: parsePlace(fragment) } : undefined;
}

function parseItem(address: string, fragment: string): DeepLink | undefined {
  const [kind, item] = splitOnce(address, '/').map(decoded);
  if (!item) return undefined;
  if (kind === 'slides') return { kind, item, place: parsePlace(fragment) };
  return kind === 'lab' ? { kind, item, ...(fragment ? { cell: decoded(fragment) } : {}) } : undefined;
}

/** A page that is no page, and any parameter that we do not know, is left out. */
export function parsePlace(fragment: string): DeckPlace {
  const parameters = new URLSearchParams(fragment);
  const written = parameters.get('page') ?? '';
  const page = Number(written);
  // Digits alone are a number, and no name.
  const isName = /^(?!\d+$)[A-Za-z0-9][\w-]{0,99}$/.test(written);
  const search = parameters.get('search')?.replace(/^"(.*)"$/, '$1');
  const at = Number.isInteger(page) && page > 0 ? { page } : isName ? { name: written } : {};
  return { ...at, ...(search ? { search } : {}) };
}

/** `page=5&search=drift`; empty for a deck as a whole. */
export function formatPlace({ page, name, search }: DeckPlace): string {
  const parts = [page ? `page=${page}` : name && `page=${name}`, search && `search=${encodeURIComponent(search)}`];
  return parts.filter(Boolean).join('&');
}

/** The link by ids, which works from everywhere. */
export function formatItemLink(link: Exclude<DeepLink, { kind: 'deck' }>): string {
  const fragment = link.kind === 'slides' ? formatPlace(link.place) : encodeURIComponent(link.cell ?? '');
  return `${scheme}${link.kind}/${encodeURIComponent(link.item)}${fragment && `#${fragment}`}`;
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** A stray “%” is part of the name. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
