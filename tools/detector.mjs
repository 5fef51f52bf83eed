// Trains the detectors of the bakery's trays anew, and writes their weights and curves; some minutes:
//   node --import ./src/mlops/register.ts tools/detector.mjs [small] [large]
import { readFileSync, writeFileSync } from 'node:fs';
import { settings, train } from '../src/mlops/images/detector/training.ts';
import * as tf from '../src/mlops/tensorflow/tfjs-node.ts';

const file = (name) => new URL(`../src/mlops/images/detector/${name}`, import.meta.url);
/** Puts an entry into a JSON file that holds one a model. */
const put = (name, entry) => {
  const all = JSON.parse(readFileSync(file(name), 'utf8'));
  writeFileSync(file(name), `${JSON.stringify({ ...all, ...entry })}\n`);
};
const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : ['small', 'large']) {
  const began = performance.now();
  const { weights, curve } = await train(tf, name);
  const rounded = curve.map((value) => Number(value.toPrecision(6)));
  put('weights.json', { [name]: Buffer.from(weights.buffer).toString('base64') });
  put('curve.json', { [name]: { settings, tfjs: tf.version.tfjs, curve: rounded } });
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`${name}: ${weights.length} weights in ${seconds} s, loss ${rounded.at(-1)}`);
}
