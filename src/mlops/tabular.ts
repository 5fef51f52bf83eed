/**
 * `mlops-lab/tabular`: tables from files, and rows split into parts. CSV gets the types that TFX and TensorFlow Data
 * Validation find.
 *
 * ```ts
 * const adult = await readCsv('data/adult.data', { columns, trim: true, missing: ['?'] });
 * const { train, eval: later } = orderedSplit(adult.rows, { train: 0.8, eval: 0.2 });
 * ```
 */
export { type CsvOptions, parseCsv, readCsv, streamCsv } from './tabular/csv.ts';
export { TabularError, type TabularErrorCode } from './tabular/errors.ts';
export { type JsonRow, parseJsonLines, streamJsonLines } from './tabular/jsonLines.ts';
export { groupSplit, hashSplit, orderedSplit, type Parts, type Shares, stratifiedSplit } from './tabular/splits.ts';
export { type TabularRow, type TabularValue, TypedTable } from './tabular/table.ts';
export type { ColumnType } from './tabular/types.ts';
