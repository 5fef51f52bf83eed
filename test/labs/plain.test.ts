/** The bundled labs under plain Node, with the solution and with the starter, as `--import mlops-lab/register` runs them. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { starterText } from '../../src/labs/exercise.ts';
import { findLabs } from '../../src/labs/proof/find.ts';
import { inLanes } from './lanes.ts';

const root = join(import.meta.dirname, '../..');
const register = new URL('../../src/mlops/register.ts', import.meta.url).href;
const labs = await findLabs(root, { ids: [], courses: [] });

interface Run {
  readonly code: number;
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
}

/** Runs a lab in a folder of its own, as others run beside it. */
async function run(text: string): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'mlops-lab-plain-'));
  try {
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    const file = join(folder, 'under-test.lab.ts');
    await writeFile(file, text);
    return await new Promise((resolve) => {
      execFile(process.execPath, ['--import', register, file], { cwd: folder }, (error, stdout, stderr) => {
        const count = (word: string) => [...stdout.matchAll(new RegExp(`^${word} `, 'gm'))].length;
        const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
        resolve({ code, passed: count('passed'), failed: count('FAILED'), output: stdout + stderr });
      });
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('every bundled lab as a plain module', () => {
  let runs: ReadonlyMap<string, Promise<{ readonly solution: Run; readonly starter: Run }>>;
  before(() => {
    runs = inLanes(labs, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { solution: await run(text), starter: await run(starterText(text)) };
    });
  });

  it('there is one', () => assert.ok(labs.length > 0));

  for (const { id } of labs) {
    it(`${id} passes all checks with its solution`, async () => {
      const { code, passed, failed, output } = (await runs.get(id)!).solution;
      assert.deepEqual({ code, failed }, { code: 0, failed: 0 }, output);
      assert.ok(passed >= 3, output);
    });

    it(`${id} runs to its end with its starter, and fails checks that say why and give a hint`, async () => {
      const { code, failed, output } = (await runs.get(id)!).starter;
      assert.equal(code, 1, output);
      assert.ok(failed >= 3, output);
      assert.match(output, /hint: /);
      assert.doesNotMatch(output, /^ +at /m, 'no cell throws');
    });
  }
});
