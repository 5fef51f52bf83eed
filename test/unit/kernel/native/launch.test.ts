import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nativeEnvironment } from '../../../../src/kernel/environment.ts';
import type { Kernel } from '../../../../src/kernel/kernel.ts';
import { assertAvailable, launchKernel } from '../../../../src/kernel/launch.ts';
import { withoutAdvice } from '../../../../src/kernel/native/advice.ts';
import { thisPlatform, writeInstallation } from '../../../../src/kernel/native/installation.ts';
import { tfjsNodeVersion } from '../../../../src/kernel/native/pins.ts';
import { isRealNode } from '../../../../src/kernel/node.ts';
import type { Backend } from '../../../../src/kernel/protocol/options.ts';
import { silentLog } from '../../../../src/platform/log.ts';
import { dist, run } from '../../kernels.ts';

describe('native: starting a kernel', () => {
  let workspace: string;
  let native: string;
  let kernel: Kernel | undefined;
  const settings = () => ({ nodePath: '', dist, native, log: silentLog });
  const launch = async (backend: Backend) => {
    const options = { labPath: join(workspace, 'x.lab.ts'), workspace, backend, recording: false };
    kernel = await launchKernel(options, settings());
    return kernel;
  };
  /** A folder that says it is an installation and holds none. */
  const pretend = () =>
    writeInstallation(native, {
      schemaVersion: 1,
      way: 'wheel',
      tensorflow: '2.21.0',
      tfjsNode: tfjsNodeVersion,
      platform: thisPlatform,
      installed: '2026-01-01T00:00:00.000Z',
      sha256: {},
    });

  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), 'mlops-lab native-'));
    native = join(workspace, '.native');
  });
  afterEach(async () => {
    await kernel?.kill();
    kernel = undefined;
    rmSync(workspace, { recursive: true, force: true });
  });

  it('on “tensorflow” without an installation says how to get one', async () => {
    const missing =
      /^UserError: Native TensorFlow is not installed\. Install it by the command “.*”, or by “npm run native”/;
    await assert.rejects(assertAvailable('tensorflow', settings()), missing);
    await assert.rejects(launch('tensorflow'), missing);
    for (const backend of ['auto', 'wasm', 'cpu'] as const) await assertAvailable(backend, settings());
    // What a try has left of an installation is none.
    mkdirSync(join(native, 'node_modules'), { recursive: true });
    await assert.rejects(assertAvailable('tensorflow', settings()), missing);
  });

  it('hands the folder only to a kernel that may use it, and has TensorFlow print errors only', async () => {
    const environment = '[process.env.MLOPS_LAB_NATIVE, process.env.TF_CPP_MIN_LOG_LEVEL]';
    assert.equal((await run(await launch('auto'), environment)).text.trim(), '[ undefined, undefined ]');
    await kernel?.kill();
    await pretend();
    await assertAvailable('tensorflow', settings());
    assert.equal((await run(await launch('wasm'), environment)).text.trim(), '[ undefined, undefined ]');
    await kernel?.kill();
    assert.ok((await run(await launch('auto'), `${environment}.join()`)).text.includes(`${native},2`));
  });

  it('knows the runtime that cannot use it', () => {
    const runtime = { path: process.execPath, version: process.version };
    assert.ok(isRealNode({ ...runtime, env: nativeEnvironment(native) }));
    assert.equal(isRealNode({ ...runtime, env: { ELECTRON_RUN_AS_NODE: '1' } }), false);
  });

  it('leaves out of stderr what TensorFlow says to everyone, and nothing else', () => {
    const advice = [
      'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR',
      'I0000 00:00:1767225600.000000   12345 port.cc:153] oneDNN custom operations are on. You may see slightly different…',
    ];
    const kept = ['E0000 00:00:1767225600.000000 12345 x.cc:1] out of memory', 'WARNING: of the lab itself', ''].join(
      '\n',
    );
    assert.equal(withoutAdvice(`${advice.join('\n')}\n${kept}`), kept);
    assert.equal(withoutAdvice(`${advice[0]}\n`), '');
  });

  it('on “auto” goes on with WASM when the installation is broken, and says so in one line', async () => {
    await pretend();
    const { status, outputs } = await run(await launch('auto'), `import * as tf from '@tensorflow/tfjs-node'`);
    assert.equal(status, 'succeeded');
    assert.equal(kernel?.backend, 'wasm');
    const said = outputs.map((output) => (output.kind === 'stream' ? output.text : '')).join('');
    assert.match(said, /^Native TensorFlow in .*\.native cannot be used: .*\. This lab goes on with WASM\.\n$/);
  });

  it('on “tensorflow” fails the cell when the installation is broken, and says how to go on', async () => {
    await pretend();
    const { status, error } = await run(await launch('tensorflow'), `import * as tf from '@tensorflow/tfjs-node'`);
    assert.equal(status, 'failed');
    assert.match(
      error?.message ?? '',
      /^Native TensorFlow in .*\.native cannot be used: .*\. To go on with WebAssembly, choose the backend "wasm"/,
    );
  });

  it('reports a package whose binding does not load', () => {
    const home = join(native, 'node_modules', '@tensorflow', 'tfjs-node');
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'index.js'), `process.dlopen({ exports: {} }, ${JSON.stringify(join(home, 'x.node'))})`);
    const library = pathToFileURL(join(dist, 'mlops', 'tfjs-node.mjs')).href;
    const env = { ...process.env, ...nativeEnvironment(native), MLOPS_LAB_BACKEND: 'tensorflow' };
    const args = ['--input-type=module', '--eval', `import ${JSON.stringify(library)}`];
    const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /Native TensorFlow in .* cannot be used: .*x\.node: cannot open shared object file/);
  });
});
