import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dist } from './kernels.ts';

describe('a lab under plain Node', function () {
  this.timeout(30_000);
  const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-register-'));

  before(async () => {});
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const runLab = (text: string, register = join(dist, 'mlops/register.mjs')) => {
    const lab = join(folder, 'x.lab.ts');
    writeFileSync(lab, text);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    return spawnSync(process.execPath, ['--import', register, lab], { cwd: folder, encoding: 'utf8' });
  };
  const lab = (claim: string) => `// %%
import * as tf from '@tensorflow/tfjs-node';
import { check } from 'mlops-lab/lab';
const sum: number = tf.tensor1d([1, 2]).sum().dataSync()[0]!;
console.log(tf.backendInUse, sum);
// %% check="sum"
await check('the sum', () => { if (!(${claim})) throw new Error('wrong sum'); });
`;

  it('finds the library and TensorFlow.js, and exits by its checks', () => {
    const passed = runLab(lab('sum === 3'));
    assert.equal(passed.status, 0, passed.stderr);
    assert.equal(passed.stdout, 'wasm 3\npassed  the sum\n');
    const failed = runLab(lab('sum === 4'));
    assert.equal(failed.status, 1);
    assert.match(failed.stdout, /FAILED {2}the sum/);
  });

  it('runs from the sources alike', () => {
    const register = fileURLToPath(new URL('../../src/mlops/register.ts', import.meta.url));
    const { status, stdout, stderr } = runLab(lab('sum === 3'), register);
    assert.equal(status, 0, stderr);
    assert.equal(stdout, 'wasm 3\npassed  the sum\n');
  });

  it('leaves a module that does not exist to Node', () => {
    const { status, stderr } = runLab('import "mlops-lab/nonsense";');
    assert.equal(status, 1);
    assert.match(stderr, /Cannot find module .*nonsense\.mjs/);
  });
});
