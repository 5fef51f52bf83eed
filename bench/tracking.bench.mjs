/**
 * Metrics logged a second, one call a metric, and 1000 in a call: `mlops-lab/tracking` against Python's mlflow on
 * SQLite, interleaved. Needs a Python with mlflow: `node bench/tracking.bench.mjs PYTHON`.
 *
 * Times are to the point in the database: ours include the `flush`, without which a point is only in a file beside it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './rows.mjs';

const rounds = 3;
const counts = { single: 2000, batched: 100_000 };
const pythonCounts = { single: 100, batched: 5000 };

const ours = `
import { configure, startRun, logMetric, logMetrics, flush, endRun } from ${JSON.stringify(new URL('../src/mlops/tracking.ts', import.meta.url).href)};
configure({ workspace: process.cwd() });
await startRun();
const rate = async (n, work) => { const start = performance.now(); work(n); await flush(); return (1000 * n) / (performance.now() - start); };
const names = Array.from({ length: 1000 }, (_, i) => 'm' + i);
const single = await rate(${counts.single}, (n) => { for (let i = 0; i < n; i++) logMetric('loss', i, i); });
const batched = await rate(${counts.batched}, (n) => { for (let i = 0; i < n / 1000; i++) logMetrics(Object.fromEntries(names.map((name) => [name, i])), i); });
console.log(JSON.stringify({ single, batched }));
await endRun();`;

const theirs = `
import json, time, mlflow
mlflow.set_tracking_uri("sqlite:///mlflow.db")
def rate(n, work):
    start = time.perf_counter()
    work(n)
    return n / (time.perf_counter() - start)
def single(n):
    for i in range(n): mlflow.log_metric("loss", i, step=i)
def batched(n):
    for i in range(n // 1000): mlflow.log_metrics({f"m{k}": i for k in range(1000)}, step=i)
with mlflow.start_run():
    mlflow.log_metric("first", 1)
    print(json.dumps({"single": rate(${pythonCounts.single}, single), "batched": rate(${pythonCounts.batched}, batched)}))`;

/** What a program prints last, run in a folder of its own. */
function measure(command, args) {
  const cwd = mkdtempSync(join(tmpdir(), 'mlops-lab-bench-'));
  try {
    const env = { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true', PYTHONWARNINGS: 'ignore' };
    const { stdout, stderr, status } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout.trim().split('\n').at(-1));
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

const python = process.argv[2];
if (!python) {
  console.error('Name a Python that has mlflow: node bench/tracking.bench.mjs PYTHON');
  process.exit(2);
}
const results = Array.from({ length: rounds }, () => ({
  ours: measure(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', ours]),
  theirs: measure(python, ['-c', theirs]),
}));
const rows = Object.keys(counts).map((kind) => {
  const mine = median(results.map((result) => result.ours[kind]));
  const peer = median(results.map((result) => result.theirs[kind]));
  return [
    kind,
    {
      'mlops-lab (metrics/s)': Math.round(mine),
      'mlflow (metrics/s)': Math.round(peer),
      times: (mine / peer).toFixed(1),
    },
  ];
});
console.table(Object.fromEntries(rows));
