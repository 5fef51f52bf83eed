/** The payload of `mime.model`: the layers of a model, what they hold, and how they are connected. */

/** `null` is a size that is not fixed, such as that of the batch. */
export type Shape = readonly (number | null)[];

export interface ModelData {
  /** A `tf.Sequential`, any other `tf.LayersModel`, or a `tf.GraphModel`. */
  readonly kind: 'sequential' | 'functional' | 'graph';
  readonly name: string;
  readonly inputs: readonly NamedShape[];
  readonly outputs: readonly NamedShape[];
  /** In the order of `model.summary()`; of a graph model none. */
  readonly layers: readonly LayerData[];
  /** Of a graph model. */
  readonly weights?: readonly WeightData[];
  /** Weights that several layers share are counted once. */
  readonly parameters: ParameterCount;
  /** How it is trained; absent unless it is compiled. */
  readonly training?: { readonly optimizer: string; readonly loss: string; readonly metrics: readonly string[] };
}

export interface NamedShape {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype?: string;
}

export interface ParameterCount {
  readonly total: number;
  readonly trainable: number;
  /** What the weights take, in bytes. */
  readonly bytes: number;
}

export interface LayerData {
  /** Unique in its model. */
  readonly name: string;
  /** The layer's class. */
  readonly type: string;
  /** One for each time that the model calls the layer, and each tensor it then gives; equal ones once. */
  readonly outputs: readonly Shape[];
  readonly parameters: number;
  /** Whether training changes its weights. A layer without any is as trainable as it says. */
  readonly trainable: boolean;
  /** Where its inputs come from, call by call. What comes from no layer of the model is the model's own input. */
  readonly inbound: readonly LayerOutput[];
  /** How often the model calls it; more than once when it is shared. */
  readonly calls: number;
  /** Present for a model used as a layer. */
  readonly model?: NestedModel;
}

/** One of the tensors that a layer gives. */
export interface LayerOutput {
  readonly layer: string;
  readonly output: number;
}

export interface NestedModel {
  readonly layers: readonly LayerData[];
  /** The layers that take its inputs, in order; one that is not among `layers` stands before the first. */
  readonly inputs: readonly string[];
  /** Where each of its outputs comes from. */
  readonly outputs: readonly LayerOutput[];
}

export interface WeightData {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
}
