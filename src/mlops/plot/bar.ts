import { isValues } from '../data/list.ts';
import { type NamedNumbers, type Numbers, numbersOf } from '../data/numbers.ts';
import { count, sameLength, short } from './data.ts';
import { dashes, named } from './encoding.ts';
import { PlotError } from './errors.ts';
import { type Plot, type VegaLiteSpec, vegaLitePlot } from './plot.ts';
import { bars } from './sketch.ts';

export interface BarOptions {
  readonly title: string;
  /** Names the categories. */
  readonly xLabel: string;
  /** Names the values. */
  readonly yLabel: string;
  /** A value by category; or, with `categories`, a list of values, or several lists by name. */
  readonly y: NamedNumbers | Readonly<Record<string, number>>;
  readonly categories?: Iterable<string | number | boolean>;
  /** Several lists: side by side, or on top of each other. */
  readonly stacked?: boolean;
  /** Bars that lie, so that long categories can be read; by default where a category is long or there are many. */
  readonly horizontal?: boolean;
}

interface Row {
  readonly category: string;
  readonly value: number;
  readonly series?: string;
}

const longLabel = 14;
const manyBars = 12;
/** Pixels. */
const bandStep = 22;
const mostCategories = 200;

/**
 * A bar chart: `bar({ title, xLabel, yLabel, y: { cat: 3, dog: 5 } })`. Bars begin at zero.
 * @throws {PlotError} when a list has not one value for each category, or there are more than 200 categories
 */
export function bar(options: BarOptions): Plot {
  const { title, xLabel, yLabel, stacked = false } = options;
  const rows = rowsOf(options);
  const names = [...new Set(rows.map(({ series = '' }) => series))];
  const categories = [...new Set(rows.map(({ category }) => category))];
  if (categories.length > mostCategories) {
    throw new PlotError(
      'too-many',
      `${count(categories.length, 'bar')} cannot be read: show ${mostCategories} or fewer.`,
    );
  }
  const lies =
    options.horizontal ?? (categories.length > manyBars || categories.some((category) => category.length > longLabel));
  const [along, across, offset] = lies ? ['y', 'x', 'yOffset'] : ['x', 'y', 'xOffset'];
  const layers: VegaLiteSpec = {
    ...(lies ? { height: { step: named(names) && !stacked ? bandStep / 1.5 : bandStep } } : {}),
    mark: { type: 'bar', style: named(names) ? 'patterned' : 'bar' },
    encoding: {
      [along]: { field: 'category', type: 'nominal', sort: null, title: xLabel },
      [across]: { field: 'value', type: 'quantitative', title: yLabel, stack: stacked ? 'zero' : null },
      ...(named(names) ? barsBySeries(names, stacked ? undefined : offset) : {}),
      tooltip: [
        ...(named(names) ? [{ field: 'series', type: 'nominal', title: 'Series' }] : []),
        { field: 'category', type: 'nominal', title: xLabel },
        { field: 'value', type: 'quantitative', title: yLabel, format: ',.6~g' },
      ],
    },
  };
  const labels = rows.map(({ category, series }) => (series ? `${category} ${series}` : category));
  const heights = rows.map(({ value }) => value);
  const description = describe(rows, categories.length, options);
  return vegaLitePlot({ title, description, values: rows, layers, sketch: bars(labels, heights, short) });
}

/** Series by colour, and by the dash of the bar's border. */
function barsBySeries(names: readonly string[], offset: string | undefined): VegaLiteSpec {
  const field = { field: 'series', type: 'nominal', sort: null, legend: { title: null, symbolType: 'square' } };
  const domain = { domain: names };
  return {
    fill: { ...field, scale: domain },
    stroke: { ...field, scale: domain },
    strokeDash: { ...field, scale: { ...domain, range: names.map((_, i) => dashes[i % dashes.length]) } },
    ...(offset ? { [offset]: { field: 'series', sort: names } } : {}),
  };
}

function rowsOf({ y, categories }: BarOptions): Row[] {
  const given = categories && Array.from(categories, String);
  return listsOf(y, given).flatMap(({ name, labels, values }) => {
    const drawn = labels.map((category, i) => ({ category, value: values[i]!, ...(name ? { series: name } : {}) }));
    return drawn.filter(({ value }) => Number.isFinite(value));
  });
}

function listsOf(y: BarOptions['y'], given: readonly string[] | undefined) {
  if (!isValues(y) && Object.values(y).every((value) => typeof value === 'number')) {
    return [{ name: '', labels: Object.keys(y), values: numbersOf(Object.values(y)) }];
  }
  const lists: [string, Numbers][] = isValues(y) ? [['', y]] : Object.entries(y as Record<string, Numbers>);
  return lists.map(([name, list]) => {
    const values = numbersOf(list);
    const labels = given ?? Array.from(values, (_, i) => String(i + 1));
    sameLength(values.length, name ? `“${name}”` : '“y”', labels.length, '“categories”');
    return { name, labels, values };
  });
}

function describe(rows: readonly Row[], categories: number, { yLabel, xLabel }: BarOptions): string {
  const kind = `Bar chart of ${yLabel} by ${xLabel}, ${count(categories, 'category', 'categories')}.`;
  const ordered = rows.toSorted((a, b) => a.value - b.value);
  const [lowest, highest] = [ordered[0], ordered.at(-1)];
  if (!lowest || !highest) return `${kind} No values.`;
  const say = ({ category, series, value }: Row) => `${short(value)} (${series ? `${series}, ` : ''}${category})`;
  return `${kind} Lowest ${say(lowest)}, highest ${say(highest)}.`;
}
