import type { CurrentMatch, MatchesByPage } from '../../findState.ts';
import type { TextRuns } from '../../searchText.ts';
import type { PageOverlay } from '../pages/overlay.ts';
import { placeAt, rectsOf, spansOf } from '../pages/textRects.ts';

/**
 * Marks what was found on the pages that are drawn, and brings the current match into view when its page is.
 * @param deck whose texts were searched.
 */
export function findMarks(
  deck: { text(number: number): Promise<TextRuns> },
  matches: MatchesByPage,
  current: CurrentMatch | undefined,
): PageOverlay {
  // Once: a page that is drawn anew while the reader looks elsewhere must not pull them back.
  let brought = false;
  return (page, _viewport, { element, text }) => {
    const onPage = matches.get(page.pageNumber);
    if (!onPage) return () => {};
    const layer = document.createElement('div');
    layer.className = 'mlops-lab-find-marks';
    layer.setAttribute('aria-hidden', 'true');
    let removed = false;
    deck.text(page.pageNumber).then(
      (runs) => {
        if (removed) return;
        const spans = spansOf(text, runs);
        onPage.forEach((match, index) => {
          const isCurrent = current?.page === page.pageNumber && current.index === index;
          for (const rect of rectsOf(match, spans, element)) {
            const mark = document.createElement('div');
            mark.className = isCurrent ? 'mlops-lab-find-mark current' : 'mlops-lab-find-mark';
            placeAt(mark, rect);
            layer.append(mark);
          }
        });
        element.append(layer);
        if (current?.page !== page.pageNumber || brought) return;
        brought = true;
        layer.querySelector('.current')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      },
      // A page whose text cannot be read holds no matches; the find bar says so.
      () => {},
    );
    return () => {
      removed = true;
      layer.remove();
    };
  };
}
