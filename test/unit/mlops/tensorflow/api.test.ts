import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dist } from '../../kernels.ts';

/** Names of the native package, by test/parity/tfjs_node.mjs. */
const native: { package: string; api: Record<string, string> } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../fixtures/tfjs-node/api.json'), 'utf8'),
);

/** Every difference there is, with its reason. */
const differences = [
  // What Node's CommonJS makes of a module that another re-exports; nobody means it.
  ...['', '.CSVDataset', '.Dataset', '.FileDataSource', '.TextLineDataset', '.URLDataSource', '.array', '.csv'].map(
    (name) => `lacks data.default${name}`,
  ),
  ...['.func', '.generator', '.microphone', '.version_data', '.webcam', '.zip'].map(
    (name) => `lacks data.default${name}`,
  ),
  // Ours: which backend was chosen, and the error when it cannot be had.
  'adds BackendError (function)',
  'adds backendInUse (string)',
];

describe('@tensorflow/tfjs-node without native TensorFlow', function () {
  this.timeout(30_000);

  it('has the names of the native package, but for differences that are listed', () => {
    const url = (path: string) => JSON.stringify(pathToFileURL(path).href);
    const script = `const { apiOf } = await import(${url(join(import.meta.dirname, '../../../parity/tfjs_node.mjs'))});
      console.log(JSON.stringify(apiOf(await import(${url(join(dist, 'mlops/tfjs-node.mjs'))}))));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    assert.ok(stdout, stderr);
    const ours: Record<string, string> = Object.fromEntries(JSON.parse(stdout));
    assert.ok(Object.keys(native.api).length > 1000);
    const lacking = Object.entries(native.api).filter(([name]) => !(name in ours));
    const added = Object.entries(ours).filter(([name]) => !(name in native.api));
    const other = Object.entries(ours).filter(([name, type]) => name in native.api && native.api[name] !== type);
    const found = [
      ...lacking.map(([name]) => `lacks ${name}`),
      ...added.map(([name, type]) => `adds ${name} (${type})`),
      ...other.map(([name, type]) => `has ${name} as ${type} instead of ${native.api[name]}`),
    ];
    console.log(`      ${native.package} has ${Object.keys(native.api).length} names; ours ${found.join(', ')}`);
    assert.deepEqual(found.sort(), differences.sort());
  });
});
