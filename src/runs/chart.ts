/** A metric's curve as a Vega-Lite specification, and in words. Pure: the page draws what this says. */
import { t } from '../platform/l10n.ts';
import { fromJsonNumber, type MetricSeries } from './contract.ts';
import { formatMetric } from './format.ts';

interface Point {
  readonly step: number;
  readonly value: number;
}

/** More points than a screen has columns only cost time. */
const mostPoints = 2000;

/** A line over the steps, with a dot a point while they can be told apart. */
export function curveSpec(series: MetricSeries): object {
  const points = thin(finitePoints(series), mostPoints);
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: describeCurve(series),
    height: 180,
    data: { values: points },
    mark: { type: 'line', point: points.length <= 60, tooltip: true },
    encoding: {
      x: { field: 'step', type: 'quantitative', title: t('step'), axis: { tickMinStep: 1, format: 'd' } },
      y: { field: 'value', type: 'quantitative', title: null, scale: { zero: false } },
    },
  };
}

/** The curve for who does not see it: how many points, from where to where, and the extremes. */
export function describeCurve(series: MetricSeries): string {
  const points = finitePoints(series);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return t('{0} has no value that can be drawn.', series.key);
  const lowest = points.reduce((a, b) => (b.value < a.value ? b : a));
  const highest = points.reduce((a, b) => (b.value > a.value ? b : a));
  return t(
    '{0} over {1} points: from {2} at step {3} to {4} at step {5}; lowest {6} at step {7}, highest {8} at step {9}.',
    series.key,
    points.length,
    formatMetric(first.value),
    first.step,
    formatMetric(last.value),
    last.step,
    formatMetric(lowest.value),
    lowest.step,
    formatMetric(highest.value),
    highest.step,
  );
}

/** How many values are NaN or infinite, and so in the table only. */
export function undrawable(series: MetricSeries): number {
  return series.points.length - finitePoints(series).length;
}

function finitePoints(series: MetricSeries): Point[] {
  return series.points
    .map(({ step, value }) => ({ step, value: fromJsonNumber(value) }))
    .filter(({ value }) => Number.isFinite(value));
}

/** Keeps the lowest and the highest point of equal stretches, so that no spike is lost, and the first and last. */
export function thin<P extends Point>(points: readonly P[], most: number): readonly P[] {
  if (points.length <= most) return points;
  const stretch = Math.ceil(points.length / Math.floor((most - 2) / 2));
  const kept = new Set<P>([points[0]!, points.at(-1)!]);
  for (let start = 0; start < points.length; start += stretch) {
    const part = points.slice(start, start + stretch);
    kept.add(part.reduce((a, b) => (b.value < a.value ? b : a)));
    kept.add(part.reduce((a, b) => (b.value > a.value ? b : a)));
  }
  return points.filter((point) => kept.has(point));
}
