/** What the functions of `mlops-lab/lab` refuse. A check that does not hold is no error of ours: see `CheckFailure`. */
import { CodedError } from '../codedError.ts';

/** The bytes are no picture of a kind that can be shown. */
export class ImageError extends CodedError<'unknown-image'> {
  override readonly name = 'ImageError';
}

export type ImagesErrorCode =
  /** What should be an image is no tensor of three or four dimensions. */
  | 'not-an-image'
  /** Not as many labels or predictions as images. */
  | 'unequal-lengths'
  | 'bad-argument';

/** `images()` was given what cannot be shown. */
export class ImagesError extends CodedError<ImagesErrorCode> {
  override readonly name = 'ImagesError';
}

/** A question has no answer: nobody can be asked here, or whoever was asked gave none. */
export class InputError extends CodedError<'no-answer'> {
  override readonly name = 'InputError';
}

/** The values of a tensor that is shown were disposed of. */
export class TensorGone extends CodedError<'tensor-disposed'> {
  override readonly name = 'TensorGone';

  constructor() {
    super(
      'tensor-disposed',
      'This tensor was disposed of, and its values are gone. Run the cell again, and display it before dispose().',
    );
  }
}

/** A prediction that nobody could answer: fewer than two options, a range upside down. For authors. */
export class PredictionError extends CodedError<'unanswerable'> {
  override readonly name = 'PredictionError';
}
