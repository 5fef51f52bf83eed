/** The metrics of an EvalConfig, by their class names. */
import type { MetricConfig } from '../config/config.ts';
import { AnalysisError } from '../errors.ts';
import { precisionRecallArea, rocArea } from './auc.ts';
import { type CalibrationPlot, calibrationPlot } from './calibrationPlot.ts';
import { confusionMetrics } from './confusion.ts';
import { confusionAt, countOf, crossEntropy, histogram, moments, type Statistic } from './statistic.ts';

export interface Metric {
  /** As results have it, e.g. `binary_accuracy`. */
  readonly name: string;
  readonly statistic: Statistic;
  /** The metric from the sums of its statistic, which begin at a place. */
  value(sums: Float64Array, at: number): number;
  /** A count of rows has no interval. */
  readonly hasInterval: boolean;
}

type Make = (name: string | undefined, options: Readonly<Record<string, unknown>>, weighted: boolean) => Metric;

const plain =
  (ownName: string, statistic: Statistic, value: Metric['value']): Make =>
  (name = ownName) => ({ name, statistic, value, hasInterval: true });

const over = (part: number, whole: number) => (Math.abs(whole) <= 1e-8 ? Number.NaN : part / whole);

/** r² of labels and predictions. */
function squaredPearson(s: Float64Array, at: number): number {
  const [w, y, p, yy, pp, yp] = s.subarray(at, at + 6) as unknown as [number, number, number, number, number, number];
  const spread = (yy - y ** 2 / w) * (pp - p ** 2 / w);
  return spread > 0 ? (yp - (y * p) / w) ** 2 / spread : Number.NaN;
}

const makers: Readonly<Record<string, Make>> = {
  ExampleCount: (name = 'example_count', _options, weighted) => ({
    name,
    statistic: countOf(weighted),
    value: (sums, at) => sums[at]!,
    hasInterval: false,
  }),
  WeightedExampleCount: (name = 'weighted_example_count') => ({
    name,
    statistic: countOf(true),
    value: (sums, at) => sums[at]!,
    hasInterval: false,
  }),
  AUC: plain('auc', histogram, rocArea),
  AUCPrecisionRecall: plain('auc_precision_recall', histogram, precisionRecallArea),
  MeanLabel: plain('mean_label', moments, (s, at) => over(s[at + 1]!, s[at]!)),
  MeanPrediction: plain('mean_prediction', moments, (s, at) => over(s[at + 2]!, s[at]!)),
  Calibration: plain('calibration', moments, (s, at) => over(s[at + 2]!, s[at + 1]!)),
  SquaredPearsonCorrelation: plain('squared_pearson_correlation', moments, squaredPearson),
  BinaryCrossEntropy: plain('binary_crossentropy', crossEntropy, (s, at) => over(s[at + 1]!, s[at]!)),
  ...Object.fromEntries(
    Object.entries(confusionMetrics).map(([className, [ownName, formula]]): [string, Make] => [
      className,
      (name = ownName, options) => ({
        name,
        statistic: confusionAt(thresholdIn(className, options)),
        value: (s, at) => formula(s[at]!, s[at + 1]!, s[at + 2]!, s[at + 3]!),
        hasInterval: true,
      }),
    ]),
  ),
};

/** Class names of all metrics that are computed here. */
export const metricClasses: readonly string[] = Object.keys(makers);

/**
 * @param weighted whether the model has a column of weights
 * @throws {AnalysisError} `unknown-metric`, `bad-text` and `not-supported` for its options
 */
export function metricOf({ className, config }: MetricConfig, weighted: boolean): Metric {
  const make = Object.hasOwn(makers, className) ? makers[className] : undefined;
  if (!make) {
    const similar = metricClasses.filter((name) => name.toLowerCase().includes(className.slice(0, 4).toLowerCase()));
    const hint = similar.length > 0 ? `Is ${similar.join(' or ')} meant?` : `There are: ${metricClasses.join(', ')}.`;
    throw new AnalysisError('unknown-metric', `“${className}” is no metric that is computed here. ${hint}`);
  }
  const { name, ...options } = optionsOf(className, config);
  const strange = Object.keys(options).find((key) => key !== 'thresholds');
  if (strange !== undefined)
    throw new AnalysisError('not-supported', `${className}: the option “${strange}” is not computed here.`);
  return make(typeof name === 'string' ? name : undefined, options, weighted);
}

/** What is drawn, and no number. */
export const isPlot = ({ className }: MetricConfig): boolean => className === 'CalibrationPlot';

/** @throws {AnalysisError} `bad-text`, `not-supported` and `bad-argument` for its options */
export function plotOf({ className, config }: MetricConfig): CalibrationPlot {
  const { name: _, num_buckets: count = 1000, ...options } = optionsOf(className, config);
  const strange = Object.keys(options)[0];
  if (strange !== undefined)
    throw new AnalysisError('not-supported', `${className}: the option “${strange}” is not computed here.`);
  if (typeof count === 'number' && Number.isInteger(count) && count > 0 && count <= 10_000)
    return calibrationPlot(count);
  const words = `${className}: “num_buckets” is ${JSON.stringify(count)}; give a whole number from 1 to 10,000.`;
  throw new AnalysisError('bad-argument', words);
}

function optionsOf(className: string, config: string | undefined): Record<string, unknown> {
  if (!config?.trim()) return {};
  try {
    // TFMA takes the fields of an object with or without its braces.
    return JSON.parse(config.trim().startsWith('{') ? config : `{${config}}`) as Record<string, unknown>;
  } catch (cause) {
    const words = `The config of ${className} is no JSON: ${(cause as Error).message}`;
    throw new AnalysisError('bad-text', words, {}, { cause });
  }
}

/** One threshold, .5 by default. */
function thresholdIn(className: string, { thresholds = 0.5 }: Readonly<Record<string, unknown>>): number {
  const list: unknown[] = Array.isArray(thresholds) ? thresholds : [thresholds];
  if (list.length === 1 && typeof list[0] === 'number') return list[0];
  throw new AnalysisError(
    'not-supported',
    `${className} takes one threshold here, and is given ${JSON.stringify(thresholds)}. Name the metric once for each.`,
  );
}
