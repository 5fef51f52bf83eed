import MarkdownIt from 'markdown-it';
import { malformed } from '../../payloads/payload.ts';
import { mathRule } from '../../text/mathRule.ts';
import type { Drawer } from '../mount.tsx';
import { showFramed } from './frame.ts';
import { sanitizeHtml } from './sanitize.ts';
import { onThemeChange } from './theme.ts';

/** HTML in it is allowed, as everywhere in Markdown, and made harmless with the rest. */
const markdownIt = new MarkdownIt({ html: true, linkify: true });
// Formulas are drawn when the rest is harmless, each in an element that holds its source.
mathRule(
  markdownIt,
  (tex, isDisplay) => `<span data-math${isDisplay ? ' data-display' : ''}>${markdownIt.utils.escapeHtml(tex)}</span>`,
);

/** Draws Markdown, with its math where there is any. */
export const drawMarkdown: Drawer = async (data, element) => {
  if (typeof data !== 'string') throw malformed('Markdown', 'no text');
  const html = markdownIt.render(data);
  const show = async () => {
    const safe = sanitizeHtml(html);
    const formulas = [...safe.content.querySelectorAll<HTMLElement>('[data-math]')];
    if (formulas.length === 0) return showFramed(element, safe);
    const { drawMath, mathStyles } = await import('./math.ts');
    for (const formula of formulas) drawMath(formula);
    showFramed(element, safe, [mathStyles]);
  };
  await show();
  return { dispose: /currentcolor/i.test(data) ? onThemeChange(() => void show()) : () => undefined };
};
