import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { Store } from '../../../src/mlops/tracking/store.ts';
import { Tracker } from '../../../src/mlops/tracking/tracker.ts';
import { UserError } from '../../../src/platform/errors.ts';
import { curveSpec, describeCurve, thin, undrawable } from '../../../src/runs/chart.ts';
import { RunsClient } from '../../../src/runs/client.ts';
import { fromJsonNumber, type MetricSeries, parseFromPage, toJsonNumber } from '../../../src/runs/contract.ts';
import { databaseOrigin, databaseStamp } from '../../../src/runs/database.ts';
import {
  formatAgo,
  formatBytes,
  formatDuration,
  formatMetric,
  formatTime,
  headlineMetric,
} from '../../../src/runs/format.ts';
import { pageRun } from '../../../src/runs/page.ts';
import { parseMetricValue, parseStep } from '../../../src/runs/parse.ts';
import { getRun, listRuns } from '../../../src/runs/reader.ts';
import { query, useWorkspace } from '../trackingWorkspace.ts';

const worker = join(import.meta.dirname, '../../../src/runs/worker.ts');

/** A finished run with three losses, one of them NaN. */
function record(workspace: string, name: string): string {
  const tracker = new Tracker();
  tracker.configure({ workspace });
  const { id } = tracker.startRun({ experiment: 'e', name, params: { lr: 1 }, tags: { 'mlops-lab.lab': 'C1' } });
  tracker.logMetrics({ loss: 2 }, 0);
  tracker.logMetrics({ loss: Number.NaN }, 1);
  tracker.logMetrics({ loss: 0.5 }, 2);
  tracker.logText('notes/a.txt', 'hello');
  tracker.endRun('FINISHED');
  tracker.close();
  return id;
}

describe('experiments: reading', () => {
  const workspace = useWorkspace();

  it('finds nothing where nothing was recorded, and makes no file', () => {
    assert.deepEqual(listRuns(workspace()), []);
    assert.equal(getRun(workspace(), 'x'), undefined);
    assert.equal(databaseStamp(workspace()), 'none none');
  });

  it('lists the newest first, with params, tags and latest metrics', () => {
    record(workspace(), 'first');
    record(workspace(), 'second');
    const runs = listRuns(workspace());
    assert.deepEqual(
      runs.map((run) => run.name),
      ['second', 'first'],
    );
    const { status, experiment, params, metrics, tags } = runs[0]!;
    assert.deepEqual(
      { status, experiment, params, metrics },
      {
        status: 'FINISHED',
        experiment: 'e',
        params: { lr: '1' },
        metrics: { loss: 0.5 },
      },
    );
    assert.equal(tags['mlops-lab.lab'], 'C1');
    assert.deepEqual(
      listRuns(workspace(), 1).map((run) => run.name),
      ['second'],
    );
  });

  it('gives a run with its history and artifacts', () => {
    const id = record(workspace(), 'run');
    const run = getRun(workspace(), id);
    assert.deepEqual(
      run?.history.loss?.map((p) => [p.step, p.value]),
      [
        [0, 2],
        [1, Number.NaN],
        [2, 0.5],
      ],
    );
    assert.deepEqual(
      run.artifacts.map((a) => a.path),
      ['notes/a.txt', 'run.yaml'],
    );
    assert.equal(run.artifacts[0]?.bytes, 5);
    assert.equal(getRun(workspace(), 'nothing'), undefined);
  });

  it('leaves deleted runs out', () => {
    record(workspace(), 'run');
    query(workspace(), `UPDATE runs SET lifecycle_stage = 'deleted'`);
    assert.deepEqual(listRuns(workspace()), []);
  });

  it('finds the artifacts of a workspace that was moved', () => {
    const old = join(workspace(), 'old');
    const moved = join(workspace(), 'new');
    mkdirSync(old);
    const id = record(old, 'run');
    renameSync(old, moved);
    assert.equal(getRun(moved, id)?.artifacts.length, 2);
  });

  it('does not look outside the workspace, whatever the database or a link says', () => {
    const id = record(workspace(), 'run');
    const folder = getRun(workspace(), id)?.artifactFolder ?? assert.fail();
    symlinkSync('/etc', join(folder, 'link'));
    assert.deepEqual(
      getRun(workspace(), id)?.artifacts.map((a) => a.path),
      ['notes/a.txt', 'run.yaml'],
    );
    for (const uri of ['file:///etc', '/etc', '../..', 's3://bucket/x', 'file://host/x', 'file:///%']) {
      query(workspace(), 'UPDATE runs SET artifact_uri = ?', uri);
      assert.equal(getRun(workspace(), id)?.artifactFolder, folder, uri);
    }
  });

  it('lists nothing behind a link out of the workspace', () => {
    const outside = mkdtempSync(join(tmpdir(), 'mlops-lab-outside-'));
    const id = record(workspace(), 'run');
    const folder = getRun(workspace(), id)?.artifactFolder ?? assert.fail();
    for (const path of [folder, dirname(folder), join(workspace(), 'mlartifacts')]) {
      const away = join(outside, `${path.length}`);
      renameSync(path, away);
      symlinkSync(away, path);
      const run = getRun(workspace(), id);
      assert.deepEqual([run?.artifactFolder, run?.artifacts], [undefined, []], path);
      query(workspace(), `UPDATE runs SET artifact_uri = 's3://x'`);
      assert.equal(getRun(workspace(), id)?.artifactFolder, undefined, path);
      query(workspace(), 'UPDATE runs SET artifact_uri = ?', folder);
      rmSync(path);
      renameSync(away, path);
    }
    assert.equal(getRun(workspace(), id)?.artifacts.length, 2);
    rmSync(outside, { recursive: true });
  });

  it('lists what is in a workspace that was opened through a link', () => {
    const id = record(workspace(), 'run');
    const link = join(workspace(), 'link');
    symlinkSync(workspace(), link);
    assert.equal(getRun(link, id)?.artifacts.length, 2);
    query(workspace(), 'UPDATE runs SET artifact_uri = ?', join(workspace(), 'elsewhere'));
    mkdirSync(join(workspace(), 'elsewhere'));
    assert.equal(getRun(link, id)?.artifactFolder, join(workspace(), 'elsewhere'));
  });

  it('takes ids that would be paths for none', () => {
    const id = record(workspace(), 'run');
    const db = new DatabaseSync(join(workspace(), 'mlflow.db'), { enableForeignKeyConstraints: false });
    db.exec(`UPDATE runs SET experiment_id = '../labs/x', artifact_uri = 's3://x'`);
    db.close();
    mkdirSync(join(workspace(), 'labs/x', id, 'artifacts'), { recursive: true });
    assert.equal(getRun(workspace(), id)?.artifactFolder, undefined);
  });

  it('undoes what a killed writer has half written, and reads', () => {
    const id = record(workspace(), 'run');
    query(workspace(), 'PRAGMA journal_mode = DELETE');
    const path = join(workspace(), 'mlflow.db');
    // With hardly any cache, pages go to the file before the commit.
    const script = `
      const { DatabaseSync } = require('node:sqlite');
      const db = new DatabaseSync(${JSON.stringify(path)});
      db.exec('PRAGMA cache_size = 2; BEGIN');
      const insert = db.prepare("INSERT INTO params (key, value, run_uuid) VALUES (?, ?, '${id}')");
      for (let i = 0; i < 500; i++) insert.run('half' + i, 'x'.repeat(2000));
      process.kill(process.pid, 'SIGKILL');`;
    const { signal } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '-e', script]);
    assert.equal(signal, 'SIGKILL');
    assert.ok(existsSync(`${path}-journal`), 'the journal is hot');
    assert.deepEqual(
      listRuns(workspace()).map((run) => [run.name, run.params]),
      [['run', { lr: '1' }]],
    );
    assert.ok(!existsSync(`${path}-journal`));
  });

  it('takes times that no calendar holds for none', () => {
    const id = record(workspace(), 'run');
    for (const time of [8.64e15 + 1, -9e15, 9223372036854775807n, 1e308]) {
      query(workspace(), 'UPDATE runs SET start_time = ?, end_time = ?', time, time);
      query(workspace(), 'UPDATE metrics SET timestamp = ? WHERE step = 0', time);
      const run = getRun(workspace(), id) ?? assert.fail();
      assert.deepEqual([run.startTime, run.endTime, run.history.loss?.[0]?.timestamp], [0, undefined, 0]);
      assert.match(formatTime(run.startTime, 'en'), /19(69|70)/);
    }
    query(workspace(), 'UPDATE runs SET start_time = 8640000000000000, end_time = 8640000000000000');
    assert.equal(listRuns(workspace())[0]?.endTime, 8.64e15);
  });

  it('reads numbers beyond 2^53 and values of the wrong type', () => {
    const id = record(workspace(), 'run');
    query(workspace(), 'UPDATE metrics SET step = 9223372036854775807 WHERE step = 2');
    query(workspace(), `UPDATE runs SET start_time = 'soon', name = NULL, status = NULL`);
    const run = getRun(workspace(), id);
    assert.deepEqual([run?.name, run?.startTime, run?.status], ['', 0, 'UNKNOWN']);
    assert.equal(run?.history.loss?.at(-1)?.step, 2 ** 63);
  });

  it('says what is wrong with a file that is not MLflow’s', () => {
    const expect = (code: string) =>
      assert.throws(
        () => listRuns(workspace()),
        (error) => error instanceof UserError && error.code === code,
      );
    writeFileSync(join(workspace(), 'mlflow.db'), 'x'.repeat(5000));
    expect('damaged-database');
    writeFileSync(join(workspace(), 'mlflow.db'), '');
    assert.deepEqual(listRuns(workspace()), []);
    query(workspace(), 'CREATE TABLE other (x)');
    expect('foreign-database');
  });

  it('does not take its own reading for a change', () => {
    const store = new Store(workspace());
    store.createRun('e', 'one', 'u', {}, {});
    store.close();
    const before = databaseStamp(workspace());
    listRuns(workspace());
    assert.equal(databaseStamp(workspace()), before);
    record(workspace(), 'two');
    assert.notEqual(databaseStamp(workspace()), before);
  });

  it('knows whose database it is, also while it is being written', () => {
    assert.equal(databaseOrigin(workspace()), 'none');
    const store = new Store(workspace());
    assert.equal(databaseOrigin(workspace()), 'ours');
    store.close();
    assert.equal(databaseOrigin(workspace()), 'ours');
    query(workspace(), 'PRAGMA application_id = 0');
    assert.equal(databaseOrigin(workspace()), 'other');
    assert.deepEqual(listRuns(workspace()), []);
  });

  it('sees what an open writer has written', () => {
    const store = new Store(workspace());
    const before = databaseStamp(workspace());
    const run = store.createRun('e', 'open', 'u', {}, {});
    store.logMetrics(run.id, [{ key: 'm', value: 1, step: 0, timestamp: 1 }]);
    assert.deepEqual(listRuns(workspace())[0]?.metrics, { m: 1 });
    assert.notEqual(databaseStamp(workspace()), before);
    store.close();
  });
});

describe('experiments: the reading thread', () => {
  const workspace = useWorkspace();

  it('answers as the reader does, errors too', async () => {
    const client = new RunsClient(worker);
    const id = record(workspace(), 'run');
    assert.deepEqual(await client.ask(workspace(), { query: 'listRuns', limit: 10 }), listRuns(workspace(), 10));
    assert.deepEqual(await client.ask(workspace(), { query: 'getRun', id }), getRun(workspace(), id));
    writeFileSync(join(workspace(), 'mlflow.db'), 'x'.repeat(5000));
    await assert.rejects(client.ask(workspace(), { query: 'listRuns', limit: 10 }), {
      name: 'UserError',
      code: 'damaged-database',
    });
    client.dispose();
  });

  it('rejects what it can no longer answer', async () => {
    const client = new RunsClient(worker);
    const asked = client.ask(workspace(), { query: 'listRuns', limit: 10 });
    client.dispose();
    await assert.rejects(asked, { code: 'reader-closed' });
    await assert.rejects(client.ask(workspace(), { query: 'listRuns', limit: 10 }), { code: 'reader-closed' });
    const lost = new RunsClient(join(workspace(), 'gone.js'));
    await assert.rejects(lost.ask(workspace(), { query: 'listRuns', limit: 10 }), /gone\.js/);
    lost.dispose();
  });
});

describe('experiments: words and numbers', () => {
  it('durations', () => {
    const texts = [0, 340, 4230, 59_940, 59_970, 185_000, 7_800_000, 273_600_000].map(formatDuration);
    assert.deepEqual(texts, ['0 ms', '340 ms', '4.2 s', '59.9 s', '1 min', '3 min 5 s', '2 h 10 min', '3 d 4 h']);
    assert.equal(formatDuration(-1), '–');
  });

  it('metrics', () => {
    const texts = [0.93, 1 / 3, 0, -5, 1e-5, 123456.7, 1e9, Number.NaN, Infinity, -Infinity].map(formatMetric);
    assert.deepEqual(texts, ['0.93', '0.3333', '0', '-5', '1.000e-5', '123500', '1.000e+9', 'NaN', '∞', '−∞']);
  });

  it('times past and sizes', () => {
    assert.equal(formatAgo(0, 30_000, 'en'), 'just now');
    assert.equal(formatAgo(60_000, 0, 'en'), 'just now');
    assert.equal(formatAgo(0, 120_000, 'en'), '2 min. ago');
    assert.deepEqual([12, 1234, 5.6e6].map(formatBytes), ['12 B', '1.2 kB', '5.6 MB']);
  });

  it('the metric that stands for a run', () => {
    assert.deepEqual(headlineMetric({ metrics: { a: 1, loss: 2, acc: 3 } }), ['acc', 3]);
    assert.deepEqual(headlineMetric({ metrics: { b: 1 } }), ['b', 1]);
    assert.equal(headlineMetric({ metrics: {} }), undefined);
  });

  it('what the user types', () => {
    const values = ['0.93', ' -1e-3 ', '.5', 'NaN', 'inf', '-Infinity'].map(parseMetricValue);
    assert.deepEqual(values, [0.93, -0.001, 0.5, Number.NaN, Infinity, -Infinity]);
    for (const text of ['', 'x', '0x10', '1,5', '1e'])
      assert.throws(() => parseMetricValue(text), { code: 'not-a-number' });
    assert.deepEqual([' 12 ', '-1'].map(parseStep), [12, -1]);
    for (const text of ['', '1.5', '1e3', '99999999999999999999']) {
      assert.throws(() => parseStep(text), { code: 'not-a-step' });
    }
  });
});

describe('experiments: the run page', () => {
  const workspace = useWorkspace();
  const series = (values: readonly number[]): MetricSeries => ({
    key: 'loss',
    latest: toJsonNumber(values.at(-1) ?? Number.NaN),
    points: values.map((value, step) => ({ step, timestamp: step, value: toJsonNumber(value) })),
  });

  it('is told everything as JSON that comes back the same', () => {
    const run = getRun(workspace(), record(workspace(), 'run')) ?? assert.fail();
    const page = pageRun(run);
    assert.deepEqual(JSON.parse(JSON.stringify(page)), page);
    assert.equal(page.lab, 'C1');
    assert.deepEqual(
      page.series[0]?.points.map((p) => fromJsonNumber(p.value)),
      [2, Number.NaN, 0.5],
    );
    assert.equal(page.artifactsElsewhere, undefined);
    const { artifactFolder: _, ...remote } = run;
    assert.match(pageRun({ ...remote, artifactUri: 's3://b' }).artifactsElsewhere ?? '', /s3:\/\/b/);
  });

  it('takes only its own messages', () => {
    assert.deepEqual(parseFromPage({ type: 'openArtifact', path: 'a', more: 1 }), { type: 'openArtifact', path: 'a' });
    const copy = { type: 'copy', requestId: 1, text: 'a' };
    assert.deepEqual(parseFromPage(copy), copy);
    for (const message of [
      null,
      'x',
      {},
      { type: 'openArtifact' },
      { type: 'openArtifact', path: 1 },
      { type: 'run' },
      { type: 'save', name: 'a.svg', text: '' },
      { type: 'copy', requestId: -1, text: 'a' },
    ]) {
      assert.equal(parseFromPage(message), undefined);
    }
  });

  it('says a curve in words, and leaves out what cannot be drawn', () => {
    const curve = series([2, Number.NaN, 3, 0.5]);
    assert.equal(
      describeCurve(curve),
      'loss over 3 points: from 2 at step 0 to 0.5 at step 3; lowest 0.5 at step 3, highest 3 at step 2.',
    );
    assert.equal(undrawable(curve), 1);
    assert.match(JSON.stringify(curveSpec(curve)), /"values":\[{"step":0,"value":2},{"step":2,"value":3}/);
    assert.match(describeCurve(series([Number.NaN])), /no value that can be drawn/);
  });

  it('thins a long history without losing its extremes or its order', () => {
    const history = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 3000 });
    fc.assert(
      fc.property(history, fc.integer({ min: 10, max: 500 }), (values, most) => {
        const points = values.map((value, step) => ({ step, value }));
        const kept = thin(points, most);
        assert.ok(kept.length <= Math.max(most, 0));
        assert.equal(kept[0], points[0]);
        assert.equal(kept.at(-1), points.at(-1));
        const extremes = (list: readonly { value: number }[]) => list.map((p) => p.value).sort((a, b) => a - b);
        assert.equal(extremes(kept)[0], extremes(points)[0]);
        assert.equal(extremes(kept).at(-1), extremes(points).at(-1));
        assert.ok(kept.every((p, i) => i === 0 || p.step > kept[i - 1]!.step));
      }),
      { numRuns: 50 },
    );
  });
});
