/** Keys by which controls are worked and regions scrolled. */
const working = new Set([
  ...['Enter', ' ', 'Home', 'End', 'PageUp', 'PageDown', 'Backspace', 'Delete'],
  ...['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
]);
const controls = 'button, a[href], summary, [tabindex]';
const fields = 'input, select, textarea';

/**
 * Keeps a key that works a control of an output from VS Code, whose notebook would act on it as well: Enter on a
 * button would begin to edit the cell, and the next key change its code. What leads out, Escape, Tab and whatever is
 * pressed with Ctrl, goes on.
 */
export function keepOwnKeys(event: KeyboardEvent): void {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
  const isField = target.matches(fields);
  const isText = isField && key.length === 1;
  if (isText || (working.has(key) && (isField || target.matches(controls)))) event.stopPropagation();
}
