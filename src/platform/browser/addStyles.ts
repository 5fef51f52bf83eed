const added = new Set<string>();

/** Adds a stylesheet to the page, once however often it is asked for. */
export function addStyles(css: string): void {
  if (added.has(css)) return;
  added.add(css);
  const sheet = document.createElement('style');
  sheet.textContent = css;
  document.head.append(sheet);
}
