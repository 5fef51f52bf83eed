import { CodedError } from '../codedError.ts';

export type TextErrorCode =
  /** A document that is no text. */
  | 'bad-document'
  /** Nothing is left to count: no documents, or none with a token that may stay. */
  | 'empty-vocabulary'
  /** `transform` before `fit`. */
  | 'not-fitted'
  /** A vote that is no class, or votes that differ in number from row to row. */
  | 'bad-vote'
  /** A labeling function that threw, with the row that it threw at. */
  | 'function-failed'
  | 'unequal-lengths'
  | 'bad-argument';

/** Texts or votes that cannot be worked with. The message says what is wrong, and where. */
export class TextError extends CodedError<TextErrorCode> {
  override readonly name = 'TextError';
  /** Zero-based place of the document or row concerned, where there is one. */
  readonly row: number | undefined;

  constructor(code: TextErrorCode, message: string, row?: number, options?: ErrorOptions) {
    super(code, message, options);
    this.row = row;
  }
}
