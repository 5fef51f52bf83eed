import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { entryText, parseEntry } from '../../../../src/mlops/tracking/entries.ts';
import { Store } from '../../../../src/mlops/tracking/store.ts';
import { Tracker } from '../../../../src/mlops/tracking/tracker.ts';
import { WriteQueue } from '../../../../src/mlops/tracking/writeQueue.ts';
import { skip } from '../../../skip.ts';
import { query, useWorkspace } from '../../trackingWorkspace.ts';

const library = new URL('../../../../src/mlops/tracking.ts', import.meta.url).href;

/** What is said on standard error while `work` runs. */
function warningsOf(work: () => void): string[] {
  const { warn } = console;
  const said: string[] = [];
  console.warn = (text: string) => said.push(text);
  try {
    work();
  } finally {
    console.warn = warn;
  }
  return said;
}

describe('tracking: the training goes on', () => {
  const workspace = useWorkspace();
  const file = () => join(workspace(), 'mlflow.db');
  const left = () => readdirSync(workspace()).filter((name) => name.includes('unwritten'));
  const train = (tracker: Tracker) => {
    tracker.startRun({ experiment: 'e', name: 'kept', params: { lr: 1 }, tags: { note: 'a' } });
    for (let step = 0; step < 1500; step++) tracker.logMetrics({ loss: step || Number.NaN }, step);
    tracker.setTags({ note: 'b' });
    tracker.logParams({ depth: 2 });
    tracker.flush();
    tracker.endRun('FINISHED');
  };
  const assertKept = () => {
    const runs = query(
      workspace(),
      'SELECT runs.name, status, e.name AS experiment FROM runs JOIN experiments e USING (experiment_id)',
    );
    assert.deepEqual(runs, [{ name: 'kept', status: 'FINISHED', experiment: 'e' }]);
    const points = query(workspace(), 'SELECT count(*) AS n, sum(is_nan) AS nans, max(value) AS last FROM metrics');
    assert.deepEqual(points, [{ n: 1500, nans: 1, last: 1499 }]);
    const params = query(workspace(), 'SELECT key, value FROM params ORDER BY key');
    assert.deepEqual(params, [
      { key: 'depth', value: '2' },
      { key: 'lr', value: '1' },
    ]);
    assert.deepEqual(query(workspace(), `SELECT value FROM tags WHERE key = 'note'`), [{ value: 'b' }]);
    assert.equal(query(workspace(), 'PRAGMA integrity_check')[0]?.integrity_check, 'ok');
  };

  const troubles: readonly [title: string, make: () => void, words: RegExp][] = [
    [
      'a corrupt database',
      () => writeFileSync(file(), 'no database, but a text'.repeat(99)),
      /is damaged, or is no SQLite/,
    ],
    ['a database of something else', () => void query(workspace(), 'CREATE TABLE runs (x)'), /but not MLflow's/],
    [
      'a database of a newer MLflow',
      () => {
        new Store(workspace()).close();
        query(workspace(), 'DROP TABLE tags');
        query(workspace(), 'CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT, kind TEXT NOT NULL)');
      },
      /upgraded by an MLflow newer.*tags\.kind/,
    ],
  ];
  for (const [title, make, words] of troubles) {
    it(`with ${title}: told once, kept, and written by the next who can`, () => {
      make();
      const first = new Tracker();
      first.configure({ workspace: workspace() });
      const said = warningsOf(() => {
        train(first);
        first.close();
      });
      assert.equal(said.length, 2, said.join('\n'));
      assert.match(said[0]!, words);
      assert.match(said[0]!, /The training goes on; up to 200000 points are kept/);
      assert.match(said[1]!, /waits in .*mlflow\.db-unwritten\..*\. The next run/);

      // A process that is alive keeps what it has; this one plays the next.
      const [name = ''] = left();
      renameSync(join(workspace(), name), join(workspace(), name.replace(`.${process.pid}.`, '.999999999.')));
      renameSync(file(), join(workspace(), 'moved.db'));
      const next = new Tracker();
      next.configure({ workspace: workspace() });
      next.setExperiment('e');
      next.close();
      assertKept();
      assert.deepEqual(left(), []);
    });
  }

  it('while another program holds the database, and writes all when it lets go', async () => {
    new Store(workspace()).close();
    const rival = new DatabaseSync(file());
    rival.exec('BEGIN IMMEDIATE');
    const queue = new WriteQueue({ workspace: workspace(), openStore: () => new Store(workspace(), 20) });
    const run = { id: 'a'.repeat(32), experiment: 'e', name: 'n', user: 'u', start: 1, tags: {}, params: {} };
    const said = warningsOf(() => queue.write({ op: 'run', id: run.id, run }));
    assert.match(said.join(), /held by another program/);
    queue.keep({ op: 'metrics', id: run.id, rows: [{ key: 'm', value: 1, step: 0, timestamp: 1 }] });
    rival.exec('ROLLBACK');
    rival.close();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    assert.deepEqual(
      warningsOf(() => assert.ok(queue.drain())),
      ['Runs are recorded again. What was kept has been written.'],
    );
    queue.close();
    assert.deepEqual(query(workspace(), 'SELECT value FROM metrics'), [{ value: 1 }]);
    assert.deepEqual(left(), []);
  });

  it('when MLflow migrates the database under an open run', () => {
    const tracker = new Tracker();
    tracker.configure({ workspace: workspace() });
    tracker.startRun({ experiment: 'e' });
    query(workspace(), `ALTER TABLE metrics ADD COLUMN color TEXT NOT NULL DEFAULT 'red'`);
    query(workspace(), `UPDATE alembic_version SET version_num = 'ffffffffffff'`);
    tracker.logMetrics({ m: 1 });
    tracker.flush();
    assert.deepEqual(query(workspace(), 'SELECT value, color FROM metrics'), [{ value: 1, color: 'red' }]);
    query(workspace(), 'ALTER TABLE tags RENAME TO old_tags');
    query(workspace(), 'CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT, kind TEXT NOT NULL)');
    const said = warningsOf(() => {
      tracker.setTags({ a: 1 });
      tracker.logMetrics({ m: 2 });
      tracker.endRun('FINISHED');
      tracker.close();
    });
    assert.match(said[0]!, /tags\.kind must be filled/);
    assert.equal(left().length, 1);
  });

  it('says when no more is kept', () => {
    writeFileSync(file(), 'no database, but a text'.repeat(99));
    const queue = new WriteQueue({ workspace: workspace(), openStore: () => new Store(workspace()), limit: 2 });
    const point = (step: number) =>
      queue.keep({ op: 'metrics', id: 'a', rows: [{ key: 'm', value: 1, step, timestamp: 1 }] });
    const said = warningsOf(() => [1, 2, 3, 4].forEach(point));
    assert.deepEqual(said, ['2 points wait to be recorded, the most that are kept. Later ones are lost until then.']);
    assert.equal(queue.points, 2);
    warningsOf(() => queue.close());
  });

  it('in a folder that may not be written, where it says that nothing is kept', function () {
    if (process.getuid?.() === 0) skip(this, 'Root may write everywhere.');
    chmodSync(workspace(), 0o500);
    try {
      const tracker = new Tracker();
      tracker.configure({ workspace: workspace() });
      const said = warningsOf(() => {
        train(tracker);
        tracker.logText('a.txt', 'text');
        tracker.endRun('FINISHED');
        tracker.close();
      }).join('\n');
      assert.match(said, /cannot be read or written/);
      assert.match(said, /artifact 'a\.txt' is not kept/);
      assert.match(said, /1500 points.*written nowhere/);
    } finally {
      chmodSync(workspace(), 0o700);
    }
  });

  it('on a disk that is full, and writes all when there is room', function () {
    const mount = `mount -t tmpfs -o size=16m none ${workspace()}`;
    const inside = (command: string) =>
      spawnSync('unshare', ['-rm', 'sh', '-c', `${mount} && ${command}`], { encoding: 'utf8' });
    if (inside('true').status !== 0) skip(this, 'No small disk can be mounted here without root.');
    const script = `
      import { writeFileSync, rmSync } from 'node:fs';
      const t = await import(${JSON.stringify(library)});
      t.configure({ workspace: process.cwd() });
      await t.startRun();
      t.logMetric('m', 0, 0);
      await t.flush();
      try { for (let i = 0; ; i++) writeFileSync('fill' + i, Buffer.alloc(1 << (i < 200 ? 16 : 12))); } catch (error) { console.log(error.code); }
      for (let step = 1; step <= 5000; step++) t.logMetric('m', step, step);
      await t.flush();
      t.logText('a.txt', 'x'.repeat(100_000));
      for (let i = 0; i < 240; i++) rmSync('fill' + i, { force: true });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await t.endRun();
      const { DatabaseSync } = await import('node:sqlite');
      const db = new DatabaseSync('mlflow.db');
      console.log(JSON.stringify(db.prepare('SELECT count(*) AS n FROM metrics').get()), db.prepare('PRAGMA integrity_check').get().integrity_check);`;
    writeFileSync(join(workspace(), '..', 'mlops-lab-full.mjs'), script);
    const path = join(workspace(), '..', 'mlops-lab-full.mjs');
    const { stdout, stderr } = inside(
      `cd ${workspace()} && '${process.execPath}' --disable-warning=ExperimentalWarning ${path}`,
    );
    rmSync(path);
    assert.match(stderr, /cannot be read or written.*free space.*The training goes on/);
    assert.match(stderr, /Runs are recorded again/);
    assert.equal(stdout, 'ENOSPC\n{"n":5001} ok\n', stderr);
  });

  it('keeps lines that are ours, and none that are not', () => {
    const entry = {
      op: 'metrics',
      id: 'a',
      rows: [{ key: 'm', value: Number.NEGATIVE_INFINITY, step: 1, timestamp: 2 }],
    } as const;
    assert.deepEqual(parseEntry(entryText(entry)), entry);
    for (const line of ['', '{', 'null', '{"op":"metrics","id":"../x","rows":[]}', '{"op":"x","id":"a"}']) {
      assert.equal(parseEntry(line), undefined, line);
    }
    assert.equal(
      parseEntry('{"op":"metrics","id":"a","rows":[{"key":"..","value":1,"step":0,"timestamp":1}]}'),
      undefined,
    );
  });
});
