import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { Store } from '../../../../src/mlops/tracking/store.ts';
import { Tracker } from '../../../../src/mlops/tracking/tracker.ts';
import { query, useWorkspace } from '../../trackingWorkspace.ts';

const library = new URL('../../../../src/mlops/tracking.ts', import.meta.url).href;
const kills = 500;
const writersAtOnce = 8;

interface Acknowledged {
  readonly signal: string | null;
  readonly run: string;
  /** The points that calls had returned for: their steps are 0 to this, exclusive. */
  readonly points: number;
  readonly stderr: string;
}

/** Logs point after point, each acknowledged on standard output when the call has returned, until it is killed. */
const writer = (workspace: string, flushMs: number) => `
  import { writeSync } from 'node:fs';
  const t = await import(${JSON.stringify(library)});
  t.configure({ workspace: ${JSON.stringify(workspace)}, flushMs: ${flushMs} });
  const run = await t.startRun();
  writeSync(1, run.id + '\\n');
  for (let step = 0; ; step++) {
    t.logMetric('m', step, step, 1 + step);
    writeSync(1, '.');
    if (step % 20 === 19) await new Promise((resolve) => setTimeout(resolve, 1));
  }`;

/** Starts a writer and kills it when it has acknowledged so many points. */
function killed(workspace: string, after: number): Promise<Acknowledged> {
  const source = writer(workspace, after % 7);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', source]);
  let said = '';
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  child.stdout.on('data', (data) => {
    said += data;
    if (said.length > 33 + after) child.kill('SIGKILL');
  });
  return new Promise((resolve) =>
    child.on('close', (_, signal) => {
      const [run = '', dots = ''] = said.split('\n');
      resolve({ signal, run, points: dots.length, stderr });
    }),
  );
}

async function killMany(workspace: string): Promise<Acknowledged[]> {
  const ended: Acknowledged[] = [];
  let started = 0;
  const keepKilling = async () => {
    // The moment of the kill wanders over the flushes: 7 is prime to the writers and to their pauses.
    while (started < kills) ended.push(await killed(workspace, (started++ * 7) % 100));
  };
  await Promise.all(Array.from({ length: writersAtOnce }, keepKilling));
  return ended;
}

describe('tracking: kills', function () {
  this.timeout(240_000);
  const workspace = useWorkspace();

  it(`loses nothing that a call had returned for, in ${kills} kills of ${writersAtOnce} writers at once`, async () => {
    const ended = await killMany(workspace());
    assert.equal(ended.length, kills);
    assert.deepEqual(
      ended.filter(({ signal }) => signal !== 'SIGKILL').map(({ stderr }) => stderr),
      [],
    );
    // The next one that logs takes over what the last ones left.
    const next = new Tracker();
    next.configure({ workspace: workspace() });
    next.startRun({ name: 'next' });
    next.endRun('FINISHED');
    next.close();

    const rows = query(workspace(), 'SELECT run_uuid AS run, step, value FROM metrics ORDER BY run_uuid, step');
    const stepsOf = new Map<string, typeof rows>(ended.map(({ run }) => [run, []]));
    for (const row of rows) stepsOf.get(String(row.run))?.push(row);
    let acknowledged = 0;
    for (const { run, points } of ended) {
      acknowledged += points;
      const found = stepsOf.get(run) ?? [];
      assert.ok(found.length >= points, `${found.length} of ${points} points of ${run}`);
      assert.deepEqual(
        found.map(({ step, value }) => [step, value]),
        found.map((_, step) => [step, step]),
      );
    }
    assert.ok(acknowledged > kills, `${acknowledged} points were acknowledged`);
    assert.equal(query(workspace(), 'PRAGMA integrity_check')[0]?.integrity_check, 'ok');
    assert.equal(
      query(
        workspace(),
        `SELECT count(*) AS n FROM latest_metrics l WHERE step <> (SELECT max(step) FROM metrics m WHERE m.run_uuid = l.run_uuid)`,
      )[0]?.n,
      0,
    );
    assert.deepEqual(
      readdirSync(workspace()).filter((name) => name.includes('unwritten')),
      [],
    );
    new Store(workspace()).close();
    console.log(`      ${acknowledged} acknowledged points, ${rows.length} in the database`);
  });
});
