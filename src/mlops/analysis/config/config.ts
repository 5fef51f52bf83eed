/**
 * What an analysis computes, for whom, and what it must reach: TFMA's `EvalConfig`, with the names and shapes that its
 * JSON has. Source: tensorflow_model_analysis/proto/config.proto, 0.47.1.
 */

/** A model by the columns of its answers. */
export interface ModelSpec {
  /** Needed where there are several models. */
  readonly name?: string;
  /** `label` by default. */
  readonly labelKey?: string;
  /** `prediction` by default. */
  readonly predictionKey?: string;
  /** A column with the weight of each row; all weigh 1 without it. */
  readonly exampleWeightKey?: string;
  /** The model that the others are compared with. */
  readonly isBaseline?: boolean;
}

/** Which rows are looked at by themselves: all of them where nothing is said. */
export interface SlicingSpec {
  /** A slice for each value of a feature, or of several features together. */
  readonly featureKeys?: readonly string[];
  /** Only rows with these values. */
  readonly featureValues?: Readonly<Record<string, string>>;
}

export interface ValueThreshold {
  /** Inclusive. */
  readonly lowerBound?: number;
  readonly upperBound?: number;
}

export type MetricDirection = 'LOWER_IS_BETTER' | 'HIGHER_IS_BETTER';

/** For candidate minus baseline. Where both are given, both must hold. */
export interface ChangeThreshold {
  readonly absolute?: number;
  /** For the difference divided by the baseline's value; a baseline of 0 never passes. */
  readonly relative?: number;
  readonly direction: MetricDirection;
}

export interface MetricThreshold {
  readonly valueThreshold?: ValueThreshold;
  readonly changeThreshold?: ChangeThreshold;
}

export interface PerSliceMetricThreshold {
  readonly slicingSpecs: readonly SlicingSpec[];
  readonly threshold: MetricThreshold;
}

export interface MetricConfig {
  /** As TFMA calls it, e.g. `BinaryAccuracy`. */
  readonly className: string;
  /** Options as JSON, such as `{"thresholds": [0.3]}`. */
  readonly config?: string;
  /** For every slice. */
  readonly threshold?: MetricThreshold;
  readonly perSliceThresholds?: readonly PerSliceMetricThreshold[];
}

export interface MetricsSpec {
  readonly metrics?: readonly MetricConfig[];
  /** All models where none is named. */
  readonly modelNames?: readonly string[];
}

export type IntervalMethod = 'POISSON_BOOTSTRAP' | 'JACKKNIFE';

export interface AnalysisOptions {
  readonly computeConfidenceIntervals?: boolean;
  /** The jackknife by default. */
  readonly confidenceIntervals?: { readonly method?: IntervalMethod };
  /** Slices with fewer rows get no numbers, and fail their thresholds. */
  readonly minSliceSize?: number;
}

/** TFMA's fields that are not named here are kept when a file is read and written again. */
export interface EvalConfig {
  /** One model by default, with the columns `label` and `prediction`. */
  readonly modelSpecs?: readonly ModelSpec[];
  /** All rows by default. */
  readonly slicingSpecs?: readonly SlicingSpec[];
  readonly metricsSpecs?: readonly MetricsSpec[];
  readonly options?: AnalysisOptions;
}
