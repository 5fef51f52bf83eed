/** TeX formulas. Loaded with the first of them. */
import katex from 'katex';
import katexCss from 'katex/dist/katex.min.css' with { type: 'text' };
import { messageOf } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import { addMathFonts } from './mathFonts.ts';

addMathFonts();

/** KaTeX's stylesheet without its fonts, which `addMathFonts` brings. */
export const mathStyles = `${katexCss.replaceAll(/@font-face\{[^}]*\}/g, '')}
.katex { line-height: 1.2; }
.katex-display { overflow-x: auto; overflow-y: hidden; padding: 2px 0; text-align: start; margin: 0.8em 0; }
.katex-display > .katex { text-align: start; }`;

/**
 * Draws the TeX source that is an element's text in its place, for screen readers as MathML. Where it is wrong, the
 * source stands with the reason.
 */
export function drawMath(element: HTMLElement): void {
  const tex = element.textContent;
  try {
    // Untrusted: no links, no pictures, no HTML of its own; what it expands to and how big it is have KaTeX's bounds.
    const options = { displayMode: element.hasAttribute('data-display'), trust: false, maxSize: 20 };
    katex.render(tex, element, { ...options, strict: 'ignore', throwOnError: true });
  } catch (error) {
    element.className = 'mlops-lab-math-error';
    const reason = messageOf(error).replace(/^KaTeX parse error: /, '');
    element.textContent = t('{0} (this formula is wrong: {1})', tex, reason);
  }
}
