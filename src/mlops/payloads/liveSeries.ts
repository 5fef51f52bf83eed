/**
 * The curves of a live output, which never grow beyond a limit: where more points come, neighbours become one, so that
 * the whole of a training stays visible at an even density.
 */

/** JSON has no number for these three. */
export type LiveNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** What was logged at one place, by name. */
export type LiveValues = Readonly<Record<string, LiveNumber>>;

/** A curve a name over a common axis. */
export interface LiveSeries {
  /** How many logged points a kept one stands for, by their mean. */
  readonly stride: number;
  /** How many the last one stands for so far. */
  readonly count: number;
  /** Ascending as it was logged; of points that became one, the last. */
  readonly x: readonly number[];
  /** As long as `x`; nothing where a name was not logged. */
  readonly y: Readonly<Record<string, readonly (LiveNumber | null)[]>>;
}

/** A series that is being made. */
export interface SeriesDraft extends LiveSeries {
  stride: number;
  count: number;
  x: number[];
  y: Record<string, (LiveNumber | null)[]>;
}

/** Whoever logs by ever new names must not fill the memory: further names are left out. */
export const mostNames = 32;

export function emptySeries(): SeriesDraft {
  return { stride: 1, count: 0, x: [], y: {} };
}

export function liveNumber(value: number): LiveNumber {
  return Number.isFinite(value) ? value : (String(value) as LiveNumber);
}

/** @param weight how many logged points this one stands for */
export function addPoint(series: SeriesDraft, x: number, values: LiveValues, limit: number, weight = 1): void {
  const last = series.x.length - 1;
  if (last >= 0 && series.count + weight <= series.stride) {
    series.x[last] = x;
    for (const name of namesFor(series, values)) {
      const column = columnOf(series, name);
      column[last] = mean(column[last] ?? null, series.count, values[name] ?? null, weight);
    }
    series.count += weight;
    return;
  }
  series.x.push(x);
  series.count = weight;
  for (const name of namesFor(series, values)) columnOf(series, name);
  for (const [name, column] of Object.entries(series.y)) column[last + 1] = values[name] ?? null;
  if (series.x.length > limit) halve(series);
}

/** The series with another's points after its own, as a new one. */
export function appendSeries(series: LiveSeries, more: LiveSeries, limit: number): LiveSeries {
  const draft: SeriesDraft = { ...series, x: [...series.x], y: {} };
  for (const [name, column] of Object.entries(series.y)) draft.y[name] = [...column];
  for (const [index, x] of more.x.entries()) {
    addPoint(draft, x, valuesAt(more, index), limit, index < more.x.length - 1 ? more.stride : more.count);
  }
  return draft;
}

/** What was logged at an index. */
function valuesAt({ y }: LiveSeries, index: number): LiveValues {
  const present = Object.entries(y).map(([name, column]) => [name, column[index] ?? null] as const);
  return Object.fromEntries(present.filter((entry): entry is [string, LiveNumber] => entry[1] !== null));
}

function namesFor(series: LiveSeries, values: LiveValues): string[] {
  const known = Object.keys(series.y).length;
  const names = Object.keys(values);
  const fresh = names.filter((name) => !Object.hasOwn(series.y, name)).slice(mostNames - known);
  return fresh.length > 0 ? names.filter((name) => !fresh.includes(name)) : names;
}

function columnOf(series: SeriesDraft, name: string): (LiveNumber | null)[] {
  if (Object.hasOwn(series.y, name)) return series.y[name]!;
  const column = Array.from({ length: series.x.length }, () => null);
  // A name may be any text, `__proto__` too.
  Object.defineProperty(series.y, name, { value: column, enumerable: true, writable: true, configurable: true });
  return column;
}

/** Makes one point of each two. */
function halve(series: SeriesDraft): void {
  const { stride, count } = series;
  const length = series.x.length;
  const weightOf = (index: number) => (index === length - 1 ? count : stride);
  const pairs = Array.from({ length: Math.ceil(length / 2) }, (_, pair) => [2 * pair, 2 * pair + 1] as const);
  series.x = pairs.map(([a, b]) => series.x[b] ?? series.x[a]!);
  for (const [name, column] of Object.entries(series.y)) {
    series.y[name] = pairs.map(([a, b]) =>
      b < length ? mean(column[a] ?? null, weightOf(a), column[b] ?? null, weightOf(b)) : (column[a] ?? null),
    );
  }
  series.count = length % 2 === 0 ? stride + count : count;
  series.stride = 2 * stride;
}

/** What is not finite stays so: a mean must not hide it. */
function mean(a: LiveNumber | null, weightA: number, b: LiveNumber | null, weightB: number): LiveNumber | null {
  if (a === null || typeof b === 'string') return b ?? a;
  if (b === null || typeof a === 'string') return a;
  return a + ((b - a) * weightB) / (weightA + weightB);
}
