import { CodedError } from '../codedError.ts';

export type PictureErrorCode =
  /** By its first bytes it is no PNG, JPEG, GIF or BMP. */
  | 'unknown-image'
  /** It begins as a picture does, and cannot be read to its end. */
  | 'damaged-image'
  /** A picture, in a variant that is not read here. */
  | 'unsupported-image'
  /** Decoded it would take more memory than one picture may. */
  | 'image-too-large'
  | 'bad-argument';

/** Bytes that are no picture, or a picture with which this cannot be done. */
export class PictureError extends CodedError<PictureErrorCode> {
  override readonly name = 'PictureError';
}
