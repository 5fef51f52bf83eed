/** Which cells of labs lead to a page: the way back of a link from a lab to a slide. */
import { dirname, resolve } from 'node:path';
import { formatItemLink } from '../../shared/deepLink.ts';
import { deckIdOf, findLinks } from '../../shared/findLinks.ts';

export interface LinkingLab {
  /** Its item's. */
  readonly id: string;
  readonly title: string;
  /** Absolute. */
  readonly path: string;
  /** The text of each cell. */
  readonly cells: readonly string[];
}

/** A cell that links to a page. */
export interface Reference {
  /** One-based. */
  readonly page: number;
  /** The lab's title. */
  readonly lab: string;
  /** One-based, as a reader counts. */
  readonly cell: number;
  /** What leads there. */
  readonly href: string;
}

/**
 * In the order of labs and cells, each cell once a page.
 * @param deck its item's id, where it has one, and the absolute path of its file
 */
export function referencesTo(
  deck: { readonly id?: string; readonly path: string },
  labs: readonly LinkingLab[],
): Reference[] {
  return labs.flatMap(({ id, title, path, cells }) =>
    cells.flatMap((text, index) => {
      const pages = findLinks(text).flatMap(({ link }) => {
        if (link.kind === 'lab') return [];
        const isFile = link.kind === 'deck' && resolve(dirname(path), link.path) === deck.path;
        const isItem = deck.id !== undefined && deckIdOf(link) === deck.id;
        return (isFile || isItem) && link.place.page !== undefined ? [link.place.page] : [];
      });
      const href = formatItemLink({ kind: 'lab', item: id, cell: `cell-${index}` });
      return [...new Set(pages)].map((page) => ({ page, lab: title, cell: index + 1, href }));
    }),
  );
}
