import { type Row, readRows, type Tabular } from '../../data/read.ts';
import { DataValidationError } from '../errors.ts';
import type { Schema } from '../schema.ts';
import { ColumnCounter, type ColumnOptions, type WantedType } from './column.ts';
import { type SliceBy, sliceKey } from './slices.ts';
import { allExamples, type DatasetStatistics, type FeatureStatisticsType, type Statistics } from './statistics.ts';

/** What is counted, after TFDV's `StatsOptions`. */
export interface StatisticsOptions extends Partial<ColumnOptions> {
  /** The features that are counted, in this order; by default all, as they come. */
  readonly features?: readonly string[];
  /** Types of features; otherwise those of the values: whole numbers are INT, other numbers FLOAT. */
  readonly types?: Readonly<Record<string, FeatureStatisticsType>>;
  /** Types, and which whole numbers are categorical, where `types` does not say. */
  readonly schema?: Schema;
  /** Statistics for each value of features, too: `[{ sex: undefined }]`, or for the values that are named. */
  readonly slices?: readonly SliceBy[];
}

const defaults: ColumnOptions = {
  numTopValues: 20,
  numRankHistogramBuckets: 1000,
  numHistogramBuckets: 10,
  numQuantilesHistogramBuckets: 10,
  numValuesHistogramBuckets: 10,
  epsilon: 0.01,
};

/**
 * Statistics of rows in one pass, as TFDV's `generate_statistics` gives them. A value that is `null`, `undefined` or not
 * there is missing; NaN is a number that is counted as NaN; a list is a feature of several values.
 * @param data rows (objects), columns, or another table; a table that carries `types` is believed
 * @throws {DataValidationError} `wrong-type` for text among numbers, with feature and row
 */
export function generateStatistics(data: Tabular, options: StatisticsOptions = {}): Statistics {
  const types = options.types ?? (data as { types?: StatisticsOptions['types'] }).types;
  const counter = new StatisticsCounter({ ...options, ...(types && { types }) });
  for (const row of readRows(data)) counter.add(row);
  return counter.statistics();
}

/** Counts rows that come one after the other: `add` each, then take the `statistics`. */
export class StatisticsCounter {
  readonly #options: StatisticsOptions;
  readonly #all: Dataset;
  readonly #slices = new Map<string, Dataset>();

  constructor(options: StatisticsOptions = {}) {
    const { slices, numQuantilesHistogramBuckets: buckets = 10 } = options;
    if (!Number.isSafeInteger(buckets) || buckets < 1)
      throw new DataValidationError('bad-argument', `A histogram has a whole number of buckets, not ${buckets}.`);
    this.#options = options;
    this.#all = new Dataset(slices ? allExamples : '', options);
  }

  /** @throws {DataValidationError} */
  add(row: Row): void {
    this.#all.add(row);
    for (const slice of this.#options.slices ?? []) {
      const key = sliceKey(row, slice);
      if (key === undefined) continue;
      const dataset = this.#slices.get(key) ?? new Dataset(key, this.#options);
      this.#slices.set(key, dataset);
      dataset.add(row);
    }
  }

  statistics(): Statistics {
    return { datasets: [this.#all, ...this.#slices.values()].map((dataset) => dataset.statistics()) };
  }
}

class Dataset {
  readonly #name: string;
  readonly #options: StatisticsOptions;
  readonly #columns = new Map<string, ColumnCounter>();
  readonly #only: ReadonlySet<string> | undefined;
  #rows = 0;

  constructor(name: string, options: StatisticsOptions) {
    this.#name = name;
    this.#options = options;
    this.#only = options.features && new Set(options.features);
    for (const feature of options.features ?? []) this.#column(feature);
  }

  add(row: Row): void {
    if (typeof row !== 'object' || row === null) {
      const text = `Row ${this.#rows} is ${row === null ? 'null' : typeof row}: a row is an object of features.`;
      throw new DataValidationError('bad-row', text, { row: this.#rows });
    }
    for (const name of Object.keys(row)) {
      if (this.#only && !this.#only.has(name)) continue;
      this.#column(name).add(row[name], this.#rows);
    }
    this.#rows++;
  }

  statistics(): DatasetStatistics {
    const features = Array.from(this.#columns.values(), (column) => column.statistics(this.#rows));
    return { name: this.#name, numExamples: this.#rows, features };
  }

  #column(name: string): ColumnCounter {
    const known = this.#columns.get(name);
    if (known) return known;
    const column = new ColumnCounter(name, wantedType(name, this.#options), { ...defaults, ...given(this.#options) });
    this.#columns.set(name, column);
    return column;
  }
}

/** Without the options that are undefined. */
const given = (options: Partial<ColumnOptions>): Partial<ColumnOptions> =>
  Object.fromEntries(Object.entries(options).filter(([key, value]) => key in defaults && value !== undefined));

function wantedType(name: string, { types, schema }: StatisticsOptions): WantedType {
  const feature = schema?.feature.find((each) => each.name === name);
  const fromSchema =
    feature?.type && feature.type !== 'STRUCT' && feature.type !== 'TYPE_UNKNOWN' ? feature.type : undefined;
  const type = types?.[name] ?? (fromSchema === 'BYTES' ? 'STRING' : fromSchema);
  return { type, isCategorical: feature?.intDomain?.isCategorical === true && type === 'INT' };
}
