import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Fact } from '../../../../src/course/progress/facts.ts';
import { printProgress } from '../../../../src/course/progress/format.ts';
import { join as joined, type Progress } from '../../../../src/course/progress/progress.ts';
import { ProgressStore } from '../../../../src/course/progress/store.ts';
import { skip } from '../../../skip.ts';
import { folderOf, remove } from '../../courseFolder.ts';
import { at, read } from '../../progressFacts.ts';

const run = promisify(execFile);

/** Two learners of one repository, or one at two machines. */
describe('two branches with progress, merged by git', () => {
  let folder: string;
  let store: ProgressStore;
  const git = async (...args: string[]) => {
    const config = ['user.name=Learner', 'user.email=learner@example.org', 'commit.gpgsign=false', 'merge.ff=false'];
    return (await run('git', ['-C', folder, ...config.flatMap((each) => ['-c', each]), ...args])).stdout.trim();
  };

  beforeEach(async function () {
    try {
      await run('git', ['--version']);
    } catch {
      skip(this, 'git is not installed');
    }
    folder = await folderOf({ 'README.md': 'a course' });
    store = new ProgressStore(folder);
    await git('init', '--quiet', '--initial-branch=main');
    await commit();
  });
  afterEach(() => remove(folder));

  async function commit(): Promise<void> {
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'work');
  }

  /** Writes the facts of one on a branch, those of the other on the main one, and merges. */
  async function merged(ours: readonly Fact[], theirs: readonly Fact[]): Promise<Progress> {
    await git('checkout', '--quiet', '-b', 'theirs');
    const right = await store.add(theirs);
    await commit();
    await git('checkout', '--quiet', 'main');
    const left = await store.add(ours);
    await commit();
    // Rejects where git asks for a hand.
    await git('merge', '--quiet', '--no-edit', 'theirs');
    const { progress, damaged } = await store.read();
    assert.deepEqual(damaged, [], 'the merged file is whole');
    assert.equal(printProgress(progress), printProgress(joined(left, right)));
    assert.equal(await git('status', '--porcelain'), '');
    return progress;
  }

  const check = (passed: boolean, second: number): Fact => ({
    kind: 'check',
    item: 'C1_W1_Lab_1',
    check: 'z_score',
    passed,
    at: at(second),
  });
  const cells = (item: string, count: number): Fact[] =>
    Array.from({ length: count }, (_, n) => ({ kind: 'cell', item, cell: `cell-${n}`, at: at(n % 60) }));
  const base = [read('C1_W1_Slides', '1-3', 30), ...cells('C2_W2_Lab_1', 4)];

  it('did different things from one base', async () => {
    await store.add(base);
    await commit();
    await merged(cells('C1_W1_Lab_1', 9), [read('C1_W2_Slides', '1-4', 12), check(true, 3)]);
  });

  it('began apart, with no base at all', async () => {
    await merged([read('C1_W1_Slides', '1-4', 30), ...cells('C1_W1_Lab_1', 3)], cells('C2_W2_Lab_1', 5));
  });

  it('read other pages of one deck', async () => {
    await store.add(base);
    await commit();
    const progress = await merged([read('C1_W1_Slides', '4-7', 30, 5)], [read('C1_W1_Slides', '20,30', 30, 6)]);
    const pages = [...progress.values()].find((fact) => fact.kind === 'pages');
    assert.equal(pages?.pages, '1-7,20,30');
  });

  it('read other pages of one deck with no base, among many other lines', async () => {
    await merged(
      [read('C1_W1_Slides', '1-7', 30, 5), ...cells('C1_W1_Lab_1', 40), check(false, 9)],
      [read('C1_W1_Slides', '9-12', 30, 4), ...cells('C1_W1_Lab_1', 20), check(true, 4)],
    );
  });

  it('ticked and unticked, passed and failed: the newer one holds', async () => {
    const tick = (done: boolean, second: number): Fact => ({
      kind: 'objective',
      objective: 'C1/W1/3fa2b1c4',
      done,
      at: at(second),
    });
    await store.add([tick(false, 1), check(false, 1)]);
    await commit();
    const progress = await merged([tick(true, 5), check(true, 5)], [tick(true, 3), check(true, 3)]);
    assert.ok([...progress.values()].every((fact) => fact.at === at(5)));
  });

  it('went on and began anew: what came before the reset stays forgotten', async () => {
    await store.add(base);
    await commit();
    const progress = await merged(
      [{ kind: 'reset', item: 'C2_W2_Lab_1', at: at(50) }],
      [...cells('C2_W2_Lab_1', 9), read('C1_W1_Slides', '5', 30, 7)],
    );
    assert.equal([...progress.values()].filter(({ kind }) => kind === 'cell').length, 0);
  });

  it('without the attribute, end in a conflict that is read all the same', async () => {
    await git('config', 'core.attributesFile', '/dev/null');
    const without = async () => {
      await rm(join(folder, '.mlops-lab', '.gitattributes'));
      await commit();
    };
    await git('checkout', '--quiet', '-b', 'theirs');
    const right = await store.add([read('C1_W1_Slides', '1', 30)]);
    await without();
    await git('checkout', '--quiet', 'main');
    const left = await store.add([read('C1_W1_Slides', '2', 30), ...cells('C1_W1_Lab_1', 2)]);
    await without();
    await assert.rejects(git('merge', '--quiet', '--no-edit', 'theirs'));
    const { progress, damaged } = await store.read();
    assert.equal(printProgress(progress), printProgress(joined(left, right)));
    assert.ok(damaged.length > 0, 'the marks of the conflict');
  });
});
