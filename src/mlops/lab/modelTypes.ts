/** The parts of TensorFlow.js's models that are read here. Some are private there, but it has kept them for years. */

import type { TensorLike } from '../data/tensorLike.ts';
import type { Shape } from '../payloads/model.ts';

export interface Layer {
  readonly name: string;
  readonly trainable: boolean;
  /** One for each call, by any model. */
  readonly inboundNodes: readonly LayerCall[];
  /** Of a wrapper: what it wraps. */
  readonly layer?: Layer;
  readonly forwardLayer?: Layer;
  getClassName(): string;
  countParams(): number;
}

interface LayerCall {
  readonly inboundLayers: readonly Layer[];
  /** Which output of each of those layers. */
  readonly tensorIndices: readonly number[];
  readonly outputShapes: readonly (Shape | readonly Shape[])[];
}

export interface Weight {
  readonly shape: readonly number[];
  readonly dtype: string;
}

export interface SymbolicTensor {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: string;
  readonly sourceLayer: Layer;
  readonly outputTensorIndex?: number;
}

/** `tf.LayersModel` and `tf.Sequential`. */
export interface LayersModel extends Layer {
  readonly layers: readonly Layer[];
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
  /** `<layer>_ib-<index>` for each call that belongs to this model. */
  readonly containerNodes: ReadonlySet<string>;
  readonly trainableWeights: readonly Weight[];
  readonly nonTrainableWeights: readonly Weight[];
  /** Those of the time when it was compiled. */
  readonly collectedTrainableWeights?: readonly Weight[];
  readonly optimizer?: { getClassName(): string };
  readonly loss?: unknown;
  readonly metrics?: unknown;
  summary(lineLength: undefined, positions: undefined, print: (line: string) => void): void;
}

interface GraphTensor {
  readonly name: string;
  readonly shape?: readonly number[];
  readonly dtype: string;
}

/** `tf.GraphModel`, once it is loaded. */
export interface GraphModel {
  readonly inputs: readonly GraphTensor[];
  readonly outputs: readonly GraphTensor[];
  readonly weights: Readonly<Record<string, readonly TensorLike[]>>;
}
