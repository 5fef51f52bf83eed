/** What the pointer is on, at once and in the editor's looks. Texts come from untrusted data and stay texts. */
import { isObject } from '../chart/spec.ts';

/** Pixels. */
const distance = 12;

/** A handler for `View.tooltip`, and what takes away the tooltip that shows. */
export class ChartTooltip {
  readonly #box = document.createElement('div');

  constructor() {
    this.#box.className = 'mlops-lab-chart-tooltip';
    // Screen readers have the description and the data's table.
    this.#box.setAttribute('aria-hidden', 'true');
  }

  readonly show = (_: unknown, event: MouseEvent, __: unknown, value: unknown): void => {
    if (value === null || value === undefined || value === '') {
      this.dispose();
      return;
    }
    this.#box.replaceChildren(isObject(value) ? definitions(value) : String(value));
    document.body.append(this.#box);
    const { width, height } = this.#box.getBoundingClientRect();
    const left =
      event.clientX + distance + width > innerWidth ? event.clientX - distance - width : event.clientX + distance;
    const top =
      event.clientY + distance + height > innerHeight ? event.clientY - distance - height : event.clientY + distance;
    this.#box.style.left = `${Math.max(0, left)}px`;
    this.#box.style.top = `${Math.max(0, top)}px`;
  };

  dispose(): void {
    this.#box.remove();
  }
}

function definitions(value: Readonly<Record<string, unknown>>): HTMLElement {
  const list = document.createElement('dl');
  for (const [name, text] of Object.entries(value).slice(0, 20)) {
    const [term, definition] = [document.createElement('dt'), document.createElement('dd')];
    term.textContent = name;
    definition.textContent = (typeof text === 'object' ? JSON.stringify(text) : String(text)).slice(0, 200);
    list.append(term, definition);
  }
  return list;
}
