import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { parse } from 'yaml';
import { ddl, revision } from '../../../../src/mlops/tracking/schema.ts';
import { Store } from '../../../../src/mlops/tracking/store.ts';
import { Tracker } from '../../../../src/mlops/tracking/tracker.ts';
import { decodeMetric, encodeMetric } from '../../../../src/mlops/tracking/values.ts';
import { normalizedSchema } from '../../../parity/schema.ts';
import { query, refuses, useWorkspace } from '../../trackingWorkspace.ts';

describe('tracking: the schema', () => {
  it('is the one that MLflow 2.22 creates', () => {
    const theirs = JSON.parse(readFileSync(new URL('../../../fixtures/mlflow-schema.json', import.meta.url), 'utf8'));
    const db = new DatabaseSync(':memory:');
    db.exec(ddl);
    assert.equal(theirs.revision, revision);
    assert.deepEqual(normalizedSchema(db), theirs.schema);
  });
});

describe('tracking: values', () => {
  it('come back as they were, also what SQL cannot hold', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        fc.pre(Math.abs(value) !== Number.MAX_VALUE);
        const { value: stored, isNan } = encodeMetric(value);
        assert.ok(Number.isFinite(stored));
        assert.equal(decodeMetric(stored, isNan === 1), value);
      }),
    );
  });
});

describe('tracking: the store', () => {
  let tracker: Tracker;
  // Before the folder goes: hooks run in the order in which they are written.
  afterEach(() => {
    tracker.endRun('FINISHED');
    tracker.close();
  });
  const workspace = useWorkspace();
  beforeEach(() => {
    tracker = new Tracker();
    tracker.configure({ workspace: workspace(), flushMs: 5 });
  });

  it('begins with the experiment Default, as MLflow does', () => {
    tracker.setExperiment('Default');
    const rows = query(workspace(), 'SELECT experiment_id, name, lifecycle_stage FROM experiments');
    assert.deepEqual(rows, [{ experiment_id: 0, name: 'Default', lifecycle_stage: 'active' }]);
  });

  it('records a run', () => {
    tracker.setExperiment('digits');
    const run = tracker.startRun({ name: 'first', params: { lr: 0.1, layers: [8, 1] }, tags: { note: 'ü' } });
    tracker.logMetrics({ loss: 0.5, acc: 0.9 }, 0);
    tracker.logMetrics({ loss: Number.NaN, acc: Number.POSITIVE_INFINITY }, 1);
    tracker.logText('notes/a.txt', 'hello');
    tracker.endRun('FINISHED');

    assert.deepEqual(query(workspace(), 'SELECT key, value FROM params ORDER BY key'), [
      { key: 'layers', value: '[8,1]' },
      { key: 'lr', value: '0.1' },
    ]);
    assert.deepEqual(query(workspace(), 'SELECT key, step, value, is_nan FROM metrics ORDER BY key, step'), [
      { key: 'acc', step: 0, value: 0.9, is_nan: 0 },
      { key: 'acc', step: 1, value: Number.MAX_VALUE, is_nan: 0 },
      { key: 'loss', step: 0, value: 0.5, is_nan: 0 },
      { key: 'loss', step: 1, value: 0, is_nan: 1 },
    ]);
    const [row] = query(workspace(), 'SELECT status, end_time, artifact_uri FROM runs');
    assert.equal(row?.status, 'FINISHED');
    assert.ok(Number(row?.end_time) > 0);
    assert.match(String(row?.artifact_uri), /^file:\/\/\/.*\/mlartifacts\/1\/[0-9a-f]{32}\/artifacts$/);
    assert.equal(readFileSync(join(run.artifactDir, 'notes/a.txt'), 'utf8'), 'hello');
    const summary = parse(readFileSync(join(run.artifactDir, 'run.yaml'), 'utf8'));
    assert.deepEqual([summary.name, summary.status, summary.params.lr], ['first', 'FINISHED', '0.1']);
    assert.deepEqual(summary.metrics, { acc: Number.POSITIVE_INFINITY, loss: Number.NaN });
    assert.equal(summary.tags['mlflow.runName'], 'first');
    assert.equal(existsSync(join(workspace(), 'mlruns')), false);
  });

  it('writes what is gathered after a while, and starts a run by itself', async () => {
    tracker.logMetrics({ loss: 1 });
    assert.deepEqual(query(workspace(), 'SELECT value FROM metrics'), []);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(query(workspace(), 'SELECT value FROM metrics'), [{ value: 1 }]);
    assert.match(tracker.activeRun?.name ?? '', /^[a-z]+-[a-z]+-\d{3}$/);
  });

  it('writes 1000 points at once without waiting', () => {
    for (let step = 0; step < 1000; step++) tracker.logMetrics({ loss: step }, step);
    assert.equal(query(workspace(), 'SELECT count(*) AS n FROM metrics')[0]?.n, 1000);
  });

  it('keeps as latest the greatest step, then time, then value, whatever the order of arrival', () => {
    const point = fc.record({
      key: fc.constant('m'),
      step: fc.integer({ min: -2, max: 2 }),
      timestamp: fc.integer({ min: 1, max: 3 }),
      value: fc.constantFrom(-1, 0, 2.5, Number.NaN, Number.POSITIVE_INFINITY),
    });
    const store = new Store(workspace());
    fc.assert(
      fc.property(fc.array(fc.array(point, { minLength: 1 }), { minLength: 1 }), (batches) => {
        const run = store.createRun('p', 'p', 'u', {}, {});
        for (const batch of batches) store.logMetrics(run.id, batch);
        const latest = query(
          workspace(),
          'SELECT step, timestamp, value FROM latest_metrics WHERE run_uuid = ?',
          run.id,
        );
        const expected = query(
          workspace(),
          'SELECT step, timestamp, value FROM metrics WHERE run_uuid = ? ORDER BY step DESC, timestamp DESC, value DESC LIMIT 1',
          run.id,
        );
        assert.deepEqual(latest, expected);
      }),
      { numRuns: 30 },
    );
    store.close();
  });

  it('refuses to change a param, and writes none of that call', () => {
    tracker.startRun({ params: { lr: 1 } });
    tracker.logParams({ lr: 1 });
    const error = refuses('param-changed', () => tracker.logParams({ other: 1, lr: 2 }));
    assert.match(error.message, /'lr'.*'1'.*'2'/);
    assert.deepEqual(query(workspace(), 'SELECT key, value FROM params'), [{ key: 'lr', value: '1' }]);
  });

  it('sets a tag again', () => {
    tracker.setTags({ note: 'a' });
    tracker.setTags({ note: 'b' });
    assert.deepEqual(query(workspace(), `SELECT value FROM tags WHERE key = 'note'`), [{ value: 'b' }]);
  });

  for (const key of ['', '..', '../x', '/x', 'x/', 'a//b', './a', 'a;b', 'x'.repeat(251)]) {
    it(`refuses the name ${JSON.stringify(key.slice(0, 20))}`, () => {
      refuses('invalid-key', () => tracker.logMetrics({ [key]: 1 }));
      refuses('invalid-key', () => tracker.logParams({ [key]: 1 }));
    });
  }

  it("keeps MLflow's limits, in characters and not in code units", () => {
    tracker.logParams({ [`${'ü'.repeat(250)}`]: '😀'.repeat(6000) });
    refuses('invalid-value', () => tracker.logParams({ p: 'x'.repeat(6001) }));
    refuses('invalid-value', () => tracker.setTags({ p: 'x'.repeat(8001) }));
    refuses('invalid-value', () => tracker.logMetrics({ m: 1 }, 0.5));
    refuses('invalid-value', () => tracker.setExperiment(' '));
  });

  for (const path of ['../x', '/etc/x', 'a/../../x', 'a\\..\\x', '', 'c:/x', 'a\0']) {
    it(`refuses the artifact path ${JSON.stringify(path)}`, () => {
      tracker.startRun({});
      refuses('invalid-artifact-path', () => tracker.logText(path, ''));
    });
  }

  it('has one run open at a time, and takes one up again', () => {
    const first = tracker.startRun({ name: 'one' });
    refuses('run-active', () => tracker.startRun({}));
    tracker.endRun('FAILED');
    tracker.endRun('FINISHED');
    assert.deepEqual(tracker.resumeRun(first.id), first);
    tracker.logMetrics({ late: 1 });
    tracker.endRun('FINISHED');
    assert.deepEqual(query(workspace(), 'SELECT name, status FROM runs'), [{ name: 'one', status: 'FINISHED' }]);
    refuses('run-not-found', () => tracker.resumeRun('nothing'));
  });

  it('never writes artifacts where a foreign database points out of the workspace', () => {
    const run = tracker.startRun({});
    tracker.endRun('FINISHED');
    query(workspace(), `UPDATE runs SET artifact_uri = 'file:///etc'`);
    assert.equal(tracker.resumeRun(run.id).artifactDir, run.artifactDir);
  });

  for (const [what, link, to] of [
    ['folder of all artifacts', 'mlartifacts', 'out'],
    ['folder of the run’s artifacts', 'mlartifacts/0/RUN/artifacts', 'out'],
    ['folder below them', 'mlartifacts/0/RUN/artifacts/notes', 'out'],
    ['folder that does not exist yet', 'mlartifacts/0/RUN/artifacts', 'out/later'],
  ] as const) {
    it(`never writes artifacts through a link out of the workspace: a ${what}`, () => {
      const outside = mkdtempSync(join(tmpdir(), 'mlops-lab-outside-'));
      const run = tracker.startRun({});
      const path = join(workspace(), link.replace('RUN', run.id));
      mkdirSync(join(path, '..'), { recursive: true });
      symlinkSync(to.replace('out', outside), path);
      const error = refuses('invalid-artifact-path', () => tracker.logText('notes/a.txt', 'secret'));
      assert.match(error.message, /leads out of/);
      assert.deepEqual(readdirSync(outside), []);
      rmSync(path);
      tracker.logText('notes/a.txt', 'fine');
      rmSync(outside, { recursive: true });
    });
  }

  it('refuses ids that would be paths', () => {
    const run = tracker.startRun({ experiment: 'e' });
    tracker.endRun('FINISHED');
    tracker.close();
    const db = new DatabaseSync(join(workspace(), 'mlflow.db'), { enableForeignKeyConstraints: false });
    db.exec(`CREATE TABLE other (experiment_id TEXT PRIMARY KEY, name TEXT, artifact_location TEXT,
               lifecycle_stage TEXT, creation_time INTEGER, last_update_time INTEGER, workspace TEXT DEFAULT 'default');
             INSERT INTO other (experiment_id, name, lifecycle_stage) VALUES ('../../..', 'e', 'active');
             DROP TABLE experiments;
             ALTER TABLE other RENAME TO experiments;
             UPDATE runs SET experiment_id = '../../..', artifact_uri = 's3://x'`);
    db.close();
    const store = new Store(workspace());
    assert.match(refuses('damaged-database', () => store.reopenRun(run.id)).message, /'\.\.\/\.\.\/\.\.'/);
    refuses('damaged-database', () => store.createRun('e', 'n', 'u', {}, {}));
    store.close();
    assert.equal(query(workspace(), 'SELECT count(*) AS n FROM runs')[0]?.n, 1);
  });

  it('ends a run whose times no calendar holds', () => {
    const run = tracker.startRun({});
    query(workspace(), 'UPDATE runs SET start_time = 9223372036854775807');
    tracker.endRun('FINISHED');
    const { started } = parse(readFileSync(join(run.artifactDir, 'run.yaml'), 'utf8'));
    assert.equal(started, '1970-01-01T00:00:00.000Z');
  });

  it('takes a folder by any of its names for the same', () => {
    const link = join(workspace(), 'link');
    symlinkSync(workspace(), link);
    tracker.startRun({});
    tracker.configure({ workspace: link });
    refuses('run-active', () => tracker.configure({ workspace: join(workspace(), 'other') }));
  });

  it('lets an automatic run give way, and no other', () => {
    tracker.startRun({ name: 'automatic', automatic: true });
    tracker.startRun({ name: 'own' });
    refuses('run-active', () => tracker.startRun({ automatic: true }));
    assert.deepEqual(query(workspace(), 'SELECT name, status FROM runs ORDER BY start_time, rowid'), [
      { name: 'automatic', status: 'FINISHED' },
      { name: 'own', status: 'RUNNING' },
    ]);
  });

  it('ends another run than the active one, and only once', () => {
    const left = new Store(workspace());
    const { id } = left.createRun('e', 'left', 'u', {}, {});
    left.close();
    tracker.startRun({ name: 'active' });
    assert.equal(tracker.endRun('KILLED', id)?.name, 'left');
    const row = () => query(workspace(), 'SELECT status, end_time FROM runs WHERE run_uuid = ?', id);
    const ended = row();
    assert.equal(ended[0]?.status, 'KILLED');
    tracker.endRun('FINISHED', id);
    assert.deepEqual(row(), ended);
    assert.equal(tracker.activeRun?.name, 'active');
    refuses('run-not-found', () => tracker.endRun('FINISHED', 'nothing'));
  });

  it('has runs within a run, each with its own points, and the outer one again afterwards', () => {
    const outer = tracker.startRun({ name: 'outer', description: 'all' });
    const inner = tracker.startRun({ name: 'inner', nested: true });
    tracker.logMetrics({ m: 1 });
    tracker.endRun('FINISHED');
    assert.equal(tracker.activeRun?.id, outer.id);
    tracker.logMetrics({ m: 2 }, 3, 4);
    tracker.setTags({ gone: 1 });
    tracker.deleteTag('gone');
    refuses('tag-not-found', () => tracker.deleteTag('gone'));
    tracker.endRun('FINISHED');
    assert.deepEqual(query(workspace(), 'SELECT run_uuid AS id, value, step FROM metrics ORDER BY value'), [
      { id: inner.id, value: 1, step: 0 },
      { id: outer.id, value: 2, step: 3 },
    ]);
    const tags = `SELECT run_uuid AS id, value FROM tags WHERE key IN ('mlflow.parentRunId', 'mlflow.note.content', 'gone') ORDER BY value`;
    assert.deepEqual(
      query(workspace(), tags),
      [
        { id: inner.id, value: outer.id },
        { id: outer.id, value: 'all' },
      ].sort((a, b) => (a.value < b.value ? -1 : 1)),
    );
  });

  it('says what data a run was made from, once', () => {
    const run = tracker.startRun({});
    const dataset = { name: 'taxi', source: 'data/taxi.csv', profile: { num_rows: 3 } };
    tracker.logInput(dataset, 'training');
    tracker.logInput(dataset, 'training');
    const rows = query(
      workspace(),
      `SELECT d.name, dataset_source_type AS type, dataset_source AS source, dataset_profile AS profile,
         destination_id AS run, t.name AS tag, t.value
       FROM datasets d JOIN inputs ON source_id = dataset_uuid JOIN input_tags t USING (input_uuid)`,
    );
    const source = '{"uri":"data/taxi.csv"}';
    const tag = { tag: 'mlflow.data.context', value: 'training' };
    assert.deepEqual(rows, [{ name: 'taxi', type: 'local', source, profile: '{"num_rows":3}', run: run.id, ...tag }]);
    refuses('invalid-value', () => tracker.logInput({ ...dataset, digest: 'x'.repeat(37) }));
  });
});
