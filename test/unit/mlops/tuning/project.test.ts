/** Files of a search: read and written as Keras Tuner does, and gone on with after a kill. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  HyperbandOracle,
  type OracleState,
  RandomSearchOracle,
  Trial,
  type TrialRun,
  type TrialState,
  Tuner,
  TuningError,
} from '../../../../src/mlops/tuning.ts';
import { fixture, sameValues, scoreOf, space } from './parity.ts';

const objective = { name: 'val_accuracy', direction: 'max' } as const;
const hyperband = () => new HyperbandOracle({ objective, maxEpochs: 4, factor: 2, seed: 5, hyperparameters: space });
const score = ({ trialId, hyperparameters }: TrialRun) => scoreOf(trialId, hyperparameters.values)!;

describe('files of a search', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tuning-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const lay = (files: Readonly<Record<string, unknown>>) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), JSON.stringify(content));
    }
  };

  it("reads Keras Tuner's trials, and writes them as they were", () => {
    const trials = Object.entries(fixture.project.files).filter(([path]) => path.endsWith('trial.json'));
    assert.equal(trials.length, 8);
    for (const [, state] of trials) {
      assert.deepEqual(JSON.parse(JSON.stringify(Trial.fromJSON(state as TrialState))), state);
    }
  });

  it("goes on with Keras Tuner's search, with the decisions that it would have made", async () => {
    lay(fixture.project.files);
    const tuner = new Tuner({
      oracle: hyperband(),
      runTrial: score,
      directory: folder,
      projectName: 'search',
      record: false,
    });
    const started: TrialRun[] = [];
    const runTrial = (run: TrialRun) => {
      started.push(run);
      return score(run);
    };
    const again = new Tuner({
      oracle: hyperband(),
      runTrial,
      directory: folder,
      projectName: 'search',
      record: false,
    });
    await again.search();
    assert.equal(tuner.oracle.trials.size, 8);
    assert.deepEqual(
      started.map(({ trialId }) => trialId),
      fixture.project.rest.map(({ start }) => start),
    );
    started.forEach(({ hyperparameters }, at) => {
      sameValues(hyperparameters.values, fixture.project.rest[at]!.values);
    });
  });

  it('leaves the files that Keras Tuner leaves after the same search, its hashes included', async () => {
    const stop = new AbortController();
    const runTrial = (run: TrialRun) => {
      if (run.trialId === '0007') stop.abort(new Error('enough'));
      for (const step of [0, 1]) run.report({ val_accuracy: score(run) + step / 100, loss: 1.5 - step }, step);
    };
    const tuner = new Tuner({ oracle: hyperband(), runTrial, directory: folder, projectName: 'search', record: false });
    await assert.rejects(tuner.search({ signal: stop.signal }), /enough/);
    const read = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
    const inOrder = (state: OracleState) => ({ ...state, tried_so_far: [...state.tried_so_far].sort() });
    const expected = fixture.project.files['search/oracle.json'] as OracleState;
    assert.deepEqual(inOrder(read('search/oracle.json')), inOrder(expected));
    for (const id of ['0000', '0003', '0006'])
      assert.deepEqual(
        { ...read(`search/trial_${id}/trial.json`), hyperparameters: null },
        { ...(fixture.project.files[`search/trial_${id}/trial.json`] as object), hyperparameters: null },
      );
  });

  it('keeps NaN as Python writes it', async () => {
    const runTrial = ({ trialId }: TrialRun) => (trialId === '1' ? Number.NaN : 0.5);
    const make = () =>
      new Tuner({
        oracle: new RandomSearchOracle({ objective, seed: 1, maxTrials: 3, hyperparameters: space }),
        runTrial,
        directory: folder,
        record: false,
      });
    await make().search();
    assert.match(readFileSync(join(folder, 'untitled_project/trial_1/trial.json'), 'utf8'), /"value":\[NaN\]/);
    const failed = make().oracle.trial('1');
    assert.deepEqual(
      [failed.status, failed.metrics.get('val_accuracy')?.observations],
      ['FAILED', [{ value: [Number.NaN], step: 0 }]],
    );
  });

  it('goes on after kill -9 with the trial that was running, and decides as if nothing had been', async () => {
    const child = fork(new URL('search.ts', import.meta.url), [folder], { execArgv: ['--no-warnings'] });
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const whole = new Tuner({ oracle: hyperband(), runTrial: score, record: false });
    await whole.search();
    const ran: string[] = [];
    const runTrial = (run: TrialRun) => {
      ran.push(run.trialId);
      return score(run);
    };
    const rest = new Tuner({ oracle: hyperband(), runTrial, directory: folder, record: false });
    await rest.search();
    assert.equal(ran[0], '0005');
    assert.equal(ran.length, whole.oracle.trials.size - 5);
    const found = (tuner: Tuner) =>
      [...tuner.oracle.trials.values()].map(({ id, score: s, hyperparameters }) => [id, s, hyperparameters.values]);
    assert.deepEqual(found(rest), found(whole));
    assert.ok(!existsSync(join(folder, 'untitled_project/oracle.json.draft')));
  });

  it('says which file is damaged, which search was another, and begins anew where asked', () => {
    lay({ 'untitled_project/oracle.json': fixture.project.files['search/oracle.json'] });
    const open = (oracle: HyperbandOracle, overwrite = false) =>
      new Tuner({ oracle, runTrial: score, directory: folder, overwrite });
    const other = new HyperbandOracle({ objective, maxEpochs: 9, seed: 5, hyperparameters: space });
    assert.throws(() => open(other), /has maxEpochs 4 and factor 2, not 9 and 3/);
    writeFileSync(join(folder, 'untitled_project/oracle.json'), '{"seed"');
    assert.throws(
      () => open(hyperband()),
      (error) => error instanceof TuningError && error.code === 'damaged-project' && /oracle\.json/.test(error.message),
    );
    open(hyperband(), true);
    assert.ok(!existsSync(join(folder, 'untitled_project')));
  });
});
