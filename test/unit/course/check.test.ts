import assert from 'node:assert/strict';
import { join } from 'node:path';
import { cli } from '../commandLine.ts';
import { folderOf, remove } from '../courseFolder.ts';

const head = 'courses:\n  - title: A\n    weeks:\n      - title: B\n        objectives: []\n        items:\n';
const deck = '          - { id: Deck, kind: slides, title: T, file: deck.pdf }\n';

describe('mlops-lab course check', function () {
  this.timeout(30_000);
  let folder: string;
  afterEach(() => remove(folder));

  const check = async (files: Readonly<Record<string, string>>, ...options: string[]) => {
    folder = await folderOf(files);
    return cli('course', 'check', folder, ...options);
  };

  it('says that nothing is wrong, exit 0', async () => {
    const { code, stdout } = await check({ 'course.yaml': head + deck, 'deck.pdf': '' });
    assert.deepEqual([code, stdout], [0, `${join(folder, 'course.yaml')}: 0 errors, 0 warnings.\n`]);
  });

  it('prints file, line, column, severity, sentence and code; exit 1 for an error', async () => {
    const { code, stdout } = await check({ 'course.yaml': head + deck + deck, 'deck.pdf': '' });
    const file = join(folder, 'course.yaml');
    assert.equal(code, 1);
    assert.equal(
      stdout,
      `${file}:8:19: error: The id “Deck” occurs twice; give each item its own. (duplicate-id)\n${file}: 1 errors, 0 warnings.\n`,
    );
  });

  it('takes a warning for no failure, unless --strict is given', async () => {
    assert.equal((await check({ 'course.yaml': head + deck })).code, 0);
    const strict = await cli('course', 'check', folder, '--strict', '--json');
    assert.equal(strict.code, 1);
    const { problems, ...rest } = JSON.parse(strict.stdout);
    assert.deepEqual(rest, { schemaVersion: 1, source: 'course.yaml', errors: 0, warnings: 1 });
    assert.deepEqual(problems, [
      {
        file: 'course.yaml',
        line: 7,
        column: 55,
        length: 8,
        severity: 'warning',
        code: 'missing-file',
        message: 'There is no file “deck.pdf” yet; add it, or correct the path.',
      },
    ]);
  });

  it('is bad usage where there is no course, and where there are two folders', async () => {
    const none = await check({});
    assert.equal(none.code, 2);
    assert.match(none.stderr, /holds no course/);
    assert.equal((await cli('course', 'check', folder, folder)).code, 2);
  });
});
