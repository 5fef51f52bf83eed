/**
 * Rates by group and threshold, under the names of Fairness Indicators. 0/0 is NaN. Source:
 * fairness_indicators_metrics.py of tensorflow/fairness-indicators.
 */
import { answersOf } from '../analysis/answers.ts';
import { type SliceValue, slicesOf } from '../analysis/slices.ts';
import { readColumns, type Tabular } from '../data/read.ts';
import { type Table, table } from '../lab/table.ts';
import { FairnessError } from './errors.ts';
import { type Interval, newcombe, wilson } from './proportions.ts';

/** tp, tn, fp and fn at one threshold. */
export interface Confusion {
  readonly tp: number;
  readonly tn: number;
  readonly fp: number;
  readonly fn: number;
}
type Part = (counts: Confusion) => number;

/** Of each rate what is counted, and of whom. */
const rates = {
  false_positive_rate: [({ fp }) => fp, ({ fp, tn }) => fp + tn],
  true_negative_rate: [({ tn }) => tn, ({ fp, tn }) => fp + tn],
  false_negative_rate: [({ fn }) => fn, ({ fn, tp }) => fn + tp],
  true_positive_rate: [({ tp }) => tp, ({ fn, tp }) => fn + tp],
  recall: [({ tp }) => tp, ({ fn, tp }) => fn + tp],
  precision: [({ tp }) => tp, ({ tp, fp }) => tp + fp],
  false_discovery_rate: [({ fp }) => fp, ({ tp, fp }) => tp + fp],
  false_omission_rate: [({ fn }) => fn, ({ tn, fn }) => tn + fn],
  positive_rate: [({ tp, fp }) => tp + fp, ({ tp, tn, fp, fn }) => tp + tn + fp + fn],
  negative_rate: [({ tn, fn }) => tn + fn, ({ tp, tn, fp, fn }) => tp + tn + fp + fn],
  accuracy: [({ tp, tn }) => tp + tn, ({ tp, tn, fp, fn }) => tp + tn + fp + fn],
} satisfies Record<string, readonly [Part, Part]>;

export type RateName = keyof typeof rates;
export const rateNames = Object.keys(rates) as readonly RateName[];

export interface Rate extends Interval {
  /** NaN where `of` is 0. */
  readonly value: number;
  /** The rows that it is a share of, such as all truly negative ones. */
  readonly of: number;
}

/** A group's rate minus the baseline group's, with the interval of the difference. */
export interface Gap extends Interval {
  readonly group: SliceValue;
  readonly threshold: number;
  readonly value: number;
}

export interface FairnessOptions {
  /** The column whose values are the groups. */
  readonly group: string;
  /** `label` by default: 0 or 1. */
  readonly labelKey?: string;
  /** `prediction` by default: a probability. What lies above a threshold is positive. */
  readonly predictionKey?: string;
  /** .1, .2, … .9 by default. */
  readonly thresholds?: readonly number[];
}

interface Group {
  readonly name: SliceValue;
  readonly rows: number;
  /** By the place of the threshold. */
  readonly counts: readonly Confusion[];
}

/**
 * Counts what a model does to each group at each threshold.
 * @throws {FairnessError} `no-rows`, `bad-argument`; {AnalysisError} for a column that is not there, or a value that is none
 */
export function fairnessIndicators(data: Tabular, options: FairnessOptions): FairnessResult {
  const { group, thresholds = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], ...keys } = options;
  const columns = readColumns(data);
  if (columns.rows === 0) throw new FairnessError('no-rows', 'There are no rows to compare groups in.');
  if (thresholds.length === 0 || thresholds.some((threshold) => !Number.isFinite(threshold)))
    throw new FairnessError('bad-argument', `The thresholds must be numbers, and are [${thresholds.join(', ')}].`);
  const { label, prediction } = answersOf(keys, columns);
  const soft = label.findIndex((value) => value !== 0 && value !== 1);
  if (soft >= 0)
    throw new FairnessError(
      'bad-argument',
      `Row ${soft} has the label ${label[soft]}; groups are compared by 0 and 1.`,
    );
  const { slices } = slicesOf(columns, [{ featureKeys: [group] }]);
  const groups = slices.map(({ key, rows }) => ({
    name: key[0]![1],
    rows: rows.length,
    counts: thresholds.map((threshold) => confusionOf(label, prediction, rows, threshold)),
  }));
  return new FairnessResult(groups, thresholds);
}

function confusionOf(label: Float64Array, prediction: Float64Array, rows: Uint32Array, threshold: number): Confusion {
  let [tp, tn, fp, fn] = [0, 0, 0, 0];
  for (const row of rows) {
    const isAbove = prediction[row]! > threshold;
    if (label[row] === 1) isAbove ? tp++ : fn++;
    else isAbove ? fp++ : tn++;
  }
  return { tp, tn, fp, fn };
}

export class FairnessResult {
  readonly #groups: readonly Group[];
  readonly thresholds: readonly number[];

  constructor(groups: readonly Group[], thresholds: readonly number[]) {
    this.#groups = groups;
    this.thresholds = thresholds;
  }

  /** The groups with their rows, in the order of their names. */
  get groups(): readonly { readonly name: SliceValue; readonly rows: number }[] {
    return this.#groups.map(({ name, rows }) => ({ name, rows }));
  }

  /** @throws {FairnessError} `unknown-group`, `unknown-rate` */
  counts(group: SliceValue, threshold: number): Confusion {
    const found = this.#groups.find(({ name }) => name === group);
    const names = this.#groups.map(({ name }) => name).join(', ');
    if (!found) throw new FairnessError('unknown-group', `There is no group “${group}”. There are: ${names}.`);
    const place = this.thresholds.indexOf(threshold);
    if (place >= 0) return found.counts[place]!;
    throw new FairnessError('unknown-rate', `${threshold} is none of the thresholds ${this.thresholds.join(', ')}.`);
  }

  /** One rate of one group, with its 95 % interval. @throws {FairnessError} `unknown-group`, `unknown-rate` */
  rate(name: RateName, group: SliceValue, threshold: number): Rate {
    const [k, n] = this.#parts(name, group, threshold);
    return { value: n === 0 ? Number.NaN : k / n, of: n, ...wilson(k, n) };
  }

  /** How far each other group lies from one, at each threshold. @throws {FairnessError} `unknown-group`, `unknown-rate` */
  gaps(name: RateName, baseline: SliceValue): Gap[] {
    return this.#groups.flatMap(({ name: group }) =>
      group === baseline ? [] : this.thresholds.map((threshold) => this.#gap(name, group, baseline, threshold)),
    );
  }

  #gap(name: RateName, group: SliceValue, baseline: SliceValue, threshold: number): Gap {
    const [own, other] = [this.#parts(name, group, threshold), this.#parts(name, baseline, threshold)];
    return { group, threshold, value: own[0] / own[1] - other[0] / other[1], ...newcombe(...own, ...other) };
  }

  #parts(name: RateName, group: SliceValue, threshold: number): readonly [k: number, n: number] {
    if (!Object.hasOwn(rates, name))
      throw new FairnessError('unknown-rate', `“${name}” is no rate. There are: ${rateNames.join(', ')}.`);
    const counts = this.counts(group, threshold);
    return [rates[name][0](counts), rates[name][1](counts)];
  }

  /** All rates of a group under the names of Fairness Indicators: `fairness_indicators_metrics/false_positive_rate@0.5`. */
  metrics(group: SliceValue): Record<string, number> {
    const all = rateNames.flatMap((name) => this.thresholds.map((threshold) => [name, threshold] as const));
    return Object.fromEntries(
      all.map(([name, threshold]) => [
        `fairness_indicators_metrics/${name}@${threshold}`,
        this.rate(name, group, threshold).value,
      ]),
    );
  }

  /** A line for each group and threshold with some rates, to be displayed. @throws {FairnessError} `unknown-rate` */
  table(names: readonly RateName[], caption = 'Rates by group'): Table {
    return table(
      this.#groups.flatMap(({ name: group, rows }) =>
        this.thresholds.map((threshold) => ({
          ...{ group, rows, threshold },
          ...Object.fromEntries(names.map((name) => [name, this.rate(name, group, threshold).value])),
        })),
      ),
      { caption },
    );
  }
}
