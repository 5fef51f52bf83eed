/** The links of a page, as links over it. Of a PDF's annotations these alone are looked at; nothing in them runs. */
import type { PageViewport, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { t } from '../../../platform/l10n.ts';
import { classifyLink } from '../../links.ts';
import type { Deck, Destination } from '../document/deck.ts';
import type { PageOverlay } from './overlay.ts';
import { placeAt, type RectOnPage } from './textRects.ts';

export interface LinkActions {
  /** Goes to a place of this deck. */
  readonly goTo: (destination: Destination) => void;
  /** Follows an address; the editor asks, or refuses with a sentence. */
  readonly open: (href: string) => void;
  /** Says why a link is not followed. @param reason a whole sentence. */
  readonly refuse: (reason: string) => void;
}

/** More on one page are an attack, or a drawing that nobody could click on. */
const mostLinks = 500;
/** ISO 32000-2, table 167. */
const hiddenFlags = 0b10_0010;

/** What a link does, and what is said of it before it does so. */
interface Link {
  readonly title: string;
  readonly follow: () => void;
}

/** What pdf.js tells of a link's annotation; the bytes of a stranger, so all of it is checked. */
type Annotation = Readonly<Record<string, unknown>>;

export function linkLayer(deck: Deck, actions: LinkActions): PageOverlay {
  return (page, viewport, { element, text }) => {
    const layer = document.createElement('div');
    layer.className = 'mlops-lab-links';
    let removed = false;
    const draw = async () => {
      const annotations: readonly Annotation[] = await page.getAnnotations({ intent: 'display' });
      const shown = annotations.filter(isShownLink).slice(0, mostLinks);
      const links = await Promise.all(shown.map((each) => linkOf(each, page, deck, actions)));
      if (removed) return;
      const spans = [...text.querySelectorAll<HTMLElement>('span[role="presentation"]')];
      shown.forEach((annotation, index) => {
        const rect = rectOf(annotation, viewport);
        if (rect) layer.append(elementOf(links[index]!, rect));
      });
      if (!layer.hasChildNodes()) return;
      element.append(layer);
      for (const link of layer.children) nameByText(link as HTMLElement, spans);
    };
    // A page whose annotations cannot be read is still a page.
    draw().catch(() => {});
    return () => {
      removed = true;
      layer.remove();
    };
  };
}

function isShownLink({ subtype, annotationFlags }: Annotation): boolean {
  return subtype === 'Link' && !(typeof annotationFlags === 'number' && annotationFlags & hiddenFlags);
}

async function linkOf(
  annotation: Annotation,
  page: PDFPageProxy,
  deck: Deck,
  { goTo, open, refuse }: LinkActions,
): Promise<Link> {
  const inside = await destinationOf(annotation, page.pageNumber, deck);
  if (inside === 'nowhere') {
    const reason = t('This link leads to a place that these slides do not have.');
    return { title: reason, follow: () => refuse(reason) };
  }
  if (inside) return { title: t('Page {0}', inside.page), follow: () => goTo(inside) };
  // As it is written: pdf.js completes only what it takes for an address.
  const href = [annotation.unsafeUrl, annotation.url].find((each) => typeof each === 'string');
  if (href !== undefined) return { title: titleOf(href), follow: () => open(href) };
  const reason = t('This link would run something, and does not lead to a place; slides run nothing here.');
  return { title: reason, follow: () => refuse(reason) };
}

/** Where in this deck a link leads; `undefined` where it leads out of it. */
async function destinationOf(
  { dest, action }: Annotation,
  page: number,
  deck: Deck,
): Promise<Destination | 'nowhere' | undefined> {
  if (typeof dest === 'string' || Array.isArray(dest)) return (await deck.destination(dest)) ?? 'nowhere';
  const named: Readonly<Record<string, number>> = {
    FirstPage: 1,
    PrevPage: page - 1,
    NextPage: page + 1,
    LastPage: deck.pages,
  };
  const to = typeof action === 'string' ? named[action] : undefined;
  if (to === undefined) return undefined;
  return to >= 1 && to <= deck.pages ? { page: to } : 'nowhere';
}

function titleOf(href: string): string {
  const target = classifyLink(href);
  switch (target.kind) {
    case 'web':
      return target.address;
    case 'mail':
      return t('E-mail to {0}', target.place);
    case 'file':
      return target.fragment ? `${target.path}#${target.fragment}` : target.path;
    case 'item':
      return target.link.kind === 'lab' ? t('Lab {0}', target.link.item) : t('Slides {0}', target.link.item);
    case 'refused':
      return target.reason;
  }
}

function rectOf({ rect }: Annotation, viewport: PageViewport): RectOnPage | undefined {
  if (!Array.isArray(rect) || rect.length !== 4 || !rect.every(Number.isFinite)) return undefined;
  const [left = 0, bottom = 0, right = 0, top = 0] = rect as number[];
  const [x1 = 0, y1 = 0] = viewport.convertToViewportPoint(left, bottom);
  const [x2 = 0, y2 = 0] = viewport.convertToViewportPoint(right, top);
  const { width, height } = viewport;
  if (x1 === x2 || y1 === y2) return undefined;
  return {
    left: (100 * Math.min(x1, x2)) / width,
    top: (100 * Math.min(y1, y2)) / height,
    width: (100 * Math.abs(x2 - x1)) / width,
    height: (100 * Math.abs(y2 - y1)) / height,
  };
}

/** Not an `<a>` with an address: VS Code would follow that by itself, without our checks. */
function elementOf({ title, follow }: Link, rect: RectOnPage): HTMLElement {
  const link = document.createElement('button');
  link.type = 'button';
  link.setAttribute('role', 'link');
  link.className = 'mlops-lab-link';
  link.title = title;
  link.addEventListener('click', follow);
  placeAt(link, rect);
  return link;
}

/** A screen reader says the words under the link, and its title after them. */
function nameByText(link: HTMLElement, spans: readonly HTMLElement[]): void {
  const box = link.getBoundingClientRect();
  const words = spans
    .filter((span) => {
      const { left, right, top, bottom } = span.getBoundingClientRect();
      const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
      return middle.x >= box.left && middle.x <= box.right && middle.y >= box.top && middle.y <= box.bottom;
    })
    .map(({ textContent }) => textContent)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
  link.setAttribute('aria-label', words || link.title);
}
