import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListedLab as Listed } from '../../../src/cli/list.ts';
import { bundledLabs } from '../../../src/course/bundledLabs.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { ownRuntime } from '../../../src/kernel/node.ts';
import { selfTestCases } from '../../../src/kernel/self-test/cases.ts';
import type { SelfTestReport } from '../../../src/kernel/self-test/report.ts';
import { starterText } from '../../../src/labs/exercise.ts';
import { parseLab } from '../../../src/labs/file.ts';
import { runLab } from '../../../src/labs/session/labRun.ts';
import { type CheckReport, type LabReport, reportJson } from '../../../src/labs/session/report.ts';
import { LabSession } from '../../../src/labs/session/session.ts';
import { silentLog } from '../../../src/platform/log.ts';
import { cli, root } from '../commandLine.ts';

const bundled = join(root, 'course/C2/W2/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts');
const exercises = join(root, 'test/fixtures/exercises.lab.ts');
const copyName = 'labs/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts';
const front = (id: string) => `// ---\n// id: ${id}\n// title: ${id}\n// ---\n\n`;

describe('command line: commands', function () {
  this.timeout(60_000);
  let workspace: string;
  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-cli-'));
  });
  afterEach(() => rm(workspace, { recursive: true }));

  async function lab(id: string, ...cells: string[]): Promise<string> {
    const file = join(workspace, `${id}.lab.ts`);
    await writeFile(file, front(id) + cells.join('\n'));
    return file;
  }

  describe('--help', () => {
    it('shows every command with options that the program really takes, and no others', async () => {
      const { stdout } = await cli('--help');
      const names = [...stdout.matchAll(/^ {2}([a-z-]+(?: [a-z]+)?)(?: [<[]| {2})/gm)].map((match) => match[1]!);
      assert.deepEqual(names, [
        'run',
        'check',
        'export',
        'list',
        'course',
        'course check',
        'quiz',
        'runs',
        'progress',
        'self-test',
      ]);
      for (const name of names) {
        const words = name.split(' ');
        const help = await cli(...words, '--help');
        assert.equal(help.code, 0);
        const options = [...help.stdout.matchAll(/^ {4}(--\w+)( <\w+>)?/gm)];
        assert.ok(options.length > 0, name);
        for (const [line, option] of options) assert.ok(stdout.includes(line), `${name} ${option}`);
        const given = options.flatMap(([, option, value]) => (value ? [option!, '1'] : [option!]));
        // All of them are taken: the only complaint is about the one that is none.
        const { code, stderr } = await cli(...words, ...given, '--nonsense');
        assert.equal(code, 2);
        assert.match(stderr, /'--nonsense'/);
      }
    });
  });

  describe('check', () => {
    const check = async (...args: string[]) => {
      const answer = await cli('check', ...args, '--workspace', workspace, '--json');
      return { ...answer, report: JSON.parse(answer.stdout) as CheckReport };
    };

    it('passes the solution with its checks alone, and records no run', async () => {
      const file = await lab(
        'Plain',
        '// %%\nconsole.log("noise"); const n = 2;\n',
        '// %% check="two"\nimport { check, equal } from "mlops-lab/lab";\nawait check("Two", () => equal(n, 2));\n',
        '// %%\nthrow new Error("not needed by any check");\n',
      );
      const { code, report, stdout } = await check(file);
      assert.equal(code, 0, stdout);
      assert.equal(report.schemaVersion, 1);
      assert.equal(report.lab, 'Plain');
      assert.deepEqual(report.checks, [{ id: 'two', name: 'Two', passed: true }]);
      assert.ok(!('cells' in report) && !('run' in report));
      assert.deepEqual((await readdir(workspace)).sort(), ['Plain.lab.ts']);
      const text = await cli('check', file, '--workspace', workspace);
      assert.match(text.stdout, /^✔ Two\n\nPlain succeeded in [\d.]+ s\. Checks: 1 of 1 passed\.\n$/);
    });

    it('fails the starter with what was expected and a hint, exit 1', async () => {
      const { code, report } = await check(exercises, '--starter');
      assert.equal(code, 1);
      const passed = report.checks.filter((each) => each.passed).map(({ id }) => id);
      assert.deepEqual(passed, ['z-2', 'holds']);
      const { stdout } = await cli('check', exercises, '--starter', '--workspace', workspace);
      assert.match(stdout, /✘ z counts.*only centered.*hint.*failed in [\d.]+ s\. Checks: 2 of 9/s);
    });

    it('fails with the error of a cell that keeps the checks from being run', async () => {
      const file = await lab('Broken', '// %%\nthrow new RangeError("bad");\n', '// %% check="one"\n1;\n');
      const { code, report } = await check(file);
      assert.equal(code, 1);
      assert.equal(report.error?.message, 'bad');
      assert.equal(report.error?.line, 7);
      const { stdout } = await cli('check', file, '--workspace', workspace);
      assert.match(stdout, /RangeError: bad.*Checks: 0 of 0 passed/s);
    });
  });

  describe('list', () => {
    const listed = async () => JSON.parse((await cli('list', '--workspace', workspace, '--json')).stdout);

    it('tells of each lab what it is, which file runs, and what the learner has done', async () => {
      const { schemaVersion, labs } = await listed();
      assert.equal(schemaVersion, 1);
      const expected = await bundledLabs(root);
      assert.deepEqual(
        labs.map(({ id, file, where, state }: Listed) => ({ id, file, where, state })),
        expected.map(({ id, path }) => ({ id, file: path, where: 'bundled', state: 'new' })),
      );
      for (const { id, minutes, checks } of labs) assert.ok(minutes > 0 && checks > 0, id);
      const first: Listed = labs.find(({ file }: Listed) => file === bundled);
      const { title, minutes, checks } = first;
      assert.deepEqual([first.id, title], ['C2_W2_Lab_1', 'Simple Feature Engineering']);

      const copy = join(workspace, copyName);
      const own = { id: first.id, title, minutes, checks, where: 'workspace', file: copy };
      const ownNow = async (): Promise<Listed> =>
        (await listed()).labs.find(({ id }: Listed) => id === first.id) ?? assert.fail();
      const starter = starterText(await readFile(bundled, 'utf8'));
      await mkdir(join(workspace, 'labs'));
      await writeFile(copy, starter);
      assert.deepEqual(await ownNow(), { ...own, state: 'opened' });
      await writeFile(copy, `${starter}\n// mine\n`);
      assert.deepEqual(await ownNow(), { ...own, state: 'edited' });
      await writeFile(copy, 'no lab any more');
      const broken = await ownNow();
      assert.deepEqual([broken.state, broken.minutes], ['unreadable', undefined]);
      await rm(copy);
      await mkdir(copy);
      assert.equal((await ownNow()).state, 'unreadable', 'a folder, whose name is all it has of a lab');
    });

    it('prints the same as a table', async () => {
      const { stdout } = await cli('list', '--workspace', workspace);
      assert.match(stdout, /^Lab +Minutes +Checks +From +State +Title\n/);
      assert.match(stdout, /\nC2_W2_Lab_1 +\d+ +\d+ +bundled +new +Simple/);
    });
  });

  describe('self-test', () => {
    it('prints the report and passes, with progress on stderr', async () => {
      const { code, stdout, stderr } = await cli('self-test', '--json');
      const report = JSON.parse(stdout) as SelfTestReport;
      assert.deepEqual(
        report.cases.filter(({ status }) => status !== 'passed'),
        [],
      );
      assert.equal(code, 0);
      assert.equal(report.cases.length, selfTestCases.length);
      assert.equal(stderr.trim().split('\n').length, selfTestCases.length, 'a line of progress each');
    });

    it('prints the same as a table', async () => {
      const { stdout } = await cli('self-test', '--backend', 'cpu');
      assert.match(stdout, /^# MLOps Lab: Self-Test\n/);
      assert.match(stdout, /\n- Backend: cpu\n/);
      for (const { name } of selfTestCases) assert.ok(stdout.includes(`| ${name} `), name);
    });
  });

  describe('run --json', () => {
    it('is what a session in another process reports of the same lab, times and run ids aside', async () => {
      const file = await lab(
        'Same',
        '// %% [markdown]\n// # Same\n',
        '// %%\nimport { check, display, equal, table } from "mlops-lab/lab";\nconsole.log("out"); console.error("err");\ndisplay(table([{ a: 1 }]));\n9n;\n',
        '// %%\nimport * as tf from "@tensorflow/tfjs-node";\ntf.tensor([1, 2]).sum();\n',
        '// %% check="one"\nawait check("One", () => equal(1, 1));\nawait check("Two", () => equal(1, 2), { hint: "no" });\n',
        '// %%\nthrow new RangeError("bad");\n',
        '// %%\n1;\n',
      );
      const { stdout } = await cli('run', file, '--workspace', workspace, '--json');
      const options = { labPath: file, workspace, backend: 'auto', recording: true } as const;
      const session = new LabSession({
        labId: 'Same',
        labPath: file,
        autoRun: () => 'runAll',
        autolog: () => true,
        startKernel: () => Kernel.start({ options, runtime: ownRuntime(), dist: join(root, 'dist'), log: silentLog }),
        log: silentLog,
      });
      try {
        const quiet = { started() {}, output() {}, ended() {} };
        const report = await runLab(session, { path: file, file: parseLab(await readFile(file, 'utf8')) }, quiet);
        assert.equal(report.status, 'failed');
        assert.equal(report.cells.length, 6);
        assert.deepEqual(comparable(stdout), comparable(reportJson(report)));
      } finally {
        await session.close();
      }
    });
  });
});

/** A report without what differs from run to run. */
function comparable(json: string): unknown {
  // The name by which an output asks its kernel for more.
  const withoutSource = (key: string, value: unknown) => (key === 'source' ? undefined : value);
  const { seconds: _, run, cells, ...report } = JSON.parse(json, withoutSource) as LabReport;
  return { ...report, experiment: run?.experiment, cells: cells.map(({ seconds: _, ...cell }) => cell) };
}
