import type { Row } from '../../data/read.ts';
import { DataValidationError } from '../errors.ts';
import { byBytes } from '../textOrder.ts';
import { allExamples, type DatasetStatistics, type Statistics } from './statistics.ts';

/** Features to slice by, each with the values that make a slice, or `undefined` for all values. Several are crossed. */
export type SliceBy = Readonly<Record<string, readonly (string | number)[] | undefined>>;

/** The slice of a row, named as TFDV does: `sex_Male`, or `race_White_sex_Male`; none where a value is missing. */
export function sliceKey(row: Row, slice: SliceBy): string | undefined {
  const parts = Object.keys(slice)
    .sort(byBytes)
    .map((name) => {
      const value = row[name];
      if (value === null || value === undefined) return undefined;
      const wanted = slice[name];
      return !wanted || wanted.some((each) => String(each) === String(value)) ? `${name}_${value}` : undefined;
    });
  return parts.includes(undefined) ? undefined : parts.join('_');
}

/**
 * The statistics of a slice by its name, or of all examples.
 * @throws {DataValidationError} `no-default-slice` where there is no such slice
 */
export function datasetOf(statistics: Statistics, slice?: string): DatasetStatistics {
  const { datasets } = statistics;
  const found =
    slice === undefined && datasets.length === 1
      ? datasets[0]
      : datasets.find(({ name }) => name === (slice ?? allExamples));
  if (found) return found;
  const names = datasets.map(({ name }) => `“${name}”`).join(', ');
  throw new DataValidationError(
    'no-default-slice',
    `There is no slice “${slice ?? allExamples}” among ${names || 'none'}.`,
  );
}
