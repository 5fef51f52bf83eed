/** The bundled labs under plain Node, with the solution and with the starter. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exerciseOf, starterText } from '../../../src/labs/exercise.ts';
import { parseLab } from '../../../src/labs/file.ts';

const register = new URL('../../../src/mlops/register.ts', import.meta.url).href;
const lab = new URL('../../../course/C2/W2/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts', import.meta.url);

interface Run {
  readonly code: number;
  readonly passed: string[];
  readonly failed: string[];
  readonly output: string;
}

async function run(text: string, folder: string): Promise<Run> {
  const file = join(folder, 'under-test.lab.ts');
  await writeFile(file, text);
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', register, file], { cwd: folder }, (error, stdout, stderr) => {
      const names = (word: string) =>
        [...stdout.matchAll(new RegExp(`^${word} +(.*)$`, 'gm'))].map((match) => match[1]!);
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, passed: names('passed'), failed: names('FAILED'), output: stdout + stderr });
    });
  });
}

describe('C2_W2_Lab_1', function () {
  this.timeout(60_000);
  let folder: string;
  let text: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-course-'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    text = await readFile(lab, 'utf8');
  });
  after(() => rm(folder, { recursive: true }));

  it('has one exercise and four checks', () => {
    const { cells } = parseLab(text);
    assert.deepEqual(
      cells.flatMap((cell) => cell.metadata.exercise ?? []),
      ['z_score'],
    );
    assert.deepEqual(
      cells.flatMap((cell) => cell.metadata.check ?? []),
      ['analyzed', 'z_score', 'served', 'learned'],
    );
    assert.equal(cells.filter((cell) => exerciseOf(cell)).length, 1);
  });

  it('passes all checks with its solution', async () => {
    const { code, passed, failed, output } = await run(text, folder);
    assert.deepEqual({ code, failed, passed: passed.length }, { code: 0, failed: [], passed: 4 }, output);
  });

  it('fails exactly the exercise’s check with its starter, and gives a hint', async () => {
    const { code, passed, failed, output } = await run(starterText(text), folder);
    assert.equal(code, 1, output);
    assert.equal(passed.length, 3, output);
    assert.deepEqual(failed, ['zScore divides the centred values by their standard deviation']);
    assert.match(output, /expected \[ -1\.224745, 0, 1\.224745 \], got \[ -1, 0, 1 \]/);
    assert.match(output, /hint: Keep the centred part/);
  });
});
