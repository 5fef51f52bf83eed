import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { fileSystem } from '../../src/mlops/tensorflow/node/fileSystem.ts';
import { npm } from '../../tools/npm.mjs';
import { ToolError } from '../../tools/process.mjs';
import { skip } from '../skip.ts';
import { run } from './python.ts';

const wanted = '@tensorflow/tfjs-node@4.22.0';

/** The native package, without its binary, makes the fixtures again; see tfjs_node.mjs. */
describe('The fixtures of the native package', function () {
  this.timeout(300_000);
  const home = join(import.meta.dirname, '../../.cache/parity/tfjs-node');
  const fixtures = join(import.meta.dirname, '../fixtures/tfjs-node');
  const output = mkdtempSync(join(tmpdir(), 'mlops-lab-tfjs-node-'));

  before(async function () {
    if (!existsSync(join(home, 'node_modules/@tensorflow/tfjs-node/package.json'))) {
      mkdirSync(home, { recursive: true });
      writeFileSync(join(home, 'package.json'), '{ "private": true }');
      try {
        await npm(['install', wanted], { cwd: home });
      } catch (error) {
        if (error instanceof ToolError) skip(this, error.message);
        throw error;
      }
    }
    run(process.execPath, [join(import.meta.dirname, 'tfjs_node.mjs'), home, output]);
  });
  after(() => {
    rmSync(output, { recursive: true });
  });

  for (const name of ['api.json', 'saved-model.json', 'model/model.json']) {
    it(`${name} is what it answers today`, () => {
      assert.equal(readFileSync(join(output, name), 'utf8'), readFileSync(join(fixtures, name), 'utf8'));
    });
  }

  it('model/weights.bin has its weights', async () => {
    await tf.setBackend('cpu');
    const weights = async (folder: string) => {
      const model = await tf.loadLayersModel(fileSystem(join(folder, 'model', 'model.json')));
      return model.getWeights().flatMap((weight) => [...weight.dataSync()]);
    };
    const [fresh, kept] = [await weights(output), await weights(fixtures)];
    assert.equal(fresh.length, kept.length);
    // Math.exp and its like may differ in the last bit between machines.
    fresh.forEach((value, i) => {
      assert.ok(Math.abs(value - kept[i]!) < 1e-6);
    });
  });
});
