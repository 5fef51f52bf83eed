/** The part of a TensorFlow.js tensor that is used: of whichever backend, and of whichever copy of the library. */
export interface TensorLike {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly size: number;
  readonly isDisposed: boolean;
  /** By it the engine knows the values. */
  readonly dataId: object;
  dataSync(): ArrayLike<number | string>;
  reshape(shape: number[]): TensorLike;
  slice(begin: number[], size: number[]): TensorLike;
  dispose(): void;
  /** With `true`: dtype, rank, shape, and the first and last values. */
  toString(verbose: boolean): string;
}

export function isTensor(value: unknown): value is TensorLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    'dataSync' in value &&
    'isDisposed' in value &&
    'dtype' in value &&
    'shape' in value &&
    Array.isArray(value.shape)
  );
}
