import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { parse } from 'yaml';
import { fitCallbacks } from '../../src/mlops/tracking/autolog.ts';
import { gitCommit } from '../../src/mlops/tracking/environment.ts';
import { TrackingError } from '../../src/mlops/tracking/errors.ts';
import { ddl, revision } from '../../src/mlops/tracking/schema.ts';
import { Store } from '../../src/mlops/tracking/store.ts';
import { Tracker } from '../../src/mlops/tracking/tracker.ts';
import { decodeMetric, encodeMetric } from '../../src/mlops/tracking/values.ts';
import { normalizedSchema } from '../parity/schema.ts';
import { query, useWorkspace } from './trackingWorkspace.ts';

const library = new URL('../../src/mlops/tracking.ts', import.meta.url).href;

function refuses(code: string, work: () => unknown): TrackingError {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof TrackingError, String(error));
    assert.equal(error.code, code, error.message);
    return error;
  }
  assert.fail(`${code} was expected`);
}

describe('tracking: the schema', () => {
  it('is the one that MLflow 2.22 creates', () => {
    const theirs = JSON.parse(readFileSync(new URL('../fixtures/mlflow-schema.json', import.meta.url), 'utf8'));
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
  const workspace = useWorkspace();
  let tracker: Tracker;
  beforeEach(() => {
    tracker = new Tracker();
    tracker.configure({ workspace: workspace(), flushMs: 5 });
  });
  afterEach(() => {
    tracker.endRun('FINISHED');
    tracker.close();
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

  it('follows a training of TensorFlow.js and ends the run that it had to start', () => {
    const callbacks = fitCallbacks(tracker);
    const fit = { ...callbacks, params: { epochs: 2, batchSize: 32, samples: 100, steps: null } };
    fit.onTrainBegin();
    fit.onEpochEnd(0, { loss: 2, val_loss: 3 });
    fit.onEpochEnd(1, { loss: 1, val_loss: 2 });
    fit.onTrainEnd();
    assert.equal(tracker.activeRun, undefined);
    assert.deepEqual(query(workspace(), 'SELECT key, value FROM params ORDER BY key'), [
      { key: 'batch_size', value: '32' },
      { key: 'epochs', value: '2' },
      { key: 'samples', value: '100' },
    ]);
    assert.deepEqual(query(workspace(), 'SELECT key, step, value FROM latest_metrics ORDER BY key'), [
      { key: 'loss', step: 1, value: 1 },
      { key: 'val_loss', step: 1, value: 2 },
    ]);
  });
});

describe('tracking: databases that are not ours', () => {
  const workspace = useWorkspace();
  const open = () => new Store(workspace());
  const bytes = () => readFileSync(join(workspace(), 'mlflow.db'));

  it('refuses a file that is no database, and leaves it alone', () => {
    writeFileSync(join(workspace(), 'mlflow.db'), 'not a database, but a text of some length'.repeat(30));
    const before = bytes();
    assert.match(refuses('damaged-database', open).message, /mlflow\.db is damaged, or is no SQLite database/);
    assert.deepEqual(bytes(), before);
  });

  it('refuses a database of something else, and leaves it alone', () => {
    query(workspace(), 'CREATE TABLE runs (x)');
    const before = bytes();
    refuses('foreign-database', open);
    assert.deepEqual(bytes(), before);
  });

  it('refuses a column that it cannot fill, and writes beside one that has a default', () => {
    open().close();
    query(workspace(), `ALTER TABLE runs ADD COLUMN color TEXT NOT NULL DEFAULT 'red'`);
    const store = open();
    store.createRun('e', 'n', 'u', {}, {});
    store.close();
    query(workspace(), 'DROP TABLE tags');
    query(
      workspace(),
      'CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT, kind TEXT NOT NULL, PRIMARY KEY (key, run_uuid))',
    );
    assert.match(refuses('unsupported-schema', open).message, /tags\.kind must be filled/);
  });

  it('says which folder is missing', () => {
    assert.match(refuses('database-unusable', () => new Store(join(workspace(), 'gone'))).message, /gone/);
  });

  it('says when another process holds the database', () => {
    const store = new Store(workspace(), 20);
    const rival = new DatabaseSync(join(workspace(), 'mlflow.db'));
    rival.exec('BEGIN IMMEDIATE');
    refuses('database-busy', () => store.experiment('x'));
    rival.exec('ROLLBACK');
    rival.close();
    store.experiment('x');
    store.close();
  });

  it('leaves no probe file, and switches only its own databases to WAL', () => {
    const store = open();
    assert.equal(query(workspace(), 'PRAGMA journal_mode')[0]?.journal_mode, 'wal');
    assert.deepEqual(
      readdirSync(workspace()).filter((name) => name.includes('probe')),
      [],
    );
    store.close();
    query(workspace(), 'PRAGMA journal_mode = DELETE');
    open().close();
    assert.equal(query(workspace(), 'PRAGMA journal_mode')[0]?.journal_mode, 'delete');
  });
});

describe('tracking: processes', () => {
  const workspace = useWorkspace();
  const script = (body: string) => `
    const t = await import(${JSON.stringify(library)});
    t.configure({ workspace: ${JSON.stringify(workspace())}, flushMs: 60000 });
    ${body}`;
  const run = (body: string) =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script(body)], {
      encoding: 'utf8',
    });

  it('writes what is left and ends the run when the process exits', () => {
    const { stderr } = run(`t.logMetric('loss', 1); t.logMetric('loss', 0.5, 1);`);
    assert.equal(stderr, '');
    assert.deepEqual(query(workspace(), 'SELECT status FROM runs'), [{ status: 'FINISHED' }]);
    assert.equal(query(workspace(), 'SELECT count(*) AS n FROM metrics')[0]?.n, 2);
  });

  it('ends the run as failed when the process fails', () => {
    assert.notEqual(run(`t.logMetric('loss', 1); throw new Error('no');`).status, 0);
    assert.deepEqual(query(workspace(), 'SELECT status FROM runs'), [{ status: 'FAILED' }]);
  });

  it('loses nothing that flush acknowledged when it is killed', () => {
    const { signal } = run(`t.logMetric('loss', 1); await t.flush(); process.kill(process.pid, 'SIGKILL');`);
    assert.equal(signal, 'SIGKILL');
    assert.deepEqual(query(workspace(), 'SELECT value FROM metrics'), [{ value: 1 }]);
    assert.deepEqual(query(workspace(), 'SELECT status FROM runs'), [{ status: 'RUNNING' }]);
    const store = new Store(workspace());
    store.experiment('after');
    store.close();
  });

  it('lets several processes create and write at the same moment', async function () {
    this.timeout(20_000);
    const { spawn } = await import('node:child_process');
    const body = script(`for (let i = 0; i < 50; i++) { t.logMetric('m', i, i); await t.flush(); }`);
    const one = () =>
      new Promise<string>((resolve) => {
        const child = spawn(process.execPath, [
          '--disable-warning=ExperimentalWarning',
          '--input-type=module',
          '-e',
          body,
        ]);
        let said = '';
        child.stderr.on('data', (data) => {
          said += data;
        });
        child.on('close', () => resolve(said));
      });
    assert.deepEqual(await Promise.all([one(), one(), one(), one()]), ['', '', '', '']);
    assert.equal(query(workspace(), 'SELECT count(*) AS n FROM metrics')[0]?.n, 200);
    assert.equal(query(workspace(), `SELECT count(*) AS n FROM runs WHERE status = 'FINISHED'`)[0]?.n, 4);
  });
});

describe('tracking: the git commit', () => {
  const workspace = useWorkspace();

  it('is the one that git says, loose and packed', () => {
    const git = (...args: string[]) => {
      const identity = ['-c', 'user.name=n', '-c', 'user.email=e'];
      const { stdout, status, stderr } = spawnSync('git', [...identity, ...args], {
        cwd: workspace(),
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      return stdout.trim();
    };
    git('init', '-q');
    assert.equal(gitCommit(workspace()), undefined);
    git('commit', '-q', '--allow-empty', '-m', 'x');
    const head = git('rev-parse', 'HEAD');
    assert.equal(gitCommit(join(workspace(), 'below')), head);
    git('pack-refs', '--all');
    assert.equal(gitCommit(workspace()), head);
    git('checkout', '-q', '--detach');
    assert.equal(gitCommit(workspace()), head);
  });
});
