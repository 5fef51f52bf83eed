/** The proof of a lab finds nothing in one that holds, and in one that does not all that is wrong. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LabProof, proveLab } from '../../../../src/labs/proof/prove.ts';
import { proofText } from '../../../../src/labs/proof/report.ts';
import type { WrongAnswers } from '../../../../src/labs/proof/wrongAnswers.ts';
import { wrong } from '../../../fixtures/exercises.wrong.ts';

const root = join(import.meta.dirname, '../../../..');
const dist = join(root, 'dist');
const fixture = join(root, 'test/fixtures/exercises.lab.ts');

describe('the proof of a lab', function () {
  this.timeout(60_000);
  let folder: string;
  let text: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-prove-'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    text = await readFile(fixture, 'utf8');
  });
  after(() => rm(folder, { recursive: true }));

  let made = 0;
  async function prove(lab: string, answers?: WrongAnswers): Promise<LabProof> {
    made++;
    const path = join(folder, `x${made}.lab.ts`);
    await writeFile(path, lab);
    if (answers) await writeFile(join(folder, `x${made}.wrong.ts`), `export const wrong = ${JSON.stringify(answers)};`);
    return proveLab(path, { dist });
  }

  function changed(pairs: readonly (readonly [string, string])[]): string {
    return pairs.reduce((lab, [from, to]) => {
      assert.ok(lab.includes(from), from);
      return lab.replace(from, to);
    }, text);
  }

  it('finds nothing in one that holds, for six seeds and in a second run', async () => {
    const proof = await proveLab(fixture, { dist, seeds: true });
    assert.deepEqual(proof.problems, []);
    assert.equal(proof.claims.length, 6);
    assert.equal(proof.trials.length, 17, '15 of the author, and two for the only function');
    assert.ok(proof.trials.every(({ caught }) => caught));
    assert.ok(proof.figures.cpuSeconds > 0.02 && proof.figures.cpuSeconds < 10);
    assert.match(
      proofText(proof),
      /^✔ Exercises {2}5 exercises, 6 checks; 17 of 17 wrong answers caught; surprise > 1: 1\.89 \(seed 1\)/,
    );
  });

  it('refuses wrong answers that throw, are the starter, pass, say something else, or the same as another', async () => {
    const [first, second, third] = wrong.z!;
    const z = [
      ...wrong.z!,
      { code: 'const z = () => { throw new Error("no"); };', says: 'no' },
      { code: 'const z = nothing;', says: 'nothing' },
      { code: 'const z = (value: number, all: readonly number[]) => value - mean(all);  // mine', says: 'centered' },
      { code: first!.code.replace('spread === 0 ? 0 :', ''), says: 'divided by the variance' },
      { code: second!.code, says: 'sample deviation' },
    ];
    const solution = third!.code.replace('return (', 'if (all.every((each) => each === center)) return 0; return (');
    const { problems } = await prove(text, {
      guess: [...wrong.guess!.slice(0, 2), { code: wrong.guess![0]!.code.replace('99', '999'), says: 'out of range' }],
      z: [...z, { code: solution, says: 'right' }],
      fault: wrong.fault!.slice(0, 2),
      limit: wrong.limit!,
      escape: wrong.escape!,
      ghost: [],
    });
    assert.deepEqual(
      problems.map((problem) => problem.replace(/Predict a number.*|, but .*/, '…')),
      [
        'wrong answers to “ghost”: the lab has no such exercise',
        'exercise “fault” has 2 wrong answers; it needs 3',
        'exercise “guess”, wrong answer 3: it is no answer that can be taken: 999 % is out of range. …',
        'exercise “z”, wrong answer 4: nothing says “no”…',
        'exercise “z”, wrong answer 5: it throws: ReferenceError: nothing is not defined (in “z”)',
        'exercise “z”, wrong answer 6: it is the starter',
        'exercise “z”, wrong answer 7: it is caught by the same words as wrong answer 1',
        'exercise “z”, wrong answer 8: nothing says “sample deviation”…',
        'exercise “z”, wrong answer 9: it passes',
      ],
    );
  });

  it('refuses a lab whose solution, starter, marks, claim or minutes do not hold', async () => {
    const { problems } = await prove(
      changed([
        ['// minutes: 40', '// minutes: 10'],
        ['exercise="guess" kind="predict"', 'exercise="guess" kind="riddle"'],
        ['truth="guess-share guess-first guess-order"', 'truth="guess-share elsewhere"'],
        ['const limit: number = 500;', 'const limit: number = 2000;'],
        ['// const position: number = -1;', '// const position: number = 0;'],
        ['// const reading: number = 0.99;', '// const reading: number = mixed.nothing.at(0);'],
        ['claim="surprise > 1"', 'claim="surprise > 3"'],
        ['ok(surprise(1) > 1', 'ok(limit > 1 && surprise(1) > 1'],
      ]),
    );
    assert.deepEqual(
      problems.map((problem) => problem.replace(/\(line \d+\)/, '(line)').replace(/: it is [\d.]+$/, '')),
      [
        'the solution fails “The limit costs nothing” in “limit.cost” (line): refuses every reading',
        '“surprise > 3” does not hold for seed 1',
        'exercise “guess” names no kind: predict, build, fault, decide or break',
        'exercise “guess” has no check="guess"',
        'truth="elsewhere": nothing predicts that',
        'the starter passes “fault” (line)',
        "the starter throws in “escape” (line): TypeError: Cannot read properties of undefined (reading 'at')",
        'the starter fails “The median keeps at least one percent more than the mean” in “holds” (line)',
        'there is no .wrong.ts beside it',
        ...['guess', 'z', 'fault', 'limit', 'escape'].map((id) => `exercise “${id}” has 0 wrong answers; it needs 3`),
        'after wrong answers were tried, the solution fails in cell “limit.cost”: cells change what earlier ones made, in a way that cannot be followed (The limit costs nothing)',
        'minutes: 10 in the front matter, 40 by its text',
      ],
    );
  });

  it('refuses a check that tries one input only', async () => {
    const weak = changed([['[z(1, [1, 3, 5, 7]), z(7, [1, 3, 5, 7]), z(6, [2, 4, 6])]', '[z(7, [1, 3, 5, 7])]']]);
    const lab = weak.replace('[-1.341641, 1.341641, 1.224745]', '[1.341641]').replace('z(4, [4, 4, 4]), 0)', '0, 0)');
    const { problems } = await prove(lab, wrong);
    assert.ok(problems.includes('exercise “z”, constant: a constant passes: vary what is given'), problems.join('\n'));
    assert.ok(problems.includes('exercise “z”, inputs ignored: no check varies z(value), z(all)'), problems.join('\n'));
  });

  it('asks of an assignment for six to eight tasks and a judgment with its model answer', async () => {
    const assignment = await readFile(join(root, 'test/fixtures/assignment.lab.ts'), 'utf8');
    const all = await prove(assignment);
    assert.ok(all.problems.includes('an assignment has 6 to 8 tasks, not 2'), all.problems.join('\n'));
    assert.ok(!all.problems.some((problem) => problem.includes('judge(')));
    const { problems } = await prove(assignment.replace('truth="judgment"', 'name="judgment"'));
    assert.ok(
      problems.some((problem) => problem.startsWith('an assignment ends in judge(…)')),
      problems.join('\n'),
    );
  });

  it('says what is wrong with a file of wrong answers that cannot be read', async () => {
    const path = join(folder, 'y.lab.ts');
    await writeFile(path, text);
    await writeFile(join(folder, 'y.wrong.ts'), 'export const wrong = { z: [{ code: 1, says: "x" }] };');
    const { problems } = await proveLab(path, { dist });
    assert.match(
      problems.join('\n'),
      /^\.wrong\.ts: it must export “wrong”, by exercise a list of \{ code, says \}: z\.0\.code/m,
    );
  });

  it('is one command, which names labs that are not there', () => {
    const args = [
      '--disable-warning=ExperimentalWarning',
      join(root, 'src/labs/proof/main.ts'),
      'C9_W9_Lab_9',
      '--json',
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.deepEqual(JSON.parse(stdout), { schemaVersion: 1, missing: ['C9_W9_Lab_9'], labs: [] });
    assert.match(stderr, /There is no lab C9_W9_Lab_9/);
  });
});
