import { PlotError } from './errors.ts';
import { type Plot, plotOf, schema, type VegaLiteSpec } from './plot.ts';

/**
 * Shows a Vega-Lite specification of your own, with its data in it: charts load nothing. Say in `description` what it
 * shows; screen readers and terminals have nothing else.
 * @throws {PlotError} when it is no object, or cannot be written as JSON
 */
export function vegaLite(spec: VegaLiteSpec): Plot {
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) {
    throw new PlotError('bad-argument', 'A Vega-Lite specification is an object, such as { data, mark, encoding }.');
  }
  try {
    // A copy: what the cell does to its object afterwards does not change what is shown.
    return plotOf({ $schema: schema, ...(JSON.parse(JSON.stringify(spec)) as VegaLiteSpec) }, sketchOf(spec));
  } catch (error) {
    throw new PlotError('bad-argument', `The specification cannot be written as JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Something to read where there is neither title nor description. */
function sketchOf({ title, description }: VegaLiteSpec): string {
  return title === undefined && description === undefined ? 'A Vega-Lite chart without a description.' : '';
}
