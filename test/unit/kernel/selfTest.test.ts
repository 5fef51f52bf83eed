import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { ownRuntime } from '../../../src/kernel/node.ts';
import { missing } from '../../../src/kernel/probes.ts';
import { type Expectation, type SelfTestCase, selfTestCases } from '../../../src/kernel/self-test/cases.ts';
import { type SelfTestReport, selfTestMarkdown, withoutPaths } from '../../../src/kernel/self-test/report.ts';
import { type SelfTestHost, selfTest } from '../../../src/kernel/self-test/selfTest.ts';
import { UserError } from '../../../src/platform/errors.ts';
import { silentLog } from '../../../src/platform/log.ts';
import { dist } from '../kernels.ts';

interface Options extends Partial<SelfTestHost> {
  readonly env?: Record<string, string>;
}

/** Runs the self-test as the command does, and tells which folders and kernels it used. */
async function trySelfTest({ env = {}, ...host }: Options = {}) {
  const folders = new Set<string>();
  const kernels: Kernel[] = [];
  const startKernel = async (labPath: string, workspace: string) => {
    folders.add(workspace);
    assert.equal(dirname(labPath), workspace);
    const options = { labPath, workspace, backend: 'auto', recording: true } as const;
    const kernel = await Kernel.start({ options, runtime: { ...ownRuntime(), env }, dist, log: silentLog });
    kernels.push(kernel);
    return kernel;
  };
  const defaults = {
    versions: { 'MLOps Lab': '1.2.3' },
    packageFolder: dirname(dist),
    progress() {},
    signal: new AbortController().signal,
  };
  const outcome = await selfTest({ startKernel, ...defaults, ...host }).then(
    (report) => ({ report }),
    (error: unknown) => ({ error }),
  );
  return { ...outcome, folders: [...folders], kernels };
}

async function reportOf(options?: Options): Promise<SelfTestReport> {
  const outcome = await trySelfTest(options);
  if ('error' in outcome) throw outcome.error;
  return outcome.report;
}

const single = (source: string, expect?: Expectation): readonly SelfTestCase[] => [
  { name: 'single', steps: [{ source, ...(expect && { expect }) }] },
];

describe('self-test', () => {
  it('passes in every case, tells its progress, and leaves no folder and no kernel', async function () {
    this.timeout(60_000);
    const told: string[] = [];
    const progress = (name: string, index: number, of: number) => told.push(`${index}/${of} ${name}`);
    const outcome = await trySelfTest({ progress });
    assert.ok('report' in outcome);
    const { report, folders, kernels } = outcome;
    assert.deepEqual(
      report.cases.filter(({ status }) => status !== 'passed'),
      [],
    );
    assert.equal(report.passed, true);
    assert.equal(report.cases.length, selfTestCases.length);
    assert.deepEqual(missing(report.probes!), []);
    assert.notEqual(report.backend, 'none');
    assert.deepEqual(
      told,
      selfTestCases.map(({ name }, index) => `${index}/${selfTestCases.length} ${name}`),
    );
    assert.equal(folders.length, 1);
    assert.equal(existsSync(folders[0]!), false);
    assert.ok(kernels.every((kernel) => !kernel.isAlive));
  });

  it('skips what this Node.js lacks, and says what happens instead', async function () {
    this.timeout(60_000);
    const cases = selfTestCases.filter(({ name, needs }) => needs === 'sqlite' || name.includes('compiler'));
    const report = await reportOf({ env: { MLOPS_LAB_WITHOUT: 'sqlite,strip' }, cases });
    assert.deepEqual(
      report.cases.map(({ status, message }) => [status, message]),
      [
        ['passed', undefined],
        ['skipped', 'Runs are not recorded.'],
      ],
    );
    assert.equal(report.passed, true);
    assert.match(selfTestMarkdown(report), /node:sqlite +\| ✘ missing \| Runs are not recorded\./);
  });

  const wrong: readonly (readonly [what: string, source: string, expect: Expectation | undefined, message: RegExp])[] =
    [
      ['a wrong value', '1 + 1', { kind: 'shows', text: '3' }, /^Expected 3, got 2\.$/],
      ['no value', 'let q = 1;', { kind: 'shows', text: '3' }, /^Expected 3, got nothing\.$/],
      ['other output', 'console.log(1)', { kind: 'prints', text: '2\n' }, /^Expected 2\n, got 1\n\.$/],
      ['an error', 'throw new RangeError("bad")', undefined, /^RangeError: bad$/],
      ['no error', '1', { kind: 'fails', name: 'Error', line: 1, column: 1 }, /"status":"succeeded"/],
      [
        'an error elsewhere',
        '\n throw new Error()',
        { kind: 'fails', name: 'Error', line: 1, column: 1 },
        /Expected .*"line":11,.* got .*"line":12,/,
      ],
      ['an end of what should be stopped', '1', { kind: 'stops' }, /ended by itself/],
      ['the death of the kernel', 'process.exit(3)', undefined, /KernelDied/],
    ];
  for (const [what, source, expect, message] of wrong) {
    it(`fails on ${what}`, async () => {
      const report = await reportOf({ cases: single(source, expect) });
      assert.equal(report.passed, false);
      assert.equal(report.cases[0]?.status, 'failed');
      assert.match(report.cases[0]?.message ?? '', message);
    });
  }

  it('goes on with a new kernel after one has died', async () => {
    const cases = [...single('process.exit(3)'), ...single('2', { kind: 'shows', text: '2' })];
    const { cases: told } = await reportOf({ cases });
    assert.deepEqual(
      told.map(({ status }) => status),
      ['failed', 'passed'],
    );
  });

  it('tries once to start a kernel, and reports why none starts', async () => {
    let tries = 0;
    const startKernel = () => {
      tries += 1;
      return Promise.reject(new UserError('kernel-start', `There is none in ${homedir()}/x.`));
    };
    const report = await reportOf({ startKernel, cases: [...single('1'), ...single('2')] });
    assert.equal(tries, 1);
    assert.deepEqual(
      report.cases.map(({ status, message }) => [status, message]),
      [
        ['failed', 'There is none in ~/x.'],
        ['skipped', 'No kernel starts.'],
      ],
    );
    assert.equal(report.passed, false);
  });

  it('can be cancelled while a cell runs: no report, no folder, no kernel', async () => {
    const cancelling = new AbortController();
    const progress = () => setTimeout(() => cancelling.abort(), 400);
    const outcome = await trySelfTest({ signal: cancelling.signal, progress, cases: single('for (;;);') });
    assert.ok('error' in outcome && outcome.error instanceof UserError);
    assert.equal(outcome.error.code, 'self-test-cancelled');
    assert.equal(existsSync(outcome.folders[0]!), false);
    assert.ok(outcome.kernels.every((kernel) => !kernel.isAlive));
  });

  it('names no folder of the machine in its report', async () => {
    const source = 'throw new Error(process.cwd() + " " + process.argv[1] + " " + (await import("node:os")).homedir())';
    const report = await reportOf({ cases: single(source) });
    assert.equal(report.cases[0]?.message, 'Error: <folder> <mlops-lab>/dist/kernel.js ~');
    const all = JSON.stringify(report) + selfTestMarkdown(report);
    for (const path of [homedir(), dirname(dist)]) assert.ok(!all.includes(path), path);
    const home = [['C:\\Users\\Jo Müller', '~']] as const;
    for (const [text, told] of [
      ['C:\\Users\\Jo Müller\\y', '~\\y'],
      ['{ path: "c:\\\\Users\\\\Jo Müller\\\\y" }', '{ path: "~\\\\y" }'],
      ['file:///C:/Users/Jo Müller/x', 'file:///~/x'],
      ['file:///c:/Users/Jo%20M%C3%BCller/x', 'file:///~/x'],
    ] as const)
      assert.equal(withoutPaths(text, home), told);
  });

  it('makes Markdown that no message can break', () => {
    const { cases: _, ...rest } = sample;
    const broken = { ...rest, cases: [{ name: 'a|b', status: 'failed', seconds: 1, message: 'x | y\n  z' }] } as const;
    const rows = selfTestMarkdown(broken)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    assert.equal(rows.length, 3);
    assert.match(rows[2] ?? '', /^\| a\\\|b \| ✘ FAILED \| 1\.00 +\| x \\\| y z \|$/);
    assert.match(selfTestMarkdown(sample), /\n- MLOps Lab: 1\.2\.3\n- Platform: linux x64\n- Backend: wasm\n/);
  });
});

const sample: SelfTestReport = {
  schemaVersion: 1,
  passed: true,
  versions: { 'MLOps Lab': '1.2.3' },
  platform: 'linux x64',
  backend: 'wasm',
  seconds: 1,
  cases: [{ name: 'one', status: 'passed', seconds: 0.1 }],
};
