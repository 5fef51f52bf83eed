import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dist } from '../kernels.ts';

describe('a lab under plain Node', function () {
  this.timeout(30_000);
  const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-register-'));

  after(() => {
    rmSync(folder, { recursive: true });
  });

  const runLab = (text: string, register = join(dist, 'mlops/register.mjs'), type = 'module') => {
    const lab = join(folder, 'x.lab.ts');
    writeFileSync(lab, text);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type }));
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
    const register = fileURLToPath(new URL('../../../src/mlops/register.ts', import.meta.url));
    const { status, stdout, stderr } = runLab(lab('sum === 3'), register);
    assert.equal(status, 0, stderr);
    assert.equal(stdout, 'wasm 3\npassed  the sum\n');
  });

  for (const [from, register] of Object.entries({
    bundles: undefined,
    sources: fileURLToPath(new URL('../../../src/mlops/register.ts', import.meta.url)),
  })) {
    it(`loads the modules that a kernel loads, from the ${from}`, () => {
      writeFileSync(join(folder, 'plain.ts'), 'export const plain: number = 1;');
      writeFileSync(
        join(folder, 'rich.ts'),
        `export enum Kind { A = 'a' }
const twice = (value: Function, _: unknown) => function (this: unknown) { return 2 * value.call(this) };
export class Point { constructor(readonly x: number) {} @twice double() { return this.x } }
export function fail(): never { throw new Error('in rich') }`,
      );
      writeFileSync(join(folder, 'common.ts'), 'module.exports = { common: 3 as number };');
      const { status, stdout, stderr } = runLab(
        `import { plain } from './plain';
import { Kind, Point, fail } from './rich.js';
import common from './common.ts';
enum Own { Zero }
console.log(plain, Kind.A, new Point(2).double(), common.common, Own.Zero);
fail();`,
        register,
        'commonjs',
      );
      assert.equal(stdout, '1 a 4 3 0\n', stderr);
      assert.equal(status, 1);
      assert.match(stderr, /Error: in rich\n {4}at fail \(.*rich\.ts:4:39\)\n {4}at .*x\.lab\.ts:6:1/);
    });
  }

  it('leaves a module that does not exist to Node', () => {
    const { status, stderr } = runLab('import "mlops-lab/nonsense";');
    assert.equal(status, 1);
    assert.match(stderr, /Cannot find module .*nonsense\.mjs/);
  });
});
