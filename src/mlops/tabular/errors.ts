import { CodedError } from '../codedError.ts';

export type TabularErrorCode =
  | 'bad-argument'
  /** A file that cannot be read. */
  | 'no-file'
  /** Bytes that are not UTF-8. */
  | 'bad-encoding'
  /** A quote that is not closed, or stands within a field without quotes. */
  | 'bad-quote'
  /** A record with more or fewer fields than the header. */
  | 'ragged-row'
  /** A character that no text file holds: NUL. */
  | 'bad-character'
  /** A field longer than memory should hold. */
  | 'too-long'
  /** A header with a name twice, or without names. */
  | 'bad-header'
  /** A value that is not of the type asked for. */
  | 'wrong-type'
  /** A line that is no JSON object. */
  | 'bad-json'
  /** A TFRecord whose checksum is not that of its bytes. */
  | 'bad-checksum'
  /** A file that ends within a record. */
  | 'truncated-file'
  /** Bytes that cannot be unpacked. */
  | 'bad-compression'
  /** Bytes that are no tf.Example. */
  | 'bad-example'
  /** A file that is no Parquet, or a damaged one. */
  | 'bad-parquet';

export interface TabularPlace {
  /** The record, from 1 on; the header is not counted. */
  readonly row?: number | undefined;
  /** The column's name, or its number from 1 on where it has none. */
  readonly column?: string | number | undefined;
  /** The line of the file, from 1 on. */
  readonly line?: number | undefined;
  /** The byte, from 0 on, at which the thing begins: of the file, unpacked where it is packed as a whole, or of the example. */
  readonly offset?: number | undefined;
}

/** A file or a split that cannot be made sense of. The message says what is wrong, in which row, column and line. */
export class TabularError extends CodedError<TabularErrorCode> {
  override readonly name = 'TabularError';
  readonly row: number | undefined;
  readonly column: string | number | undefined;
  readonly line: number | undefined;
  readonly offset: number | undefined;

  constructor(code: TabularErrorCode, message: string, place: TabularPlace = {}, options?: ErrorOptions) {
    super(code, message, options);
    this.row = place.row;
    this.column = place.column;
    this.line = place.line;
    this.offset = place.offset;
  }
}
