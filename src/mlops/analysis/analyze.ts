/** Computes the metrics of an EvalConfig for each slice of some rows. */
import type { ColumnarData } from '../data/columns.ts';
import { readColumns, type Tabular } from '../data/read.ts';
import { uniform } from '../datasets/chance.ts';
import { answersOf } from './answers.ts';
import type { EvalConfig, IntervalMethod, ModelSpec } from './config/config.ts';
import { assertSupported } from './config/supported.ts';
import { assertEvalConfig } from './config/text.ts';
import { AnalysisError } from './errors.ts';
import type { CalibrationPlot } from './metrics/calibrationPlot.ts';
import { isPlot, type Metric, metricOf, plotOf } from './metrics/registry.ts';
import type { Answers } from './metrics/statistic.ts';
import { EvalResult, type Metrics, type MetricValue, type SliceMetrics } from './result.ts';
import { intervalOf, type Sampling, type Sums, samplingOf, sumsOf } from './samples.ts';
import { type SliceRows, sliceName, slicesOf } from './slices.ts';

export interface AnalyzeOptions {
  /** Of the parts and draws that intervals are made from; 1 by default. */
  readonly seed?: number;
}

/** A model with what it is asked and what it answers. */
interface Model {
  readonly name: string;
  readonly metrics: readonly Metric[];
  readonly plot: CalibrationPlot | undefined;
  readonly answers: Answers;
}

/**
 * Judges models by the columns of their answers: TFMA's `analyze_raw_data`. Change metrics, `NAME_diff`, come with a
 * baseline. Intervals are those of the jackknife or the Poisson bootstrap; of a difference they are paired, since both
 * models are asked about the same rows in each sample.
 * @param data a row for each example, with the features to slice by, the label, and a prediction of each model
 * @throws {AnalysisError} for a config or rows that cannot be worked with
 */
export function analyze(data: Tabular, config: EvalConfig, { seed = 1 }: AnalyzeOptions = {}): EvalResult {
  assertEvalConfig(config);
  assertSupported(config);
  const columns = readColumns(data);
  if (columns.rows === 0) throw new AnalysisError('no-rows', 'There are no rows to analyze.');
  const specs = config.modelSpecs?.length ? config.modelSpecs : [{}];
  const baseline = baselineOf(specs);
  const models = specs.map((spec) => modelOf(spec, config, columns));
  const { slices, empty } = slicesOf(columns, config.slicingSpecs?.length ? config.slicingSpecs : [{}]);
  const next = uniform(seed);
  const method = methodOf(config);
  const found = slices.map((slice) => analyzedSlice(slice, models, baseline, config, method, next));
  const candidates = models.map(({ name }) => name).filter((name) => name !== baseline);
  return new EvalResult(config, found, empty, { candidates, baseline });
}

/** @throws {AnalysisError} `bad-argument` for models without names of their own, `no-baseline` */
function baselineOf(specs: readonly ModelSpec[]): string | undefined {
  const names = specs.map(({ name = '' }) => name);
  if (specs.length > 1 && (new Set(names).size < names.length || names.includes('')))
    throw new AnalysisError('bad-argument', 'Of several models each needs a “name” of its own in “modelSpecs”.');
  const baselines = specs.filter(({ isBaseline }) => isBaseline);
  if (baselines.length > 1 || (baselines.length === 1 && specs.length === 1))
    throw new AnalysisError('bad-argument', 'One model at most is the baseline, and there is another to compare.');
  return baselines[0]?.name;
}

function modelOf(spec: ModelSpec, config: EvalConfig, data: ColumnarData): Model {
  const { name = '', exampleWeightKey } = spec;
  const isMeant = (names: readonly string[] = []) => names.length === 0 || names.includes(name);
  const asked = (config.metricsSpecs ?? [])
    .filter(({ modelNames }) => isMeant(modelNames))
    .flatMap((metricsSpec) => metricsSpec.metrics ?? []);
  const plot = asked.find(isPlot);
  const metrics = asked
    .filter((metric) => !isPlot(metric))
    .map((metric) => metricOf(metric, exampleWeightKey !== undefined));
  if (asked.length === 0)
    throw new AnalysisError('bad-argument', `No metric is asked for${name && ` of the model “${name}”`}.`);
  const twice = metrics.find((metric, i) => metrics.some((each, j) => j < i && each.name === metric.name));
  if (twice)
    throw new AnalysisError(
      'bad-argument',
      `Two metrics are called “${twice.name}”. Give one another name in its config: {"name": "…"}.`,
    );
  return { name, metrics, plot: plot && plotOf(plot), answers: answersOf(spec, data) };
}

function methodOf({ options = {} }: EvalConfig): IntervalMethod | undefined {
  return options.computeConfidenceIntervals ? (options.confidenceIntervals?.method ?? 'JACKKNIFE') : undefined;
}

function analyzedSlice(
  { key, rows }: SliceRows,
  models: readonly Model[],
  baseline: string | undefined,
  { options = {} }: EvalConfig,
  method: IntervalMethod | undefined,
  next: () => number,
): SliceMetrics {
  const slice = { key, name: sliceName(key), rows: rows.length };
  const least = options.minSliceSize ?? 0;
  if (key.length > 0 && rows.length < least)
    return { ...slice, models: {}, error: `It has ${rows.length} rows, and the config asks for ${least} at least.` };
  const sampling = method && samplingOf(method, rows, next);
  const sampled = new Map(models.map((model) => [model.name, valuesOf(model, rows, sampling)]));
  const reference = baseline === undefined ? undefined : sampled.get(baseline);
  const metricsOf = (name: string) =>
    metricsFrom(sampled.get(name)!, name === baseline ? undefined : reference, sampling);
  const calibration = models.flatMap(({ name, plot, answers }) =>
    plot ? [[name, plot.buckets(sumsOf(plot.statistic, answers, rows).all)] as const] : [],
  );
  return {
    ...slice,
    models: Object.fromEntries(models.map(({ name }) => [name, metricsOf(name)])),
    ...(calibration.length > 0 && { calibration: Object.fromEntries(calibration) }),
  };
}

/** A metric of all rows, and of each sample. */
interface Values {
  readonly metric: Metric;
  readonly value: number;
  readonly samples: readonly number[];
}

/** Metrics of one statistic share its sums. */
function valuesOf({ metrics, answers }: Model, rows: Uint32Array, sampling: Sampling | undefined): Values[] {
  const known = new Map<string, Sums>();
  return metrics.map((metric) => {
    const { statistic } = metric;
    const sums = known.get(statistic.name) ?? sumsOf(statistic, answers, rows, sampling);
    known.set(statistic.name, sums);
    return { metric, value: metric.value(sums.all, 0), samples: sums.samples.map((each) => metric.value(each, 0)) };
  });
}

function metricsFrom(own: readonly Values[], other: readonly Values[] | undefined, sampling?: Sampling): Metrics {
  const metrics: Record<string, MetricValue> = {};
  const put = (name: string, value: number, samples: readonly number[], hasInterval: boolean) => {
    metrics[name] = { value, ...(sampling && hasInterval && { interval: intervalOf(sampling, value, samples) }) };
  };
  for (const { metric, value, samples } of own) {
    put(metric.name, value, samples, metric.hasInterval);
    const before = other?.find((each) => each.metric.name === metric.name);
    if (before)
      put(
        `${metric.name}_diff`,
        value - before.value,
        samples.map((sample, i) => sample - before.samples[i]!),
        true,
      );
  }
  return metrics;
}
