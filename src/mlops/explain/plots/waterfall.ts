import { short } from '../../plot/data.ts';
import { pointBySeries, quantitative } from '../../plot/encoding.ts';
import { type Plot, vegaLitePlot } from '../../plot/plot.ts';
import { grid } from '../../plot/sketch.ts';
import { ExplainError } from '../errors.ts';
import type { Explanation } from '../explanation.ts';
import { assertCount } from '../inputs.ts';

export interface WaterfallOptions {
  readonly title: string;
  /** Names the model's answer and its unit. */
  readonly xLabel: string;
  /** Which of the explained rows: 0 by default. */
  readonly row?: number;
  /** Parts with a line of their own, the largest; the others are summed up: 10 by default. */
  readonly maxDisplay?: number;
  /** Names the background: “background” by default. */
  readonly background?: string;
}

interface Step {
  readonly name: string;
  readonly part: number;
}

interface Line {
  readonly line: string;
  readonly from: number;
  readonly to: number;
  readonly part: string;
  readonly series: string;
}

const [raises, lowers, sum] = ['raises', 'lowers', 'where it stands'];
/** Pixels. */
const bandStep = 26;

/**
 * How one prediction comes about: from the mean of the background, part by part, the largest first; after
 * `shap.plots.waterfall`.
 * @throws {ExplainError} `bad-argument` where there is no such row
 */
export function waterfall(explanation: Explanation, options: WaterfallOptions): Plot {
  const { title, xLabel, row = 0, maxDisplay = 10, background = 'background' } = options;
  const { values, data, baseValue } = explanation;
  if (!values[row])
    throw new ExplainError('bad-argument', `There is no row ${row}: ${values.length} were explained, from 0 on.`);
  assertCount(maxDisplay, 1, 'maxDisplay');
  const steps = stepsOf(explanation, values[row], data[row]!, maxDisplay);
  const lines = linesOf(steps, baseValue, `mean of the ${background}`);
  const prediction = lines.at(-1)!.to;
  // Each layer draws some of the lines; without a list each would sort its own.
  const sort = lines.map(({ line }) => line);
  const field = { field: 'line', type: 'nominal', sort, title: null, axis: { labelLimit: 260 } };
  // Room for the numbers beside the bars.
  const along = (name: string) => quantitative(name, xLabel, { scale: { padding: 48 } });
  const { color } = pointBySeries([raises!, lowers!, sum!]);
  const tooltip = [
    { field: 'line', type: 'nominal', title: 'Column' },
    { field: 'part', type: 'nominal', title: 'Part' },
    { field: 'to', type: 'quantitative', title: 'Up to here', format: '.5~g' },
  ];
  const isSum = `datum.series === '${sum}'`;
  return vegaLitePlot({
    title,
    description: describe(steps, baseValue, prediction, background, xLabel),
    values: lines,
    layers: {
      height: { step: bandStep },
      encoding: { y: field, color, tooltip },
      layer: [
        {
          transform: [{ filter: `!(${isSum})` }],
          mark: { type: 'bar', style: 'bar', size: 16 },
          encoding: { x: along('from'), x2: { field: 'to' } },
        },
        {
          transform: [{ filter: isSum }],
          mark: { type: 'tick', thickness: 4, size: 20 },
          encoding: { x: along('from') },
        },
        {
          mark: { type: 'text', style: 'note', align: 'left', dx: 6 },
          encoding: { x: along('right'), text: { field: 'part', type: 'nominal' }, color: null },
        },
      ],
    },
    sketch: grid(
      ['column', 'part', 'up to here'],
      lines.map(({ line, part, to }) => [line, part, short(to)]),
    ),
  });
}

/** The parts by size, with the row's own values; the smallest in one line. */
function stepsOf({ featureNames }: Explanation, parts: Float64Array, row: Float64Array, most: number): Step[] {
  const order = Array.from(parts, (_, column) => column).sort((a, b) => Math.abs(parts[b]!) - Math.abs(parts[a]!));
  const shown = order.length > most ? order.slice(0, most - 1) : order;
  const rest = order.slice(shown.length);
  const steps = shown.map((column) => ({
    name: `${featureNames[column]} = ${short(row[column]!)}`,
    part: parts[column]!,
  }));
  if (rest.length === 0) return steps;
  return [...steps, { name: `${rest.length} others`, part: rest.reduce((total, column) => total + parts[column]!, 0) }];
}

function linesOf(steps: readonly Step[], baseValue: number, base: string): (Line & { readonly right: number })[] {
  let at = baseValue;
  const still = (line: string, value: number) => ({
    ...{ line, from: value, to: value, right: value, part: short(value), series: sum! },
  });
  const lines = steps.map(({ name, part }) => {
    const from = at;
    at += part;
    const series = part < 0 ? lowers! : raises!;
    return { line: name, from, to: at, right: Math.max(from, at), part: signed(part), series };
  });
  return [still(base, baseValue), ...lines, still('this row', at)];
}

const signed = (value: number) => (value < 0 ? short(value).replace('-', '−') : `+${short(value)}`);

function describe(steps: readonly Step[], base: number, end: number, background: string, xLabel: string): string {
  const parts = steps.map(({ name, part }) => `${name}: ${signed(part)}`).join('; ');
  return `Waterfall of ${xLabel}, from ${short(base)}, the mean of the ${background}, to ${short(end)}. ${parts}.`;
}
