import { count } from './data.ts';
import { type Plot, plotOf, schema } from './plot.ts';

export interface SmallMultiplesOptions {
  readonly title: string;
  /** Any plots of this module. */
  readonly plots: Iterable<Plot>;
  /** How many stand beside each other where there is room; 3 by default, fewer on a narrow page. */
  readonly columns?: number;
}

/** Pixels. */
const height = 160;

/** Several plots as one picture: `smallMultiples({ title, plots: features.map((name) => histogram(…)) })`. */
export function smallMultiples({ title, plots, columns = 3 }: SmallMultiplesOptions): Plot {
  const specs = Array.from(plots, ({ spec }) => spec);
  const parts = specs.map(({ title }) => title).filter((title) => typeof title === 'string');
  const named = parts.length > 0 ? `: ${parts.join(', ')}` : '';
  return plotOf({
    $schema: schema,
    title,
    description: [`${count(specs.length, 'chart')}${named}.`, ...specs.map((spec) => spec.description)].join(' '),
    columns,
    concat: specs.map(({ $schema, width, ...spec }) => ({ height, ...spec })),
    // A label that stands out above its axis would lift the title of its chart over those beside it.
    config: { axisY: { labelFlush: true } },
    resolve: {
      scale: {
        color: 'independent',
        fill: 'independent',
        stroke: 'independent',
        shape: 'independent',
        strokeDash: 'independent',
      },
    },
  });
}
