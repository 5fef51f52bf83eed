import { CodedError } from '../codedError.ts';

export type TransformErrorCode =
  | 'missing-value'
  | 'wrong-type'
  | 'unknown-column'
  | 'no-columns'
  | 'bad-argument'
  | 'bad-graph'
  /** A graph that cannot be read from its folder. */
  | 'no-file';

/** Data or a graph that cannot be transformed. The message says what is wrong, and where. */
export class TransformError extends CodedError<TransformErrorCode> {
  override readonly name = 'TransformError';
  /** The column concerned, where there is one. */
  readonly column: string | undefined;
  /** Zero-based index of the row concerned, where there is one. */
  readonly row: number | undefined;

  constructor(code: TransformErrorCode, message: string, place: { column?: string; row?: number } = {}) {
    super(code, message);
    this.column = place.column;
    this.row = place.row;
  }
}
