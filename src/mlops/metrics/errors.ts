import { CodedError } from '../codedError.ts';

export type MetricsErrorCode =
  /** True and predicted classes differ in number. */
  | 'unequal-lengths'
  /** There is nothing to judge. */
  | 'no-samples'
  /** A class that is missing, NaN, or neither text, number nor boolean. */
  | 'bad-label'
  /** Which class is the positive one cannot be told. */
  | 'unclear-class'
  | 'bad-argument';

/** Predictions that cannot be judged. The message says what is wrong, and where. */
export class MetricsError extends CodedError<MetricsErrorCode> {
  override readonly name = 'MetricsError';
  /** Zero-based place in the list concerned, where there is one. */
  readonly row: number | undefined;

  constructor(code: MetricsErrorCode, message: string, row?: number) {
    super(code, message);
    this.row = row;
  }
}
