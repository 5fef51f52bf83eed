/** SavedModels: what is in one can be read anywhere (tensorflow/core/protobuf/saved_model.proto); only native runs one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataType, InferenceModel, MetaGraph, ModelTensorInfo } from '@tensorflow/tfjs';
import { NodeError } from './errors.ts';
import { allBytes, type Fields, oneBytes, oneInt, oneText, readMessage } from './protobuf.ts';

/** tensorflow/core/framework/types.proto, and what each is in TensorFlow.js. */
const dtypes: Readonly<Record<number, readonly [name: string, dtype?: DataType]>> = {
  1: ['DT_FLOAT', 'float32'],
  2: ['DT_DOUBLE'],
  3: ['DT_INT32', 'int32'],
  4: ['DT_UINT8', 'int32'],
  5: ['DT_INT16'],
  6: ['DT_INT8'],
  7: ['DT_STRING', 'string'],
  8: ['DT_COMPLEX64', 'complex64'],
  9: ['DT_INT64', 'int32'],
  10: ['DT_BOOL', 'bool'],
  14: ['DT_BFLOAT16'],
  19: ['DT_HALF'],
  20: ['DT_RESOURCE'],
  21: ['DT_VARIANT'],
};
const initOp = '__saved_model_init_op';

/**
 * The graphs in a SavedModel, with their tags and the inputs and outputs of their signatures.
 * @param path the folder with `saved_model.pb`
 * @throws NodeError when there is none, it is damaged, or a signature has a type that TensorFlow.js has not
 */
export async function getMetaGraphsFromSavedModel(path: string): Promise<MetaGraph[]> {
  const file = join(path, 'saved_model.pb');
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new NodeError('file-not-found', `There is no saved_model.pb that can be read in the folder ${path}.`, {
      cause,
    });
  });
  try {
    const graphs = allBytes(readMessage(bytes), 2).map((graph) => metaGraph(readMessage(graph)));
    if (!graphs.length) throw new RangeError('it holds no graph');
    return graphs;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new NodeError('damaged-model', `${file} is damaged or cut short: ${error.message}.`, { cause: error });
  }
}

function metaGraph(graph: Fields): MetaGraph {
  const tags = allBytes(readMessage(oneBytes(graph, 1)), 4).map((tag) => Buffer.from(tag).toString('utf8'));
  const signatures = entries(graph, 5).filter(([key]) => key !== initOp);
  const signatureDefs = Object.fromEntries(
    signatures.map(([key, signature]) => [key, { inputs: tensors(signature, 1), outputs: tensors(signature, 2) }]),
  );
  return { tags, signatureDefs };
}

/** A protobuf map is a list of messages, each with a key and a value. */
function entries(fields: Fields, number: number): [string, Fields][] {
  return allBytes(fields, number)
    .map(readMessage)
    .map((entry) => [oneText(entry, 1), readMessage(oneBytes(entry, 2))]);
}

function tensors(signature: Fields, number: number): Record<string, ModelTensorInfo> {
  return Object.fromEntries(entries(signature, number).map(([key, info]) => [key, tensorInfo(info)]));
}

function tensorInfo(info: Fields): ModelTensorInfo {
  const [tfDtype, dtype] = dtypes[oneInt(info, 2)] ?? [`number ${oneInt(info, 2)}`];
  const name = oneText(info, 1);
  if (!dtype) {
    throw new NodeError(
      'damaged-model',
      `The tensor ${name} is of the type ${tfDtype}, which TensorFlow.js has not. Convert it in Python first.`,
    );
  }
  const shape = allBytes(readMessage(oneBytes(info, 3)), 2).map((dimension) => oneInt(readMessage(dimension), 1));
  return { name, dtype, tfDtype, shape };
}

/**
 * Checks that the SavedModel has the tags and the signature, then says that only native TensorFlow can run it.
 * @throws NodeError always
 */
export async function loadSavedModel(
  path: string,
  tags: readonly string[] = ['serve'],
  signature = 'serving_default',
): Promise<InferenceModel> {
  const graphs = await getMetaGraphsFromSavedModel(path);
  const graph = graphs.find((each) => [...each.tags].sort().join() === [...tags].sort().join());
  if (!graph)
    throw new NodeError('bad-argument', `The SavedModel in ${path} has no graph with the tags ${tags.join(', ')}.`);
  if (!graph.signatureDefs[signature]) {
    const names = Object.keys(graph.signatureDefs).join(', ');
    throw new NodeError('bad-argument', `The SavedModel in ${path} has no signature ${signature}; it has ${names}.`);
  }
  throw new NodeError(
    'native-only',
    'Running a SavedModel takes native TensorFlow. Install it, or convert the model with Python’s tensorflowjs_converter ' +
      'and load that with tf.loadGraphModel("file://…/model.json").',
  );
}

/** How many SavedModels are loaded: without native TensorFlow, none. */
export function getNumOfSavedModels(): number {
  return 0;
}
