import { type MimeBundle, mime } from '../payloads/mime.ts';

/** A Vega-Lite specification: plain JSON. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

/** A chart that shows itself below the cell. */
export interface Plot {
  /** What is drawn. Its colours are left to whoever draws it. */
  readonly spec: VegaLiteSpec;
  toMimeBundle(): MimeBundle;
}

interface Drawing {
  readonly title: string;
  /** What the chart shows, in whole sentences: kind, extremes, what is notable. */
  readonly description: string;
  /** The rows that are drawn; also what the reader sees as the chart's data. */
  readonly values: readonly object[];
  /** Marks and encodings, with sizes that differ from the usual. */
  readonly layers: VegaLiteSpec;
  /** Pixels; a matrix or a curve from 0 to 1 is not drawn wider. */
  readonly maxWidth?: number;
  /** A small drawing in characters for the terminal. */
  readonly sketch?: string;
}

/** A chart from the rows that name its fields and the marks that show them. */
export function vegaLitePlot({ title, description, values, layers, sketch, maxWidth }: Drawing): Plot {
  const meta = maxWidth === undefined ? {} : { usermeta: { maxWidth } };
  const view = values.length > 0 ? { data: { values }, ...layers } : nothingToDraw;
  return plotOf({ $schema: schema, title, description, width: 'container', ...meta, ...view }, sketch);
}

/** @param sketch see `Drawing` */
export function plotOf(spec: VegaLiteSpec, sketch?: string): Plot {
  const text = [spec.title, spec.description, sketch].filter((part) => typeof part === 'string' && part !== '');
  return { spec, toMimeBundle: () => ({ [mime.vegaLite]: spec, [mime.text]: text.join('\n') }) };
}

export const schema = 'https://vega.github.io/schema/vega-lite/v6.json';

/** Axes without data would be labelled by chance. */
const nothingToDraw: VegaLiteSpec = {
  height: 60,
  data: { values: [{ note: 'There are no values to draw.' }] },
  mark: { type: 'text', style: 'note' },
  encoding: { text: { field: 'note', type: 'nominal' } },
};
