/** Names of a deck's pages: a link by a name stays right when a page is put in before it. */
import * as z from 'zod/mini';
import type { DeckPlace } from '../shared/deepLink.ts';

export const maxPageNamesBytes = 200_000;

/** What tools/decks.mjs writes beside a deck. */
const file = z.object({
  schemaVersion: z.literal(1),
  pages: z.record(z.string(), z.int().check(z.minimum(1))),
});

/** The name of the file with a deck's page names, beside it: `deck.pages.json` for `deck.pdf`. */
export function pageNamesName(deck: string): string {
  return `${deck.replace(/\.pdf$/i, '')}.pages.json`;
}

/** Page numbers by name, from the bytes of the file; none where they are not of its shape. */
export function parsePageNames(bytes: Uint8Array): ReadonlyMap<string, number> {
  if (bytes.length > maxPageNamesBytes) return new Map();
  try {
    return new Map(Object.entries(file.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data?.pages ?? {}));
  } catch {
    return new Map();
  }
}

/** A place with the number of its page; `undefined` where no page has the name. */
export function numbered({ name, ...place }: DeckPlace, names: ReadonlyMap<string, number>): DeckPlace | undefined {
  if (name === undefined || place.page !== undefined) return place;
  const page = names.get(name);
  return page === undefined ? undefined : { ...place, page };
}
