import { quantitative } from '../../plot/encoding.ts';
import { type Plot, vegaLitePlot } from '../../plot/plot.ts';
import { scatter } from '../../plot/scatter.ts';
import { ExplainError } from '../errors.ts';
import type { Explanation } from '../explanation.ts';

export interface DependenceOptions {
  readonly title: string;
  /** Name of the column along the axis. */
  readonly column: string;
  /** Names the parts and their unit. */
  readonly yLabel: string;
  /** Name of a column whose values color the points. */
  readonly color?: string;
}

/**
 * A column's values against its parts, a point a row; after `shap.plots.scatter`. A cloud that is wider than a line tells
 * of other columns at work: color by one of them.
 * @throws {ExplainError} `bad-argument` where there is no such column
 */
export function dependence(explanation: Explanation, { title, column, yLabel, color }: DependenceOptions): Plot {
  const at = placeOf(explanation, column);
  const [x, y] = [explanation.data.map((row) => row[at]!), explanation.values.map((row) => row[at]!)];
  const plain = scatter({ title, xLabel: column, yLabel, x, y });
  if (color === undefined) return plain;
  const other = placeOf(explanation, color);
  return vegaLitePlot({
    title,
    description: `${String(plain.spec.description)} Colored by ${color}.`,
    values: x.map((value, i) => ({ x: value, y: y[i]!, other: explanation.data[i]![other]! })),
    layers: {
      mark: { type: 'point', style: x.length > 1000 ? 'dense-points' : 'points' },
      encoding: {
        x: quantitative('x', column),
        y: quantitative('y', yLabel),
        color: quantitative('other', color),
        tooltip: [
          { field: 'x', type: 'quantitative', title: column, format: '.5~g' },
          { field: 'y', type: 'quantitative', title: yLabel, format: '.5~g' },
          { field: 'other', type: 'quantitative', title: color, format: '.5~g' },
        ],
      },
    },
  });
}

function placeOf({ featureNames }: Explanation, name: string): number {
  const place = featureNames.indexOf(name);
  if (place >= 0) return place;
  throw new ExplainError('bad-argument', `There is no column “${name}”, only ${featureNames.join(', ')}.`);
}
