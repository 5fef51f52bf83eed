/** Models in folders: `file://` URLs, `model.json` and `weights.bin` as `@tensorflow/tfjs-node` 4.22 writes them. */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { io } from '@tensorflow/tfjs';
import { fromSystem, NodeError } from './errors.ts';
import { writeTogether } from './files.ts';

const scheme = 'file://';

/**
 * A model in a folder.
 * @param path to save: the folder, made where only it is missing; to load: its `model.json`. Relative paths start at
 *   the working directory
 * @throws NodeError for two paths: the binary format of TensorFlow.js before 1.0 is read by no loader of today's
 */
export function fileSystem(path: string | string[]): io.IOHandler {
  if (typeof path !== 'string') {
    throw new NodeError(
      'bad-argument',
      'Give the path of one model.json. A pair of .pb and manifest is not read here.',
    );
  }
  const place = resolve(path);
  return { save: (artifacts) => save(place, artifacts), load: () => load(place) };
}

/** For `tf.io.registerLoadRouter` and `registerSaveRouter`: handles URLs that begin with `file://`. */
export function fileSystemRouter(url: string | string[]): io.IOHandler | null {
  const urls = [url].flat();
  if (!urls.every((each) => each.startsWith(scheme))) return null;
  const paths = urls.map((each) => each.slice(scheme.length));
  return fileSystem(paths.length === 1 ? paths[0]! : paths);
}

async function save(folder: string, artifacts: io.ModelArtifacts): Promise<io.SaveResult> {
  if (artifacts.modelTopology instanceof ArrayBuffer) {
    throw new NodeError('bad-argument', 'A model whose topology is binary cannot be saved to files.');
  }
  await ensureFolder(folder);
  const { format, generatedBy, convertedBy, modelTopology, trainingConfig, signature, userDefinedMetadata } = artifacts;
  const weightsManifest = [{ paths: ['weights.bin'], weights: artifacts.weightSpecs ?? [] }];
  // The order of the fields is the native package's, so that the same model is the same file.
  const json = {
    modelTopology,
    weightsManifest,
    format,
    generatedBy,
    convertedBy,
    ...(trainingConfig && { trainingConfig }),
    ...(signature && { signature }),
    ...(userDefinedMetadata && { userDefinedMetadata }),
  };
  await writeTogether([
    {
      path: join(folder, 'weights.bin'),
      data: new Uint8Array(io.CompositeArrayBuffer.join(artifacts.weightData ?? [])),
    },
    { path: join(folder, 'model.json'), data: JSON.stringify(json) },
  ]);
  return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
}

/** Makes the folder but not its parents, as the native package: a mistyped path must not become a tree of folders. */
async function ensureFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const there = await stat(folder).catch(() => undefined);
    if (there?.isDirectory()) return;
    if (there) throw new NodeError('file-unusable', `${folder} is a file. Save the model to a folder.`);
    if (await isFolder(dirname(folder))) throw fromSystem(error, folder);
    throw new NodeError('file-not-found', `The folder ${dirname(folder)} does not exist. Make it before you save.`);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function load(path: string): Promise<io.ModelArtifacts> {
  const json = parse(await read(path), path);
  return io.getModelArtifactsForJSON(json, (manifest) => loadWeights(manifest, path));
}

function parse(bytes: Uint8Array, path: string): io.ModelJSON {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (isModel(json)) return json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new NodeError('damaged-model', `${path} is not JSON: ${error.message}.`, { cause: error });
  }
  throw new NodeError('damaged-model', `${path} holds no model of TensorFlow.js.`);
}

function isModel(json: unknown): json is io.ModelJSON {
  if (typeof json !== 'object' || json === null || !('modelTopology' in json)) return false;
  if (!('weightsManifest' in json) || json.weightsManifest === undefined) return true;
  return Array.isArray(json.weightsManifest) && json.weightsManifest.every(isGroup);
}

function isGroup(group: unknown): group is io.WeightsManifestConfig[number] {
  if (typeof group !== 'object' || group === null || !('paths' in group) || !('weights' in group)) return false;
  if (!Array.isArray(group.weights) || !group.weights.every(isSpec)) return false;
  return Array.isArray(group.paths) && group.paths.every((path) => typeof path === 'string');
}

function isSpec(spec: unknown): boolean {
  if (typeof spec !== 'object' || spec === null || !('shape' in spec) || !('dtype' in spec)) return false;
  return Array.isArray(spec.shape) && spec.shape.every((size) => Number.isInteger(size) && size >= 0);
}

async function loadWeights(
  manifest: io.WeightsManifestConfig,
  path: string,
): Promise<[io.WeightsManifestEntry[], ArrayBuffer]> {
  const files = manifest.flatMap((group) => group.paths).map((name) => join(dirname(path), name));
  const shards: Uint8Array[] = [];
  for (const file of files) shards.push(await read(file));
  const specs = manifest.flatMap((group) => group.weights);
  const needed = specs.reduce((sum, spec) => sum + bytesOf(spec), 0);
  const data = new Uint8Array(Buffer.concat(shards));
  if (data.length >= needed) return [specs, data.buffer];
  throw new NodeError(
    'damaged-model',
    `The weights of ${path} are cut short: ${needed} bytes are needed, and ${files.join(', ')} hold ${data.length}.`,
  );
}

/** Bytes that a weight takes in its file, as far as its shape tells: the length of text does not show there. */
function bytesOf(spec: io.WeightsManifestEntry): number {
  const size = spec.shape.reduce((product, length) => product * length, 1);
  const stored = spec.quantization?.dtype ?? spec.dtype;
  const bytes: Readonly<Record<string, number>> = {
    bool: 1,
    uint8: 1,
    uint16: 2,
    float16: 2,
    int32: 4,
    float32: 4,
    complex64: 8,
  };
  return size * (bytes[stored] ?? 0);
}

/** A regular file: a model from elsewhere may name a device that never ends. */
async function read(path: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).isFile()) return await readFile(path);
  } catch (error) {
    throw fromSystem(error, path);
  }
  throw new NodeError('file-unusable', `${path} is not a file. To load a model, give the path of its model.json.`);
}
