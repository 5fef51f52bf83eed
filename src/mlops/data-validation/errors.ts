import { CodedError } from '../codedError.ts';

export type DataValidationErrorCode =
  | 'bad-argument'
  /** A column with text and numbers, or another type than was asked for. */
  | 'wrong-type'
  /** Rows that are none. */
  | 'bad-row'
  /** Statistics of slices without the slice of all examples. */
  | 'no-default-slice'
  | 'unknown-feature'
  | 'no-domain'
  | 'unknown-domain'
  | 'unknown-environment'
  /** Text that is no text format of protocol buffers. */
  | 'bad-text'
  /** A field that a schema does not have. */
  | 'unknown-field'
  /** A field with a value of another type, or given twice. */
  | 'bad-field'
  /** A file that cannot be read or written. */
  | 'no-file';

export interface DataValidationPlace {
  /** The feature concerned. */
  readonly feature?: string;
  /** Zero-based index of the row concerned. */
  readonly row?: number;
  /** Line of a text, from 1 on. */
  readonly line?: number;
  /** Column in the line, from 1 on. */
  readonly column?: number;
}

/** Data, statistics or a schema that cannot be worked with. The message says what is wrong, and where. */
export class DataValidationError extends CodedError<DataValidationErrorCode> {
  override readonly name = 'DataValidationError';
  readonly feature: string | undefined;
  readonly row: number | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(code: DataValidationErrorCode, message: string, place: DataValidationPlace = {}, options?: ErrorOptions) {
    super(code, message, options);
    this.feature = place.feature;
    this.row = place.row;
    this.line = place.line;
    this.column = place.column;
  }
}
