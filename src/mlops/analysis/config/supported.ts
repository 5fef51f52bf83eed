import { AnalysisError } from '../errors.ts';
import type { EvalConfig } from './config.ts';

/** Fields of TFMA's configs that change what is computed, and that nothing here computes; by the list they stand in. */
const unsupported: Readonly<Record<string, readonly string[]>> = {
  modelSpecs: ['labelKeys', 'predictionKeys', 'exampleWeightKeys'],
  slicingSpecs: ['sliceKeysSql'],
  metricsSpecs: [
    ...['outputNames', 'binarize', 'aggregate', 'queryKey', 'exampleWeights'],
    // In TFMA these are for metrics that a model computes by itself: those of other metrics are never found.
    ...['thresholds', 'perSliceThresholds', 'crossSliceThresholds'],
  ],
  metrics: ['crossSliceThresholds'],
};

/**
 * Refuses what would be left out in silence: several outputs or classes, slices by SQL, and slices held against slices.
 * @throws {AnalysisError} `not-supported`
 */
export function assertSupported(config: EvalConfig): void {
  const metrics = (config.metricsSpecs ?? []).flatMap((spec) => spec.metrics ?? []);
  const { modelSpecs = [], slicingSpecs = [], metricsSpecs = [] } = config;
  const lists: Readonly<Record<string, readonly object[]>> = { modelSpecs, slicingSpecs, metricsSpecs, metrics };
  for (const [list, fields] of Object.entries(unsupported))
    for (const each of lists[list] ?? [])
      for (const field of fields) if (Object.hasOwn(each, field)) throw notSupported(`“${field}” in “${list}”`);
  if (Object.hasOwn(config, 'crossSlicingSpecs')) throw notSupported('“crossSlicingSpecs”');
}

const notSupported = (what: string) =>
  new AnalysisError(
    'not-supported',
    `${what} is not computed here. Leave it out, or run this config in TFMA; a threshold stands at its metric.`,
  );
