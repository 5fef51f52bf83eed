import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { fileSystem, fileSystemRouter } from '../../../../src/mlops/tensorflow/node/fileSystem.ts';
import { getMetaGraphsFromSavedModel, loadSavedModel } from '../../../../src/mlops/tensorflow/node/savedModel.ts';

/** Written by the native package: test/parity/tfjs_node.mjs. */
const fixtures = join(import.meta.dirname, '../../../fixtures/tfjs-node');
const nativeModel = join(fixtures, 'model');

const fails = (code: string, message?: RegExp) => ({ name: 'NodeError', code, ...(message && { message }) });
const valuesOf = (model: tf.LayersModel) => model.getWeights().map((weight) => [...weight.dataSync()]);

describe('models in files', () => {
  let folder: string;
  const at = (...parts: string[]) => join(folder, ...parts);
  const load = (path: string) => tf.loadLayersModel(fileSystem(path));

  before(() => tf.setBackend('cpu'));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mlops-lab-model-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** A copy of the native package's files, to be spoilt. */
  const copy = () => {
    for (const name of ['model.json', 'weights.bin']) copyFileSync(join(nativeModel, name), at(name));
    return at('model.json');
  };
  const edit = (change: (json: tf.io.ModelJSON) => void) => {
    const path = copy();
    const json = JSON.parse(readFileSync(path, 'utf8'));
    change(json);
    writeFileSync(path, JSON.stringify(json));
    return path;
  };

  it('of the native package load with their optimizer, and go on training', async () => {
    const model = await load(join(nativeModel, 'model.json'));
    assert.deepEqual(
      model.layers.map((layer) => layer.name),
      ['a', 'b'],
    );
    assert.equal(model.optimizer.getClassName(), 'Adam');
    assert.deepEqual(model.getUserDefinedMetadata(), { made: 'by the native package' });
    const { history } = await model.fit(tf.ones([2, 3]), tf.ones([2, 1]), { epochs: 5, verbose: 0 });
    assert.ok(Number(history.loss!.at(-1)) < Number(history.loss![0]));
  });

  it('are written byte for byte as the native package writes them', async () => {
    const artifacts = await fileSystem(join(nativeModel, 'model.json')).load!();
    await fileSystem(at('copy')).save!(artifacts);
    assert.deepEqual(readdirSync(at('copy')).sort(), ['model.json', 'weights.bin']);
    for (const name of ['model.json', 'weights.bin']) {
      assert.deepEqual(readFileSync(at('copy', name)), readFileSync(join(nativeModel, name)), name);
    }
  });

  it('save and load by URL, relative to the working directory, over older files', async () => {
    const handlers = [tf.io.registerSaveRouter, tf.io.registerLoadRouter];
    // Once: a test before this one may have loaded the package as a whole, which registers it.
    if (tf.io.getSaveHandlers('file://m').length === 0)
      for (const register of handlers) register(fileSystemRouter as Parameters<typeof register>[0]);
    const url = `file://${relative(process.cwd(), at('m'))}`;
    for (const units of [2, 3]) {
      const model = tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [4] })] });
      const { modelArtifactsInfo } = await model.save(url);
      assert.equal(modelArtifactsInfo.weightDataBytes, units * 5 * 4);
      const loaded = await tf.loadLayersModel(`${url}/model.json`);
      assert.deepEqual(valuesOf(loaded), valuesOf(model));
    }
    assert.deepEqual(readdirSync(at('m')).sort(), ['model.json', 'weights.bin']);
    assert.equal(fileSystemRouter('indexeddb://m'), null);
  });

  it('of several shards load in order', async () => {
    const path = edit((json) => {
      json.weightsManifest[0]!.paths = ['a.bin', 'b.bin'];
    });
    const weights = readFileSync(at('weights.bin'));
    writeFileSync(at('a.bin'), weights.subarray(0, 30));
    writeFileSync(at('b.bin'), weights.subarray(30));
    assert.deepEqual(valuesOf(await load(path)), valuesOf(await load(join(nativeModel, 'model.json'))));
  });

  it('that cannot be loaded say what is wrong, and where', async () => {
    await assert.rejects(load(at('none.json')), fails('file-not-found', /none\.json does not exist/));
    await assert.rejects(load(folder), fails('file-unusable', /is not a file.*model\.json/));
    for (const text of ['', '{"modelTopology":', '[]', '{}', '{"modelTopology":{},"weightsManifest":[{}]}']) {
      writeFileSync(at('model.json'), text);
      await assert.rejects(load(at('model.json')), fails('damaged-model', /model\.json/), text);
    }
    const shape = edit((json) => {
      json.weightsManifest[0]!.weights[0]!.shape = [-1];
    });
    await assert.rejects(load(shape), fails('damaged-model'));
    const cut = copy();
    truncateSync(at('weights.bin'), 10);
    await assert.rejects(load(cut), fails('damaged-model', /256 bytes are needed, and .*weights\.bin hold 10/));
    rmSync(at('weights.bin'));
    await assert.rejects(load(cut), fails('file-not-found', /weights\.bin does not exist/));
    mkdirSync(at('weights.bin'));
    await assert.rejects(load(cut), fails('file-unusable', /weights\.bin is not a file/));
    assert.throws(() => fileSystem(['a.pb', 'b.json']), fails('bad-argument'));
  });

  it('that cannot be saved leave what was there', async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [4] })] });
    const save = (path: string) => model.save(fileSystem(path));
    await assert.rejects(save(at('no', 'such')), fails('file-not-found', /no does not exist\. Make it/));
    writeFileSync(at('file'), 'mine');
    await assert.rejects(save(at('file')), fails('file-unusable', /is a file/));
    assert.equal(readFileSync(at('file'), 'utf8'), 'mine');
    // A folder in the place of model.json: the last rename fails.
    mkdirSync(at('m', 'model.json'), { recursive: true });
    await assert.rejects(save(at('m')), fails('file-unusable'));
    assert.ok(!readdirSync(at('m')).some((name) => name.endsWith('.tmp')));
  });
});

describe('SavedModels', () => {
  const saved = join(fixtures, 'saved-model');

  it('are described as the native package describes them', async () => {
    const native = JSON.parse(readFileSync(join(fixtures, 'saved-model.json'), 'utf8'));
    assert.deepEqual(await getMetaGraphsFromSavedModel(saved), native);
  });

  it('are not run, and say what to do instead', async () => {
    await assert.rejects(loadSavedModel(saved), fails('native-only', /native TensorFlow.*tensorflowjs_converter/));
    await assert.rejects(loadSavedModel(saved, ['gpu']), fails('bad-argument', /no graph with the tags gpu/));
    await assert.rejects(loadSavedModel(saved, ['serve'], 'x'), fails('bad-argument', /it has serving_default, shout/));
    await assert.rejects(loadSavedModel(fixtures), fails('file-not-found', /saved_model\.pb/));
  });

  it('that are cut short say so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-saved-'));
    const bytes = readFileSync(join(saved, 'saved_model.pb'));
    for (const length of [0, 1, 2, 3, 100, 5000, bytes.length - 1]) {
      writeFileSync(join(folder, 'saved_model.pb'), bytes.subarray(0, length));
      await assert.rejects(getMetaGraphsFromSavedModel(folder), fails('damaged-model'), String(length));
    }
    rmSync(folder, { recursive: true });
  });
});
