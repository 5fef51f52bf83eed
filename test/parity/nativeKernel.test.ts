import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { native, needNative } from './nativeInstallation.ts';

const root = join(import.meta.dirname, '../..');
const tests = globSync('test/unit/kernel/{semantics/*,stop,life,live}.test.ts', { cwd: root }).sort();

/** What cells mean, how they are stopped and how kernels live and die must not depend on the backend. */
describe('parity: the kernel’s own tests pass on native TensorFlow', function () {
  this.timeout(300_000);
  beforeEach(async function () {
    await needNative(this);
  });

  for (const test of tests) {
    it(basename(test), () => {
      const mocha = ['node_modules/mocha/bin/mocha.js', '--timeout', '60s', '--reporter', 'dot'];
      // Which backend it is that a kernel takes is another matter.
      const others = ['--grep', 'a kernel with the library', '--invert'];
      const { status, stdout, stderr } = spawnSync(process.execPath, [...mocha, ...others, test], {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, MLOPS_LAB_TEST_NATIVE: native, MLOPS_LAB_REPORT: '' },
      });
      assert.equal(status, 0, stdout + stderr);
      assert.match(stdout, /[1-9]\d* passing/);
    });
  }
});
