import { type Numbers, numbersOf } from '../data/numbers.ts';
import { count, type Extent, extentOf, leftOut, sameLength, short, sumOf } from './data.ts';
import { named, pointBySeries, quantitative, type ScaleType, scaleOf } from './encoding.ts';
import { type Plot, type VegaLiteSpec, vegaLitePlot } from './plot.ts';
import { binPoints } from './sampling.ts';

export interface ScatterOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: Numbers;
  readonly y: Numbers;
  /** To which group each point belongs: colour and shape. */
  readonly group?: Iterable<string | number | boolean>;
  readonly xScale?: ScaleType;
  readonly yScale?: ScaleType;
}

interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly group: readonly string[] | undefined;
  /** Points that cannot be drawn. */
  readonly missing: number;
}

/** More points than these hide each other; then cells show how many there are. */
const mostPoints = 10_000;
const [columns, rows] = [96, 60];

/**
 * A scatter plot. More than 10,000 points are drawn as a density, each cell of a grid by how many points lie in it;
 * where they belong to groups, or a scale is logarithmic, as a sample of 10,000. The chart says which.
 * @throws {PlotError} when `x`, `y` and `group` differ in length
 */
export function scatter(options: ScatterOptions): Plot {
  const points = drawable(options);
  const [x, y] = [extentOf(points.x), extentOf(points.y)];
  const logarithmic = options.xScale === 'log' || options.yScale === 'log';
  const many = points.x.length > mostPoints;
  if (many && x && y && !points.group && !logarithmic) return densityPlot(options, points, x, y);
  const shown = many ? sample(points.x.length, mostPoints) : indices(points.x.length);
  return pointPlot(options, points, shown);
}

function indices(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** Points both of whose coordinates can be drawn. */
function drawable({ x, y, group, xScale, yScale }: ScatterOptions): Points {
  const [xs, ys] = [numbersOf(x), numbersOf(y)];
  const groups = group && Array.from(group, String);
  sameLength(ys.length, '“y”', xs.length, '“x”');
  if (groups) sameLength(groups.length, '“group”', xs.length, '“x”');
  const [xLog, yLog] = [xScale === 'log', yScale === 'log'];
  const [keptX, keptY] = [new Float64Array(xs.length), new Float64Array(xs.length)];
  const keptGroups: string[] = [];
  let length = 0;
  for (let i = 0; i < xs.length; i++) {
    const finite = Number.isFinite(xs[i]) && Number.isFinite(ys[i]);
    if (!finite || (xLog && xs[i]! <= 0) || (yLog && ys[i]! <= 0)) continue;
    if (groups) keptGroups.push(groups[i]!);
    keptX[length] = xs[i]!;
    keptY[length++] = ys[i]!;
  }
  return {
    x: keptX.subarray(0, length),
    y: keptY.subarray(0, length),
    group: groups && keptGroups,
    missing: xs.length - length,
  };
}

function pointPlot(options: ScatterOptions, points: Points, shown: readonly number[]): Plot {
  const { title, xLabel, yLabel, xScale, yScale } = options;
  const { x, y, group } = points;
  const names = group ? [...new Set(group)] : [''];
  const values = shown.map((i) => ({ x: x[i]!, y: y[i]!, ...(group && { series: group[i]! }) }));
  return vegaLitePlot({
    title,
    description: describe(options, points, shown.length < x.length ? `a random ${count(shown.length, 'point')}` : ''),
    values,
    layers: {
      mark: { type: 'point', style: values.length > 1000 ? 'dense-points' : 'points' },
      encoding: {
        x: quantitative('x', xLabel, scaleOf(xScale)),
        y: quantitative('y', yLabel, scaleOf(yScale)),
        ...pointBySeries(names),
        tooltip: [
          ...(named(names) ? [{ field: 'series', type: 'nominal', title: 'Group' }] : []),
          { field: 'x', type: 'quantitative', title: xLabel, format: '.5~g' },
          { field: 'y', type: 'quantitative', title: yLabel, format: '.5~g' },
        ],
      },
    },
  });
}

function densityPlot(options: ScatterOptions, points: Points, x: Extent, y: Extent): Plot {
  const { title, xLabel, yLabel } = options;
  const extents = { x: [x.low, x.high], y: [y.low, y.high] } as const;
  const { counts } = binPoints(points.x, points.y, extents, columns, rows);
  const edge = ({ low, high }: Extent, part: number) => low + (high - low) * part;
  const values = Array.from(counts, (points, cell) => {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    return {
      x: edge(x, column / columns),
      x2: edge(x, (column + 1) / columns),
      y: edge(y, row / rows),
      y2: edge(y, (row + 1) / rows),
      points,
    };
  }).filter(({ points }) => points > 0);
  const layers: VegaLiteSpec = {
    mark: { type: 'rect', style: 'touching' },
    encoding: {
      x: quantitative('x', xLabel, { scale: { nice: false } }),
      x2: { field: 'x2' },
      y: quantitative('y', yLabel, { scale: { nice: false } }),
      y2: { field: 'y2' },
      color: { field: 'points', type: 'quantitative', title: 'Points', scale: { type: 'sqrt' } },
      tooltip: [
        { field: 'x', type: 'quantitative', title: `${xLabel} from`, format: '.5~g' },
        { field: 'y', type: 'quantitative', title: `${yLabel} from`, format: '.5~g' },
        { field: 'points', type: 'quantitative', title: 'Points', format: ',' },
      ],
    },
  };
  const drawn = `their density in ${count(values.length, 'cell')}`;
  return vegaLitePlot({ title, description: describe(options, points, drawn), values, layers });
}

/** Places of a sample without replacement, rising, and the same each time: selection sampling with a fixed seed. */
function sample(length: number, size: number): number[] {
  const random = mulberry32(42);
  const chosen: number[] = [];
  for (let i = 0; i < length && chosen.length < size; i++) {
    if (random() * (length - i) < size - chosen.length) chosen.push(i);
  }
  return chosen;
}

/** Tommy Ettinger's generator of 32 bits; uniform in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function describe({ xLabel, yLabel }: ScatterOptions, { x, y, group, missing }: Points, drawnAs: string): string {
  const [xs, ys] = [extentOf(x), extentOf(y)];
  const kind = `Scatter plot of ${yLabel} against ${xLabel}`;
  if (!xs || !ys) return `${kind}. No points.${leftOut(missing)}`;
  const groups = group ? ` in ${count(new Set(group).size, 'group')}` : '';
  return (
    `${kind}, ${count(x.length, 'point')}${groups}${drawnAs ? `, drawn as ${drawnAs}` : ''}. ` +
    `${xLabel} from ${short(xs.low)} to ${short(xs.high)}, ${yLabel} from ${short(ys.low)} to ${short(ys.high)}` +
    `${correlation(x, y)}.${leftOut(missing)}`
  );
}

/** Pearson's, where both vary. */
function correlation(x: Float64Array, y: Float64Array): string {
  const [mx, my] = [sumOf(x) / x.length, sumOf(y) / y.length];
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = x[i]! - mx;
    const dy = y[i]! - my;
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx > 0 && yy > 0 ? `; their correlation is ${(xy / Math.sqrt(xx * yy)).toFixed(2)}` : '';
}
