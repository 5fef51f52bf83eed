import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { junitXml } from '../../../src/cli/junit.ts';
import { factsOf } from '../../../src/course/progress/facts.ts';
import { ProgressStore } from '../../../src/course/progress/store.ts';
import type { CheckReport } from '../../../src/labs/session/report.ts';
import type { Evidence } from '../../../src/shared/evidence.ts';
import { cli } from '../commandLine.ts';

describe('command line: what a teacher asks', function () {
  this.timeout(60_000);
  let workspace: string;
  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-class-'));
  });
  afterEach(() => rm(workspace, { recursive: true }));

  describe('check', () => {
    const failing = `// ---
// id: L
// title: L
// ---

// %% check="one"
import { check, equal } from 'mlops-lab/lab';
await check('It is <one>', () => equal(2, 1), { hints: ['First.', 'Second.', 'Third.'] });
await check('It is two', () => equal(2, 2));
`;

    it('--hint climbs the ladder of the check that fails, a rung a call, and stays on the last', async () => {
      const file = join(workspace, 'L.lab.ts');
      await writeFile(file, failing);
      const said: string[] = [];
      for (let call = 0; call < 3; call++) {
        const { code, stderr } = await cli('check', file, '--hint', '--workspace', workspace);
        assert.equal(code, 1);
        said.push(stderr.trim());
      }
      assert.deepEqual(said, [
        'It is <one>: hint 2 of 3: Second.',
        'It is <one>: hint 3 of 3: Third.',
        'It is <one>: hint 3 of 3: Third.',
      ]);
    });

    it('--junit writes what a CI reads, beside the report', async () => {
      const file = join(workspace, 'L.lab.ts');
      const xml = join(workspace, 'out.xml');
      await writeFile(file, failing);
      const { code, stdout } = await cli('check', file, '--json', '--junit', xml, '--workspace', workspace);
      assert.equal(code, 1);
      assert.equal((JSON.parse(stdout) as CheckReport).checks.length, 2);
      const text = await readFile(xml, 'utf8');
      assert.match(text, /<testsuite name="L" tests="2" failures="1" errors="0" time="[\d.]+">/);
      assert.match(
        text,
        /<testcase classname="L.one" name="It is &lt;one&gt;">\n {6}<failure message="expected 1, got 2">/,
      );
      assert.match(text, /<testcase classname="L.one-2" name="It is two"\/>/);
    });

    it('--all takes no lab, and without it one must be named', async () => {
      assert.equal((await cli('check', 'x', '--all')).code, 2);
      assert.equal((await cli('check')).code, 2);
    });

    it('a lab that was stopped, or ended in an error, is no success in XML; nor can an output break it', () => {
      const report: CheckReport = {
        ...{ schemaVersion: 1, lab: 'L', file: 'L', backend: 'none', status: 'interrupted', seconds: 1 },
        ...{ checks: [], predictions: [] },
      };
      assert.match(junitXml([report]), /tests="1" failures="0" errors="1"/);
      const error = { name: 'Error', message: 'a\u0000 & "b" \ud800', stack: '' };
      const text = junitXml([{ ...report, status: 'failed', error }]);
      assert.match(text, /message="Error: a\ufffd &amp; &quot;b&quot; \ufffd"/);
    });
  });

  describe('progress of a class', () => {
    const lab = 'C2_W2_Lab_1';
    const learner = async (name: string, evidence: readonly Evidence[]) => {
      const folder = join(workspace, name);
      await mkdir(folder);
      await new ProgressStore(folder).add(evidence.flatMap((each) => factsOf(each, new Date().toISOString())));
      return folder;
    };
    const folders = async () => [
      await learner('=Ada', [
        { kind: 'check', item: lab, check: 'a', passed: true, checks: 2 },
        { kind: 'check', item: lab, check: 'b', passed: false, checks: 2 },
        { kind: 'try', item: lab, exercise: 'a', work: '1' },
        { kind: 'try', item: lab, exercise: 'a', work: '2' },
        { kind: 'hints', item: lab, check: 'b', rungs: 3 },
        { kind: 'solution', item: lab, exercise: 'a' },
      ]),
      await learner('Ben', []),
    ];

    it('is a line a learner and week, as JSON', async () => {
      const { code, stdout } = await cli('progress', ...(await folders()), '--json');
      assert.equal(code, 0);
      const { schemaVersion, rows } = JSON.parse(stdout) as { schemaVersion: 1; rows: Record<string, unknown>[] };
      assert.equal(schemaVersion, 1);
      const begun = rows.filter(({ state }) => state !== 'todo');
      assert.equal(begun.length, 1);
      const { course: _course, week: _week, percent: _percent, ...row } = begun[0]!;
      assert.deepEqual(row, {
        ...{ learner: '=Ada', state: 'begun', checks: { passed: 1, of: 2 } },
        ...{ tries: 2, hints: 3, solutions: 1, quiz: { right: 0, of: 0 } },
      });
      assert.ok(rows.some(({ learner }) => learner === 'Ben'));
    });

    it('is CSV that a spreadsheet takes no formula from, and a table of the weeks that were begun', async () => {
      const of = await folders();
      const csv = (await cli('progress', ...of, '--csv')).stdout;
      const lines = csv.trimEnd().split('\r\n');
      assert.match(lines[0]!, /^learner,course,week,state,percent,checks_passed,checks_run,/);
      assert.ok(
        lines.some((line) => /^'=Ada,.*,begun,\d+,1,2,2,3,1,0,0$/.test(line)),
        csv,
      );
      const table = (await cli('progress', ...of)).stdout;
      assert.match(table, /=Ada .*1 of 2/);
      assert.doesNotMatch(table, /Ben/);
    });

    it('refuses a folder that is not there, and a form that does not fit', async () => {
      assert.equal((await cli('progress', join(workspace, 'gone'))).code, 2);
      assert.equal((await cli('progress', workspace, '--markdown')).code, 2);
      assert.equal((await cli('progress', '--csv')).code, 2);
    });
  });
});
