import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { LabReport } from '../../../src/labs/session/report.ts';
import type { LiveState } from '../../../src/mlops/payloads/live.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import { skip } from '../../skip.ts';
import { root, start } from '../commandLine.ts';

const lab = `// ---
// id: Live
// title: Live
// ---

// %%
import { progress } from 'mlops-lab/lab';
import * as tf from '@tensorflow/tfjs-node';
for (const _ of progress(Array.from({ length: 3 }), { unit: 'image' })) tf.ones([2]);
const x = tf.ones([3]);

// %%
console.log('between');

// %%
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
const pause = () => new Promise((resolve) => setTimeout(resolve, 150));
const data = [tf.ones([8, 3]), tf.ones([8, 1])];
await model.fit(data[0], data[1], { epochs: 4, callbacks: { onEpochEnd: pause } });
x.add(1).add(2); 0
`;

describe('command line: live outputs and leaks', function () {
  this.timeout(60_000);
  let workspace: string;
  let path: string;

  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-live-'));
    path = join(workspace, 'live.lab.ts');
    await writeFile(path, lab);
  });
  afterEach(() => rm(workspace, { recursive: true, force: true }));

  it('--json reports each live output once, as it stands at the end, and each cell with what it leaked', async () => {
    const { code, stdout, stderr } = await start(['run', path, '--workspace', workspace, '--json']).answer;
    assert.equal(code, 0, stderr);
    const { cells } = JSON.parse(stdout) as LabReport;
    const states = cells.flatMap(({ outputs }) =>
      outputs.flatMap((output) => (output.mime === mime.live ? [output.data as LiveState] : [])),
    );
    assert.deepEqual(
      states.map(({ kind, status, done, total, unit }) => [kind, status, done, total, unit]),
      [
        ['progress', 'finished', 3, 3, 'image'],
        ['training', 'finished', 4, 4, 'epoch'],
      ],
    );
    assert.equal(states[1]?.points.x.length, 4);
    const words = cells.flatMap(({ outputs }) => outputs.filter((output) => output.mime === mime.text));
    assert.match(String(words[0]?.data), /finished 3 of 3 images/);
    assert.match(String(words[1]?.data), /finished 4 of 4 epochs/);
    assert.deepEqual(
      cells.map(({ tensors }) => tensors && [tensors.backend, tensors.leaked, tensors.ops]),
      [['wasm', 3, { '': 3 }], undefined, ['wasm', 2, { Add: 2 }]],
    );
  });

  it('prints how each went, and the leaks of all cells, to stdout alone where that is no terminal', async () => {
    const { code, stdout, stderr } = await start(['run', path, '--workspace', workspace]).answer;
    assert.equal(code, 0, stderr);
    assert.match(stdout, /finished 3 of 3 images.*\nbetween\n.*finished 4 of 4 epochs/s);
    assert.match(stdout, /\nTensors leaked: 5 \(48 B\), in 2 cells\.\n/);
    assert.equal(stderr, '', 'a short lab has no line of progress in a log');
  });

  it('rewrites one line on a terminal, and leaves nothing of it behind', async function () {
    if (process.platform !== 'linux' || spawnSync('script', ['--version']).error) {
      skip(this, 'a terminal is made by the program "script" of util-linux, which is not here');
    }
    const screen = await inTerminal([
      process.execPath,
      join(root, 'dist/cli.js'),
      'run',
      path,
      '--workspace',
      workspace,
    ]);
    // Each drawing begins by taking the line before it away.
    const [, ...drawings] = screen.split('\r\u001b[K');
    const lines = drawings.filter((drawing) => /^[^\n]*epoch \d of 4/.test(drawing));
    assert.ok(lines.length >= 2, JSON.stringify(screen));
    for (const line of lines) assert.ok(!line.includes('\n') && line.length < 80, JSON.stringify(line));
    assert.ok(
      drawings.some((drawing) => /^[^\n]*finished 4 of 4 epochs/.test(drawing)),
      JSON.stringify(screen),
    );
    assert.equal(stripVTControlCharacters(screen).match(/finished 4 of 4 epochs/g)?.length, 1);
  });
});

/** What a program writes to a terminal of 80 columns, on both of its streams. */
async function inTerminal(command: readonly string[]): Promise<string> {
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const child: ChildProcess = spawn('script', ['-qec', `stty cols 80; ${quoted}`, '/dev/null'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TERM: 'xterm', MLOPS_LAB_NATIVE: join(root, 'test', 'fixtures') },
  });
  let screen = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (screen += text));
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(code, 0, screen);
  return screen;
}
