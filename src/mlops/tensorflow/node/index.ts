/** What `@tensorflow/tfjs-node` has beyond `@tensorflow/tfjs`, for the backends that are not native. */
import { io as coreIo, version as coreVersion } from '@tensorflow/tfjs';
import { tensorBoard } from './callbacks.ts';
import { fileSystem, fileSystemRouter } from './fileSystem.ts';
import { decodeBmp, decodeGif, decodeImage, decodeJpeg, decodePng, encodeJpeg, encodePng } from './image.ts';
import { getMetaGraphsFromSavedModel, getNumOfSavedModels, loadSavedModel } from './savedModel.ts';
import { summaryFileWriter } from './summary.ts';

export const node = {
  decodeImage,
  decodeBmp,
  decodeGif,
  decodePng,
  decodeJpeg,
  encodeJpeg,
  encodePng,
  summaryFileWriter,
  tensorBoard,
  getMetaGraphsFromSavedModel,
  getNumOfSavedModels,
  loadSavedModel,
};

/**
 * A model on a server. The native package has it from before TensorFlow.js itself could.
 * @param path URL of a `model.json`
 */
function nodeHTTPRequest(path: string, requestInit?: RequestInit, weightPathPrefix?: string): coreIo.IOHandler {
  return coreIo.browserHTTPRequest(path, {
    ...(requestInit && { requestInit }),
    ...(weightPathPrefix !== undefined && { weightPathPrefix }),
  });
}

export const io = { ...coreIo, fileSystem, nodeHTTPRequest };

/** Of `tfjs-node`, the release of the native package whose interface this is. */
export const version = { ...coreVersion, 'tfjs-node': '4.22.0' };

/** Teaches TensorFlow.js `file://` URLs. Once a process. */
export function install(): void {
  // Its types were made without strict null checks: a router that is not concerned does give null.
  const router = fileSystemRouter as Parameters<typeof coreIo.registerLoadRouter>[0];
  coreIo.registerLoadRouter(router);
  coreIo.registerSaveRouter(router);
}

/** The names that `@tensorflow/tfjs-node` adds to `@tensorflow/tfjs`, or extends: the native package has the same. */
export interface Names {
  readonly node: typeof node;
  readonly io: typeof io;
  readonly version: typeof version;
}
