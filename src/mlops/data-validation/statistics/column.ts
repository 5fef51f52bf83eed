/** What is counted of one feature while its rows go by, as basic_stats_generator.py of TFDV does. */
import { kindOf } from '../../data/value.ts';
import { DataValidationError } from '../errors.ts';
import { byBytes } from '../textOrder.ts';
import { median, quantileFactor, quantilesHistogram, standardHistogram, thinned } from './histograms.ts';
import { Moments } from './moments.ts';
import { QuantileSketch } from './sketch.ts';
import type {
  CommonStatistics,
  FeatureStatistics,
  FeatureStatisticsType,
  NumericStatistics,
  StringStatistics,
} from './statistics.ts';

export interface ColumnOptions {
  readonly numTopValues: number;
  readonly numRankHistogramBuckets: number;
  readonly numHistogramBuckets: number;
  readonly numQuantilesHistogramBuckets: number;
  readonly numValuesHistogramBuckets: number;
  /** How far a quantile's rank may be off, as a share of the values. */
  readonly epsilon: number;
}

class Numbers {
  #numNan = 0;
  #numZeros = 0;
  #infinite = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #finiteMin = Number.POSITIVE_INFINITY;
  #finiteMax = Number.NEGATIVE_INFINITY;
  readonly #moments = new Moments();
  readonly #sketch: QuantileSketch;

  constructor(epsilon: number) {
    this.#sketch = new QuantileSketch(epsilon);
  }

  add(value: number): void {
    if (Number.isNaN(value)) {
      this.#numNan++;
      return;
    }
    if (value === 0) this.#numZeros++;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    if (value === Number.POSITIVE_INFINITY) this.#infinite++;
    else if (value !== Number.NEGATIVE_INFINITY) {
      if (value < this.#finiteMin) this.#finiteMin = value;
      if (value > this.#finiteMax) this.#finiteMax = value;
    }
    this.#moments.add(value);
    this.#sketch.add(value);
  }

  statistics(commonStats: CommonStatistics, options: ColumnOptions): NumericStatistics {
    const numNan = this.#numNan;
    if (commonStats.totNumValues === numNan) {
      const nothing = { commonStats, mean: 0, stdDev: 0, numZeros: 0, min: 0, median: 0, max: 0 };
      const types = numNan > 0 ? (['STANDARD', 'QUANTILES'] as const) : [];
      return { ...nothing, histograms: types.map((type) => ({ type, numNan, buckets: [] })) };
    }
    const quantiles = this.#sketch.quantiles(quantileFactor * options.numQuantilesHistogramBuckets);
    const range = { min: this.#finiteMin, max: this.#finiteMax, infinite: this.#infinite };
    return {
      commonStats,
      ...this.#moments.result(),
      numZeros: this.#numZeros,
      min: this.#min,
      median: median(quantiles),
      max: this.#max,
      histograms: [
        standardHistogram(quantiles, range, options.numHistogramBuckets, numNan),
        quantilesHistogram(thinned(quantiles, quantileFactor), numNan),
      ],
    };
  }
}

class Texts {
  readonly #counts = new Map<string, number>();

  add(text: string): void {
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
  }

  statistics(commonStats: CommonStatistics, options: ColumnOptions): StringStatistics {
    const { totNumValues } = commonStats;
    let bytes = 0;
    for (const [text, count] of this.#counts) bytes += Buffer.byteLength(text) * count;
    const ranked = [...this.#counts].sort(([a, m], [b, n]) => n - m || byBytes(b, a));
    return {
      commonStats,
      unique: this.#counts.size,
      topValues: ranked.slice(0, options.numTopValues).map(([value, frequency]) => ({ value, frequency })),
      avgLength: totNumValues > 0 ? bytes / totNumValues : 0,
      rankHistogram: {
        buckets: ranked
          .slice(0, options.numRankHistogramBuckets)
          .map(([label, sampleCount], rank) => ({ lowRank: rank, highRank: rank, label, sampleCount })),
      },
    };
  }
}

export interface WantedType {
  /** Found from the values where it is not given. */
  readonly type?: FeatureStatisticsType | undefined;
  /** Whole numbers that are names: they are counted as texts. */
  readonly isCategorical?: boolean | undefined;
}

/** Statistics of one feature. Memory grows with distinct texts, not with rows. */
export class ColumnCounter {
  readonly #name: string;
  readonly #wanted: WantedType;
  readonly #options: ColumnOptions;
  #type: FeatureStatisticsType | undefined;
  #numbers: Numbers | undefined;
  #texts: Texts | undefined;
  /** How many examples have so many values. */
  readonly #valency = new Map<number, number>();

  constructor(name: string, wanted: WantedType, options: ColumnOptions) {
    this.#name = name;
    this.#wanted = wanted;
    this.#options = options;
  }

  /** @throws {DataValidationError} `wrong-type` with feature and row */
  add(value: unknown, row: number): void {
    if (value === null || value === undefined) return;
    if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
      const values = Array.from(value as Iterable<unknown>);
      for (const each of values) this.#addOne(each, row);
      this.#count(values.length);
    } else if (kindOf(value) !== 'missing') {
      this.#addOne(value, row);
      this.#count(1);
    }
  }

  statistics(numExamples: number): FeatureStatistics {
    const type = this.#type ?? this.#wanted.type ?? 'STRING';
    const common = this.#common(numExamples);
    const [name, options] = [this.#name, this.#options];
    if (type === 'STRING' || this.#wanted.isCategorical)
      return { name, type, stringStats: (this.#texts ?? new Texts()).statistics(common, options) };
    return { name, type, numStats: (this.#numbers ?? new Numbers(options.epsilon)).statistics(common, options) };
  }

  #count(values: number): void {
    this.#valency.set(values, (this.#valency.get(values) ?? 0) + 1);
  }

  #addOne(value: unknown, row: number): void {
    const kind = kindOf(value);
    const isText = kind === 'text' && typeof value !== 'bigint';
    if (kind === 'missing' || kind === 'other') throw this.#wrong(row, 'a value that is neither text nor number');
    if (this.#wanted.type === 'STRING' || isText || kind === 'date') this.#addText(value, row);
    else this.#addNumber(value as number | bigint | boolean, row);
  }

  #addText(value: unknown, row: number): void {
    if (this.#type !== 'STRING') {
      const expected = this.#type ?? this.#wanted.type ?? 'STRING';
      if (expected !== 'STRING') throw this.#wrong(row, `text, “${String(value)}”, where ${expected} is expected`);
      this.#type = 'STRING';
    }
    this.#texts ??= new Texts();
    this.#texts.add(value instanceof Date ? value.toISOString() : String(value));
  }

  #addNumber(value: number | bigint | boolean, row: number): void {
    if (this.#type === 'STRING') throw this.#wrong(row, `a number, ${value}, and texts before it`);
    const isWhole = typeof value !== 'number' || Number.isSafeInteger(value);
    if (!isWhole && this.#wanted.type === 'INT') throw this.#wrong(row, `${value}, where INT is expected`);
    if (this.#type !== 'FLOAT') this.#type = isWhole ? (this.#wanted.type ?? 'INT') : 'FLOAT';
    if (this.#wanted.isCategorical) {
      this.#texts ??= new Texts();
      this.#texts.add(String(Number(value)));
    } else {
      this.#numbers ??= new Numbers(this.#options.epsilon);
      this.#numbers.add(Number(value));
    }
  }

  #wrong(row: number, what: string): DataValidationError {
    const text = `Feature “${this.#name}” has ${what}, in row ${row}. Name its type in “types”, or mend the row.`;
    return new DataValidationError('wrong-type', text, { feature: this.#name, row });
  }

  #common(numExamples: number): CommonStatistics {
    const counts = [...this.#valency];
    const numNonMissing = counts.reduce((sum, [, count]) => sum + count, 0);
    const totNumValues = counts.reduce((sum, [values, count]) => sum + values * count, 0);
    const numMissing = numExamples - numNonMissing;
    if (numNonMissing === 0)
      return { numNonMissing, numMissing, minNumValues: 0, maxNumValues: 0, avgNumValues: 0, totNumValues };
    const sketch = new QuantileSketch(this.#options.epsilon);
    for (const [values, count] of counts) sketch.add(values, count);
    return {
      numNonMissing,
      numMissing,
      minNumValues: counts.reduce((least, [values]) => Math.min(least, values), Number.POSITIVE_INFINITY),
      maxNumValues: counts.reduce((most, [values]) => Math.max(most, values), 0),
      avgNumValues: totNumValues / numNonMissing,
      totNumValues,
      numValuesHistogram: quantilesHistogram(sketch.quantiles(this.#options.numValuesHistogramBuckets)),
    };
  }
}
