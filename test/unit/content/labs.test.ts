/** The bundled labs under plain Node, with the solution and with the starter; `npm run labs` proves what they teach. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { bundledCourse } from '../../../src/course/load.ts';
import { starterText } from '../../../src/labs/exercise.ts';
import { frontMatter, parseLab } from '../../../src/labs/file.ts';
import { fileOf } from '../../../src/shared/model.ts';
import { extensionRoot } from '../courseFolder.ts';

const register = new URL('../../../src/mlops/register.ts', import.meta.url).href;
const labs = globSync('C?/W?/*.lab.ts', { cwd: join(extensionRoot, 'course') }).sort();

interface Run {
  readonly code: number;
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
}

async function run(text: string, folder: string): Promise<Run> {
  const file = join(folder, 'under-test.lab.ts');
  await writeFile(file, text);
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', register, file], { cwd: folder }, (error, stdout, stderr) => {
      const count = (word: string) => [...stdout.matchAll(new RegExp(`^${word} `, 'gm'))].length;
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, passed: count('passed'), failed: count('FAILED'), output: stdout + stderr });
    });
  });
}

describe('every bundled lab as a plain module', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-course-'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  });
  after(() => rm(folder, { recursive: true }));

  it('there is one', () => assert.ok(labs.length > 0));

  for (const lab of labs)
    describe(basename(lab, '.lab.ts'), () => {
      const text = () => readFile(join(extensionRoot, 'course', lab), 'utf8');

      it('passes all checks with its solution', async () => {
        const { code, passed, failed, output } = await run(await text(), folder);
        assert.deepEqual({ code, failed }, { code: 0, failed: 0 }, output);
        assert.ok(passed >= 3, output);
      });

      it('runs to its end with its starter, and fails checks that say why and give a hint', async () => {
        const { code, failed, output } = await run(starterText(await text()), folder);
        assert.equal(code, 1, output);
        assert.ok(failed >= 3, output);
        assert.match(output, /hint: /);
        assert.doesNotMatch(output, /^ +at /m, 'no cell throws');
      });
    });
});

describe('every bundled lab', () => {
  it('says that it is an assignment where course.yaml does, and nowhere else', async () => {
    const course = await bundledCourse(extensionRoot);
    const items = course.courses.flatMap(({ weeks }) => weeks.flatMap((week) => week.items));
    const here = items.flatMap((item) => {
      const path = fileOf(course, item);
      return path?.endsWith('.lab.ts') && item.state === 'resolved' ? [{ path, kind: item.kind }] : [];
    });
    for (const { path, kind } of here) {
      const { isAssignment = false } = frontMatter(parseLab(await readFile(path, 'utf8')), path);
      assert.equal(isAssignment, kind === 'assignment', path);
    }
  });
});
