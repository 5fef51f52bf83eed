/** The payload of `mime.tensor`: what is known of a tensor as a whole, and the part of its values that travels. */

/** A value as it travels. What JSON has no number for (`NaN`, `Infinity`, `-Infinity`, `-0`) travels as text. */
export type Element = number | string | boolean;

export interface TensorData {
  /** As TensorFlow.js names it; of a typed array, the like. */
  readonly dtype: string;
  /** Any rank from 0 on; an axis may be empty. */
  readonly shape: readonly number[];
  /** What the values take, in bytes. */
  readonly bytes: number;
  /** Present for a `tf.Variable`. */
  readonly variable?: { readonly name: string; readonly trainable: boolean };
  /** Its values are gone: neither statistics nor a slice are there. */
  readonly disposed?: true;
  /** Absent for text, and where there are no values. */
  readonly statistics?: TensorStatistics;
  /** The first part, at index 0 of all leading axes. */
  readonly slice?: TensorSlice;
  /** Present when the shape may be that of images. */
  readonly images?: TensorImages;
  /** Answers `slice` and `image` queries. */
  readonly source?: string;
}

/** Of all values; range, mean, deviation and histogram are of the finite ones. */
export interface TensorStatistics {
  /** Complex numbers are measured by their magnitudes. */
  readonly of: 'values' | 'magnitudes';
  readonly finite: number;
  readonly nan: number;
  /** Infinite, of either sign. */
  readonly infinite: number;
  readonly zeros: number;
  /** Absent, with the rest, when no value is finite. */
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
  /** Of the population: divided by the count, as NumPy does. */
  readonly std?: number;
  /** Absent when all finite values are equal. */
  readonly histogram?: Histogram;
}

/** Bin `i` counts the values from `start + i * width` up to, but without, the next bin's start. */
export interface Histogram {
  readonly start: number;
  readonly width: number;
  readonly counts: readonly number[];
}

/** A window on the matrix that the last two axes make; of a vector, on its only row. */
export interface TensorSlice {
  /** An index of each axis before the last two. */
  readonly at: readonly number[];
  /** Where the window begins: row, column. */
  readonly offset: readonly [row: number, column: number];
  /** Row by row. */
  readonly values: readonly (readonly Element[])[];
}

/** How a tensor is seen as images. */
export interface TensorImages {
  /** How many there are. */
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3 | 4;
  /** The values that are shown as black and as full light. */
  readonly black: number;
  readonly white: number;
  /** Present when it is small. */
  readonly first?: TensorImage;
}

/** One image, drawn. */
export interface TensorImage {
  /** PNG in base64. */
  readonly png: string;
  readonly width: number;
  readonly height: number;
  /** Only every so-many-th row and column is in it, so that it does not grow too big. */
  readonly step: number;
}

/** The matrix that slices are windows on: its rows and columns, and the sizes of the axes before it. */
export function matrixOf(shape: readonly number[]): { leading: readonly number[]; rows: number; columns: number } {
  return { leading: shape.slice(0, -2), rows: shape.at(-2) ?? 1, columns: shape.at(-1) ?? 1 };
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** Rows and columns that travel in one slice; of a vector, so many values. */
export const window = { rows: 12, columns: 12, vector: 96 } as const;

/** The size of a window: a vector's is one long row. */
export function windowOf(shape: readonly number[]): readonly [rows: number, columns: number] {
  return shape.length < 2 ? [1, window.vector] : [window.rows, window.columns];
}
