import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';

import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Store } from '../../src/mlops/tracking/store.ts';
import { Tracker } from '../../src/mlops/tracking/tracker.ts';
import { deleting, noting, renaming, restoring } from '../../src/runs/change.ts';
import { cellOf, columnOf, type RunColumns } from '../../src/runs/compare/columns.ts';
import { matching } from '../../src/runs/compare/filter/match.ts';
import { parseFilter } from '../../src/runs/compare/filter/parse.ts';
import { isFilterError } from '../../src/runs/compare/filter/tokens.ts';
import { readColumns } from '../../src/runs/compare/read.ts';
import { parseMetricValue } from '../../src/runs/parse.ts';
import { getRun, listDeletedRuns, listRuns } from '../../src/runs/reader.ts';
import { skip } from '../skip.ts';
import { type Environment, pythonOf, run, Unavailable } from './python.ts';
import { normalizedSchema } from './schema.ts';

// MLflow itself asks for data frames, plots and scikit-learn, 800 MB; its store and its server run on these.
const environments: readonly (Environment & { readonly ui: readonly string[] })[] = [
  {
    name: 'mlflow-2',
    requirements: ['mlflow-skinny>=2,<3', 'sqlalchemy<2.1', 'alembic', 'flask', 'jinja2', 'markdown', 'gunicorn<24'],
    bare: 'mlflow==%s',
    // Before 3.7 the default was the folder mlruns/.
    ui: ['--backend-store-uri', 'sqlite:///mlflow.db', '--workers', '1'],
  },
  {
    name: 'mlflow-3',
    requirements: ['mlflow-skinny>=3', 'sqlalchemy', 'alembic', 'flask', 'flask-cors', 'huey', 'pandas', 'aiohttp'],
    bare: 'mlflow==%s',
    ui: [],
  },
];

interface PythonRun {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly experiment: string;
  readonly params: Record<string, string>;
  readonly tags: Record<string, string>;
  readonly metrics: Record<string, string>;
  readonly history: Record<string, [step: number, value: string][]>;
  readonly artifacts: string[];
  /** Name, digest, kind of source, profile, context. */
  readonly inputs: string[][];
}

for (const environment of environments) {
  describe(`parity: ${environment.name}`, function () {
    this.timeout(600_000);
    let python = '';
    let workspace = '';
    let unavailable: string | undefined;
    const check = (title: string, work: () => void | Promise<void>) =>
      it(title, function () {
        if (unavailable) skip(this, unavailable);
        return work();
      });
    const ask = <T>(command: string, folder = workspace, input?: string) => {
      const script = join(import.meta.dirname, 'mlflow_store.py');
      return JSON.parse(run(python, [script, command, folder], quiet, input).trim().split('\n').at(-1)!) as T;
    };

    before(() => {
      try {
        python = pythonOf(environment);
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        unavailable = error.message;
        console.log(`      Skipped: ${unavailable}`);
        return;
      }
      workspace = mkdtempSync(join(tmpdir(), 'mlops-lab parity-'));
      console.log(`      MLflow ${ask('version')}`);
      writeOurs(workspace);
    });
    after(() => workspace && rmSync(workspace, { recursive: true, force: true }));

    if (environment.name === 'mlflow-2') {
      check('creates the schema that we create', () => {
        const theirs = mkdtempSync(join(tmpdir(), 'mlops-lab-parity-'));
        ask('create', theirs);
        const stored = JSON.parse(readFileSync(new URL('../fixtures/mlflow-schema.json', import.meta.url), 'utf8'));
        assert.deepEqual(schemaOf(theirs), schemaOf(workspace));
        assert.deepEqual(schemaOf(theirs), stored.schema);
        rmSync(theirs, { recursive: true });
      });
    }

    check('opens our database and finds our values', () => {
      assert.deepEqual(ask('search'), ['ours']);
      const [ours, ...others] = ask<PythonRun[]>('read');
      assert.deepEqual(others, []);
      assert.equal(ours?.status, 'FINISHED');
      assert.equal(ours.experiment, 'parity');
      assert.deepEqual(ours.params, { lr: '0.1', layers: '[16,1]' });
      assert.equal(ours.tags.note, 'ü');
      // MLflow shows an infinity as the largest double, which is how it stores one.
      assert.deepEqual(ours.metrics, { acc: '0.75', bad: 'nan', huge: '1.7976931348623157e+308', loss: '0.25' });
      assert.deepEqual(ours.history.loss, [
        [0, '1.0'],
        [1, '0.5'],
        [2, '0.3333333333333333'],
        [3, '0.25'],
      ]);
      assert.deepEqual(ours.inputs, [['taxi', 'd1', 'local', '{"num_rows":3}', 'training']]);
      assert.deepEqual(ours.artifacts.sort(), ['notes', 'run.yaml']);
    });

    check('serves it by `mlflow ui`', async () => {
      const served = await serve(python, workspace, environment.ui, async (address) => {
        const ids = ['0', '1'];
        const found = await json(`${address}/api/2.0/mlflow/runs/search`, { experiment_ids: ids });
        const id = found.runs[0]?.info.run_id;
        const history = await json(`${address}/api/2.0/mlflow/metrics/get-history?run_id=${id}&metric_key=loss`);
        const artifacts = await json(`${address}/api/2.0/mlflow/artifacts/list?run_id=${id}`);
        const page = await (await fetch(`${address}/`)).text();
        return { found, history, artifacts, page };
      });
      assert.deepEqual(
        served.found.runs.map((r) => r.info.run_name),
        ['ours'],
      );
      assert.deepEqual(
        served.history.metrics.map((m) => m.value),
        [1, 1 / 2, 1 / 3, 1 / 4],
      );
      assert.deepEqual(
        served.artifacts.files.map((f) => f.path),
        ['notes', 'run.yaml'],
      );
      assert.match(served.page, /<title>MLflow<\/title>/);
    });

    check('logs runs that we list and go on writing', () => {
      const id = ask<string>('log');
      const listed = listRuns(workspace);
      assert.deepEqual(listed.map((r) => r.name).sort(), ['ours', "python's"]);
      const theirs = getRun(workspace, id);
      assert.equal(theirs?.experiment, 'from python');
      assert.deepEqual(theirs.params, { deep: 'True', lr: '0.5' });
      assert.deepEqual(theirs.metrics, { bad: Number.NaN, loss: 1 / 3 });
      assert.deepEqual(
        theirs.history.loss?.map(({ step, value }) => [step, value]),
        [
          [0, 1],
          [1, 1 / 2],
          [2, 1 / 3],
        ],
      );
      assert.equal(theirs.status, 'FINISHED');

      append(workspace, id);
      const after = ask<PythonRun[]>('read');
      assert.deepEqual(after.find((r) => r.id === id)?.history.loss?.at(-1), [3, '0.125']);
      const added = after.find((r) => r.name === 'added');
      assert.equal(added?.experiment, 'from python');
      assert.equal(parseMetricValue(added.metrics.loss!), 0.0625);
    });

    check('finds the runs that our filters find, and refuses what they refuse', () => {
      const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-parity-'));
      writeSweep(folder);
      const runs = readColumns(folder, { of: 'all' });
      const ours = filters.map((filter) => foundBy(runs, filter));
      const theirs = ask<(string[] | string)[]>('filters', folder, JSON.stringify(filters));
      const differing = filters.flatMap((filter, i) => {
        const [our, their] = [ours[i], theirs[i]];
        const agree = our === undefined ? typeof their === 'string' : JSON.stringify(our) === JSON.stringify(their);
        return agree ? [] : [{ filter, our, their }];
      });
      assert.deepEqual(differing, []);
      assert.ok(
        ours.filter((each) => each === undefined).length > 5 && ours.filter((each) => each?.length).length > 10,
      );
      rmSync(folder, { recursive: true });
    });

    check('reads what was renamed, noted and deleted, and what was restored', () => {
      const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-parity-'));
      writeSweep(folder);
      const [first, second, third] = listRuns(folder);
      const tracker = new Tracker();
      tracker.configure({ workspace: folder });
      tracker.changeRuns([...renaming(first!, 'renamed').changes, ...noting([first!], 'worth keeping').changes]);
      tracker.changeRuns(deleting([second!, third!]).changes);
      tracker.changeRuns(restoring([third!]).changes);
      tracker.close();
      const read = ask<PythonRun[]>('read', folder);
      assert.deepEqual(
        read.map(({ id }) => id).sort(),
        listRuns(folder)
          .map(({ id }) => id)
          .sort(),
      );
      assert.ok(!read.some(({ id }) => id === second!.id) && read.some(({ id }) => id === third!.id));
      const changed = read.find(({ id }) => id === first!.id);
      assert.deepEqual([changed?.name, changed?.tags['mlflow.note.content']], ['renamed', 'worth keeping']);
      rmSync(folder, { recursive: true });
    });

    check('reads the same of its file store’s runs once they are in our database', () => {
      const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-parity-'));
      const before = ask<PythonRun[]>('files', folder);
      const tracker = new Tracker();
      tracker.configure({ workspace: folder });
      assert.equal(tracker.importFileStore(join(folder, 'mlruns')), 3);
      assert.equal(tracker.importFileStore(join(folder, 'mlruns')), 0, 'again nothing is new');
      tracker.close();
      const after = ask<PythonRun[]>('read', folder);
      const byId = (runs: PythonRun[]) => runs.map(comparable).sort((a, b) => (a.id < b.id ? -1 : 1));
      assert.deepEqual(byId(after), byId(before));
      assert.deepEqual(before.map(({ name }) => name).sort(), ['inner', 'outer']);
      assert.deepEqual(
        listDeletedRuns(folder).map(({ name }) => name),
        ['gone'],
      );
      rmSync(folder, { recursive: true });
    });

    check('finds our runs in a database that it made itself', () => {
      const theirs = mkdtempSync(join(tmpdir(), 'mlops-lab-parity-'));
      ask('create', theirs);
      writeOurs(theirs);
      assert.deepEqual(ask('search', theirs), ['ours']);
      assert.deepEqual(
        listRuns(theirs).map((r) => r.name),
        ['ours'],
      );
      rmSync(theirs, { recursive: true });
    });
  });
}

/** A file has infinity; a database of MLflow has the largest double in its place, which MLflow shows. */
function comparable(run: PythonRun): PythonRun {
  return JSON.parse(JSON.stringify(run).replaceAll('"inf"', '"1.7976931348623157e+308"'));
}

/** What is asked of MLflow and of us: what both take, and what both refuse. */
const filters = [
  ...[
    'metrics.loss < 0.5',
    'metrics.loss >= 0.5 and params.lr = "0.1"',
    "metrics.loss != 0.25 AND params.net = 'small'",
  ],
  ...['metrics.`batch/loss` > 0', 'metrics."batch/loss" <= 2', 'params.lr != "0.1"', 'params.net LIKE "s%"'],
  ...['params.net ILIKE "S%"', 'params.net LIKE "S%"', 'tags.stage = "candidate"', 'params.lr LIKE "0._"'],
  ...[
    'attributes.status = "FINISHED"',
    'status != "FINISHED"',
    'run_name LIKE "run-%"',
    'attributes.run_name = "run-3"',
  ],
  ...['attributes.start_time > 0', 'end_time < 1', 'metric.loss > 0', 'parameter.lr = "1"', 'tag.stage != "x"'],
  ...['metrics.up > 1000', 'metrics.nothing = 1', 'params.net = ""', 'metrics.loss = .25', 'metrics.loss < 1e0'],
  ...['metrics.loss < "0.5"', 'params.lr = 0.1', 'params.lr < "1"', 'loss < 1', 'metrcs.loss < 1', 'metrics.loss <'],
  ...['metrics.loss < 1 or metrics.loss > 2', 'metrics.loss LIKE "1"', 'params.lr = "0.1'],
];

/** Runs that differ in what the filters ask for. */
function writeSweep(folder: string): void {
  const tracker = new Tracker();
  tracker.configure({ workspace: folder });
  for (const [n, lr] of [0.1, 0.1, 0.3, 1].entries()) {
    const tags = n === 2 ? { stage: 'candidate' } : {};
    tracker.startRun({ name: `run-${n}`, params: { lr, net: n % 2 ? 'small' : 'Small' }, tags });
    tracker.logMetrics({
      loss: [0.25, 0.5, 0.75, 0.1][n]!,
      'batch/loss': n,
      ...(n === 3 && { up: Number.POSITIVE_INFINITY }),
    });
    tracker.endRun(n === 1 ? 'FAILED' : 'FINISHED');
  }
  tracker.close();
}

/** The names of the runs that our filter leaves; nothing where it is refused. */
function foundBy(runs: RunColumns, filter: string): string[] | undefined {
  try {
    const left = matching(runs, parseFilter(filter));
    const names = columnOf(runs, 'attributes', 'run_name');
    return runs.ids.flatMap((_, row) => (left[row] === 1 ? [String(cellOf(names, row))] : [])).sort();
  } catch (error) {
    if (isFilterError(error)) return undefined;
    throw error;
  }
}

/** No report to MLflow's makers from a test, and no files in the developer's home. */
const quiet = { MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true', HOME: tmpdir(), PYTHONWARNINGS: 'ignore' };

function writeOurs(workspace: string): void {
  const tracker = new Tracker();
  tracker.configure({ workspace });
  tracker.setExperiment('parity');
  tracker.startRun({ name: 'ours', params: { lr: 0.1, layers: [16, 1] }, tags: { note: 'ü' } });
  for (let step = 0; step < 4; step++) tracker.logMetrics({ loss: 1 / (step + 1), acc: step / 4 }, step);
  tracker.logMetrics({ bad: Number.NaN, huge: Number.POSITIVE_INFINITY });
  tracker.logText('notes/a.txt', 'hello');
  const profile = { num_rows: 3 };
  tracker.logInput({ name: 'taxi', source: 'data/taxi.csv', digest: 'd1', profile }, 'training');
  tracker.endRun('FINISHED');
  tracker.close();
}

/** Adds to the run that Python logged, and another run to its experiment. */
function append(workspace: string, id: string): void {
  const store = new Store(workspace);
  store.logMetrics(store.reopenRun(id).id, [{ key: 'loss', value: 0.125, step: 3, timestamp: Date.now() }]);
  store.endRun(id, 'FINISHED');
  const added = store.createRun('from python', 'added', 'user', {}, {});
  store.logMetrics(added.id, [{ key: 'loss', value: 0.0625, step: 0, timestamp: Date.now() }]);
  store.endRun(added.id, 'FINISHED');
  store.close();
}

function schemaOf(workspace: string): Record<string, string> {
  const db = new DatabaseSync(join(workspace, 'mlflow.db'));
  try {
    return normalizedSchema(db);
  } finally {
    db.close();
  }
}

/** Runs `mlflow ui` in the workspace, on the loopback, while `work` asks it. */
async function serve<T>(
  python: string,
  workspace: string,
  options: readonly string[],
  work: (address: string) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const server = spawn(python, ['-m', 'mlflow', 'ui', '--host', '127.0.0.1', '--port', String(port), ...options], {
    cwd: workspace,
    env: { ...process.env, ...quiet, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' },
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: the server starts workers, and all of them are ended.
    detached: true,
  });
  let said = '';
  server.stderr.on('data', (data) => {
    said += data;
  });
  try {
    await reachable(`${address}/health`, server);
    return await work(address);
  } catch (error) {
    throw new Error(`mlflow ui did not serve. ${said.slice(-3000)}`, { cause: error });
  } finally {
    await endGroup(server);
  }
}

async function reachable(address: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline && server.exitCode === null) {
    const response = await fetch(address).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(server.exitCode === null ? 'No answer in 90 s.' : `It ended with code ${server.exitCode}.`);
}

async function endGroup(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.pid === undefined) return;
  const ended = new Promise((resolve) => server.once('close', resolve));
  if (process.platform === 'win32') server.kill();
  else process.kill(-server.pid, 'SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** What is used of MLflow's REST answers; the assertions check that it is there. */
interface Answers {
  readonly runs: readonly { readonly info: { readonly run_id: string; readonly run_name: string } }[];
  readonly metrics: readonly { readonly value: number }[];
  readonly files: readonly { readonly path: string }[];
}

async function json(address: string, body?: unknown): Promise<Answers> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(address, body === undefined ? {} : post);
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answers;
}
