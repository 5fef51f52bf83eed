/** What a page shows of its note: that there is one, what is highlighted, and which labs refer to the page. */
import { t } from '../../../platform/l10n.ts';
import { findHighlight, type Highlight } from '../../notes/highlights.ts';
import type { Reference } from '../../notes/references.ts';
import type { TextRuns } from '../../searchText.ts';
import type { PageOverlay } from '../pages/overlay.ts';
import { placeAt, rectsOf, spansOf } from '../pages/textRects.ts';

type PagesText = { text(number: number): Promise<TextRuns> };

/** More on one line would be cut off. */
const mostNamed = 2;

/** A button at the corner of each page that has a note. */
export function noteMarks(noted: ReadonlySet<number>, open: (page: number) => void): PageOverlay {
  return ({ pageNumber }, _viewport, { element }) => {
    if (!noted.has(pageNumber)) return () => {};
    const mark = button('mlops-lab-note-mark codicon codicon-note', t('Note on This Page'), () => open(pageNumber));
    element.append(mark);
    return () => mark.remove();
  };
}

/** Each mark says by `data-highlight` which highlight of the page's it belongs to. */
export function highlightMarks(deck: PagesText, highlights: ReadonlyMap<number, readonly Highlight[]>): PageOverlay {
  return ({ pageNumber }, _viewport, { element, text }) => {
    const onPage = highlights.get(pageNumber);
    if (!onPage) return () => {};
    const layer = document.createElement('div');
    layer.className = 'mlops-lab-highlights';
    // Screen readers have them in the notes, as quotations.
    layer.setAttribute('aria-hidden', 'true');
    let removed = false;
    deck.text(pageNumber).then(
      (runs) => {
        if (removed) return;
        const spans = spansOf(text, runs);
        onPage.forEach((highlight, index) => {
          const range = findHighlight(runs, highlight);
          for (const rect of range ? rectsOf(range, spans, element) : []) {
            const mark = document.createElement('div');
            mark.className = 'mlops-lab-highlight';
            mark.dataset.highlight = String(index);
            placeAt(mark, rect);
            layer.append(mark);
          }
        });
        // Under the text, which stays to be selected.
        text.before(layer);
      },
      // A page whose text cannot be read shows no highlights; its note still quotes them.
      () => {},
    );
    return () => {
      removed = true;
      layer.remove();
    };
  };
}

/** A line below each page that cells of labs refer to. */
export function referenceLines(
  references: ReadonlyMap<number, readonly Reference[]>,
  open: (reference: Reference) => void,
  more: (page: number) => void,
): PageOverlay {
  return ({ pageNumber }, _viewport, { element }) => {
    const all = references.get(pageNumber) ?? [];
    if (all.length === 0) return () => {};
    const line = document.createElement('p');
    line.className = 'mlops-lab-used-in';
    line.append(t('Used in:'));
    for (const each of all.slice(0, mostNamed))
      line.append(
        ' ',
        button('', referenceName(each), () => open(each), referenceName(each)),
      );
    const others = all.length - mostNamed;
    if (others > 0)
      line.append(
        ' ',
        button('', t('{0} More', others), () => more(pageNumber), t('{0} More', others)),
      );
    element.append(line);
    return () => line.remove();
  };
}

export const referenceName = ({ lab, cell }: Reference): string => t('{0}, cell {1}', lab, cell);

function button(name: string, title: string, press: () => void, text = ''): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = name;
  made.title = title;
  if (text) made.textContent = text;
  else made.setAttribute('aria-label', title);
  made.addEventListener('click', press);
  return made;
}

/** Things by their page. */
export function byPage<T extends { readonly page: number }>(all: readonly T[]): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const each of all) found.set(each.page, [...(found.get(each.page) ?? []), each]);
  return found;
}
