import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kernel, type KernelEnd } from '../../../../src/kernel/kernel.ts';
import { ownRuntime } from '../../../../src/kernel/node.ts';
import type { Output } from '../../../../src/kernel/protocol/outputs.ts';
import { LabSession, type SessionOptions } from '../../../../src/labs/session/session.ts';
import type { CellEnd } from '../../../../src/outputs/cellEnd.ts';
import { UserError } from '../../../../src/platform/errors.ts';
import { silentLog } from '../../../../src/platform/log.ts';
import { getRun, listRuns } from '../../../../src/runs/reader.ts';

const dist = join(import.meta.dirname, '../../../../dist');

describe('lab session', () => {
  let workspace: string;
  let session: LabSession;
  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-session-'));
    session = open();
  });
  afterEach(async () => {
    await session.close();
    await rm(workspace, { recursive: true });
  });

  function open({ recording = true, ...others }: Partial<SessionOptions> & { recording?: boolean } = {}): LabSession {
    const labPath = join(workspace, 'x.lab.ts');
    const options = { labPath, workspace, backend: 'auto', recording } as const;
    const startKernel = () => Kernel.start({ options, runtime: ownRuntime(), dist, log: silentLog });
    return new LabSession({
      labId: 'X',
      labPath,
      autoRun: () => 'logged',
      autolog: () => true,
      startKernel,
      log: silentLog,
      ...others,
    });
  }

  /** Runs cells and tells, for each, its statuses and what it printed. */
  async function run(
    sources: readonly string[],
    { all = false, onOutput }: { all?: boolean; onOutput?: () => void } = {},
  ) {
    const ended = new Map<string, CellEnd>();
    const outputs: Output[] = [];
    const cells = sources.map((source, index) => ({ cellId: `c${index}`, source, line: index }));
    const result = await session.run(
      { cells, all, labText: sources.join('\n') },
      {
        started() {},
        output(_cell, output) {
          outputs.push(output);
          onOutput?.();
        },
        ended: (cellId, end) => {
          assert.ok(!ended.has(cellId), 'a cell ends once');
          ended.set(cellId, end);
        },
      },
    );
    return { ...result, statuses: cells.map(({ cellId }) => ended.get(cellId)?.status), ended, outputs };
  }

  it('keeps variables from cell to cell, and forgets them on restart', async () => {
    await run(['let a = 1;']);
    assert.equal((await run(['a++; if (a !== 2) throw new Error("lost");'])).status, 'succeeded');
    await session.restart();
    const { ended } = await run(['a']);
    assert.equal(ended.get('c0')?.error?.name, 'ReferenceError');
  });

  it('stops an endless loop, skips what waits, and runs again', async () => {
    const stopping = run(['console.log("on"); await new Promise((r) => setTimeout(r, 100)); for (;;);', '1'], {
      onOutput: () => setTimeout(() => session.stop(), 200),
    });
    const { status, statuses, ended } = await stopping;
    assert.equal(status, 'interrupted');
    assert.deepEqual(statuses, ['interrupted', 'skipped']);
    assert.match(ended.get('c0')?.error?.message ?? '', /stop/i);
    assert.equal((await run(['1 + 1'])).status, 'succeeded');
  });

  it('keeps variables and the kernel over a stop, and runs what was submitted meanwhile', async () => {
    await run(['let kept = 1;']);
    const { kernel } = session;
    const stopping = run(['kept = 2; for (;;);', 'kept = 3']);
    await sleep(100);
    session.stop();
    const next = run(['kept']);
    assert.deepEqual((await stopping).statuses, ['interrupted', 'skipped']);
    assert.deepEqual((await next).outputs, [{ kind: 'display', data: { 'text/plain': '2' } }]);
    assert.equal(session.kernel, kernel);
  });

  it('runs what was submitted after a stop also where that takes the kernel along', async () => {
    const ends: KernelEnd[] = [];
    session.onKernelEnded((end) => ends.push(end));
    const blocked = run([`console.log('on'); require('child_process').execSync('sleep 60')`], {
      onOutput: () => {
        session.stop();
        session.stop();
        session.stop();
      },
    });
    await blocked.then(({ statuses }) => assert.deepEqual(statuses, ['interrupted']));
    assert.equal((await run(['1'])).status, 'succeeded');
    assert.deepEqual(
      ends.map(({ wanted }) => wanted),
      [true],
    );
  });

  it('lets an idle kernel go, and says so once', async () => {
    session = open({ idleMinutes: () => 0.002 });
    await run(['let a = 1;']);
    const { pid } = session.kernel!;
    const ended = new Promise<KernelEnd>((resolve) => session.onKernelEnded(resolve));
    assert.equal((await ended).wanted, true);
    assert.throws(() => process.kill(pid!, 0), { code: 'ESRCH' });
    const { outputs } = await run(['typeof a', '2']);
    const said = outputs.map((output) => (output.kind === 'stream' ? output.text : output.kind));
    assert.match(said[0] ?? '', /^The kernel had nothing to do for 0\.002 minutes and was ended/);
    assert.deepEqual(said.slice(1), ['display', 'display']);
    assert.deepEqual(listRuns(workspace), [], 'nothing was logged');
  });

  it('is not idle while a cell runs', async () => {
    session = open({ idleMinutes: () => 0.001 });
    assert.equal((await run(['await new Promise((done) => setTimeout(done, 300)); 1'])).status, 'succeeded');
  });

  it('restarts in the middle of a cell, and runs what comes after it', async () => {
    const busy = run(['console.log("on"); for (;;);', '1'], { onOutput: () => void session.restart() });
    const { statuses, ended } = await busy;
    assert.deepEqual(statuses, ['interrupted', 'skipped']);
    assert.match(ended.get('c0')?.error?.message ?? '', /stopped, and its kernel with it/);
    assert.equal((await run(['typeof statuses'])).status, 'succeeded');
  });

  it('tells that the kernel has ended, and whether that was wanted', async () => {
    const ends: KernelEnd[] = [];
    const listening = session.onKernelEnded((end) => ends.push(end));
    await run(['process.exit(3)']);
    await run(['1']);
    await session.restart();
    listening.dispose();
    await run(['process.exit(4)']);
    assert.deepEqual(
      ends.map(({ wanted }) => wanted),
      [false, true],
    );
    assert.match(ends[0]!.reason, /called process\.exit\(3\)/);
  });

  it('hands questions to whoever runs the cells', async () => {
    const asked: string[] = [];
    const outputs: Output[] = [];
    await session.run(
      {
        cells: [{ cellId: 'c', source: '(await import("mlops-lab/lab")).input("Name?")', line: 1 }],
        all: false,
        labText: '',
      },
      {
        started() {},
        output: (_, output) => outputs.push(output),
        ended() {},
        async ask(cellId, { prompt }) {
          asked.push(cellId, prompt);
          return 'Ada';
        },
      },
    );
    assert.deepEqual(asked, ['c', 'Name?']);
  });

  it('serves several labs at once, each with variables of its own', async () => {
    const second = open();
    const inSecond = second.run(
      { cells: [{ cellId: 'c', source: 'let own = "second"; for (;;);', line: 1 }], all: false, labText: '' },
      { started() {}, output() {}, ended() {} },
    );
    assert.equal((await run(['let own = "first"; own'])).status, 'succeeded');
    await sleep(100);
    second.stop();
    assert.equal((await inSecond).status, 'interrupted');
    assert.deepEqual((await run(['own'])).outputs, [{ kind: 'display', data: { 'text/plain': "'first'" } }]);
    await second.close();
  });

  it('stops a kernel that is still starting, with a word, and runs what is submitted meanwhile', async () => {
    const stopped = run(['1', '2']);
    session.stop();
    const next = run(['3']);
    const { statuses, ended } = await stopped;
    assert.deepEqual(statuses, ['interrupted', 'skipped']);
    assert.match(ended.get('c0')?.error?.message ?? '', /before the kernel had started/);
    assert.equal((await next).status, 'succeeded');
  });

  it('tells why when the kernel dies, and starts a new one', async () => {
    const { status, statuses, ended } = await run([
      'process.kill(process.pid, "SIGKILL"); await new Promise(() => {});',
      '1',
    ]);
    assert.equal(status, 'failed');
    assert.deepEqual(statuses, ['failed', 'skipped']);
    assert.match(ended.get('c0')?.error?.message ?? '', /SIGKILL/);
    assert.equal((await run(['2'])).status, 'succeeded');
    await session.close();
  });

  it('says why no kernel starts, in the first cell that waits', async () => {
    session = open({ startKernel: () => Promise.reject(new UserError('no-node', 'No Node.js was found.')) });
    const { statuses, ended } = await run(['1', '2']);
    assert.deepEqual(statuses, ['failed', 'skipped']);
    assert.equal(ended.get('c0')?.error?.message, 'No Node.js was found.');
  });

  it('records nothing by itself when the setting says so', async () => {
    session = open({ autoRun: () => 'off' });
    assert.equal((await run(['1'], { all: true })).run, undefined);
    assert.deepEqual(listRuns(workspace), []);
  });

  it('records nothing at all, whatever the lab logs, in a folder whose database is not ours to write', async () => {
    session = open({ recording: false });
    const { status, run: ref } = await run(["(await import('mlops-lab/tracking')).logMetric('loss', 1)"], {
      all: true,
    });
    assert.equal(status, 'succeeded');
    assert.equal(ref, undefined);
    assert.equal(existsSync(join(workspace, 'mlflow.db')), false);
  });

  it('tags the run with the backend that computed it', async () => {
    const { run: ref } = await run(["import '@tensorflow/tfjs-node';"], { all: true });
    assert.equal(getRun(workspace, ref!.id)?.tags['mlops-lab.backend'], 'wasm');
  });

  it('goes on whatever a listener throws', async () => {
    const problems: unknown[] = [];
    session = open({ log: { ...silentLog, error: (problem) => problems.push(problem) } });
    const broken = (): never => {
      throw new Error('closed');
    };
    const cells = ['console.log(1)', '2'].map((source, line) => ({ cellId: `c${line}`, source, line }));
    const batch = { cells, all: false, labText: '' };
    const { records } = await session.run(batch, { started: broken, output: broken, ended: broken });
    assert.deepEqual(
      [...records.values()].map(({ status, outputs }) => [status, outputs.length]),
      [
        ['succeeded', 1],
        ['succeeded', 1],
      ],
    );
    assert.match(String(problems[0]), /closed/);
    assert.equal((await run(['1'])).status, 'succeeded');
  });

  it('stops a cell that waits for the run record behind a loop that an earlier cell left', async () => {
    await run(['1']);
    await new Promise<void>((looping) => {
      void run(['setTimeout(() => { console.log("looping"); for (;;); }, 20); 1'], {
        onOutput: () => setTimeout(looping, 100),
      });
    });
    const waiting = run(['2'], { all: true });
    await sleep(50);
    session.stop();
    assert.equal((await waiting).status, 'interrupted');
    assert.equal((await run(['3'])).status, 'succeeded');
  });

  it('leaves no kernel behind, closed or disposed of while one starts', async () => {
    for (const end of ['close', 'dispose'] as const) {
      const kernels: Promise<Kernel>[] = [];
      const options = { labPath: join(workspace, 'x.lab.ts'), workspace, backend: 'auto', recording: true } as const;
      session = open({
        startKernel() {
          const starting = Kernel.start({ options, runtime: ownRuntime(), dist, log: silentLog });
          kernels.push(starting);
          return starting;
        },
      });
      const first = run(['1']);
      const ending = session[end]();
      const second = run(['2']);
      await ending;
      assert.equal((await first).status, 'interrupted');
      assert.equal((await second).status, 'failed');
      for (const kernel of await Promise.all(kernels)) {
        while (kernel.isAlive) await sleep(20);
      }
    }
  });

  /** Runs cells, and tells in which order their ends and what became of their tensors were told. */
  async function leaks(sources: readonly string[]) {
    const told: string[] = [];
    const cells = sources.map((source, index) => ({ cellId: `c${index}`, source, line: index }));
    const { records } = await session.run(
      { cells, all: true, labText: '' },
      {
        started() {},
        output() {},
        ended: (cellId) => told.push(`${cellId} ended`),
        tensors: (cellId, { leaked }) => told.push(`${cellId} leaked ${leaked}`),
      },
    );
    return { told, leaked: [...records.values()].map(({ tensors }) => tensors?.leaked) };
  }
  const tf = "import * as tf from '@tensorflow/tfjs-node';";

  it('tells of each cell what it leaked, after its end, and before the result', async () => {
    const { told, leaked } = await leaks([
      `${tf} tf.ones([2]).add(1); 0`,
      'const y = tf.ones([2]);',
      '1 + 1',
      'y.add(1); 0',
    ]);
    assert.deepEqual(leaked, [2, 0, undefined, 1]);
    assert.deepEqual(
      told.filter((what) => what.endsWith('ended')),
      ['c0 ended', 'c1 ended', 'c2 ended', 'c3 ended'],
    );
    assert.deepEqual(told.toSorted(), [
      'c0 ended',
      'c0 leaked 2',
      'c1 ended',
      'c1 leaked 0',
      'c2 ended',
      'c3 ended',
      'c3 leaked 1',
    ]);
    for (const cell of ['c0', 'c1', 'c3']) {
      const [end, leak] = ['ended', 'leaked'].map((word) =>
        told.findIndex((what) => what.startsWith(`${cell} ${word}`)),
      );
      assert.ok(end! < leak!, told.join());
    }
  });

  it('gives the result also where code that a cell left behind lets the kernel tell nothing', async () => {
    const { leaked } = await leaks([`${tf} tf.ones([2]); setTimeout(() => { for (;;); }, 20); 0`]);
    assert.deepEqual(leaked, [undefined]);
  });

  it('gives the result also where the kernel ends before it could tell', async () => {
    const { leaked } = await leaks([`${tf} tf.ones([2]); setTimeout(() => process.exit(0), 20); 0`]);
    assert.deepEqual(leaked, [undefined]);
  });

  it('runs what was submitted meanwhile, in order', async () => {
    await run(['globalThis.order = []']);
    const batches = [1, 2, 3].map((n) => run([`await 0; order.push(${n})`]));
    await Promise.all(batches);
    const { outputs } = await run(['order.join()']);
    assert.deepEqual(outputs, [{ kind: 'display', data: { 'text/plain': "'1,2,3'" } }]);
  });
});
