import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { starterText } from '../../../src/labs/exercise.ts';
import type { LabReport } from '../../../src/labs/session/report.ts';
import { cli, root } from '../commandLine.ts';

const unchecked = join(root, 'test/fixtures/unchecked.lab.ts');
const bundled = join(root, 'course/C2/W2/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts');

describe('command line', () => {
  let workspace: string;
  before(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-cli-'));
  });
  after(() => rm(workspace, { recursive: true }));

  const runLab = async (...args: string[]) => {
    const answer = await cli('run', ...args, '--workspace', workspace, '--json');
    return { ...answer, report: JSON.parse(answer.stdout) as LabReport };
  };

  it('runs the bundled solution: everything passes, exit 0, and the run is recorded with its history', async () => {
    const { code, report } = await runLab('C2_W2_Lab_1');
    assert.equal(code, 0);
    assert.equal(report.schemaVersion, 1);
    assert.equal(report.status, 'succeeded');
    assert.equal(report.backend, 'wasm');
    assert.ok(report.checks.length >= 5);
    assert.deepEqual(
      report.checks.filter(({ passed }) => !passed),
      [],
    );
    assert.ok(report.cells.every(({ status }) => status === 'succeeded'));

    const runs = JSON.parse((await cli('runs', '--workspace', workspace, '--json')).stdout);
    assert.equal(runs.schemaVersion, 1);
    const own = runs.runs.find(({ id }: { id: string }) => id === report.run?.id);
    assert.equal(own.status, 'FINISHED');
    assert.ok(own.metrics.loss < 0.4);
  });

  it('runs the starter: exactly the exercises’ checks fail, with their hints, exit 1', async () => {
    const { code, report } = await runLab('C2_W2_Lab_1', '--starter');
    assert.equal(code, 1);
    assert.equal(report.status, 'failed');
    const failed = report.checks.filter(({ passed }) => !passed);
    assert.deepEqual(
      failed.map(({ id }) => id),
      ['z_score', 'five-ways', 'august', 'admit', 'admit.nonsense', 'admit.any-graph'],
    );
    const zScore = failed.find(({ id }) => id === 'z_score');
    assert.match(zScore?.hint ?? '', /unit/);
    assert.match(zScore?.mistake ?? '', /only centers/);
    const exercise = report.cells.find(({ id, kind }) => id === 'z_score' && kind === 'code');
    assert.equal(exercise?.status, 'succeeded', 'the starter itself runs');
    assert.ok(!report.cells.some(({ status }) => status === 'skipped'), 'the cells after it ran too');
  });

  it('takes the workspace’s copy of a lab unless told otherwise', async () => {
    const copy = join(workspace, 'labs', 'C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts');
    await mkdir(join(workspace, 'labs'), { recursive: true });
    await writeFile(copy, starterText(await readFile(bundled, 'utf8')));
    const own = await runLab('C2_W2_Lab_1');
    assert.equal(own.report.file, copy);
    assert.equal(own.code, 1);
    const solution = await runLab('C2_W2_Lab_1', '--solution');
    assert.equal(solution.report.file, bundled);
    assert.equal(solution.code, 0);
  });

  it('reports an error with the file’s line, skips the rest, exit 1', async () => {
    const file = join(workspace, 'broken.lab.ts');
    await writeFile(
      file,
      '// ---\n// id: Broken\n// title: Broken\n// ---\n\n// %%\nconsole.log("before");\n\n// %%\nconst n: number = 1;\nthrow new RangeError("bad " + n);\n\n// %%\n2\n',
    );
    const { code, report } = await runLab(file);
    assert.equal(code, 1);
    assert.deepEqual(
      report.cells.map(({ status }) => status),
      ['succeeded', 'failed', 'skipped'],
    );
    const { name, message, line, column } = report.cells[1]?.error ?? {};
    assert.deepEqual({ name, message, line, column }, { name: 'RangeError', message: 'bad 1', line: 11, column: 7 });
    assert.deepEqual(report.cells[0]?.outputs, [{ mime: 'application/vnd.code.notebook.stdout', data: 'before\n' }]);
    const runs = JSON.parse((await cli('runs', '--workspace', workspace, '--json')).stdout);
    assert.equal(runs.runs[0].status, 'FAILED');
  });

  it('prints for people what it prints as JSON for programs', async () => {
    const { code, stdout } = await cli('run', 'C2_W2_Lab_1', '--starter', '--workspace', workspace);
    assert.equal(code, 1);
    assert.match(stdout, /Checks: 2 of 8 passed\./);
    assert.match(stdout, /hint .*unit/);
  });

  it('runs a lab whose record cannot be written, and says so', async () => {
    const damaged = await mkdtemp(join(tmpdir(), 'mlops-lab-damaged-'));
    await writeFile(join(damaged, 'mlflow.db'), 'this is no database, and must be left as it is');
    const { code, stdout } = await cli('run', 'C2_W2_Lab_1', '--workspace', damaged, '--json');
    const report = JSON.parse(stdout) as LabReport;
    assert.match(
      String(report.cells.find(({ kind }) => kind === 'code')?.outputs[0]?.data),
      /not recorded: .*mlflow\.db/,
    );
    assert.equal(report.run, undefined);
    assert.equal(await readFile(join(damaged, 'mlflow.db'), 'utf8'), 'this is no database, and must be left as it is');
    assert.equal(code, 0, 'the lab’s own tracking calls stop nothing');
    const kept = (await readdir(damaged)).filter((name) => name.startsWith('mlflow.db-unwritten.'));
    assert.equal(kept.length, 1, 'what they logged is kept');
    await rm(damaged, { recursive: true });
  });

  const wrong: [string, string[], RegExp][] = [
    ['no command', [], /a command is missing/],
    ['an unknown command', ['fly'], /unknown command: fly/],
    ['no lab', ['run'], /one lab/],
    ['an unknown lab', ['run', 'C9_W9'], /C9_W9 is neither/],
    ['an unknown option', ['run', 'x', '--fast'], /--fast/],
    ['an unknown backend', ['run', 'C2_W2_Lab_1', '--backend', 'gpu'], /unknown backend: gpu/],
    ['a backend that is not installed', ['run', 'C2_W2_Lab_1', '--backend', 'tensorflow'], /not installed/],
    ['both sides at once', ['run', 'C2_W2_Lab_1', '--starter', '--solution'], /exclude each other/],
    ['a folder that is none', ['run', 'C2_W2_Lab_1', '--workspace', '/nowhere/at/all'], /not a folder/],
    ['a file without front matter', ['run', join(root, 'package.json')], /front matter/],
    ['a folder without a course', ['course', tmpdir()], /holds no course/],
    ['more than one lab', ['check', 'a', 'b'], /one lab/],
    ['a lab without checks', ['check', unchecked], /nothing to check/],
    ['an argument where none goes', ['list', 'x'], /takes no argument: x/],
    ['a lab beside --all', ['run', '--all', 'x'], /takes no argument: x/],
    ['--jobs for one lab', ['run', 'x', '--jobs', '2'], /--jobs goes with --all/],
    ['half a job', ['run', '--all', '--jobs', '1.5'], /--jobs must be a whole number, 1 or more, not “1\.5”/],
    ['no time at all', ['run', 'x', '--timeout', '0'], /--timeout must be a number above 0, not “0”/],
    ['a time that is none', ['check', 'x', '--timeout', 'soon'], /--timeout must be .* not “soon”/],
    ['a self-test of an unknown backend', ['self-test', '--backend', 'gpu'], /unknown backend: gpu/],
  ];
  for (const [what, args, message] of wrong) {
    it(`answers ${what} with one line on stderr and exit 2`, async () => {
      const { code, stdout, stderr } = await cli(...args);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, message);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    });
  }

  it('knows its version and its help', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    assert.deepEqual(await cli('--version'), { code: 0, stdout: `${version}\n`, stderr: '' });
    assert.match((await cli('--help')).stdout, /Usage: mlops-lab/);
  });

  it('lists a course folder', async () => {
    const { code, stdout } = await cli('course', join(root, 'course'), '--json');
    assert.equal(code, 0);
    const course = JSON.parse(stdout);
    assert.equal(course.schemaVersion, 1);
    assert.deepEqual(
      course.courses.map(({ weeks }: { weeks: unknown[] }) => weeks.length),
      [3, 4, 5, 4],
    );
  });
});
