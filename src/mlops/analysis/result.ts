/** What an analysis has found, slice by slice. */
import { type Table, table } from '../lab/table.ts';
import type { EvalConfig, SlicingSpec } from './config/config.ts';
import { AnalysisError } from './errors.ts';
import type { Interval } from './intervals.ts';
import type { CalibrationBucket } from './metrics/calibrationPlot.ts';
import { type SliceKey, type SliceValue, sliceName } from './slices.ts';

export interface MetricValue {
  readonly value: number;
  /** Where the config asks for intervals. */
  readonly interval?: Interval;
}

/** Metrics by name. A candidate has `NAME_diff` as well: its value minus the baseline's. */
export type Metrics = Readonly<Record<string, MetricValue>>;

export interface SliceMetrics {
  readonly key: SliceKey;
  /** As TFMA writes the key: `Overall`, `sex:F`, `age_X_sex:30_X_F`. */
  readonly name: string;
  /** Rows, whatever they weigh. */
  readonly rows: number;
  /** Of each model; without any where the slice is smaller than the config allows. */
  readonly models: Readonly<Record<string, Metrics>>;
  /** Of each model, where the config asks for `CalibrationPlot`. */
  readonly calibration?: Readonly<Record<string, readonly CalibrationBucket[]>>;
  /** Why there are no metrics. */
  readonly error?: string;
}

/** A slice by its features: `{ sex: 'F' }`; `{}` is all rows. */
export type SliceQuery = Readonly<Record<string, SliceValue>>;

export class EvalResult {
  readonly config: EvalConfig;
  /** In the order of the slicing specs, then of their values. */
  readonly slices: readonly SliceMetrics[];
  /** Slicing specs that no row fits. */
  readonly emptySlices: readonly SlicingSpec[];
  /** The models that are judged, by name; one without a name is ``. */
  readonly candidates: readonly string[];
  readonly baseline: string | undefined;

  constructor(
    config: EvalConfig,
    slices: readonly SliceMetrics[],
    emptySlices: readonly SlicingSpec[],
    models: { readonly candidates: readonly string[]; readonly baseline: string | undefined },
  ) {
    this.config = config;
    this.slices = slices;
    this.emptySlices = emptySlices;
    this.candidates = models.candidates;
    this.baseline = models.baseline;
  }

  /** The slice with just these features and values. @throws {AnalysisError} `unknown-slice` */
  slice(query: SliceQuery = {}): SliceMetrics {
    const wanted = Object.entries(query);
    const found = this.slices.find(
      ({ key }) => key.length === wanted.length && key.every(([feature, value]) => query[feature] === value),
    );
    if (found) return found;
    const names = this.slices.map(({ name }) => name);
    const list = names.slice(0, 12).join(', ') + (names.length > 12 ? `, … (${names.length} in all)` : '');
    const asked = sliceName(wanted.sort(([a], [b]) => (a < b ? -1 : 1)));
    throw new AnalysisError('unknown-slice', `There is no slice ${asked}. There are: ${list}.`);
  }

  /**
   * One metric of one slice.
   * @param model the first candidate by default
   * @throws {AnalysisError} `unknown-slice`, and `unknown-metric` where it was not computed
   */
  metric(name: string, query: SliceQuery = {}, model = this.candidates[0]!): MetricValue {
    const slice = this.slice(query);
    const found = slice.models[model]?.[name];
    if (found) return found;
    const why = slice.error ?? `Computed were: ${Object.keys(slice.models[model] ?? {}).join(', ')}.`;
    throw new AnalysisError('unknown-metric', `${slice.name} has no “${name}”. ${why}`);
  }

  /** A row for each slice: its name, its rows and the metrics of a model, to be displayed and sorted. */
  table(model = this.candidates[0]!, caption = 'Slices'): Table {
    return table(
      this.slices.map(({ name, rows, models, error }) => ({
        slice: name,
        rows,
        ...Object.fromEntries(Object.entries(models[model] ?? {}).map(([metric, { value }]) => [metric, value])),
        ...(error && { error }),
      })),
      { caption },
    );
  }
}
