/** Charts as pictures where there is no page: for Markdown and other files. A bundle of its own, loaded on demand. */
import { UserError } from '../errors.ts';
import { type ChartTheme, plainTheme } from './theme.ts';
import { chartView, problemText } from './view.ts';

export interface ImageOptions {
  /** Pixels; 720 by default. */
  readonly width?: number;
  readonly theme?: ChartTheme;
  /** What lies behind the chart, a CSS colour: white by default, for a viewer may be dark. */
  readonly background?: string;
}

/**
 * Draws an untrusted Vega-Lite specification as SVG text. Needs neither browser nor network.
 * @throws {UserError} with a sentence for what cannot be drawn
 */
export async function chartSvg(spec: unknown, options: ImageOptions = {}): Promise<string> {
  const { width = 720, theme = plainTheme, background = '#ffffff' } = options;
  try {
    const { view, check } = await chartView(spec, { theme, width });
    try {
      const svg = await view.background(background).toSVG();
      check();
      return svg;
    } finally {
      view.finalize();
    }
  } catch (error) {
    throw new UserError('chart-image', problemText(error), { cause: error });
  }
}
