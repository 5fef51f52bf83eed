/** The npm package `@tensorflow/tfjs-node` itself, from a native installation, on this library's own TensorFlow.js. */
import { createRequire, registerHooks } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import util from 'node:util';
import type * as tf from '@tensorflow/tfjs';

/** The native installation cannot be used; the message is a whole sentence that says why. */
export class NativeError extends Error {
  override readonly name = 'NativeError';
}

/** The images' `contents` are the bytes of a file; the tensors are int32 unless `dtype` says otherwise. */
export interface NodeNamespace {
  /** A file of any of the kinds below: [height, width, channels], a GIF [frames, height, width, 3]. */
  decodeImage(
    contents: Uint8Array,
    channels?: number,
    dtype?: string,
    expandAnimations?: boolean,
  ): tf.Tensor3D | tf.Tensor4D;
  decodeBmp(contents: Uint8Array, channels?: number): tf.Tensor3D;
  decodeGif(contents: Uint8Array): tf.Tensor4D;
  decodePng(contents: Uint8Array, channels?: number, dtype?: string): tf.Tensor3D;
  decodeJpeg(
    contents: Uint8Array,
    channels?: number,
    ratio?: number,
    fancyUpscaling?: boolean,
    tryRecoverTruncated?: boolean,
    acceptableFraction?: number,
    dctMethod?: string,
  ): tf.Tensor3D;
  encodeJpeg(
    image: tf.Tensor3D,
    format?: '' | 'grayscale' | 'rgb',
    quality?: number,
    progressive?: boolean,
    optimizeSize?: boolean,
    chromaDownsampling?: boolean,
    densityUnit?: 'in' | 'cm',
    xDensity?: number,
    yDensity?: number,
    xmpMetadata?: string,
  ): Promise<Uint8Array>;
  encodePng(image: tf.Tensor3D, compression?: number): Promise<Uint8Array>;
  summaryFileWriter(
    logdir: string,
    maxQueue?: number,
    flushMillis?: number,
    filenameSuffix?: string,
  ): {
    scalar(name: string, value: tf.Scalar | number, step: number, description?: string): void;
    histogram(name: string, data: tf.Tensor, step: number, buckets?: number, description?: string): void;
    flush(): void;
  };
  tensorBoard(logdir?: string, args?: { updateFreq?: 'batch' | 'epoch'; histogramFreq?: number }): tf.CustomCallback;
  getMetaGraphsFromSavedModel(path: string): Promise<object[]>;
  getNumOfSavedModels(): number;
  loadSavedModel(path: string, tags?: string[], signature?: string): Promise<tf.InferenceModel & { dispose(): void }>;
}

/** What the package exports beside `@tensorflow/tfjs`. */
export interface NativeTensorFlow {
  /** The name under which the backend is registered. */
  readonly backend: 'tensorflow';
  readonly node: NodeNamespace;
  readonly io: typeof tf.io & {
    fileSystem(path: string | string[]): tf.io.IOHandler;
    nodeHTTPRequest(path: string, requestInit?: RequestInit, weightPathPrefix?: string): tf.io.IOHandler;
  };
  readonly version: typeof tf.version & { readonly 'tfjs-node': string };
}

/**
 * Loads native TensorFlow into this process and makes it the backend of TensorFlow.js, with its handlers for
 * `file://` models.
 * @param folder absolute path of the installation
 * @throws NativeError when it is not whole, or its libraries do not load
 */
export function loadNative(folder: string): NativeTensorFlow {
  shareTensorFlowJs(folder);
  restoreUtil();
  const path = join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
  try {
    const { node, io, version } = createRequire(join(folder, sep))(path) as NativeTensorFlow;
    return { backend: 'tensorflow', node, io, version };
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0];
    throw new NativeError(`Native TensorFlow in ${folder} cannot be used: ${reason}.`, { cause: error });
  }
}

/** A second copy of TensorFlow.js would have classes of its own, and `instanceof` in a lab would fail. */
function shareTensorFlowJs(folder: string): void {
  const installation = pathToFileURL(join(folder, sep)).href;
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.mjs';
  const ours = new URL(`./tfjs${extension}`, import.meta.url).href;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const asked = /^@tensorflow\/tfjs(-core|-data|-layers|-converter)?$/.test(specifier);
      if (!asked || !context.parentURL?.startsWith(installation)) return nextResolve(specifier, context);
      // `require` takes no URL: what follows in the chain could not resolve this.
      return { url: ours, format: extension === '.ts' ? 'module-typescript' : 'module', shortCircuit: true };
    },
  });
}

/**
 * tfjs-node 4.22 calls two functions that Node.js 23 has taken away or complains of
 * (github.com/tensorflow/tfjs/pull/8425, which no version of the package has yet).
 */
function restoreUtil(): void {
  const called = { isNullOrUndefined: (value: unknown) => value == null, isArray: Array.isArray };
  for (const [name, value] of Object.entries(called)) {
    Object.defineProperty(util, name, { value, configurable: true, writable: true });
  }
}
