/** Keeps what a chart writes into the page from loading anything. */

const painting = ['style', 'fill', 'stroke', 'cursor', 'filter', 'mask', 'clip-path'];
/** Functions of CSS that name something to load; an escape may spell any of them. */
const suspects = ['url(', 'image-set(', 'src(', 'cross-fade(', '\\'];
const suspicious = painting.flatMap((name) => suspects.map((text) => `[${name}*=${JSON.stringify(text)} i]`)).join();
/** Vega's own gradients and clips are parts of the same drawing, which it names by the page's whole address. */
const ownPart = /^url\((#[\w-]+)\)$/;

function localized(value: string): string {
  const [page] = location.href.split('#');
  return value.startsWith(`url(${page}#`) ? value.replace(page!, '') : value;
}

/**
 * Vega writes colours and cursors as a specification, its data or an expression of it gives them, and browsers load
 * what `url(…)` names in them. Such attributes are removed as they come, before the browser computes styles from them.
 * @returns ends it
 */
export function refuseAddresses(place: HTMLElement): () => void {
  const clean = (element: Element) => {
    for (const name of painting) {
      const value = element.getAttribute(name);
      const loads = value !== null && suspects.some((text) => value.toLowerCase().includes(text));
      if (!loads || ownPart.test(value)) continue;
      if (ownPart.test(localized(value))) element.setAttribute(name, localized(value));
      else element.removeAttribute(name);
    }
  };
  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') clean(target as Element);
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        clean(node);
        for (const element of node.querySelectorAll(suspicious)) clean(element);
      }
    }
  });
  observer.observe(place, { subtree: true, childList: true, attributeFilter: painting });
  return () => observer.disconnect();
}
