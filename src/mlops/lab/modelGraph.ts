/** The output of a `tf.GraphModel`: what goes in and out, and the weights in between. */
import { type MimeBundle, mime } from '../payloads/mime.ts';
import type { ModelData, NamedShape, WeightData } from '../payloads/model.ts';
import { sizeOf } from '../payloads/tensor.ts';
import type { GraphModel } from './modelTypes.ts';

/** More weights are counted but not listed. */
const listedWeights = 1000;

export function isGraphModel(value: unknown): value is GraphModel {
  return (
    typeof value === 'object' &&
    value !== null &&
    'executeAsync' in value &&
    'executor' in value &&
    // Without it the model is not loaded yet, and knows nothing of itself.
    value.executor !== undefined
  );
}

export function graphModelBundle(model: GraphModel): MimeBundle {
  const weights = Object.entries(model.weights).flatMap(([name, tensors]) =>
    tensors.map(({ dtype, shape }): WeightData => ({ name, dtype, shape: [...shape] })),
  );
  const total = weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const bytes = weights.reduce((sum, { dtype, shape }) => sum + sizeOf(shape) * (dtype === 'bool' ? 1 : 4), 0);
  const data: ModelData = {
    kind: 'graph',
    name: 'GraphModel',
    inputs: model.inputs.map(port),
    outputs: model.outputs.map(port),
    layers: [],
    weights: weights.slice(0, listedWeights),
    // A graph model is made to be run: nothing in it is trained.
    parameters: { total, trainable: 0, bytes },
  };
  return { [mime.model]: data, [mime.text]: textOf(data, weights.length) };
}

/** A size that is not fixed is -1 in a graph. */
function port({ name, shape, dtype }: GraphModel['inputs'][number]): NamedShape {
  return { name, dtype, shape: (shape ?? []).map((length) => (length < 0 ? null : length)) };
}

function textOf({ inputs, outputs, parameters }: ModelData, weights: number): string {
  const line = ({ name, shape, dtype }: NamedShape) => `  ${name}: ${dtype} [${shape.map((n) => n ?? 'null')}]`;
  return [
    'GraphModel',
    'Inputs:',
    ...inputs.map(line),
    'Outputs:',
    ...outputs.map(line),
    `Weights: ${weights}, parameters: ${parameters.total}`,
  ].join('\n');
}
