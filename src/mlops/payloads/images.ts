/** The payload of `mime.images`: images side by side, with what they are said and predicted to be. */
import type { TensorImage } from './tensor.ts';

export interface ImagesData {
  readonly title?: string;
  /** How many there are in all; more than travel when there are very many. */
  readonly total: number;
  /** Images in a row; absent: as many as there is room for. */
  readonly columns?: number;
  /** How values became light. */
  readonly black: number;
  readonly white: number;
  readonly images: readonly LabelledImage[];
  /** Answers `image` queries, with images as large as they are. */
  readonly source?: string;
}

export interface LabelledImage extends TensorImage {
  readonly label?: string;
  readonly prediction?: string;
}
