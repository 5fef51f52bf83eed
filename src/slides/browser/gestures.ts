/** What wheel and pointer do to the pages, beside scrolling them. */
import { clampZoom } from '../zoom.ts';
import type { ViewerStore } from './document/useDeck.ts';
import type { Stage } from './pages/stage.ts';

/** A wheel's notch of 100 pixels zooms by about a fifth; a pinch, which comes in small steps, follows the fingers. */
const zoomPerPixel = 0.002;
const pinchPerPixel = 0.01;
/** A wheel turns one page, however long it goes on rolling. */
const turnRestMilliseconds = 300;

/** @returns what ends it. */
export function listenToGestures(element: HTMLElement, stage: Stage, store: ViewerStore): () => void {
  let turned = 0;

  const zoom = (event: WheelEvent) => {
    event.preventDefault();
    const { left, top } = element.getBoundingClientRect();
    const { deltaY, deltaMode } = event;
    const pixels = deltaMode === WheelEvent.DOM_DELTA_PIXEL ? deltaY : deltaY * 33;
    const isPinch = Math.abs(pixels) < 30;
    stage.pinZoomAt(event.clientX - left, event.clientY - top);
    const factor = Math.exp(-pixels * (isPinch ? pinchPerPixel : zoomPerPixel));
    store.dispatch({ type: 'zoom', to: clampZoom(stage.magnification * factor) });
  };

  const turn = (event: WheelEvent) => {
    const { fit } = stage;
    const by = Math.sign(event.deltaY);
    if (by === 0 || !(by > 0 ? fit.atBottom : fit.atTop)) return;
    event.preventDefault();
    if (event.timeStamp - turned > turnRestMilliseconds) store.dispatch({ type: 'turn', by });
    turned = event.timeStamp;
  };

  const wheel = (event: WheelEvent) => {
    const { presenting, mode } = store.state;
    if ((event.ctrlKey || event.metaKey) && !presenting) zoom(event);
    else if (presenting || mode === 'single') turn(event);
  };

  /** A click advances a presentation; one on a link or a note is theirs. */
  const click = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : undefined;
    if (!store.state.presenting || target?.closest('a, button') || getSelection()?.isCollapsed === false) return;
    store.dispatch({ type: 'turn', by: event.shiftKey ? -1 : 1 });
  };

  // Not passive: a zoom must not also zoom VS Code.
  element.addEventListener('wheel', wheel, { passive: false });
  element.addEventListener('click', click);
  return () => {
    element.removeEventListener('wheel', wheel);
    element.removeEventListener('click', click);
  };
}
