/** The thresholds of an EvalConfig, metric by metric. Source: metric_specs.py of TFMA 0.47.1. */
import type { ChangeThreshold, EvalConfig, MetricThreshold, SlicingSpec, ValueThreshold } from './config/config.ts';
import { isPlot, metricOf } from './metrics/registry.ts';

export interface Threshold {
  readonly model: string;
  /** Without `_diff`. */
  readonly metric: string;
  /** Where it holds; everywhere without it. */
  readonly slicingSpec: SlicingSpec | undefined;
  /** One of the two. */
  readonly value?: ValueThreshold;
  readonly change?: ChangeThreshold;
}

/** All thresholds of some models, each once. */
export function thresholdsOf(config: EvalConfig, models: readonly string[]): Threshold[] {
  const found = new Map<string, Threshold>();
  const put = (model: string, metric: string, slicingSpec: SlicingSpec | undefined, threshold: MetricThreshold) => {
    const { valueThreshold: value, changeThreshold: change } = threshold;
    for (const part of [value && { value }, change && { change }]) {
      const made = part && { model, metric, slicingSpec, ...part };
      if (made) found.set(JSON.stringify(made), made);
    }
  };
  for (const { metrics = [], modelNames = [] } of config.metricsSpecs ?? [])
    for (const model of models.filter((name) => modelNames.length === 0 || modelNames.includes(name)))
      for (const each of metrics.filter((metric) => !isPlot(metric))) {
        const { name } = metricOf(each, false);
        if (each.threshold) put(model, name, undefined, each.threshold);
        for (const { slicingSpecs, threshold } of each.perSliceThresholds ?? [])
          for (const slicingSpec of slicingSpecs) put(model, name, slicingSpec, threshold);
      }
  return [...found.values()];
}

/** Both ends belong to what is allowed. NaN never passes. */
export const isWithin = (value: number, { lowerBound, upperBound }: ValueThreshold): boolean =>
  value >= (lowerBound ?? Number.NEGATIVE_INFINITY) && value <= (upperBound ?? Number.POSITIVE_INFINITY);

/**
 * @param difference candidate minus baseline
 * @param baseline the baseline's value; where it is 0, no relative change passes
 */
export function isGoodChange(difference: number, baseline: number, threshold: ChangeThreshold): boolean {
  const { absolute, relative, direction } = threshold;
  const isGood = (value: number, bound: number | undefined) =>
    bound === undefined || (direction === 'LOWER_IS_BETTER' ? value <= bound : value >= bound);
  const ratio = Math.abs(baseline) === 0 ? Number.NaN : difference / baseline;
  return isGood(difference, absolute) && isGood(ratio, relative);
}
