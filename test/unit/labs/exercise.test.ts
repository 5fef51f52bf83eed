import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyPath, openCopy, resetCopy } from '../../../src/labs/copies.ts';
import { exerciseOf, isFolded, starterText } from '../../../src/labs/exercise.ts';
import { parseLab } from '../../../src/labs/file.ts';

const lab = `// ---
// id: Demo
// title: Demo
// ---

// %%
const a = 1;

// %% exercise="double"
// Double it.
// #region starter
// const b = a; // your turn
//
//   indented(b);
// #endregion
// #region solution
const b = a * 2;
// #endregion

// %% check="double"
check('double', () => equal(b, 2));
`;

describe('exercise', () => {
  it('knows starter and solution', () => {
    assert.deepEqual(exerciseOf(parseLab(lab).cells[1]!), {
      starter: 'const b = a; // your turn\n\n  indented(b);\n',
      solution: 'const b = a * 2;\n',
    });
  });

  it('gives the learner the starter alone, and leaves the rest of the file alone', () => {
    const expected = lab.replace(
      /\/\/ #region starter[\s\S]*#endregion\n\n/,
      'const b = a; // your turn\n\n  indented(b);\n\n',
    );
    assert.equal(starterText(lab), expected);
    assert.equal(starterText(expected), expected, 'a learner’s copy stays as it is');
  });

  it('folds what gives answers away, and helpers that an author has marked', () => {
    const cells = parseLab(
      '// %%\n// %% exercise="a" kind="build"\n// %% check="a.b"\n// %% truth="a"\n// %% claim="s > 1" seed="1"\n// %% name="h" fold="true"\n',
    ).cells;
    assert.deepEqual(cells.map(isFolded), [false, false, true, true, true, true]);
  });

  it('does the same in a file with Windows line endings', () => {
    assert.equal(starterText(lab.replaceAll('\n', '\r\n')), starterText(lab).replaceAll('\n', '\r\n'));
  });
});

describe('learner’s copy', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-copies-'));
    await writeFile(join(folder, 'Demo.lab.ts'), lab);
  });
  after(() => rm(folder, { recursive: true }));

  it('is written once, with its source’s version, and never over an existing file', async () => {
    const workspace = join(folder, 'ws');
    const copy = await openCopy(workspace, join(folder, 'Demo.lab.ts'), 'Demo');
    assert.equal(copy, join(workspace, 'labs', 'Demo.lab.ts'));
    assert.equal(await readFile(copy, 'utf8'), starterText(lab));
    const labs = JSON.parse(await readFile(join(workspace, '.mlops-lab', 'labs.json'), 'utf8'));
    assert.equal(labs.labs.Demo.file, 'labs/Demo.lab.ts');
    assert.match(labs.labs.Demo.sourceSha256, /^[0-9a-f]{64}$/);

    await writeFile(copy, 'mine');
    await openCopy(workspace, join(folder, 'Demo.lab.ts'), 'Demo');
    assert.equal(await readFile(copy, 'utf8'), 'mine');
  });

  it('that was renamed is found by its id, and no fresh one is written beside it', async () => {
    const workspace = join(folder, 'renamed');
    const bundled = join(folder, 'Named.lab.ts');
    await writeFile(bundled, `// ---\n// id: Named\n// title: Named\n// ---\n\n// %%\n1\n`);
    const copy = await openCopy(workspace, bundled, 'Named');
    const renamed = join(workspace, 'labs', 'my_lab.lab.ts');
    await rename(copy, renamed);
    await writeFile(join(workspace, 'labs', 'broken.lab.ts'), 'no lab');
    assert.equal(copyPath(workspace, bundled), renamed);
    assert.equal(await openCopy(workspace, bundled, 'Named'), renamed);
    const kept = await resetCopy(workspace, bundled, 'Named');
    assert.match(kept, /my_lab-/);
    assert.deepEqual((await readdir(join(workspace, 'labs'))).sort(), ['broken.lab.ts', 'my_lab.lab.ts']);
    assert.equal(copyPath(join(folder, 'nowhere'), bundled), join(folder, 'nowhere', 'labs', 'Named.lab.ts'));
  });

  it('says so when labs.json is damaged, and leaves it as it is', async () => {
    const workspace = join(folder, 'damaged');
    await openCopy(workspace, join(folder, 'Demo.lab.ts'), 'Demo');
    const json = join(workspace, '.mlops-lab', 'labs.json');
    await writeFile(json, '{');
    await rm(join(workspace, 'labs'), { recursive: true });
    await assert.rejects(openCopy(workspace, join(folder, 'Demo.lab.ts'), 'Demo'), /labs\.json cannot be read/);
    assert.equal(await readFile(json, 'utf8'), '{');
  });
});
