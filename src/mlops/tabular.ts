/**
 * `mlops-lab/tabular`: tables from files, and rows split into parts. CSV gets the types that TFX and TensorFlow Data
 * Validation find.
 *
 * ```ts
 * const adult = await readCsv('data/adult.data', { columns, trim: true, missing: ['?'] });
 * const { train, eval: later } = orderedSplit(adult.rows, { train: 0.8, eval: 0.2 });
 * ```
 *
 * Beside CSV and JSON Lines it reads and writes Parquet, and TFRecords with tf.Examples as TensorFlow does.
 */
export { type CsvOptions, parseCsv, readCsv, streamCsv } from './tabular/csv.ts';
export { TabularError, type TabularErrorCode } from './tabular/errors.ts';
export { type JsonRow, parseJsonLines, streamJsonLines } from './tabular/jsonLines.ts';
export {
  type ParquetReadOptions,
  type ParquetRow,
  type ParquetValue,
  readParquet,
  streamParquet,
} from './tabular/parquet/read.ts';
export { type ParquetWriteOptions, writeParquet } from './tabular/parquet/write.ts';
export { decodeExample, type Example, type ExampleFeature, encodeExample } from './tabular/records/example.ts';
export { type ExampleValue, exampleFromRow, rowFromExample } from './tabular/records/exampleRows.ts';
export {
  encodeTfRecords,
  parseTfRecords,
  readTfRecords,
  streamTfRecords,
  type TfRecordOptions,
  writeTfRecords,
} from './tabular/records/tfRecord.ts';
export { groupSplit, hashSplit, orderedSplit, type Parts, type Shares, stratifiedSplit } from './tabular/splits.ts';
export { type TabularRow, type TabularValue, TypedTable } from './tabular/table.ts';
export type { ColumnType } from './tabular/types.ts';
