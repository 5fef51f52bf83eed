/** How large a page is shown. */

/** Sizes in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * A fit follows the window; a number is a magnification, 1 shows a page at its physical size. `auto` shows a slide
 * whole, and a page in portrait as wide as it can be read well.
 */
export type Zoom = 'auto' | 'width' | 'page' | number;

export const zoomSteps = [0.1, 0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 6, 8] as const;
export const minZoom = zoomSteps[0];
export const maxZoom = zoomSteps.at(-1)!;

/** A page in portrait is not fitted larger than this by `auto`: its lines would be too long to read. */
const maxPortraitFit = 1.25;
/** Two magnifications this close, relatively, look the same: zooming goes on to the next step. */
const sameZoom = 0.01;

/** The next step above a magnification. */
export function zoomedIn(from: number): number {
  return zoomSteps.find((step) => step > from * (1 + sameZoom)) ?? maxZoom;
}

/** The next step below a magnification. */
export function zoomedOut(from: number): number {
  return zoomSteps.findLast((step) => step < from * (1 - sameZoom)) ?? minZoom;
}

export function clampZoom(magnification: number): number {
  return Math.min(maxZoom, Math.max(minZoom, magnification));
}

export function isZoom(value: unknown): value is Zoom {
  if (typeof value === 'number') return value >= minZoom && value <= maxZoom;
  return value === 'auto' || value === 'width' || value === 'page';
}

/**
 * The magnification that a zoom means for a page of a given size (at magnification 1) in a given room. A room
 * not laid out yet (0 wide) counts as the page's own size.
 */
export function magnification(zoom: Zoom, page: Size, room: Size): number {
  if (typeof zoom === 'number') return zoom;
  const across = room.width > 0 ? room.width / page.width : 1;
  const whole = room.height > 0 ? Math.min(across, room.height / page.height) : across;
  if (zoom === 'width') return across;
  if (zoom === 'page' || page.width >= page.height) return whole;
  return Math.min(across, maxPortraitFit);
}
