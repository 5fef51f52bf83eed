/**
 * Untrusted HTML, made harmless: no script runs, nothing is loaded, nothing is sent. DOMPurify does the work, on
 * lists of ours that hold what an output needs; what it gives is a tree that is never written out and parsed again.
 */
import createDOMPurify, { type Config } from 'dompurify';
import { safeDeclarations, safeSheet } from './css.ts';
import { type LeftOut, reasonOf } from './leftOut.ts';
import { svgImage } from './svg.ts';

export interface SafeHtml {
  readonly content: DocumentFragment;
  /** The stylesheets that the HTML brought. */
  readonly css: string;
  /** Why anything was left out. */
  readonly leftOut: ReadonlySet<LeftOut>;
}

const config: Config & { RETURN_DOM_FRAGMENT: true } = {
  ALLOWED_TAGS: `a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del
    details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark
    meter ol p pre progress q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot
    th thead time tr tt u ul var wbr #text`.split(/\s+/),
  ALLOWED_ATTR: `align alt bgcolor border cellpadding cellspacing class color colspan data-math data-display datetime
    dir headers height high href id lang low max min open optimum reversed role rowspan scope span src start style
    summary tabindex title type valign value width`.split(/\s+/),
  ALLOW_DATA_ATTR: false,
  ALLOW_UNKNOWN_PROTOCOLS: false,
  RETURN_DOM_FRAGMENT: true,
};

/** @param html a piece of HTML or a whole document, by anybody */
export function sanitizeHtml(html: string): SafeHtml {
  const leftOut = new Set<LeftOut>();
  // In a template nothing loads or runs, and no element's name hides a property of the document.
  const { content } = Object.assign(document.createElement('template'), { innerHTML: html });
  const { css, leftOut: cssLeftOut } = safeSheet(takeStyles(content));
  if (cssLeftOut) leftOut.add('address');
  for (const drawing of content.querySelectorAll('svg:not(svg svg)')) drawing.replaceWith(pictureOf(drawing, leftOut));
  return { content: purify(content, leftOut), css, leftOut };
}

function takeStyles(content: DocumentFragment): string {
  const styles = [...content.querySelectorAll('style')];
  for (const style of styles) style.remove();
  return styles.map(({ textContent }) => textContent).join('\n');
}

/** A drawing inside HTML is shown as a picture, in which nothing runs or loads. */
function pictureOf(drawing: Element, leftOut: Set<LeftOut>): Element | Text {
  try {
    const { src, alt, leftOut: gone, followsTheme } = svgImage(new XMLSerializer().serializeToString(drawing));
    for (const reason of gone) leftOut.add(reason);
    const picture = Object.assign(document.createElement('img'), { alt: alt ?? '' });
    picture.setAttribute('src', src);
    for (const name of ['class', 'id', 'style']) picture.setAttribute(name, drawing.getAttribute(name) ?? '');
    if (followsTheme) picture.classList.add('mlops-lab-themed');
    return picture;
  } catch {
    leftOut.add('broken');
    return document.createTextNode('');
  }
}

function purify(content: DocumentFragment, leftOut: Set<LeftOut>): DocumentFragment {
  // One of its own each time: hooks are the purifier's, and what they collect is this document's.
  const purifier = createDOMPurify(window);
  purifier.addHook('uponSanitizeAttribute', (element, attribute) => {
    const { attrName: name, attrValue: value } = attribute;
    if (name === 'style') {
      const safe = safeDeclarations(value);
      attribute.attrValue = safe.css;
      if (safe.leftOut) leftOut.add('address');
    } else if ((name === 'href' || name === 'src') && !mayName(element, name, value)) {
      attribute.keepAttr = false;
      leftOut.add(/^\W*(java|vb)script:/i.test(value) ? 'script' : 'address');
    }
  });
  purifier.addHook('afterSanitizeAttributes', (element) => {
    // VS Code opens a link after asking; a page in a browser must not be left, nor known to where it leads.
    if (element.nodeName === 'A' && element.hasAttribute('href')) {
      element.setAttribute('rel', 'noopener noreferrer');
      element.setAttribute('target', '_blank');
    }
  });
  const clean = purifier.sanitize(content, config);
  for (const removed of purifier.removed) {
    const reason = reasonOf(removed);
    if (reason) leftOut.add(reason);
  }
  // In words rather than as a sign that something is broken.
  for (const picture of clean.querySelectorAll('img:not([src])'))
    picture.replaceWith(picture.getAttribute('alt') ?? '');
  return clean;
}

/** Links may lead to the web, and pictures bring their content along. */
function mayName(element: Element, attribute: 'href' | 'src', value: string): boolean {
  if (attribute === 'src') return element.nodeName === 'IMG' && /^data:image\/[\w.+-]+[;,]/i.test(value);
  return element.nodeName === 'A' && /^(https?:\/\/|mailto:|#)/i.test(value);
}
