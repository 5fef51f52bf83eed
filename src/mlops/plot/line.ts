import { dashes, type Plot, vegaLitePlot } from './plot.ts';

export interface LineOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** The values of one line, or of several by name. What is not a finite number leaves a gap. */
  readonly y: Iterable<number> | Readonly<Record<string, Iterable<number>>>;
  /** Where the values stand, in the same order; by default 1, 2, 3, … */
  readonly x?: Iterable<number>;
}

interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}
interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * A line chart with a point at each value: `line({ title, xLabel, yLabel, y: { loss, val_loss } })`.
 * @throws {RangeError} when a line and `x` differ in length.
 */
export function line({ title, xLabel, yLabel, x, y }: LineOptions): Plot {
  const lines = seriesOf(y, x && Array.from(x));
  const named = lines.some(({ name }) => name);
  const values = lines.flatMap(({ name, points }) =>
    points.map((point) => ({ x: finite(point.x), y: finite(point.y), series: name })),
  );
  return vegaLitePlot({
    title,
    description: describe(lines, yLabel, xLabel),
    values,
    layers: {
      mark: { type: 'line', point: true, invalid: 'break-paths-show-path-domains' },
      encoding: {
        x: {
          field: 'x',
          type: 'quantitative',
          title: xLabel,
          scale: { zero: false, nice: false },
          axis: xAxis(values),
        },
        y: { field: 'y', type: 'quantitative', title: yLabel, scale: { zero: false } },
        tooltip: [
          ...(named ? [{ field: 'series', type: 'nominal', title: 'Line' }] : []),
          { field: 'x', type: 'quantitative', title: xLabel },
          { field: 'y', type: 'quantitative', title: yLabel, format: '.5~g' },
        ],
        ...(named ? seriesEncoding(lines.map(({ name }) => name)) : {}),
      },
    },
  });
}

function seriesOf(y: LineOptions['y'], x: readonly number[] | undefined): Series[] {
  const named: [string, Iterable<number>][] = isIterable(y) ? [['', y]] : Object.entries(y);
  return named.map(([name, values]) => {
    const ys = Array.from(values);
    if (x && x.length !== ys.length) {
      throw new RangeError(
        `${name ? `The line “${name}”` : 'The line'} has ${ys.length} values for ${x.length} places on x.`,
      );
    }
    return { name, points: ys.map((value, index) => ({ x: x ? x[index]! : index + 1, y: value })) };
  });
}

function isIterable(y: LineOptions['y']): y is Iterable<number> {
  return Symbol.iterator in y;
}

/** Vega-Lite breaks a line at null; JSON has no other word for what is not a finite number. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function seriesEncoding(names: readonly string[]) {
  const legend = { title: null, symbolType: 'stroke', symbolSize: 400, symbolStrokeWidth: 2 };
  return {
    color: { field: 'series', type: 'nominal', scale: { domain: names }, legend },
    strokeDash: { field: 'series', type: 'nominal', scale: { domain: names, range: dashes }, legend },
  };
}

/** Epochs and steps are whole numbers: no tick at 1.5. */
function xAxis(values: readonly { readonly x: number | null }[]) {
  const xs = new Set(values.map((value) => value.x));
  if (![...xs].every((value) => Number.isInteger(value))) return {};
  return xs.size <= 20 ? { values: [...xs], format: 'd' } : { tickMinStep: 1, format: 'd' };
}

/** The chart in words: for each line its points, first and last value, and range. */
function describe(lines: readonly Series[], yLabel: string, xLabel: string): string {
  const sentences = lines.map(({ name, points }) => {
    const seen = points.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
    const subject = name || yLabel;
    const [first, last] = [seen[0], seen.at(-1)];
    if (!first || !last) return `${subject}: no values.`;
    const low = seen.reduce((least, point) => Math.min(least, point.y), first.y);
    const high = seen.reduce((most, point) => Math.max(most, point.y), first.y);
    const course = `from ${short(first.y)} at ${xLabel} ${short(first.x)} to ${short(last.y)} at ${xLabel} ${short(last.x)}`;
    return `${subject}: ${seen.length} points, ${course}; lowest ${short(low)}, highest ${short(high)}.`;
  });
  return `Line chart of ${yLabel} over ${xLabel}. ${sentences.join(' ')}`;
}

const short = (value: number) => String(Number(value.toPrecision(4)));
