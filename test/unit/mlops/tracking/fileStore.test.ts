import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readFileStore } from '../../../../src/mlops/tracking/fileStore.ts';
import { Tracker } from '../../../../src/mlops/tracking/tracker.ts';
import { getRun, listRuns } from '../../../../src/runs/reader.ts';
import { refuses, useWorkspace } from '../../trackingWorkspace.ts';

const id = 'a'.repeat(32);

describe('tracking: MLflow’s file store', () => {
  const workspace = useWorkspace();

  const write = (path: string, text: string) => {
    const file = join(workspace(), 'mlruns', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const store = () => {
    write('12/meta.yaml', "experiment_id: '12'\nname: from files\nlifecycle_stage: active\n");
    write(
      `12/${id}/meta.yaml`,
      `run_name: meta's\nstatus: 4\nstart_time: 1000\nend_time: 2000\nuser_id: me\nartifact_uri: ./x\n`,
    );
    write(`12/${id}/tags/mlflow.runName`, 'tagged');
    write(`12/${id}/params/net/depth`, '3');
    write(`12/${id}/metrics/val/loss`, '10 0.5 0\n11 nan 1\n12 -inf 2\nbroken line\n13 0.25\n');
  };
  const imported = () => {
    const tracker = new Tracker();
    tracker.configure({ workspace: workspace() });
    try {
      return tracker.importFileStore(join(workspace(), 'mlruns'));
    } finally {
      tracker.close();
    }
  };

  it('is taken over with ids, times, states and points; a second time nothing is new', () => {
    store();
    assert.equal(imported(), 1);
    assert.equal(imported(), 0);
    const run = getRun(workspace(), id)!;
    assert.deepEqual(
      [run.name, run.experiment, run.status, run.startTime, run.endTime, run.params],
      ['tagged', 'from files', 'FAILED', 1000, 2000, { 'net/depth': '3' }],
    );
    assert.deepEqual(
      run.history['val/loss']?.map(({ step, value, timestamp }) => [step, value, timestamp]),
      [
        [0, 0.5, 10],
        [0, 0.25, 13],
        [1, Number.NaN, 11],
        [2, Number.NEGATIVE_INFINITY, 12],
      ],
    );
  });

  it('is not followed through links, nor where it says nothing', () => {
    store();
    writeFileSync(join(workspace(), 'secret'), 'secret');
    symlinkSync(join(workspace(), 'secret'), join(workspace(), 'mlruns', '12', id, 'params', 'leak'));
    write('12/not-a-run/meta.yaml', 'run_name: x');
    write('.trash/13/meta.yaml', 'name: deleted');
    const [run, ...others] = readFileStore(join(workspace(), 'mlruns'));
    assert.deepEqual([run?.params, others.length], [{ 'net/depth': '3' }, 0]);
  });

  it('is refused where the folder is none', () => {
    refuses('no-file-store', imported);
    mkdirSync(join(workspace(), 'mlruns', '0'), { recursive: true });
    refuses('no-file-store', imported);
    assert.deepEqual(listRuns(workspace()), []);
  });
});
