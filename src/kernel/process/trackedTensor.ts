/** TensorFlow.js's tensors as the kernel follows them. */

/** What of a TensorFlow.js tensor is used here. */
export interface TrackedTensor {
  readonly id: number;
  readonly dtype: string;
  readonly size: number;
  readonly dataId: object;
  readonly isDisposed: boolean;
  /** `tf.keep` was called: the person wants it to stay. */
  readonly kept?: boolean;
  /** Of a `tf.Variable`. */
  readonly name?: string;
}

/** What of TensorFlow.js's engine is used here. */
export interface TrackingEngine {
  readonly backendName: string;
  trackTensor(tensor: TrackedTensor, backend: unknown): void;
  disposeTensor(tensor: TrackedTensor): void;
  keep(tensor: TrackedTensor): TrackedTensor;
}

/** As `tf.memory()` counts. Of texts it is not known without reading them. */
export function bytesOf({ dtype, size }: TrackedTensor): number {
  if (dtype === 'string') return 0;
  return size * (dtype === 'bool' ? 1 : dtype === 'complex64' ? 8 : 4);
}
