import assert from 'node:assert/strict';
import { inLanes, tryAgain, unsteadyLimit } from '../../../tools/testing/jobs.mjs';

const passes = { passed: 3, failed: 0, failures: [] };
const fails = { passed: 2, failed: 1, failures: [{ title: 'a row', message: 'Timeout' }] };
const jobs = (count: number) => Array.from({ length: count }, (_, at) => ({ args: [`${at}.test.ts`] }));

describe('tools/testing/jobs.mjs', () => {
  it('runs as many jobs at once as there are lanes, and each one', async () => {
    let now = 0;
    let most = 0;
    const reports = await inLanes(2, jobs(5), async () => {
      most = Math.max(most, ++now);
      await new Promise((done) => setTimeout(done, 2));
      now--;
      return passes;
    });
    assert.deepEqual([reports.length, most], [5, 2]);
  });

  it('runs a job that failed once more, and says what failed first where it passes', async () => {
    const [first, second] = jobs(2);
    const ran = [
      { ...fails, job: first },
      { ...passes, job: second },
    ];
    const again: unknown[] = [];
    const reports = await tryAgain(ran, async (job: unknown) => {
      again.push(job);
      return passes;
    });
    assert.deepEqual(again, [first]);
    assert.deepEqual(
      reports.map(({ failed, unsteady }: { failed: number; unsteady?: unknown }) => [failed, unsteady]),
      [
        [0, undefined],
        [0, fails.failures],
      ],
    );
  });

  it('lets a job fail that fails twice', async () => {
    const [report] = await tryAgain([{ ...fails, job: jobs(1)[0] }], async () => fails);
    assert.deepEqual([report?.failed, report?.unsteady], [1, undefined]);
  });

  it('takes more failures than chance brings for what they are', async () => {
    const ran = jobs(unsteadyLimit + 1).map((job) => ({ ...fails, job }));
    assert.equal(await tryAgain(ran, () => assert.fail('runs again')), ran);
  });
});
