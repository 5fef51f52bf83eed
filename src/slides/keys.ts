import type { ViewerAction } from './state.ts';

/** What of a keyboard event decides; the DOM's `KeyboardEvent` has this shape. */
export interface Key {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** How the slide lies in its room: up and down scroll a slide that is taller, and turn pages at its ends. */
export interface Scroll {
  readonly atTop: boolean;
  readonly atBottom: boolean;
  /** Left and right scroll where the slide is wider than its room. */
  readonly overflowsAcross: boolean;
}

/** The viewer's action for a key, or `undefined` where the key is the browser's or VS Code's. */
export function actionOf(key: Key, scroll: Scroll, magnification: number): ViewerAction | undefined {
  if (key.altKey || key.ctrlKey || key.metaKey) return undefined;
  switch (key.key) {
    case 'PageDown':
      return { type: 'turn', by: 1 };
    case 'PageUp':
      return { type: 'turn', by: -1 };
    case 'ArrowRight':
      return scroll.overflowsAcross ? undefined : { type: 'turn', by: 1 };
    case 'ArrowLeft':
      return scroll.overflowsAcross ? undefined : { type: 'turn', by: -1 };
    case 'ArrowDown':
      return scroll.atBottom ? { type: 'turn', by: 1 } : undefined;
    case 'ArrowUp':
      return scroll.atTop ? { type: 'turn', by: -1 } : undefined;
    case 'Home':
      return { type: 'first' };
    case 'End':
      return { type: 'last' };
    case '+':
    case '=':
      return { type: 'zoomIn', from: magnification };
    case '-':
      return { type: 'zoomOut', from: magnification };
    case '0':
      return { type: 'fit', to: 'width' };
    default:
      return undefined;
  }
}
