import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { ownRuntime } from '../../../src/kernel/node.ts';
import { fallbackOf, missing, probeNames, probeTitles } from '../../../src/kernel/probes.ts';
import { probe } from '../../../src/kernel/process/probes.ts';
import { LabSession } from '../../../src/labs/session/session.ts';
import { silentLog } from '../../../src/platform/log.ts';
import { dist, endKernels, run, startKernel } from '../kernels.ts';

describe('start-up probes', () => {
  let workspace: string;
  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-probes-'));
  });
  afterEach(async () => {
    await endKernels();
    await rm(workspace, { recursive: true });
  });

  /** A kernel on a Node.js that lacks what is named. */
  const without = (names: string, env: Record<string, string> = { MLOPS_LAB_WITHOUT: names }) =>
    startKernel({ dist, workspace, runtime: { ...ownRuntime(), env } });

  it('find everything on this Node.js, and the log says so', async () => {
    const said: string[] = [];
    const log = { ...silentLog, info: (message: string) => said.push(message) };
    const kernel = await startKernel({ dist, workspace, log });
    assert.deepEqual(missing(kernel.probes!), []);
    assert.ok(
      said.some((line) => /on Node\.js v\d+.*; missing: nothing$/.test(line)),
      said.join('\n'),
    );
  });

  it('cost next to nothing', () => {
    const times = Array.from({ length: 9 }, () => {
      const started = performance.now();
      probe();
      return performance.now() - started;
    });
    // Meant to be under 2 ms; ten times that, since other programs run beside this test.
    assert.ok(Math.min(...times) < 20, times.join(', '));
  });

  it('have a title and a fallback each', () => {
    for (const name of probeNames) assert.ok(probeTitles[name] && fallbackOf(name).endsWith('.'), name);
  });

  it('without type stripping: TypeScript compiles, and positions stay the file’s', async () => {
    const kernel = await without('strip');
    assert.deepEqual(missing(kernel.probes!), ['strip']);
    assert.equal((await run(kernel, 'const n: number = 41; n + 1')).text, '42\n');
    const { error } = await run(kernel, 'interface A { b: string }\n\nthrow new RangeError("bad" as string);');
    assert.deepEqual([error?.name, error?.line, error?.column], ['RangeError', 13, 7]);
  });

  it('without node:sqlite: labs run, nothing is recorded, and it is said once', async () => {
    const kernel = await without('sqlite');
    assert.deepEqual(missing(kernel.probes!), ['sqlite']);
    const start = { op: 'startRun', experiment: 'X', automatic: true } as const;
    await assert.rejects(kernel.track(start), /no node:sqlite, so runs are not recorded/);
    assert.equal(await kernel.track(start), undefined);
    const lab = "import { endRun, logMetric, startRun } from 'mlops-lab/tracking';";
    const logged = await run(kernel, `${lab} await startRun(); logMetric('loss', 1, 0); await endRun(); 'done'`);
    assert.equal(logged.status, 'succeeded', logged.error?.stack);
    assert.match(logged.text, /^This Node\.js has no node:sqlite, so runs are not recorded\..*\n'done'\n$/);
    assert.equal((await run(kernel, "await startRun(); logMetric('loss', 2, 0); 'again'")).text, "'again'\n");
    assert.equal(existsSync(join(workspace, 'mlflow.db')), false);
    assert.equal((await run(kernel, "await import('node:sqlite')")).status, 'failed', 'it is really missing');
  });

  it('without WebAssembly: the cpu backend computes, and it is said', async () => {
    const kernel = await without('wasm');
    assert.deepEqual(missing(kernel.probes!), ['strip', 'wasm', 'simd']);
    const { text, error } = await run(kernel, product);
    assert.equal(error, undefined);
    assert.match(text, /WebAssembly backend .* did not start.*cpu/);
    assert.match(text, /\[ \[ 19, 22 \], \[ 43, 50 \] \]\n$/);
    assert.equal(kernel.backend, 'cpu');
  });

  it('without SIMD: plain WebAssembly computes', async () => {
    const kernel = await without('simd');
    assert.deepEqual(missing(kernel.probes!), ['simd']);
    assert.equal((await run(kernel, product)).text, '[ [ 19, 22 ], [ 43, 50 ] ]\n');
    assert.equal(kernel.backend, 'wasm');
    assert.equal((await run(kernel, "tf.env().get('WASM_HAS_SIMD_SUPPORT')")).text, 'false\n');
  });

  it('without a compile cache: a kernel starts and computes', async () => {
    const kernel = await without('', { NODE_DISABLE_COMPILE_CACHE: '1' });
    assert.deepEqual(missing(kernel.probes!), ['compileCache']);
    assert.equal((await run(kernel, product)).text, '[ [ 19, 22 ], [ 43, 50 ] ]\n');
  });

  it('without module.registerHooks: no kernel starts, and the message says why and what to do', async () => {
    await assert.rejects(without('hooks'), /has no module\.registerHooks.*mlopsLab\.kernel\.nodePath/s);
  });

  for (const name of ['inspector', 'sharedMemory'] as const) {
    it(`without ${probeTitles[name]}: an endless loop is stopped by ending the kernel, and the next cell runs`, async () => {
      const labPath = join(workspace, 'x.lab.ts');
      const runtime = { ...ownRuntime(), env: { MLOPS_LAB_WITHOUT: name } };
      const options = { labPath, workspace, backend: 'auto', recording: false } as const;
      const session = new LabSession({
        labId: 'X',
        labPath,
        autoRun: () => 'off',
        autolog: () => true,
        startKernel: () => Kernel.start({ options, runtime, dist, log: silentLog }),
        log: silentLog,
      });
      const runCell = (source: string, onOutput = () => undefined as unknown) =>
        session.run(
          { cells: [{ cellId: 'c', source, line: 0 }], all: false, labText: source },
          { started() {}, output: () => onOutput(), ended() {} },
        );
      try {
        const loop = "console.log('on'); await new Promise((r) => setTimeout(r, 50)); for (;;);";
        const { status, records } = await runCell(loop, () => setTimeout(() => session.stop(), 200));
        assert.equal(status, 'interrupted');
        assert.match(records.get('c')?.error?.message ?? '', /kernel/);
        assert.equal((await runCell('1 + 1')).status, 'succeeded');
        assert.deepEqual(missing(session.kernel!.probes!), [name]);
      } finally {
        await session.close();
      }
    });
  }

  it('a name that is none is refused', async () => {
    await assert.rejects(without('sqlit'), /MLOPS_LAB_WITHOUT: "sqlit" is not one of strip, /);
  });
});

const product =
  "import * as tf from '@tensorflow/tfjs-node'; tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).arraySync()";
