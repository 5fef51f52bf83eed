/** The one chart renderer: notebook outputs and the run page draw the same Vega-Lite with the same looks. */
import type { View } from 'vega';
import { chartView, problemText } from '../chart/view.ts';
import { addStyles } from './addStyles.ts';
import type { ChartActions } from './chartActions.ts';
import { removeFrame, renderFrame } from './chartFrame.tsx';
import { refuseAddresses } from './chartGuard.ts';
import { chartStyles } from './chartStyles.ts';
import { readTheme } from './chartTheme.ts';
import { ChartTooltip } from './chartTooltip.ts';

export interface Chart {
  /** Draws another specification in its place, which stays as it is until that is drawn. */
  update(spec: unknown): Promise<void>;
  dispose(): void;
}

export interface ChartOptions {
  /** What a screen reader says; by default the specification's description or title. */
  readonly description?: string;
  /** With these the chart has a toolbar: its data as a table, copy and save. */
  readonly actions?: ChartActions;
}

/** More are painted on a canvas: an element a mark would take the browser too long. */
const mostElements = 5000;
/** Pixels, where the element is not on the page yet. */
const usualWidth = 600;
/** Milliseconds. While the person drags an edge the drawing is only scaled. */
const settling = 120;

/**
 * Draws a Vega-Lite specification into `element`, as wide as the element, in the editor's colours, and again when
 * either changes. Never rejects: a specification that cannot be drawn leaves a sentence (role `alert`) in its place.
 */
export async function renderChart(element: HTMLElement, first: unknown, options: ChartOptions = {}): Promise<Chart> {
  addStyles(chartStyles);
  const frame = document.createElement('div');
  frame.className = 'mlops-lab-chart';
  const endGuard = refuseAddresses(frame);
  const controls = document.createElement('div');
  controls.style.display = 'contents';
  const tooltip = new ChartTooltip();
  let spec = first;
  let place = document.createElement('div');
  let view: View | undefined;
  let width = 0;
  let drawing = 0;
  let resizing: ReturnType<typeof setTimeout> | undefined;

  /** A newer drawing, or `dispose`, makes an older one that is still under way let its view go. */
  async function draw(): Promise<void> {
    const mine = ++drawing;
    width = frame.clientWidth;
    const next = document.createElement('div');
    next.className = 'drawing';
    try {
      const drawn = await drawView(next, spec, width || usualWidth, options.description, tooltip);
      if (mine !== drawing) return void drawn.finalize();
      view?.finalize();
      view = drawn;
    } catch (error) {
      if (mine !== drawing) return;
      next.replaceChildren(problemOf(error));
    }
    place.replaceWith(next);
    place = next;
  }

  frame.append(place, controls);
  element.replaceChildren(frame);
  await draw();
  const drawControls = () => {
    if (options.actions && view) renderFrame(controls, { spec, view: () => view, actions: options.actions });
  };
  drawControls();

  const themeChanges = new MutationObserver(() => void draw());
  const resizes = new ResizeObserver(() => {
    clearTimeout(resizing);
    const changed = frame.clientWidth > 0 && Math.abs(frame.clientWidth - width) > 1;
    if (changed) resizing = setTimeout(() => void draw(), width === 0 ? 0 : settling);
  });
  themeChanges.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  resizes.observe(frame);
  return {
    async update(next) {
      spec = next;
      await draw();
      drawControls();
    },
    dispose() {
      drawing++;
      clearTimeout(resizing);
      themeChanges.disconnect();
      endGuard();
      resizes.disconnect();
      tooltip.dispose();
      removeFrame(controls);
      view?.finalize();
    },
  };
}

async function drawView(
  place: HTMLElement,
  spec: unknown,
  width: number,
  description: string | undefined,
  tooltip: ChartTooltip,
): Promise<View> {
  const { view, marks, check } = await chartView(spec, { theme: readTheme(), width, description });
  try {
    view.tooltip(tooltip.show).renderer(marks > mostElements ? 'canvas' : 'svg');
    await view.initialize(place).runAsync();
    check();
    return view;
  } catch (error) {
    view.finalize();
    throw error;
  }
}

/** A sentence in the chart's place. The class `mlops-lab-problem` is for the page's stylesheet. */
function problemOf(error: unknown): HTMLElement {
  const alert = document.createElement('p');
  alert.className = 'mlops-lab-problem';
  alert.setAttribute('role', 'alert');
  alert.textContent = problemText(error);
  return alert;
}
