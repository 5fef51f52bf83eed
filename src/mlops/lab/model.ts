/** The output of a model of TensorFlow.js: its layers, parameters and connections, as `model.summary()` counts them. */
import { type MimeBundle, mime } from '../payloads/mime.ts';
import type { LayerData, LayerOutput, ModelData, NamedShape, NestedModel, ParameterCount } from '../payloads/model.ts';
import { sizeOf } from '../payloads/tensor.ts';
import { graphModelBundle, isGraphModel } from './modelGraph.ts';
import type { GraphModel, Layer, LayersModel, SymbolicTensor, Weight } from './modelTypes.ts';

export function isModel(value: unknown): value is LayersModel | GraphModel {
  return isLayersModel(value) || isGraphModel(value);
}

/** The forms of a model: its table and graph, and as text what `model.summary()` prints. */
export function modelBundle(model: LayersModel | GraphModel): MimeBundle {
  if (isGraphModel(model)) return graphModelBundle(model);
  // First, since a sequential model is built by being summarized.
  const text = summaryText(model);
  return { [mime.model]: layersModelData(model), [mime.text]: text };
}

function isLayersModel(value: unknown): value is LayersModel {
  return (
    typeof value === 'object' &&
    value !== null &&
    'layers' in value &&
    Array.isArray(value.layers) &&
    'summary' in value &&
    typeof value.summary === 'function' &&
    'getClassName' in value
  );
}

function summaryText(model: LayersModel): string {
  const lines = [`Model: "${model.name}"`];
  if (model.layers.length === 0) lines.push('The model has no layers yet.');
  else model.summary(undefined, undefined, (line) => void lines.push(line.trimEnd()));
  return lines.join('\n');
}

function layersModelData(model: LayersModel): ModelData {
  const training = trainingOf(model);
  return {
    kind: model.getClassName() === 'Sequential' ? 'sequential' : 'functional',
    name: model.name,
    inputs: model.inputs.map(namedShape),
    outputs: model.outputs.map(namedShape),
    layers: layersOf(model),
    parameters: parametersOf(model),
    ...(training && { training }),
  };
}

function namedShape({ name, shape, dtype }: SymbolicTensor): NamedShape {
  return { name, shape: [...shape], dtype };
}

/** As the summary counts: once a model is compiled, what was trainable then. */
function parametersOf(model: LayersModel): ParameterCount {
  const trainable = model.collectedTrainableWeights ?? model.trainableWeights;
  const weights = [...trainable, ...model.nonTrainableWeights];
  const bytes = weights.reduce((sum, { shape, dtype }) => sum + sizeOf(shape) * bytesOf(dtype), 0);
  return { total: count(weights), trainable: count(trainable), bytes };
}

function count(weights: readonly Weight[]): number {
  return weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

function bytesOf(dtype: string): number {
  return dtype === 'complex64' ? 8 : dtype === 'bool' ? 1 : 4;
}

function layersOf(model: LayersModel): LayerData[] {
  return model.layers.map((layer) => {
    // A layer may serve several models: only where this one calls it counts.
    const calls = layer.inboundNodes.filter((_, index) => model.containerNodes.has(`${layer.name}_ib-${index}`));
    const shapes = calls.flatMap((call) => call.outputShapes.flatMap(asShapes));
    const unique = new Map(shapes.map((shape) => [JSON.stringify(shape), shape]));
    return {
      name: layer.name,
      type: typeOf(layer),
      outputs: [...unique.values()],
      parameters: layer.countParams(),
      trainable: layer.trainable,
      inbound: calls.flatMap(({ inboundLayers, tensorIndices }) =>
        inboundLayers.map(({ name }, input) => ({ layer: name, output: tensorIndices[input]! })),
      ),
      calls: calls.length,
      ...(isLayersModel(layer) && { model: nested(layer) }),
    };
  });
}

function nested(model: LayersModel): NestedModel {
  const outputs = model.outputs.map(
    ({ sourceLayer, outputTensorIndex }): LayerOutput => ({ layer: sourceLayer.name, output: outputTensorIndex ?? 0 }),
  );
  return { layers: layersOf(model), inputs: model.inputs.map(({ sourceLayer }) => sourceLayer.name), outputs };
}

/** A layer with several outputs may give its shapes as a list in the list. */
function asShapes(shape: Layer['inboundNodes'][number]['outputShapes'][number]): (number | null)[][] {
  return Array.isArray(shape[0]) ? (shape as (number | null)[][]) : [shape as (number | null)[]];
}

/** The layer's class; of a wrapper such as `Bidirectional` with what it wraps. */
function typeOf(layer: Layer): string {
  const inner = layer.forwardLayer ?? layer.layer;
  return inner ? `${layer.getClassName()}(${inner.getClassName()})` : layer.getClassName();
}

function trainingOf({ optimizer, loss, metrics }: LayersModel): ModelData['training'] {
  if (!optimizer || !loss) return undefined;
  return { optimizer: optimizer.getClassName(), loss: names(loss).join(', '), metrics: names(metrics ?? []) };
}

/** Losses and metrics are given by name, as functions, or as lists and records of these. */
function names(given: unknown): string[] {
  if (typeof given === 'string') return [given];
  if (typeof given === 'function') return [given.name || 'function'];
  return typeof given === 'object' && given !== null ? Object.values(given).flatMap(names) : [];
}
