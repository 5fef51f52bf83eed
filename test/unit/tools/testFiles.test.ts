import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { extensionRoot } from '../courseFolder.ts';

describe('tools/test.mjs', () => {
  it('finds every committed file of tests: each lies in the folder of one layer', () => {
    const listed = execFileSync('git', ['ls-files', 'test/**/*.test.ts'], { cwd: extensionRoot, encoding: 'utf8' });
    const files = listed.split('\n').filter(Boolean);
    assert.ok(files.length > 100);
    const folders = ['test/unit/', 'test/parity/', 'test/labs/', 'test/vscode/suite/', 'test/ui/'];
    assert.deepEqual(
      files.filter((file) => !folders.some((folder) => file.startsWith(folder))),
      [],
    );
  });
});
