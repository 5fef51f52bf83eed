import { CodedError } from '../codedError.ts';

export type AnalysisErrorCode =
  | 'bad-argument'
  /** Text that is no text format of protocol buffers, or no JSON. */
  | 'bad-text'
  /** A field that an EvalConfig does not have. */
  | 'unknown-field'
  /** A field with a value of another type. */
  | 'bad-field'
  /** A metric that is not computed here. */
  | 'unknown-metric'
  /** What TFMA can do and this module cannot, such as slices by SQL. */
  | 'not-supported'
  /** A change threshold without a baseline to compare with. */
  | 'no-baseline'
  | 'no-rows'
  | 'unknown-column'
  /** A label, prediction or weight that is none. */
  | 'bad-value'
  | 'unknown-slice'
  /** A file that cannot be read or written, or holds something else. */
  | 'no-file';

/** Where in the rows an error is. */
export interface AnalysisPlace {
  readonly column?: string;
  /** Zero-based. */
  readonly row?: number;
}

/** An analysis that cannot be made. The message says what is wrong, where, and how to go on. */
export class AnalysisError extends CodedError<AnalysisErrorCode> {
  override readonly name = 'AnalysisError';
  readonly column: string | undefined;
  readonly row: number | undefined;

  constructor(code: AnalysisErrorCode, message: string, place: AnalysisPlace = {}, options?: ErrorOptions) {
    super(code, message, options);
    this.column = place.column;
    this.row = place.row;
  }
}
