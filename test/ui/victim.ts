/** What a page is asked that shows hostile outputs: whether any of them did what it tried. Runs in the page. */

interface AttackedPage {
  runs: string[];
  canary: () => void;
}

/** Before anything is shown: a canary that scripts of attacks call. */
export function plantCanary(): void {
  const page = window as unknown as AttackedPage;
  page.runs = [];
  Object.defineProperty(window, 'canary', { value: () => void page.runs.push('a script ran'), writable: true });
}

/** What of the attacks' scripts has run since this was last asked. */
export function takeRuns(): string[] {
  return (window as unknown as AttackedPage).runs.splice(0);
}

/**
 * Does to every element of an output what a person may do to it but follow its links, and says what of it is dangerous.
 * @param place selects the outputs' places, of which the one of this number is meant
 */
export function stir([place, number]: readonly [place: string, number: number]) {
  // Not as a member of the document, which an attack may have put a name of its own over.
  const element = Document.prototype.querySelectorAll.call(document, place)[number] as HTMLElement;
  const within = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((inner) => [inner, ...(inner.shadowRoot ? within(inner.shadowRoot) : [])]);
  const elements = within(element);
  const events = 'mouseover pointerover focus load error toggle wheel animationstart beforetoggle'.split(' ');
  for (const inner of elements) {
    for (const event of events) inner.dispatchEvent(new Event(event));
    if (!inner.closest('a[href]:not([href^="javascript:"]), summary')) (inner as HTMLElement).click?.();
    (inner as HTMLElement).focus?.();
  }
  // Vega keeps a form of its own for the fields that a chart may ask for.
  const forbidden =
    'script, iframe, frame, object, embed, form:not(.vega-bindings), input, link, base, meta, template, foreignObject, portal';
  const found: string[] = [];
  for (const inner of elements) {
    if (inner.matches(forbidden)) found.push(`<${inner.localName}>`);
    for (const { name, value } of inner.attributes) {
      if (/^on/i.test(name)) found.push(`${inner.localName} ${name}`);
      // Errors link to files, which the extension opens.
      if (/(^|:)href$/i.test(name) && !/^(https?:|mailto:|#|file:\/\/\/)/i.test(value))
        found.push(`${inner.localName} to ${value}`);
    }
  }
  const canary = Object.getOwnPropertyDescriptor(window, 'canary')?.value;
  if (typeof canary !== 'function' || canary instanceof Node) found.push('a name of the page is taken');
  if (!(document.body instanceof HTMLBodyElement)) found.push('a name of the document is taken');
  const outer = element.getBoundingClientRect();
  const cover = document.elementFromPoint(innerWidth - 2, innerHeight - 2);
  if (cover && element.contains(cover) && outer.bottom < innerHeight - 2) found.push('it covers the page');
  const texts = [element, ...elements.flatMap(({ shadowRoot }) => shadowRoot ?? [])].map(
    ({ textContent }) => textContent,
  );
  const isShown =
    texts.some((text) => text?.trim()) ||
    elements.some((inner) => ['IMG', 'CANVAS', 'svg', 'TABLE'].includes(inner.nodeName) || inner.textContent !== '');
  return { found, isShown };
}
