/**
 * The one chart renderer: notebook outputs and the run page draw the same Vega-Lite with the same looks. Expressions
 * are interpreted, not compiled, so the page's policy needs no `unsafe-eval`; nothing is ever fetched.
 */
import type { LoggerInterface, View } from 'vega';
import { messageOf, UserError } from '../errors.ts';
import { t } from '../l10n.ts';
import { refuseAddresses } from './chartGuard.ts';
import { prepareSpec } from './chartSpec.ts';
import { readTheme, themeConfig } from './chartTheme.ts';

export interface Chart {
  dispose(): void;
}

/**
 * Draws a Vega-Lite specification into `element`, as wide as the element, in the editor's colours, and again when
 * either changes. Never rejects: a specification that cannot be drawn leaves a sentence (role `alert`) in its place.
 * @param options.description what a screen reader says; by default the specification's description or title.
 */
export async function renderChart(
  element: HTMLElement,
  spec: unknown,
  options: { description?: string } = {},
): Promise<Chart> {
  // A place of its own: Vega measures it, which an element with padding would falsify, and labels it.
  const place = document.createElement('div');
  const endGuard = refuseAddresses(place);
  let view: View | undefined;
  let drawing = 0;

  /** A newer drawing, or `dispose`, makes an older one that is still under way let its view go. */
  async function draw(): Promise<void> {
    const mine = ++drawing;
    view?.finalize();
    view = undefined;
    element.replaceChildren(place);
    try {
      const drawn = await drawView(place, spec, options.description);
      if (mine === drawing) view = drawn;
      else drawn.finalize();
    } catch (error) {
      if (mine === drawing) element.replaceChildren(problemOf(error));
    }
  }

  const themeChanges = new MutationObserver(() => void draw());
  const resizes = new ResizeObserver(() => view && fitWidth(view, place));
  await draw();
  themeChanges.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  resizes.observe(place);
  return {
    dispose() {
      drawing++;
      themeChanges.disconnect();
      endGuard();
      resizes.disconnect();
      view?.finalize();
    },
  };
}

async function drawView(place: HTMLElement, spec: unknown, description: string | undefined): Promise<View> {
  const prepared = prepareSpec(spec, description);
  const { compile, expressionInterpreter, parse, View } = await import('./vegaRuntime.ts');
  const problems: Error[] = [];
  const logger = collectErrors(problems);
  const compiled = compile(prepared, { config: themeConfig(readTheme()), logger }).spec;
  const view = new View(parse(compiled, undefined, { ast: true }), {
    expr: expressionInterpreter,
    loader: refuseAll(problems),
    logger,
    renderer: 'svg',
    container: place,
    hover: true,
  });
  await view.runAsync();
  if (problems.length === 0) return view;
  view.finalize();
  throw problems[0];
}

/** Only a chart that was compiled for its container's width has it as a signal that follows the window. */
function fitWidth(view: View, place: HTMLElement): void {
  const { signals } = view.getState({ signals: (name) => name === 'width', data: () => false });
  if (!signals || !('width' in signals) || place.clientWidth === 0) return;
  if (view.signal('width') === place.clientWidth) return;
  void view.signal('width', place.clientWidth).runAsync();
}

/** Vega asks a loader for every address: data, images and links. This one names the first and gives none. */
function refuseAll(problems: Error[]) {
  const refuse = (uri: string): Promise<never> => {
    const message = t('It asks for {0}, and charts load nothing; put the data into the specification.', uri);
    const refusal = new UserError('chart-loads', message);
    problems.push(refusal);
    return Promise.reject(refusal);
  };
  return { load: refuse, sanitize: refuse, http: refuse, file: refuse };
}

/** Vega reports errors of a running dataflow to its logger and goes on; here they end the drawing. */
function collectErrors(problems: Error[]): LoggerInterface {
  let level = 0;
  const logger: LoggerInterface = {
    level: ((value?: number) => {
      if (value === undefined) return level;
      level = value;
      return logger;
    }) as LoggerInterface['level'],
    error(...details: readonly unknown[]) {
      problems.push(new Error(details.map(messageOf).join(' ')));
      return logger;
    },
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

/** A sentence in the chart's place. The class `mlops-lab-problem` is for the page's stylesheet. */
function problemOf(error: unknown): HTMLElement {
  const reason =
    error instanceof UserError
      ? error.message
      : t('Vega-Lite reports: {0}. Correct the specification that the chart is made from.', messageOf(error));
  const alert = document.createElement('p');
  alert.className = 'mlops-lab-problem';
  alert.setAttribute('role', 'alert');
  alert.textContent = `${t('This chart cannot be drawn.')} ${reason}`;
  return alert;
}
