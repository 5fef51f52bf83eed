import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LabReport } from '../../../src/labs/session/report.ts';
import { skip } from '../../skip.ts';
import { root, start } from '../commandLine.ts';

/** A cell that ends only when the cell of another lab runs at the same time. */
const meeting = (mine: string, other: string) =>
  `// %%
import { existsSync, writeFileSync } from 'node:fs';
writeFileSync('${mine}', '');
for (const end = Date.now() + 15_000; !existsSync('${other}'); await new Promise((r) => setTimeout(r, 20)))
  if (Date.now() > end) throw new Error('${other} does not run');
`;

/** Labs of a small course of its own, by id: their cells. */
const labs: Readonly<Record<string, readonly string[]>> = {
  Good: ['// %% check="good"\nimport { check } from "mlops-lab/lab";\nawait check("Good", () => true);\n'],
  Wrong: [
    '// %% check="wrong"\nimport { check, equal } from "mlops-lab/lab";\nawait check("Wrong", () => equal(1, 2));\n',
  ],
  Endless: [
    '// %%\nconsole.log("kernel", process.pid);\nawait new Promise((r) => setTimeout(r, 50));\nfor (;;);\n',
    '// %%\n1;\n',
  ],
  // Only its end ends it, so that there is time for a second press.
  Blocked: [
    '// %%\nimport { execFileSync } from "node:child_process";\nconsole.log("kernel", process.pid);\nawait new Promise((r) => setTimeout(r, 50));\nexecFileSync("sleep", ["10"]);\n',
  ],
  // Each waits for the other.
  Here: [meeting('here', 'there')],
  There: [meeting('there', 'here')],
  Thrown: ['// %%\nthrow new RangeError("bad");\n'],
};

describe('command line: run', function () {
  this.timeout(60_000);
  let folder: string;
  let workspace: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-package-'));
    const built = (await readdir(join(root, 'dist'))).filter((name) =>
      /^(cli|yaml|course-load|course-clone|course-file|kernel|kernel-control|typescript)\.js$|^mlops$/.test(name),
    );
    for (const name of built) await cp(join(root, 'dist', name), join(folder, 'dist', name), { recursive: true });
    await cp(join(root, 'package.json'), join(folder, 'package.json'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-run-'));
  });
  afterEach(() => rm(workspace, { recursive: true, force: true }));

  /** Makes the package's course of these labs, and starts the program in it. */
  async function inCourse(ids: readonly string[], ...args: string[]) {
    await mkdir(join(folder, 'course'), { recursive: true });
    const items = ids.map((id) => `          - { id: ${id}, kind: lab, title: ${id}, file: ${id}.lab.ts }\n`);
    const yaml = `courses:\n  - title: One\n    weeks:\n      - title: One\n        objectives: [Try]\n        items:\n${items.join('')}`;
    await writeFile(join(folder, 'course', 'course.yaml'), yaml);
    for (const id of ids) {
      const text = `// ---\n// id: ${id}\n// title: ${id}\n// ---\n\n${labs[id]!.join('\n')}`;
      await writeFile(join(folder, 'course', `${id}.lab.ts`), text);
    }
    return start(['run', ...args, '--workspace', workspace], folder);
  }

  const summaryOf = (reports: readonly LabReport[]) => reports.map(({ lab, status }) => `${lab} ${status}`);

  it('--all runs every lab of the course in its order: one report each, exit 1 when one failed', async () => {
    const program = await inCourse(['Thrown', 'Good', 'Wrong'], '--all', '--json');
    const { code, stdout, stderr } = await program.answer;
    assert.equal(code, 1, stderr);
    const reports = JSON.parse(stdout) as LabReport[];
    assert.deepEqual(summaryOf(reports), ['Thrown failed', 'Good succeeded', 'Wrong failed']);
    assert.ok(reports.every(({ schemaVersion, run }) => schemaVersion === 1 && run));
    assert.equal(stderr.trim().split('\n').length, 3, 'a line of progress each');
  });

  it('--all exits 0 when all passed, and runs several at once with --jobs', async () => {
    const ids = ['Here', 'There', 'Good'];
    const { code, stdout } = await (await inCourse(ids, '--all', '--jobs', '2', '--json')).answer;
    assert.equal(code, 0, stdout);
    const reports = JSON.parse(stdout) as LabReport[];
    assert.deepEqual(
      reports.map(({ lab }) => lab),
      ids,
      'in the order of the course, whichever ended first',
    );
  });

  it('--all prints a table, and below it what failed', async () => {
    const { stdout } = await (await inCourse(['Good', 'Wrong', 'Thrown'], '--all')).answer;
    assert.match(
      stdout,
      /^Lab +Result +Checks +Seconds +Backend\nGood +succeeded +1 of 1 +[\d.]+\nWrong +failed +0 of 1 /,
    );
    assert.match(stdout, /\nWrong {2}\/.*Wrong\.lab\.ts\n✘ Wrong\n {2}expected {2}2\n {2}actual {4}1\n/);
    assert.match(stdout, /\nThrown {2}.*\nRangeError: bad\n/);
    assert.doesNotMatch(stdout, /\nGood {2}\//);
  });

  it('--timeout stops a lab that takes longer: failed, with a sentence, and the next one runs', async () => {
    const program = await inCourse(['Endless', 'Good'], '--all', '--timeout', '1', '--json');
    const { code, stdout, stderr } = await program.answer;
    assert.equal(code, 1);
    const [endless, good] = JSON.parse(stdout) as LabReport[];
    assert.equal(endless?.status, 'failed');
    assert.deepEqual(
      endless.cells.map(({ status }) => status),
      ['failed', 'skipped'],
    );
    assert.equal(endless.cells[0]?.error?.name, 'Timeout');
    assert.match(endless.cells[0]?.error?.message ?? '', /longer than 1 s/);
    assert.match(stderr, /Endless is stopped: it takes longer than 1 s\./);
    assert.equal(good?.status, 'succeeded');
  });

  it('the first Ctrl+C stops the lab at its cell, ends its run, and runs no other lab', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no SIGINT to send');
    const program = await inCourse(['Good', 'Endless', 'Wrong'], '--all', '--json');
    await program.printed(/Good {2}succeeded/);
    await sleep(1000);
    program.child.kill('SIGINT');
    const { code, stdout, stderr } = await program.answer;
    assert.equal(code, 1);
    assert.match(stderr, /Stopping\. Press Ctrl\+C again to end at once\./);
    const reports = JSON.parse(stdout) as LabReport[];
    assert.deepEqual(summaryOf(reports), ['Good succeeded', 'Endless interrupted']);
    const runs = await start(['runs', '--workspace', workspace, '--json']).answer;
    const statuses = JSON.parse(runs.stdout).runs.map(({ status }: { status: string }) => status);
    assert.deepEqual(statuses.length, 2);
    assert.ok(!statuses.includes('RUNNING'), statuses.join());
  });

  it('the second Ctrl+C ends the program at once, and its kernel with it', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no SIGINT to send');
    const program = await inCourse(['Blocked'], 'Blocked');
    await program.printed(/kernel \d+/);
    await sleep(300);
    program.child.kill('SIGINT');
    await program.printed(/Press Ctrl\+C again/);
    program.child.kill('SIGINT');
    const { code, stdout } = await program.answer;
    assert.equal(code, 130);
    const kernel = Number(/kernel (\d+)/.exec(stdout)?.[1]);
    const isGone = () => {
      try {
        return !process.kill(kernel, 0);
      } catch {
        return true;
      }
    };
    for (const end = Date.now() + 10_000; !isGone() && Date.now() < end; ) await sleep(50);
    assert.ok(isGone(), `kernel ${kernel} still runs`);
  });

  it('ends without a word when its reader has enough, and its run with it', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no SIGINT to send');
    const program = await inCourse(['Endless'], 'Endless');
    await program.printed(/kernel \d+/);
    await sleep(300);
    program.child.stdout?.destroy();
    // What is printed next meets the closed pipe.
    program.child.kill('SIGINT');
    const { code, stderr } = await program.answer;
    assert.equal(code, 141);
    assert.match(stderr, /^Stopping\. .*\n$/);
    const ended = async () => {
      const { stdout } = await start(['runs', '--workspace', workspace, '--json']).answer;
      return JSON.parse(stdout).runs[0]?.status !== 'RUNNING';
    };
    for (const end = Date.now() + 10_000; !(await ended()) && Date.now() < end; ) await sleep(100);
    assert.ok(await ended());
  });

  it('takes more jobs than there are labs, and more time than a timer knows', async () => {
    const args = ['--all', '--jobs', '1e12', '--timeout', '1e9', '--json'];
    const { code, stderr } = await (await inCourse(['Good', 'Here', 'There'], ...args)).answer;
    assert.equal(code, 0, stderr);
    assert.equal(stderr.trim().split('\n').length, 3, stderr);
  });

  it('says nothing of a backend when the lab never loaded one', async () => {
    const { stdout } = await (await inCourse(['Good'], 'Good')).answer;
    assert.match(stdout, /\nGood succeeded in [\d.]+ s\nCells: 1 succeeded\. Checks: 1 of 1 passed\.\n/);
  });
});
