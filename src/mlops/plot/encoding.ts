/** The parts of Vega-Lite encodings that several charts share. */
import type { VegaLiteSpec } from './plot.ts';

/** Second signs beside colour, so that series differ in print and in high contrast too. Colours are the theme's. */
export const dashes = [[], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [4, 1]];
const shapes = ['circle', 'square', 'triangle-up', 'cross', 'diamond', 'triangle-down'];

export type ScaleType = 'linear' | 'log';

/** A quantitative channel. A logarithmic scale has no zero, and its ticks are the powers. */
export function quantitative(field: string, title: string, { scale, ...rest }: VegaLiteSpec = {}): VegaLiteSpec {
  return { field, type: 'quantitative', title, scale: { zero: false, ...(scale as object) }, ...rest };
}

export function scaleOf(type: ScaleType | undefined): { readonly scale?: { readonly type: ScaleType } } {
  return type === 'log' ? { scale: { type } } : {};
}

/**
 * Lines by name: colour and dash, in one legend. Nothing for a single line without a name.
 * @param more of the legend
 */
export function lineBySeries(names: readonly string[], more: VegaLiteSpec = {}): VegaLiteSpec {
  if (!named(names)) return {};
  const legend = { title: null, symbolType: 'stroke', symbolSize: 400, symbolStrokeWidth: 2, ...more };
  const field = { field: 'series', type: 'nominal', sort: null, legend };
  return {
    color: { ...field, scale: { domain: names } },
    strokeDash: { ...field, scale: { domain: names, range: cycled(dashes, names.length) } },
  };
}

/** Points by name: colour and shape, in one legend. */
export function pointBySeries(names: readonly string[]): VegaLiteSpec {
  if (!named(names)) return {};
  const field = { field: 'series', type: 'nominal', sort: null, legend: { title: null } };
  return {
    color: { ...field, scale: { domain: names } },
    shape: { ...field, scale: { domain: names, range: cycled(shapes, names.length) } },
  };
}

/** Areas that show what lies behind them, each below a line of its colour and dash. */
export function overlaidAreas(
  names: readonly string[],
  interpolate: 'linear' | 'step-after' = 'linear',
): VegaLiteSpec[] {
  const { color, strokeDash } = lineBySeries(names);
  return [
    { mark: { type: 'area', fillOpacity: 0.25, interpolate }, encoding: color ? { color } : {} },
    { mark: { type: 'line', interpolate }, encoding: color ? { color, strokeDash } : {} },
  ];
}

export function named(names: readonly string[]): boolean {
  return names.some((name) => name !== '');
}

/** A line of comparison: chance, perfect agreement, zero. The theme draws it quietly. */
export function referenceLine(from: readonly [x: number, y: number], to: readonly [x: number, y: number]) {
  return {
    data: { values: [from, to].map(([x, y]) => ({ x, y })), name: 'reference' },
    mark: { type: 'line', style: 'reference' },
    encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
  };
}

/** Epochs, steps and counts are whole numbers: no tick at 1.5. */
export function wholeTicks(values: Iterable<number | null>): VegaLiteSpec {
  const seen = new Set<number>();
  for (const value of values) {
    if (value === null || !Number.isInteger(value)) return {};
    seen.add(value);
  }
  const axis = seen.size <= 20 ? { values: [...seen] } : { tickMinStep: 1 };
  return { axis: { ...axis, format: [...seen].some((value) => Math.abs(value) >= 1e6) ? '~s' : 'd' } };
}

function cycled<T>(values: readonly T[], length: number): T[] {
  return Array.from({ length }, (_, index) => values[index % values.length]!);
}
