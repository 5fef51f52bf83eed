import { malformed } from '../../payloads/payload.ts';
import type { Drawer } from '../mount.tsx';
import { showFramed } from './frame.ts';
import { sanitizeHtml } from './sanitize.ts';
import { onThemeChange } from './theme.ts';

/** Draws HTML without what runs, loads or sends anything. */
export const drawHtml: Drawer = (data, element) => {
  if (typeof data !== 'string') throw malformed('HTML', 'no text');
  const show = () => showFramed(element, sanitizeHtml(data));
  show();
  // Drawings inside take their colours when they are made images of.
  return { dispose: /currentcolor/i.test(data) ? onThemeChange(show) : () => undefined };
};
