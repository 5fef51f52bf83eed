import type { ViewerAction, ViewerState } from './state.ts';

/** What of a keyboard event decides; the DOM's `KeyboardEvent` has this shape. */
export interface Key {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** How the page lies in the window. */
export interface Fit {
  /** The window shows the page's whole height: keys that would scroll turn pages. */
  readonly whole: boolean;
  readonly atTop: boolean;
  readonly atBottom: boolean;
  /** Left and right scroll where the page is wider than the window. */
  readonly overflowsAcross: boolean;
  /** The magnification on screen. */
  readonly magnification: number;
}

/** Keys that do what no state tells: the viewer itself carries them out. */
export type KeyAction = ViewerAction | { readonly type: 'focusPageField' | 'toggleTone' | 'addNote' | 'highlight' };

/** The viewer's action for a key, or `undefined` where the key is the browser's or VS Code's. */
export function actionOf(key: Key, state: ViewerState, fit: Fit): KeyAction | undefined {
  if (key.altKey) return undefined;
  if (key.ctrlKey || key.metaKey) return commandOf(key, state);
  if (state.presenting) return presentingAction(key) ?? movement(key, state, fit);
  return movement(key, state, fit) ?? letterAction(key, fit);
}

function commandOf({ key, shiftKey }: Key, state: ViewerState): KeyAction | undefined {
  if (shiftKey || state.presenting) return undefined;
  switch (key) {
    case 'f':
      return { type: 'find', words: state.find ?? '' };
    case 'g':
      return { type: 'focusPageField' };
    case 'Home':
      return { type: 'first' };
    case 'End':
      return { type: 'last' };
    default:
      return undefined;
  }
}

function movement({ key, shiftKey }: Key, state: ViewerState, fit: Fit): ViewerAction | undefined {
  const back = { type: 'turn', by: -1 } as const;
  const on = { type: 'turn', by: 1 } as const;
  // A page that is alone on screen is turned at its ends; in a column the browser scrolls on to the next.
  const alone = state.presenting || state.mode === 'single';
  switch (key) {
    case ' ':
      return movement({ ...plain, key: shiftKey ? 'PageUp' : 'PageDown' }, state, fit);
    case 'PageDown':
      return fit.whole || (alone && fit.atBottom) ? on : undefined;
    case 'PageUp':
      return fit.whole || (alone && fit.atTop) ? back : undefined;
    case 'ArrowRight':
      return fit.overflowsAcross ? undefined : on;
    case 'ArrowLeft':
      return fit.overflowsAcross ? undefined : back;
    case 'ArrowDown':
      return alone && fit.atBottom ? on : undefined;
    case 'ArrowUp':
      return alone && fit.atTop ? back : undefined;
    case 'Home':
      return { type: 'first' };
    case 'End':
      return { type: 'last' };
    default:
      return undefined;
  }
}

const plain = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false } as const;

function letterAction({ key }: Key, { magnification }: Fit): KeyAction | undefined {
  switch (key) {
    case '+':
    case '=':
      return { type: 'zoomIn', from: magnification };
    case '-':
      return { type: 'zoomOut', from: magnification };
    case '0':
      return { type: 'zoom', to: 'auto' };
    case 'd':
      return { type: 'toggleTone' };
    case 'n':
      return { type: 'addNote' };
    case 'h':
      return { type: 'highlight' };
    case 'r':
      return { type: 'rotate', by: 90 };
    case 'R':
      return { type: 'rotate', by: -90 };
    case 's':
      return { type: 'speakerNotes' };
    case 'p':
    case 'F5':
      return { type: 'present', on: true };
    default:
      return undefined;
  }
}

function presentingAction({ key }: Key): ViewerAction | undefined {
  switch (key) {
    case 'Escape':
    case 'F5':
    case 'p':
      return { type: 'present', on: false };
    case 'n':
      return { type: 'speakerNotes' };
    case 'Enter':
      return { type: 'turn', by: 1 };
    case 'Backspace':
      return { type: 'turn', by: -1 };
    default:
      return undefined;
  }
}
