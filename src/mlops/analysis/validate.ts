/** Whether the models of an analysis reach what its config asks for. Source: metrics_validator.py of TFMA 0.47.1. */
import type { MetricThreshold, SlicingSpec } from './config/config.ts';
import { AnalysisError } from './errors.ts';
import type { EvalResult, SliceMetrics } from './result.ts';
import type { SliceKey } from './slices.ts';
import { isGoodChange, isWithin, type Threshold, thresholdsOf } from './thresholds.ts';

export interface ValidationFailure {
  readonly slice: SliceKey;
  /** `Overall`, `sex:F`, … */
  readonly sliceName: string;
  readonly model: string;
  readonly metric: string;
  /** Whether it was the change against the baseline that failed. */
  readonly isDiff: boolean;
  readonly threshold: MetricThreshold;
  /** Nothing where the slice has no such metric. */
  readonly value?: number;
  readonly message?: string;
}

export interface ValidationResult {
  /** Whether the candidate may replace the baseline: all was checked, and nothing failed. */
  readonly validationOk: boolean;
  /** The config has no threshold, so nothing was checked. */
  readonly missingThresholds: boolean;
  /** A first model was let pass without a baseline. */
  readonly rubberStamp: boolean;
  readonly failures: readonly ValidationFailure[];
  /** Slices that a threshold names, and no row fits: these fail, too. */
  readonly missingSlices: readonly SlicingSpec[];
  readonly checked: readonly { readonly slicingSpec: SlicingSpec; readonly numMatchingSlices: number }[];
}

export interface ValidateOptions {
  /** Lets a first model pass that has no baseline: change thresholds are then left out. */
  readonly rubberStamp?: boolean;
}

/**
 * Holds an analysis against the thresholds of its config. A threshold without slices is for every slice. A slice that is
 * hidden as too small fails, and so does a threshold whose slice does not occur.
 * @throws {AnalysisError} `no-baseline` for a change threshold without one, unless `rubberStamp` is set
 */
export function validate(result: EvalResult, { rubberStamp = false }: ValidateOptions = {}): ValidationResult {
  const all = thresholdsOf(result.config, result.candidates);
  const thresholds = result.baseline === undefined ? all.filter(({ change }) => !change) : all;
  if (thresholds.length < all.length && !rubberStamp)
    throw new AnalysisError(
      'no-baseline',
      'There is a change threshold and no baseline to compare with. Mark one of “modelSpecs” as “isBaseline”, or let the first model pass by “rubberStamp”.',
    );
  const failures: ValidationFailure[] = [];
  const checked = new Map<string, { slicingSpec: SlicingSpec; numMatchingSlices: number }>();
  for (const slice of result.slices) {
    const specs = new Map<string, SlicingSpec>();
    failures.push(...failuresOf(slice, thresholds, result.baseline, specs));
    for (const [text, slicingSpec] of specs) {
      const before = checked.get(text)?.numMatchingSlices ?? 0;
      checked.set(text, { slicingSpec, numMatchingSlices: before + 1 });
    }
  }
  const missingSlices = missing(thresholds, checked);
  return {
    validationOk: thresholds.length === 0 ? rubberStamp : failures.length === 0 && missingSlices.length === 0,
    missingThresholds: thresholds.length === 0 && !rubberStamp,
    rubberStamp,
    failures,
    missingSlices,
    checked: [...checked.values()],
  };
}

function missing(thresholds: readonly Threshold[], checked: ReadonlyMap<string, unknown>): SlicingSpec[] {
  const specs = new Map(thresholds.map(({ slicingSpec = {} }) => [textOf(slicingSpec), slicingSpec]));
  return [...specs].filter(([text]) => !checked.has(text)).map(([, spec]) => spec);
}

/** @param checked is told the slicing specs that were looked at */
function failuresOf(
  slice: SliceMetrics,
  thresholds: readonly Threshold[],
  baseline: string | undefined,
  checked: Map<string, SlicingSpec>,
): ValidationFailure[] {
  const failed = new Map<string, ValidationFailure>();
  for (const threshold of thresholds) {
    const { model, metric, slicingSpec } = threshold;
    const metrics = slice.models[model];
    const found = metrics?.[threshold.change ? `${metric}_diff` : metric]?.value;
    // As in TFMA, a metric that is not there fails in each slice, whichever it was meant for.
    if (found !== undefined) {
      if (slicingSpec && !fits(slice.key, slicingSpec)) continue;
      checked.set(textOf(slicingSpec ?? {}), slicingSpec ?? {});
      const before = baseline === undefined ? Number.NaN : (slice.models[baseline]?.[metric]?.value ?? Number.NaN);
      if (threshold.change ? isGoodChange(found, before, threshold.change) : isWithin(found, threshold.value!))
        continue;
    }
    const failure = failureOf(slice, threshold, found);
    failed.set(JSON.stringify([model, metric, failure.threshold]), failure);
  }
  return [...failed.values()];
}

function failureOf(slice: SliceMetrics, { model, metric, change, value }: Threshold, found: number | undefined) {
  return {
    slice: slice.key,
    sliceName: slice.name,
    model,
    metric,
    isDiff: change !== undefined,
    threshold: { ...(value && { valueThreshold: value }), ...(change && { changeThreshold: change }) },
    ...(found === undefined ? { message: slice.error ?? 'Metric not found.' } : { value: found }),
  };
}

/** Whether a slice is one of those that a spec describes. */
function fits(key: SliceKey, { featureKeys = [], featureValues = {} }: SlicingSpec): boolean {
  const features = new Set([...featureKeys, ...Object.keys(featureValues)]);
  return (
    key.length === features.size &&
    key.every(([feature, value]) => {
      const wanted = featureValues[feature];
      return features.has(feature) && (wanted === undefined || String(value) === wanted);
    })
  );
}

/** Equal specs have the same text. */
const textOf = ({ featureKeys = [], featureValues = {} }: SlicingSpec) =>
  JSON.stringify([[...featureKeys].sort(), Object.entries(featureValues).sort()]);
