/** From a specification to a Vega view, with all limits: the same for a page and for a picture made without one. */
import type { LoggerInterface, Spec, View } from 'vega';
import { messageOf, UserError } from '../errors.ts';
import { t } from '../l10n.ts';
import { checkBounds, tooLarge } from './bounds.ts';
import { Deadline, limited } from './expressions.ts';
import { chartsInRow, fitted } from './layout.ts';
import { isObject, type Json, prepareSpec } from './spec.ts';
import { type ChartTheme, themeConfig } from './theme.ts';

export interface ViewOptions {
  readonly theme: ChartTheme;
  /** Pixels. */
  readonly width: number;
  readonly description?: string | undefined;
}

export interface ChartView {
  readonly view: View;
  /** Lines, bars, points, texts: everything that is drawn. */
  readonly marks: number;
  /** Images are asked for only while the view is painted. @throws {UserError} where that was refused */
  check(): void;
}

/** Pixels; a canvas of more is not painted by every browser. */
const largestSide = 10_000;
const mostMarks = 300_000;

/**
 * Lays a chart out, and draws nothing yet: a view without a place.
 * @throws {UserError} for what is no specification, loads something, or asks for too much
 * @throws {Error} what Vega-Lite says of a specification that is wrong
 */
export async function chartView(spec: unknown, options: ViewOptions): Promise<ChartView> {
  const prepared = prepareSpec(spec, options.description);
  checkBounds(prepared);
  const first = await layOut(prepared, options, 0);
  // How much room axes and legends take beside charts in a row is known only when they are laid out.
  const inRow = chartsInRow(prepared);
  const excess = (sizeOf(first.view).width - options.width) / inRow;
  if (inRow === 1 && !isRow(prepared)) return first;
  if (Math.abs(excess) < 4) return first;
  first.view.finalize();
  return layOut(prepared, options, excess);
}

function isRow(spec: Json): boolean {
  return ['concat', 'hconcat', 'vconcat', 'facet', 'repeat'].some((name) => name in spec);
}

async function layOut(spec: Json, { theme, width }: ViewOptions, excess: number): Promise<ChartView> {
  const vega = await import('./vega.ts');
  const problems: Error[] = [];
  const logger = collectErrors(problems);
  const config = themeConfig(theme);
  const place = { width, fontSize: theme.fontSize };
  const fit = fitted(spec, place, excess) as unknown as Parameters<typeof vega.compile>[0];
  const compiled = harmless(vega.compile(fit, { config, logger }).spec);
  const deadline = new Deadline();

  // Timers would keep a page busy that nobody looks at.
  const runtime = vega.parse(compiled, { events: { timer: false } }, { ast: true });
  const view = new vega.View(runtime, {
    expr: limited(vega.expressionInterpreter, deadline),
    loader: refuseAll(problems),
    logger,
    renderer: 'none',
    hover: true,
  });
  startEach(view, deadline);
  const check = () => {
    if (problems[0]) throw problems[0];
  };
  try {
    await view.runAsync();
    check();
    const marks = countMarks(view);
    const size = sizeOf(view);
    if (marks > mostMarks) throw tooLarge(t('it has {0} marks, and {1} can be drawn', marks, mostMarks));
    if (!(Math.max(size.width, size.height) <= largestSide)) {
      const pixels = `${Math.round(size.width)} × ${Math.round(size.height)}`;
      throw tooLarge(t('it is {0} pixels large, and {1} a side can be drawn', pixels, largestSide));
    }
    return { view, marks, check };
  } catch (error) {
    view.finalize();
    throw error;
  }
}

/** Gives every run of the dataflow, the first and those that the pointer causes, its time. */
function startEach(view: View, deadline: Deadline): void {
  // A public method of Vega's dataflow that its types leave out.
  const dataflow = view as View & { evaluate(...args: readonly unknown[]): Promise<View> };
  const evaluate = dataflow.evaluate.bind(view);
  dataflow.evaluate = (...args) => {
    deadline.start();
    return evaluate(...args);
  };
}

/** A specification's own configuration does not turn timers on again. */
function harmless(spec: Spec): Spec {
  if (!isObject(spec.config)) return spec;
  const { events, ...config } = spec.config as Json;
  return { ...spec, config };
}

interface Scene {
  readonly bounds: { readonly x1: number; readonly x2: number; readonly y1: number; readonly y2: number };
  readonly items?: readonly Scene[];
}

function sceneOf(view: View): Scene {
  // Vega's types leave the scene graph open.
  return (view.scenegraph() as unknown as { readonly root: Scene }).root;
}

export function sizeOf(view: View): { readonly width: number; readonly height: number } {
  const { x1, x2, y1, y2 } = sceneOf(view).bounds;
  return { width: x2 - x1, height: y2 - y1 };
}

function countMarks(view: View): number {
  const stack: Scene[] = [sceneOf(view)];
  let marks = 0;
  for (let scene = stack.pop(); scene; scene = stack.pop()) {
    marks++;
    for (const item of scene.items ?? []) stack.push(item);
  }
  return marks;
}

/** Vega asks a loader for every address: data, images and links. This one names the first and gives none. */
function refuseAll(problems: Error[]) {
  const refusalOf = (uri: string): UserError => {
    const message = t('It asks for {0}, and charts load nothing; put the data into the specification.', uri);
    const refusal = new UserError('chart-loads', message);
    problems.push(refusal);
    return refusal;
  };
  const refuse = (uri: string): Promise<never> => Promise.reject(refusalOf(uri));
  // Vega's writer of SVG does not expect that a link is refused, and its rejection, handled by nobody, would end a
  // Node.js process. It gets a link without an address.
  const sanitize = (uri: string, options: { readonly context?: string }): Promise<{ href: string }> => {
    const refusal = refusalOf(uri);
    return options.context === 'href' ? Promise.resolve({} as { href: string }) : Promise.reject(refusal);
  };
  return { load: refuse, sanitize, http: refuse, file: refuse };
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
      const known = details.find((detail) => detail instanceof UserError);
      problems.push(known ?? new Error(details.map(messageOf).join(' ')));
      return logger;
    },
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

/** Why a chart cannot be drawn, as a whole sentence. */
export function problemText(error: unknown): string {
  const reason =
    error instanceof UserError
      ? error.message
      : t('Vega-Lite reports: {0}. Correct the specification that the chart is made from.', messageOf(error));
  return `${t('This chart cannot be drawn.')} ${reason}`;
}
