/**
 * Opening and searching 10,000 runs of 20 metrics and 20 params: what the compare page asks of its reading thread and does
 * by itself, against `MlflowClient.search_runs` of Python's mlflow on the same file: `node bench/runs.bench.mjs PYTHON`.
 * Without a Python, ours alone, as the median of five; MLflow, which takes seconds to minutes, is measured once. Ours has
 * read the runs when it searches, as the page has; MLflow asks its database.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { Store } from '../src/mlops/tracking/store.ts';
import { RunsClient } from '../src/runs/client.ts';
import { matching } from '../src/runs/compare/filter/match.ts';
import { parseFilter } from '../src/runs/compare/filter/parse.ts';
import { rowsLeft, sortedRows } from '../src/runs/compare/rows.ts';
import { tableColumns } from '../src/runs/compare/table.ts';
import { compare, median } from './rows.mjs';

const [runs, keys, points] = [10_000, 20, 1_000_000];
const filter = "metrics.metric_3 < 0.1 and params.param_5 = '10'";
const rounds = 5;

/** A database of ours, filled past our writer: 10,000 runs by calls would take minutes. */
function fill(folder) {
  const store = new Store(folder);
  store.experiment('sweep');
  store.close();
  const db = new DatabaseSync(join(folder, 'mlflow.db'));
  const insert = (table, columns) =>
    db.prepare(`INSERT INTO ${table} (${columns}) VALUES (${columns.split(',').map(() => '?')})`);
  const run = insert(
    'runs',
    'run_uuid,name,source_type,source_name,entry_point_name,user_id,status,start_time,end_time,source_version,lifecycle_stage,artifact_uri,experiment_id',
  );
  const param = insert('params', 'key,value,run_uuid');
  const tag = insert('tags', 'key,value,run_uuid');
  const latest = insert('latest_metrics', 'key,value,timestamp,run_uuid,step,is_nan');
  const metric = insert('metrics', 'key,value,timestamp,run_uuid,step,is_nan');
  db.exec('BEGIN');
  const ids = Array.from({ length: runs }, () => randomUUID().replaceAll('-', ''));
  for (const [i, id] of ids.entries()) {
    run.run(id, `run-${i}`, 'UNKNOWN', '', '', 'me', 'FINISHED', 1e12 + i, 1e12 + i + 500, '', 'active', '', 1);
    tag.run('mlflow.runName', `run-${i}`, id);
    for (let k = 0; k < keys; k++) {
      const value = Math.sin(i * k + 1);
      param.run(`param_${k}`, String((i * k) % 17), id);
      latest.run(`metric_${k}`, value, 1e12, id, 0, 0);
      metric.run(`metric_${k}`, value, 1e12, id, 0, 0);
    }
  }
  for (let step = 1; step < points; step++) metric.run('long', Math.sin(step / 1e4), 1e12 + step, ids[0], step, 0);
  db.exec('COMMIT');
  db.close();
  return ids[0];
}

const python = (folder, id) => `
import json, time
from mlflow.tracking import MlflowClient
client = MlflowClient("sqlite:///${join(folder, 'mlflow.db')}")
def timed(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
client.search_experiments()
print(json.dumps({
    "first": timed(lambda: client.search_runs(["1"], max_results=200)),
    "all": timed(lambda: client.search_runs(["1"], max_results=${runs})),
    "search": timed(lambda: client.search_runs(["1"], filter_string=${JSON.stringify(filter)}, max_results=${runs})),
    "history": timed(lambda: client.get_metric_history("${id}", "long")),
}))`;

async function timed(work) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-bench-'));
const client = new RunsClient(new URL('../src/runs/worker.ts', import.meta.url).pathname);
try {
  const id = fill(folder);
  const scope = { of: 'experiment', experimentId: '1' };
  const read = (limit) => client.ask(folder, { query: 'readColumns', scope, ...(limit && { limit }) });
  const all = await read();
  const columns = new Map(tableColumns(all, new Map(), 0).map((column) => [column.id, column]));
  const order = [{ column: 'metrics.metric_1', descending: true }];
  const search = () => sortedRows(rowsLeft(matching(all, parseFilter(filter))), columns, order);
  const ours = {
    first: await timed(() => read(200)),
    all: await timed(() => read()),
    search: await timed(search),
    sort: await timed(() => sortedRows(rowsLeft(matching(all, [])), columns, order)),
    history: await timed(() => client.ask(folder, { query: 'readHistories', ids: [id], key: 'long' })),
  };
  const theirs = process.argv[2] ? peer(process.argv[2], folder, id) : {};
  const words = {
    first: 'first 200 of 10,000 runs',
    all: 'all 10,000 runs x 20 metrics x 20 params',
    search: 'search by two conditions',
    sort: 'sort 10,000 by a metric',
    history: `history of 1,000,000 points`,
  };
  const rows = Object.entries(words).map(([key, what]) => ({ what, unit: 'ms', values: [ours[key], theirs[key]] }));
  compare('Reading runs', ['ours', 'mlflow'], rows);
} finally {
  client.dispose();
  rmSync(folder, { recursive: true });
}

function peer(command, folder, id) {
  const env = { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true', PYTHONWARNINGS: 'ignore' };
  const { stdout, stderr, status } = spawnSync(command, ['-c', python(folder, id)], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
