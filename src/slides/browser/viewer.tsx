import './viewer.css';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type RefObject, render } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import { Page } from '../../platform/browser/page.ts';
import { messageOf } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import type { FromViewer, ToViewer } from '../contract.ts';
import { actionOf } from '../keys.ts';
import { magnification, reduce, restore, type Size, saved } from '../state.ts';
import { openDocument, startParser } from './pdfDocument.ts';
import { Sheet, sizeOf } from './sheet.ts';
import { Toolbar } from './toolbar.tsx';

/** When the deck to be shown was asked for: the page's beginning, or the news that the file changed. */
let asked = performance.now();
/** Started at once: the parser loads while the editor reads the file. */
const parser = startParser();

/** What the parser answers, or its failure: a dead worker never answers. */
async function answered<T>(answer: Promise<T>): Promise<T> {
  return Promise.race([answer, (await parser).failure]);
}

/** A slide's size until the first is known: 16:9 as the common tools make it. */
const usualSize: Size = { width: 1280, height: 720 };

/** A slide with the deck it is of: one of a deck that was replaced cannot be drawn any more. */
interface Slide {
  readonly deck: PDFDocumentProxy;
  readonly page: PDFPageProxy;
}

interface ViewerProps {
  readonly host: Page<ToViewer, FromViewer>;
}

function Viewer({ host }: ViewerProps) {
  const [state, dispatch] = useReducer(reduce, host.recall(), restore);
  const [deck, setDeck] = useState<PDFDocumentProxy>();
  const [slide, setSlide] = useState<Slide>();
  const stage = useRef<HTMLDivElement>(null);
  const sheetElement = useRef<HTMLDivElement>(null);
  const sheet = useRef<Sheet>(undefined);
  /** The deck whose first slide the host was told of. */
  const reported = useRef<PDFDocumentProxy>(undefined);
  const room = useRoom(stage);
  const scale = magnification(state.zoom, slide ? sizeOf(slide.page) : usualSize, room);
  const { page } = state;
  const pages = state.deck.kind === 'open' ? state.deck.pages : 0;

  const fail = (error: unknown) => {
    const message = messageOf(error);
    dispatch({ type: 'failed', message });
    host.send({ type: 'failed', message });
  };

  useEffect(() => {
    let latest = 0;
    const open = async (name: string, bytes: Uint8Array) => {
      const mine = ++latest;
      try {
        const opened = await answered(openDocument((await parser).worker, bytes, name));
        if (mine !== latest) return void opened.loadingTask.destroy();
        document.title = name;
        setDeck(opened);
        dispatch({ type: 'opened', pages: opened.numPages });
      } catch (error) {
        if (mine === latest) fail(error);
      }
    };
    host.start((message) => {
      switch (message.type) {
        case 'deck':
          if (reported.current) asked = performance.now();
          return void open(message.name, message.bytes);
        case 'failed':
          latest++;
          return dispatch(message);
      }
    });
    host.send({ type: 'load' });
    stage.current?.focus();
  }, []);

  useEffect(() => host.remember(saved(state)), [state.page, state.zoom]);
  useEffect(() => () => void deck?.loadingTask.destroy(), [deck]);

  // Fetches the slide, for its size; a slide paged past before it came is dropped.
  useEffect(() => {
    if (!deck || pages !== deck.numPages || page > pages) return;
    let wanted = true;
    answered(deck.getPage(page)).then(
      (fetched) => wanted && setSlide({ deck, page: fetched }),
      (error) => wanted && fail(error),
    );
    return () => {
      wanted = false;
    };
  }, [deck, page, pages]);

  // Draws it, and again at every size.
  useEffect(() => {
    if (!slide || slide.deck !== deck || !sheetElement.current) return;
    sheet.current ??= new Sheet(sheetElement.current);
    answered(sheet.current.show(slide.page, scale)).then((shown) => {
      if (!shown || reported.current === deck) return;
      reported.current = deck;
      host.send({ type: 'shown', pages: deck.numPages, milliseconds: Math.round(performance.now() - asked) });
    }, fail);
  }, [slide, scale, room.density]);

  useEffect(() => stage.current?.scrollTo(0, 0), [page]);
  useKeys(stage, scale, dispatch);

  return (
    <>
      {state.deck.kind === 'open' && (
        <Toolbar page={page} pages={pages} zoom={state.zoom} magnification={scale} dispatch={dispatch} />
      )}
      {state.deck.kind === 'failed' && (
        <p class="message" role="alert">
          <span class="codicon codicon-error" aria-hidden="true" /> {state.deck.message}
        </p>
      )}
      {state.deck.kind === 'loading' && (
        <p class="message loading" role="status">
          {t('Opening the slides…')}
        </p>
      )}
      <section
        ref={stage}
        class="stage"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t('Page {0} of {1}', page, pages)}
        hidden={state.deck.kind === 'failed'}
      >
        <div ref={sheetElement} class="sheet" />
      </section>
      <p class="for-screen-readers" aria-live="polite">
        {pages > 0 && t('Page {0} of {1}', page, pages)}
      </p>
    </>
  );
}

/** The stage's inner size, and the screen's pixels per CSS pixel, kept up to date. */
function useRoom(stage: RefObject<HTMLElement | null>): Size & { readonly density: number } {
  const [room, setRoom] = useState({ width: 0, height: 0, density: devicePixelRatio });
  useLayoutEffect(() => {
    const element = stage.current!;
    const measure = () => {
      const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(element);
      setRoom({
        width: element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight),
        height: element.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom),
        density: devicePixelRatio,
      });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return room;
}

function useKeys(
  stage: RefObject<HTMLElement | null>,
  scale: number,
  dispatch: Parameters<typeof Toolbar>[0]['dispatch'],
) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const element = stage.current;
      if (!element || event.target instanceof HTMLInputElement) return;
      const scroll = {
        atTop: element.scrollTop <= 0,
        atBottom: element.scrollTop + element.clientHeight >= element.scrollHeight - 1,
        overflowsAcross: element.scrollWidth > element.clientWidth,
      };
      const action = actionOf(event, scroll, scale);
      if (!action) return;
      event.preventDefault();
      dispatch(action);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [scale]);
}

render(<Viewer host={new Page()} />, document.getElementById('root')!);
