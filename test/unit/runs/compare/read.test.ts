import assert from 'node:assert/strict';
import { Tracker } from '../../../../src/mlops/tracking/tracker.ts';
import { deleting, noting, parseTag, renaming, restoring, starring, tagging } from '../../../../src/runs/change.ts';
import { cellOf, columnOf, type RunColumns } from '../../../../src/runs/compare/columns.ts';
import { parseFromPage } from '../../../../src/runs/compare/contract.ts';
import { listExperiments, readColumns, readExtremes, readHistories } from '../../../../src/runs/compare/read.ts';
import { sourceOf } from '../../../../src/runs/compare/source.ts';
import { usualView } from '../../../../src/runs/compare/view.ts';
import { getRun, listDeletedRuns, listRuns } from '../../../../src/runs/reader.ts';
import { experimentIdOf, runIdsOf } from '../../../../src/runs/targets.ts';
import { refuses, useWorkspace } from '../../trackingWorkspace.ts';

/** Three runs in two experiments; the losses of `run 1` fall, but for a NaN. */
function record(workspace: string): string[] {
  const tracker = new Tracker();
  tracker.configure({ workspace });
  const ids = [1, 2, 3].map((n) => {
    const { id } = tracker.startRun({
      experiment: n === 3 ? 'other' : 'e',
      name: `run ${n}`,
      params: { lr: n, ...(n === 2 && { net: 'big' }) },
    });
    for (const [step, loss] of [9 / n, Number.NaN, 1 / n].entries()) tracker.logMetrics({ loss }, step, 1000 + step);
    if (n === 2) tracker.logMetrics({ up: Number.POSITIVE_INFINITY }, 0, 1000);
    tracker.endRun('FINISHED');
    return id;
  });
  tracker.close();
  return ids;
}

const cell = (runs: RunColumns, kind: 'attributes' | 'params' | 'metrics' | 'tags', key: string, id: string) =>
  cellOf(columnOf(runs, kind, key), runs.ids.indexOf(id));

describe('runs: reading many', () => {
  const workspace = useWorkspace();

  it('finds nothing where nothing was recorded', () => {
    assert.deepEqual(readColumns(workspace(), { of: 'all' }), { ids: [], columns: [] });
    assert.deepEqual(listExperiments(workspace()), []);
  });

  it('gives each run what it has, newest first', () => {
    const [one, two, three] = record(workspace()) as [string, string, string];
    const runs = readColumns(workspace(), { of: 'all' });
    assert.deepEqual(runs.ids, [three, two, one]);
    assert.equal(cell(runs, 'attributes', 'run_name', two), 'run 2');
    assert.equal(cell(runs, 'attributes', 'experiment', three), 'other');
    assert.equal(cell(runs, 'attributes', 'status', one), 'FINISHED');
    assert.equal(cell(runs, 'params', 'net', two), 'big');
    assert.equal(cell(runs, 'params', 'net', one), undefined);
    assert.equal(cell(runs, 'metrics', 'loss', two), 0.5);
    assert.equal(cell(runs, 'metrics', 'up', two), Number.POSITIVE_INFINITY);
    assert.equal(columnOf(runs, 'tags', 'mlflow.runName'), undefined);
  });

  it('keeps to a scope and a limit, whichever way the tables are read', () => {
    const [one, two, three] = record(workspace()) as [string, string, string];
    const experimentId = getRun(workspace(), one)!.experimentId;
    assert.deepEqual(readColumns(workspace(), { of: 'experiment', experimentId }).ids, [two, one]);
    const chosen = readColumns(workspace(), { of: 'chosen', ids: [one, three] });
    assert.deepEqual(chosen.ids, [three, one]);
    assert.equal(cell(chosen, 'metrics', 'loss', one), 1);
    assert.equal(columnOf(chosen, 'params', 'net'), undefined);
    // One of many: by the index.
    for (let i = 0; i < 4; i++) record(workspace());
    const single = readColumns(workspace(), { of: 'chosen', ids: [two] });
    assert.deepEqual([single.ids, cell(single, 'params', 'net', two)], [[two], 'big']);
    assert.equal(readColumns(workspace(), { of: 'all' }, 2).ids.length, 2);
    assert.deepEqual(
      listExperiments(workspace()).map(({ name }) => name),
      ['e', 'other'],
    );
  });

  it('gives the extremes and the history of a metric, NaN as it is', () => {
    const [one, two] = record(workspace()) as [string, string];
    const [extremes] = readExtremes(workspace(), [one]);
    assert.deepEqual([extremes!.keys, [...extremes!.least], [...extremes!.greatest]], [['loss'], [1], [9]]);
    const [history, ...others] = readHistories(workspace(), [two, 'gone'], 'loss');
    assert.equal(others.length, 0);
    assert.deepEqual(
      { steps: [...history!.steps], times: [...history!.times], values: [...history!.values], logged: history!.logged },
      { steps: [0, 1, 2], times: [1000, 1001, 1002], values: [4.5, Number.NaN, 0.5], logged: 3 },
    );
  });

  it('draws a long history with fewer points, its extremes among them', () => {
    const tracker = new Tracker();
    tracker.configure({ workspace: workspace() });
    const { id } = tracker.startRun({});
    for (let step = 0; step < 10_000; step++)
      tracker.logMetrics({ m: step === 7777 ? 99 : Math.sin(step / 50) }, step, step);
    tracker.endRun('FINISHED');
    tracker.close();
    const [history] = readHistories(workspace(), [id], 'm');
    assert.equal(history!.logged, 10_000);
    assert.ok(history!.values.length <= 4000 && history!.values.includes(99));
    assert.equal(history!.steps.at(-1), 9999);
  });
});

describe('runs: changes', () => {
  const workspace = useWorkspace();

  it('rename, star, note and tag a run that has ended, and are undone', () => {
    const [id] = record(workspace()) as [string];
    const tracker = new Tracker();
    tracker.configure({ workspace: workspace() });
    const before = getRun(workspace(), id)!;
    const made = [
      renaming(before, 'best'),
      starring([before], true),
      noting([before], 'keep'),
      tagging([before], 'stage', 'x'),
    ];
    for (const { changes } of made) tracker.changeRuns(changes);
    const after = getRun(workspace(), id)!;
    assert.deepEqual(
      [
        after.name,
        after.tags['mlflow.runName'],
        after.tags['mlops-lab.starred'],
        after.tags['mlflow.note.content'],
        after.tags.stage,
      ],
      ['best', 'best', 'true', 'keep', 'x'],
    );
    for (const { undo } of made.reverse()) tracker.changeRuns(undo);
    assert.deepEqual(getRun(workspace(), id), before);
    tracker.close();
  });

  it('delete as MLflow does, so that a run can be restored', () => {
    const [id] = record(workspace()) as [string];
    const tracker = new Tracker();
    tracker.configure({ workspace: workspace() });
    const before = getRun(workspace(), id)!;
    const deleted = deleting([before]);
    tracker.changeRuns(deleted.changes);
    assert.equal(getRun(workspace(), id), undefined);
    assert.deepEqual(
      listDeletedRuns(workspace()).map((run) => [run.id, run.params.lr]),
      [[id, '1']],
    );
    tracker.changeRuns(restoring([before]).changes);
    assert.deepEqual(getRun(workspace(), id), before);
    assert.equal(listRuns(workspace()).length, 3);
    assert.deepEqual(deleted.undo, restoring([before]).changes);
    tracker.close();
  });

  it('are made all or none, and refused where MLflow would refuse them', () => {
    const [id] = record(workspace()) as [string];
    const tracker = new Tracker();
    tracker.configure({ workspace: workspace() });
    refuses('run-not-found', () =>
      tracker.changeRuns([
        { runId: id, name: 'x' },
        { runId: 'gone', name: 'y' },
      ]),
    );
    assert.equal(getRun(workspace(), id)!.name, 'run 1');
    refuses('invalid-value', () => tracker.changeRuns([{ runId: id, name: ' ' }]));
    refuses('invalid-key', () => tracker.changeRuns([{ runId: id, tags: { 'a//b': 'x' } }]));
    tracker.close();
  });

  it('a tag is typed as a name and a value', () => {
    assert.deepEqual(parseTag(' stage = a = b '), { key: 'stage', value: 'a = b' });
    assert.deepEqual(parseTag('stage'), { key: 'stage', value: undefined });
    assert.throws(() => parseTag('= x'), { code: 'not-a-tag' });
  });
});

describe('runs: what a command is for', () => {
  it('is the selection, a row, or what a page says', () => {
    const row = (id: string) => ({ kind: 'run', run: { id } });
    assert.deepEqual(runIdsOf(row('a'), [row('a'), row('b')]), ['a', 'b']);
    assert.deepEqual(runIdsOf(row('a'), undefined), ['a']);
    assert.deepEqual(runIdsOf({ webviewSection: 'runs', runIds: ['a', 3] }), ['a']);
    assert.deepEqual(runIdsOf({ id: 'a' }), ['a']);
    assert.deepEqual(runIdsOf(undefined), []);
    assert.equal(experimentIdOf({ kind: 'experiment', experimentId: '7' }), '7');
    assert.equal(experimentIdOf(row('a')), undefined);
  });

  it('is the file that a run was made by', () => {
    const of = (...paths: string[]) => sourceOf({ artifacts: paths.map((path) => ({ path, bytes: 1 })) })?.path;
    assert.equal(of('a.ts', 'C1.lab.ts.txt', 'run.yaml'), 'C1.lab.ts.txt');
    assert.equal(of('train.py', 'model.json'), 'train.py');
    assert.equal(of('run.yaml'), undefined);
  });

  it('comes from the page in its own messages alone', () => {
    assert.ok(parseFromPage({ type: 'act', requestId: 1, action: 'star', ids: ['a'] }));
    assert.equal(parseFromPage({ type: 'act', requestId: 1, action: 'format', ids: [] }), undefined);
    assert.deepEqual(parseFromPage({ type: 'view', view: usualView }), { type: 'view', view: usualView });
    assert.equal(
      parseFromPage({ type: 'view', view: { ...usualView, chart: { ...usualView.chart, smoothing: 1 } } }),
      undefined,
    );
  });
});
