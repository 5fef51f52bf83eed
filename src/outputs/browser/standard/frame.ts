/**
 * Where untrusted HTML is shown: a shadow root, so that neither its styles nor its names reach the page, in a box
 * that nothing leaves, so that it covers no button of the editor's.
 */

import { addStyles } from '../../../platform/browser/addStyles.ts';
import { t } from '../../../platform/l10n.ts';
import { documentStyles } from './documentStyles.ts';
import { leftOutText } from './leftOut.ts';
import type { SafeHtml } from './sanitize.ts';
import { styles } from './styles.ts';

/** @param further stylesheets of ours that the content needs */
export function showFramed(
  element: HTMLElement,
  { content, css, leftOut }: SafeHtml,
  further: readonly string[] = [],
): void {
  addStyles(styles);
  const box = document.createElement('div');
  box.className = 'mlops-lab-frame';
  const host = document.createElement('div');
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [documentStyles, ...further, css].map(sheetOf);
  makeScrollable(content);
  shadow.append(content);
  box.append(host);
  const isEmpty = shadow.textContent?.trim() === '' && !shadow.querySelector('img, hr, meter, progress, td');
  const sentences = [isEmpty ? t('This output holds nothing that can be seen.') : undefined, leftOutText(leftOut)];
  element.replaceChildren(box, ...sentences.flatMap((sentence) => (sentence === undefined ? [] : [note(sentence)])));
}

export function note(sentence: string): HTMLElement {
  return Object.assign(document.createElement('p'), { className: 'mlops-lab-note', textContent: sentence });
}

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** A table wider than its place scrolls by itself, from the keyboard, too. */
function makeScrollable(content: DocumentFragment): void {
  for (const wide of content.querySelectorAll('table:not(table table), pre')) {
    const scroller = document.createElement('div');
    scroller.className = 'mlops-lab-scroller';
    scroller.tabIndex = 0;
    wide.replaceWith(scroller);
    scroller.append(wide);
  }
}
