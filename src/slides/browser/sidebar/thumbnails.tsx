import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import { type Deck, type Destination, sizeOf } from '../document/deck.ts';
import type { DarkPaper } from '../pages/darken.ts';
import { ThumbnailPainter } from './thumbnailPainter.ts';
import { revealRow, useVirtualRows } from './virtualRows.ts';

export interface ThumbnailsProps {
  readonly deck: Deck;
  readonly labels?: readonly string[] | undefined;
  /** On screen; one-based. */
  readonly page: number;
  readonly rotation: number;
  readonly paper?: DarkPaper | undefined;
  /** Of the list, in CSS pixels. */
  readonly width: number;
  /** The pages that have a note. */
  readonly noted?: ReadonlySet<number> | undefined;
  readonly goTo: (destination: Destination) => void;
}

/** Around a picture, and its page's number below it, in CSS pixels. */
const room = { across: 44, number: 22, gap: 14 };
const widest = 260;
/** A tall page would leave place for one only. */
const tallest = 1.45;

export function Thumbnails({ deck, labels, page, rotation, paper, width, noted, goTo }: ThumbnailsProps) {
  const list = useRef<HTMLDivElement>(null);
  const across = Math.max(60, Math.min(widest, width - room.across));
  const aspect = useAspect(deck, rotation);
  const box = { width: across, height: Math.round(across * Math.min(tallest, aspect)) };
  const height = box.height + room.number + room.gap;
  const { from, to } = useVirtualRows(list, deck.pages, height);
  const painter = useMemo(() => {
    const fitted = async (number: number) => {
      const size = sizeOf(await deck.page(number), rotation);
      return { scale: Math.min(box.width / size.width, box.height / size.height), rotation, paper };
    };
    return new ThumbnailPainter(deck, fitted);
  }, [deck, rotation, paper, box.width, box.height]);
  useEffect(() => revealRow(list.current!, page - 1, height), [page, height]);

  const keydown = (event: KeyboardEvent) => {
    const to = pageForKey(event.key, page, deck.pages, Math.max(1, Math.floor(list.current!.clientHeight / height)));
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (to !== page) goTo({ page: to });
  };
  const rows = pagesBetween(from, to, page);
  return (
    <div
      ref={list}
      class="mlops-lab-thumbnails"
      role="listbox"
      tabIndex={0}
      aria-label={t('Pages')}
      aria-activedescendant={optionId(page)}
      onKeyDown={keydown}
    >
      <div style={{ height: `${height * deck.pages}px`, position: 'relative' }} role="presentation">
        {rows.map((number) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keyboard, as ARIA wants of a list box
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names this one as active
          <div
            key={number}
            id={optionId(number)}
            class="mlops-lab-thumbnail"
            role="option"
            aria-selected={number === page}
            aria-posinset={number}
            aria-setsize={deck.pages}
            aria-label={noted?.has(number) ? t('{0}, with a note', labelOf(number, labels)) : labelOf(number, labels)}
            style={{ top: `${(number - 1) * height}px`, height: `${height}px` }}
            onClick={() => goTo({ page: number })}
          >
            <Picture painter={painter} page={number} width={box.width} height={box.height} />
            <span class="mlops-lab-thumbnail-number" aria-hidden="true">
              {labels?.[number - 1] ?? number}
              {noted?.has(number) && <span class="codicon codicon-note" />}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

interface PictureProps {
  readonly painter: ThumbnailPainter;
  readonly page: number;
  readonly width: number;
  readonly height: number;
}

function Picture({ painter, page, width, height }: PictureProps) {
  const place = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const show = (canvas: HTMLCanvasElement) => place.current?.replaceChildren(canvas);
    setFailed(false);
    const kept = painter.kept(page);
    if (kept) return show(kept);
    const stop = new AbortController();
    painter.paint(page, stop.signal).then(show, () => setFailed(true));
    return () => stop.abort();
  }, [painter, page]);
  return (
    <div class="mlops-lab-thumbnail-picture" style={{ width: `${width}px`, height: `${height}px` }} aria-hidden="true">
      {/* Its content is the painter's. */}
      <div ref={place} class="mlops-lab-thumbnail-canvas" />
      {failed && <span class="codicon codicon-warning" title={t('This page cannot be drawn.')} />}
    </div>
  );
}

/** The first page's height over its width: most decks are of one size, and other pages are fitted in. */
function useAspect(deck: Deck, rotation: number): number {
  const [aspect, setAspect] = useState(9 / 16);
  useEffect(() => {
    let wanted = true;
    deck.page(1).then(
      (first) => {
        const { width, height } = sizeOf(first, rotation);
        if (wanted) setAspect(height / width);
      },
      // The viewer itself says what is wrong with the page.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [deck, rotation]);
  return aspect;
}

/** The rows near the window, and the page on screen: the list names it as active, so it must be there. */
function pagesBetween(from: number, to: number, page: number): number[] {
  const pages = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index + 1);
  if (page <= from) return [page, ...pages];
  return page > to ? [...pages, page] : pages;
}

function pageForKey(key: string, page: number, pages: number, screenful: number): number | undefined {
  const clamped = (to: number) => Math.min(Math.max(1, to), pages);
  switch (key) {
    case 'ArrowDown':
      return clamped(page + 1);
    case 'ArrowUp':
      return clamped(page - 1);
    case 'PageDown':
      return clamped(page + screenful);
    case 'PageUp':
      return clamped(page - screenful);
    case 'Home':
      return 1;
    case 'End':
      return pages;
    default:
      return undefined;
  }
}

function labelOf(number: number, labels: readonly string[] | undefined): string {
  const label = labels?.[number - 1];
  return label ? t('Page {0}, the {1}. of the file', label, number) : t('Page {0}', number);
}

const optionId = (page: number) => `mlops-lab-thumbnail-${page}`;
