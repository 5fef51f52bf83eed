import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kernelEnvironment } from '../../../src/kernel/environment.ts';
import type { Kernel } from '../../../src/kernel/kernel.ts';
import { ownRuntime } from '../../../src/kernel/node.ts';
import type { Output } from '../../../src/kernel/protocol/outputs.ts';
import { UserError } from '../../../src/platform/errors.ts';
import { dist, endKernels, type LabOptions, run, startKernel } from '../kernels.ts';
import { query, useWorkspace } from '../trackingWorkspace.ts';

describe('a kernel’s life', function () {
  this.timeout(30_000);
  const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-life-'));

  before(async () => {});
  after(async () => {
    await endKernels();
    rmSync(workspace, { recursive: true });
  });

  /** Starts a kernel that runs `source`, and does something to it once the cell has printed. */
  const disturb = async (source: string, act: (kernel: Kernel) => unknown) => {
    const kernel = await startKernel({ dist, workspace });
    const ended = new Promise<string>((resolve) => kernel.onExit(({ reason }) => resolve(reason)));
    const cell = { cellId: 'c', source, line: 1 };
    let printed = '';
    const output = (output: Output) => {
      if (output.kind === 'stream') printed += output.text;
      if (printed === 'go\n') void act(kernel);
    };
    const outcome = await kernel.execute(cell, { output });
    return { kernel, outcome, printed, reason: await ended };
  };
  const endless = 'console.log("go"); await new Promise((done) => setTimeout(done, 30)); while (true) {}';

  it('says that it was killed', async () => {
    const { kernel, outcome, reason } = await disturb(endless, ({ pid }) => process.kill(pid!, 'SIGKILL'));
    assert.equal(outcome.status, 'failed');
    assert.equal(outcome.error?.name, 'KernelDied');
    assert.match(outcome.error?.message ?? '', /killed from outside \(SIGKILL\).*run those cells again/);
    assert.match(reason, /SIGKILL/);
    const next = await run(kernel, '1');
    assert.deepEqual([next.status, next.error?.name], ['failed', 'KernelDied']);
    await assert.rejects(kernel.track({ op: 'flush' }), /SIGKILL/);
  });

  it('says that it exited, after what it printed, with its last words', async () => {
    const source =
      'console.log("go"); require("fs").writeSync(2, "last words\\n"); console.log("more"); process.exit(3)';
    const { outcome, printed } = await disturb(source, () => undefined);
    assert.equal(outcome.status, 'failed');
    assert.match(outcome.error?.message ?? '', /^The cell called process\.exit\(3\), which ended the kernel\. /);
    assert.match(outcome.error?.stack ?? '', /last words/);
    assert.match(printed, /go\n.*more\n/s);
  });

  for (const [call, source] of [
    ['process.exit()', 'setTimeout(() => process.exit()); await new Promise(() => {})'],
    ['process.abort()', 'process.abort()'],
    ["process.kill(process.pid, 'SIGTERM')", 'process.kill(process.pid, "SIGTERM"); await new Promise(() => {})'],
    ["process.kill(process.pid, 'SIGKILL')", 'process.kill(process.pid, "SIGKILL")'],
  ] as const) {
    it(`says that the cell called ${call}`, async () => {
      const kernel = await startKernel({ dist, workspace });
      const { status, error } = await run(kernel, source);
      assert.equal(status, 'failed');
      assert.ok(error?.message.startsWith(`The cell called ${call}, which ended the kernel.`), error?.message);
    });
  }

  it('is ended when it holds more memory than it may, with a word, though it is busy', async () => {
    const kernel = await startKernel({ dist, workspace, memoryLimit: 300 });
    const hog = 'const held = []; for (let i = 0; i < 8; i++) held.push(Buffer.alloc(1e8, 1)); for (;;);';
    const { status, error } = await run(kernel, hog);
    assert.equal(status, 'failed');
    assert.match(
      error?.message ?? '',
      /^The kernel held \d+ MB of memory, more than its limit of 300 MB, and was ended/,
    );
  });

  it('says that memory ran out', async () => {
    const runtime = { ...ownRuntime(), env: { NODE_OPTIONS: '--max-old-space-size=50' } };
    const kernel = await startKernel({ dist, workspace, runtime });
    const { status, error } = await run(kernel, 'const hog = []; while (true) hog.push(new Array(1e5).fill(0.5))');
    assert.equal(status, 'failed');
    assert.match(error?.message ?? '', /ran out of memory/);
  });

  it('stops a busy cell', async () => {
    const { outcome } = await disturb(endless, (kernel) => kernel.kill());
    assert.equal(outcome.status, 'interrupted');
    assert.match(outcome.error?.message ?? '', /was stopped/);
    assert.ok(outcome.seconds > 0);
  });

  it('shuts down, and may be told so twice', async () => {
    const kernel = await startKernel({ dist, workspace });
    const started = performance.now();
    await Promise.all([kernel.shutdown(), kernel.shutdown()]);
    await kernel.kill();
    assert.ok(performance.now() - started < 2000);
    assert.throws(() => process.kill(kernel.pid!, 0), { code: 'ESRCH' });
  });

  it('is given up when it does not answer', async () => {
    const hung = mkdtempSync(join(tmpdir(), 'mlops-lab-hung-'));
    writeFileSync(join(hung, 'kernel.js'), 'console.error("stuck on purpose"); setInterval(() => {}, 1000);');
    await assert.rejects(startKernel({ dist: hung, workspace, startTimeoutMs: 400 }), (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, 'kernel-start');
      assert.match(error.message, /did not answer within 0\.4 s\nstuck on purpose$/);
      return true;
    });
    rmSync(hung, { recursive: true });
  });

  it('says why it cannot start at all', async () => {
    const runtime = { ...ownRuntime(), path: join(workspace, 'no-such-node') };
    const start = startKernel({ dist, workspace, runtime });
    await assert.rejects(start, (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /no-such-node: The kernel’s process could not be started\.\n.*ENOENT$/);
      return true;
    });
    await assert.rejects(startKernel({ dist, workspace: join(workspace, 'gone') }), /The folder .*gone does not exist/);
    await assert.rejects(startKernel({ dist: workspace, workspace }), /Cannot find module/);
  });

  it('settles everything when it ends, though the log is closed by then', async () => {
    const closed = () => {
      throw new Error('Channel has been closed');
    };
    const log = { debug: closed, info: closed, warn: closed, error: closed };
    const kernel = await startKernel({ dist, workspace, log });
    const exits: string[] = [];
    kernel.onExit(({ reason }) => exits.push(reason));
    const cell = kernel.execute({ cellId: 'c', source: 'while (true) {}', line: 1 }, { output() {} });
    const asked = assert.rejects(kernel.track({ op: 'flush' }), /was stopped/);
    await kernel.kill();
    assert.equal((await cell).status, 'interrupted');
    await asked;
    assert.equal(exits.length, 1);
  });

  for (const [what, source] of [
    ['idle', '1'],
    ['busy', 'while (true) {}'],
  ] as const) {
    it(`ends when its parent dies while it is ${what}`, async () => {
      const script = `
        const { startKernel } = await import(${JSON.stringify(new URL('../kernels.ts', import.meta.url).href)});
        const kernel = await startKernel(${JSON.stringify({ dist, workspace })});
        void kernel.execute({ cellId: 'c', source: ${JSON.stringify(source)}, line: 1 }, { output() {} });
        setTimeout(() => console.log(kernel.pid), 100);`;
      const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [pid] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string];
      parent.kill('SIGKILL');
      const alive = () => {
        try {
          return process.kill(Number(pid), 0);
        } catch {
          return false;
        }
      };
      assert.ok(Number(pid) > 0);
      for (let waited = 0; alive() && waited < 8000; waited += 50) await sleep(50);
      assert.ok(!alive(), 'the kernel is still there');
    });
  }

  it('passes on only what a kernel needs of the environment', () => {
    const options = { labPath: '/lab/x.lab.ts', workspace: '/lab', backend: 'cpu', recording: true } as const;
    const runtime = { path: '/node', version: 'v24.0.0', env: { ELECTRON_RUN_AS_NODE: '1' } };
    const own = {
      PATH: '/bin',
      Path: 'C:\\',
      LC_ALL: 'C',
      MLFLOW_TRACKING_URI: 'x',
      NODE_OPTIONS: '--inspect',
      SECRET_TOKEN: 's',
    };
    const { MLOPS_LAB_KERNEL, NODE_COMPILE_CACHE: _, ...rest } = kernelEnvironment(options, runtime, own);
    assert.deepEqual(JSON.parse(MLOPS_LAB_KERNEL ?? ''), options);
    assert.deepEqual(rest, {
      PATH: '/bin',
      Path: 'C:\\',
      LC_ALL: 'C',
      MLFLOW_TRACKING_URI: 'x',
      ELECTRON_RUN_AS_NODE: '1',
      MLOPS_LAB_BACKEND: 'cpu',
    });
    const refused = kernelEnvironment({ ...options, recording: false }, runtime, own);
    assert.equal(refused.MLOPS_LAB_RECORDING, 'off');
  });
});

describe('a kernel with the library', function () {
  this.timeout(30_000);
  const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-library-'));

  before(async () => {});
  after(async () => {
    await endKernels();
    rmSync(workspace, { recursive: true });
  });

  it('trains on WASM, says so, and shows tensors', async () => {
    const kernel = await startKernel({ dist, workspace });
    const told: string[] = [];
    kernel.onBackend((backend) => told.push(backend));
    assert.equal(kernel.backend, undefined);
    const first = await run(
      kernel,
      'import * as tf from "@tensorflow/tfjs-node";\nconst x = tf.linspace(0, 1, 64).reshape([64, 1]); x.slice(0, 2)',
    );
    assert.equal(
      first.text,
      'Tensor\n  dtype: float32\n  rank: 2\n  shape: [2,1]\n  values:\n    [[0       ],\n     [0.015873]]\n',
    );
    const train = `const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'zeros' })] });
      model.compile({ optimizer: tf.train.sgd(0.5), loss: 'meanSquaredError' });
      const { history } = await model.fit(x, x.mul(3), { epochs: 30, verbose: 0, shuffle: false });
      (history.loss as number[]).at(-1)! < 0.01`;
    assert.equal((await run(kernel, train)).text, 'true\n');
    assert.deepEqual([told, kernel.backend, kernel.nodeVersion], [['wasm'], 'wasm', process.version]);
    assert.equal((await run(kernel, 'x.dispose(); x')).text.includes('disposed'), true);
    const wrong = await run(kernel, '\ntf.matMul(tf.ones([2, 3]), tf.ones([2, 3]))', { line: 5 });
    assert.deepEqual([wrong.error?.line, wrong.error?.column], [7, 4]);
    const lost = await run(
      kernel,
      'Promise.reject(new Error("lost")); await new Promise((done) => setTimeout(done, 20))',
    );
    assert.match(lost.text, /Unhandled rejection: Error: lost/);
    await kernel.shutdown();
  });

  it('takes the cpu backend when told, without its advertisement', async () => {
    const kernel = await startKernel({ dist, workspace, backend: 'cpu' });
    const { text } = await run(
      kernel,
      'import { add, backendInUse } from "@tensorflow/tfjs-node"; console.log(backendInUse, add(1, 2).dataSync()[0])',
    );
    assert.equal(text, 'cpu 3\n');
    assert.equal(kernel.backend, 'cpu');
    await kernel.shutdown();
  });

  it('says how to go on without native TensorFlow', async () => {
    const kernel = await startKernel({ dist, workspace, backend: 'tensorflow' });
    const { error } = await run(kernel, '\nimport * as tf from "@tensorflow/tfjs-node"');
    assert.deepEqual([error?.name, error?.line], ['BackendError', 12]);
    assert.match(error?.message ?? '', /not installed.*"wasm"/);
    await kernel.shutdown();
  });

  it('records runs for its parent, and ends one that is left open', async () => {
    const kernel = await startKernel({ dist, workspace });
    const run1 = await kernel.track({ op: 'startRun', experiment: 'lab', name: 'first', params: { seed: '1' } });
    assert.equal(run1?.experiment, 'lab');
    await run(kernel, 'import { logMetric } from "mlops-lab/tracking"; logMetric("loss", 0.5, 1)');
    await kernel.track({ op: 'logText', path: 'note.txt', text: 'n' });
    assert.deepEqual(await kernel.track({ op: 'endRun', status: 'FINISHED' }), run1);
    assert.deepEqual(await kernel.track({ op: 'logMetric', key: 'late', value: 2, runId: run1?.id ?? '' }), run1);
    await kernel.track({ op: 'endRun', status: 'FINISHED', runId: run1?.id ?? '' });
    await assert.rejects(kernel.track({ op: 'endRun', status: 'FINISHED', runId: 'no-such-run' }), /no-such-run/);
    const run2 = await kernel.track({ op: 'startRun', experiment: 'lab' });
    await kernel.shutdown();

    const { DatabaseSync } = await import('node:sqlite');
    const db = new DatabaseSync(join(workspace, 'mlflow.db'), { readOnly: true });
    const status = db
      .prepare('select run_uuid as id, status from runs order by start_time')
      .all()
      .map((row) => ({ ...row }));
    assert.deepEqual(status, [
      { id: run1?.id, status: 'FINISHED' },
      { id: run2?.id, status: 'KILLED' },
    ]);
    const metrics = db
      .prepare('select key, value, step from metrics order by key')
      .all()
      .map((row) => ({ ...row }));
    assert.deepEqual(metrics, [
      { key: 'late', value: 2, step: 0 },
      { key: 'loss', value: 0.5, step: 1 },
    ]);
    db.close();
  });

  describe('records', () => {
    const folder = useWorkspace();
    const start = (options: Partial<LabOptions> = {}) => startKernel({ dist, workspace: folder(), ...options });
    const statuses = () => query(folder(), 'SELECT name, status FROM runs ORDER BY start_time, rowid');
    const timesOf = (id: string) => query(folder(), 'SELECT status, end_time FROM runs WHERE run_uuid = ?', id);
    const tracking = 'import * as tracking from "mlops-lab/tracking"; ';
    /** Runs a cell that must succeed, and gives what it printed. */
    const succeed = async (kernel: Kernel, source: string) => {
      const { status, error, text } = await run(kernel, source);
      assert.equal(status, 'succeeded', error?.stack);
      return text;
    };

    it('nothing where the user does not want it, whatever the lab calls and before anybody asked', async () => {
      const kernel = await start({ recording: false });
      const said = 'Runs are not recorded in this folder, as you chose.\n';
      assert.equal(await succeed(kernel, `${tracking}tracking.logMetric("loss", 1)`), said);
      const text = await succeed(
        kernel,
        `tracking.configure({ workspace: '.' });
        await tracking.setExperiment('e');
        await tracking.endRun();
        const started = await tracking.startRun({ name: 'n', params: { a: 1 } });
        tracking.logParams({ a: 2 });
        tracking.setTag('t', 1);
        tracking.logText('a/b.txt', 'text');
        tracking.logDict('c.json', {});
        tracking.autolog();
        await tracking.flush();
        await tracking.endRun();
        await tracking.resumeRun(started.id);
        await tracking.endRun('FAILED', started.id);
        started.name`,
      );
      assert.equal(text, "'n'\n");
      assert.equal(await kernel.track({ op: 'startRun', experiment: 'e', automatic: true }), undefined);
      assert.equal(await kernel.track({ op: 'logMetric', key: 'k', value: 1 }), undefined);
      assert.equal(await kernel.track({ op: 'endRun', status: 'FINISHED', runId: 'none' }), undefined);
      await kernel.shutdown();
      assert.deepEqual(readdirSync(folder()), []);
    });

    it('the lab’s own run in the place of the session’s, and both are ended', async () => {
      const kernel = await start();
      const ours = await kernel.track({ op: 'startRun', experiment: 'e', name: 'ours', automatic: true });
      await succeed(kernel, `${tracking}await tracking.startRun({ name: 'own' })`);
      assert.deepEqual(statuses(), [
        { name: 'ours', status: 'FINISHED' },
        { name: 'own', status: 'RUNNING' },
      ]);
      const twice = await run(kernel, `await tracking.startRun({ name: 'second' })`);
      assert.match(twice.error?.message ?? '', /The run 'own' is still open/);

      const ended = timesOf(ours!.id);
      assert.deepEqual(await kernel.track({ op: 'endRun', status: 'KILLED', runId: ours!.id }), ours);
      assert.deepEqual(timesOf(ours!.id), ended);
      assert.deepEqual(statuses()[1], { name: 'own', status: 'KILLED' });

      const id = 'c0ffee'.padEnd(32, '0');
      await kernel.track({ op: 'prepareRun', id, experiment: 'e', addTo: ours!.id, files: {} });
      await succeed(kernel, `tracking.logMetric('later', 1); await tracking.startRun({ name: 'third' })`);
      assert.deepEqual(await kernel.track({ op: 'settleRun', status: 'FAILED' }), ours);
      assert.deepEqual(timesOf(ours!.id), ended);
      assert.deepEqual(query(folder(), 'SELECT key FROM metrics WHERE run_uuid = ?', ours!.id), [{ key: 'later' }]);
      assert.deepEqual(statuses()[2], { name: 'third', status: 'RUNNING' });
    });

    it('the end of a run once: one that the lab ended itself stays as it is', async () => {
      const kernel = await start();
      const run = await kernel.track({ op: 'startRun', experiment: 'e', automatic: true });
      await succeed(kernel, `${tracking}await tracking.endRun()`);
      const ended = timesOf(run!.id);
      assert.equal(ended[0]?.status, 'FINISHED');
      assert.deepEqual(await kernel.track({ op: 'endRun', status: 'KILLED', runId: run!.id }), run);
      assert.deepEqual(timesOf(run!.id), ended);
    });

    it('the end of a run that a dead kernel left open', async () => {
      const first = await start();
      const run = await first.track({ op: 'startRun', experiment: 'e', automatic: true });
      await first.kill();
      const second = await start();
      assert.deepEqual(await second.track({ op: 'endRun', status: 'KILLED', runId: run!.id }), run);
      assert.equal(timesOf(run!.id)[0]?.status, 'KILLED');
    });

    it('in a folder that was opened through a link, also into a run that the lab opened first', async () => {
      const real = join(folder(), 'real');
      const link = join(folder(), 'link');
      mkdirSync(real);
      symlinkSync(real, link);
      const kernel = await start({ workspace: link });
      await succeed(kernel, `${tracking}await tracking.startRun({ name: 'own' })`);
      assert.ok(await kernel.track({ op: 'logMetric', key: 'k', value: 1 }));
      await kernel.track({ op: 'endRun', status: 'FINISHED' });
      assert.deepEqual(query(real, 'SELECT name, status FROM runs'), [{ name: 'own', status: 'FINISHED' }]);
    });

    it('again once the lab has ended its run in another folder', async () => {
      const other = join(folder(), 'other');
      mkdirSync(other);
      const kernel = await start();
      await succeed(kernel, `${tracking}tracking.configure({ workspace: 'other' }); await tracking.startRun()`);
      await assert.rejects(kernel.track({ op: 'startRun', experiment: 'e' }), /is still open/);
      await succeed(kernel, 'await tracking.endRun()');
      assert.ok(await kernel.track({ op: 'startRun', experiment: 'e', name: 'here' }));
      assert.deepEqual(statuses(), [{ name: 'here', status: 'RUNNING' }]);
    });
  });
});
