// Makes the fixtures that the native package itself answers: all its names (api.json), a model in the files it writes
// (model/), and what it reads in a SavedModel (saved-model.json). Its binary is a stub: none of this runs TensorFlow.
//
//     npm install --ignore-scripts --prefix FOLDER @tensorflow/tfjs-node@4.22.0
//     node test/parity/tfjs_node.mjs FOLDER [OUTPUT]
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';

/**
 * Names with their `typeof`, through namespaces and down to plain objects, e.g. `['node.decodePng', 'function']`.
 * @returns {[string, string][]}
 */
export function apiOf(value, path = '') {
  return Object.keys(value).flatMap((key) => {
    const inner = value[key];
    const name = path + key;
    return isNamespace(inner) ? [[name, 'object'], ...apiOf(inner, `${name}.`)] : [[name, typeof inner]];
  });
}

function isNamespace(value) {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

const fixtures = join(import.meta.dirname, '../fixtures/tfjs-node');

/** @param {string} output where the fixtures go */
async function make(folder, output) {
  const write = (name, value) => writeFileSync(join(output, name), `${JSON.stringify(value, null, 1)}\n`);
  const require = createRequire(join(folder, 'x.js'));
  const manifest = require.resolve('@tensorflow/tfjs-node/package.json');
  const binding = require('@mapbox/node-pre-gyp').find(manifest);
  mkdirSync(dirname(binding), { recursive: true });
  writeFileSync(binding, '');
  require.extensions['.node'] = (loaded) => {
    loaded.exports = { isUsingGpuDevice: () => false };
  };
  // Node 23 took these away, and the package still calls them.
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
  const tf = require('@tensorflow/tfjs-node');
  const { version } = require(manifest);
  write('api.json', { package: `@tensorflow/tfjs-node@${version}`, api: Object.fromEntries(apiOf(tf)) });

  await tf.setBackend('cpu');
  await (await trained(tf)).save(`file://${join(output, 'model')}`, { includeOptimizer: true });

  const graphs = await tf.node.getMetaGraphsFromSavedModel(join(fixtures, 'saved-model'));
  // Where its types promise numbers it gives protobuf messages.
  write('saved-model.json', JSON.parse(JSON.stringify(graphs, (_, value) => value?.getSize?.() ?? value)));
}

/** A small model after one step, so that its optimizer has a state. */
async function trained(tf) {
  const seeded = (seed) => tf.initializers.glorotUniform({ seed });
  const model = tf.sequential({ name: 'small' });
  model.add(
    tf.layers.dense({ name: 'a', units: 4, inputShape: [3], activation: 'relu', kernelInitializer: seeded(1) }),
  );
  model.add(tf.layers.dense({ name: 'b', units: 1, kernelInitializer: seeded(2) }));
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError', metrics: ['mae'] });
  model.setUserDefinedMetadata({ made: 'by the native package' });
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
  await model.fit(x, tf.tensor2d([1, 2], [2, 1]), { epochs: 1, verbose: 0, shuffle: false });
  return model;
}

const [, script, folder, output = fixtures] = process.argv;
if (script === import.meta.filename) await make(folder, output);
