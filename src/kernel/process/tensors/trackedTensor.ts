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

export interface TrackingState {
  /** Nothing outside of any. */
  readonly activeScope?: object | null;
}

/** What of TensorFlow.js's engine is used here. */
export interface TrackingEngine {
  readonly backendName: string;
  readonly state: TrackingState;
  /** Called for each tensor that is made. */
  trackTensor(tensor: TrackedTensor, backend: unknown): void;
  /** Called for each tensor when it is made, but for variables, and when it leaves a scope whose result it is. */
  track(tensor: TrackedTensor): TrackedTensor;
  disposeTensor(tensor: TrackedTensor): void;
  keep(tensor: TrackedTensor): TrackedTensor;
}

/** As `tf.memory()` counts. Of texts it is not known without reading them. */
export function bytesOf({ dtype, size }: TrackedTensor): number {
  if (dtype === 'string') return 0;
  return size * (dtype === 'bool' ? 1 : dtype === 'complex64' ? 8 : 4);
}
