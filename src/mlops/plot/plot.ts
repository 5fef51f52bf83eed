import { type MimeBundle, mime } from '../host.ts';

/** A chart that shows itself below the cell. */
export interface Plot {
  toMimeBundle(): MimeBundle;
}

/** A chart from the data that names its fields and the marks that show them. */
export function vegaLitePlot(options: {
  title: string;
  description: string;
  values: readonly object[];
  layers: object;
}): Plot {
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: options.title,
    description: options.description,
    width: 'container',
    data: { values: options.values },
    ...options.layers,
  };
  return { toMimeBundle: () => ({ [mime.vegaLite]: spec, [mime.text]: `${options.title}\n${options.description}` }) };
}

/** A second sign beside colour, so that lines differ in print and in high contrast too. Colours are the theme's. */
export const dashes = [[], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [4, 1]];
