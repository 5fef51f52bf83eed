import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kernel } from '../../../src/kernel/kernel.ts';
import type { Output } from '../../../src/kernel/protocol/outputs.ts';
import type { Question } from '../../../src/mlops/host.ts';
import { dist, endKernels, run, startKernel, textOf } from '../kernels.ts';

describe('what code does late', function () {
  this.timeout(30_000);
  const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-owner-'));
  let kernel: Kernel;
  before(async () => {
    kernel = await startKernel({ dist, workspace });
  });
  after(async () => {
    await endKernels();
    rmSync(workspace, { recursive: true });
  });

  /** Runs cells one after the other, waits, and gives what each has printed by then. */
  async function printed(sources: readonly string[], wait = 120): Promise<string[]> {
    const outputs: Output[][] = sources.map(() => []);
    for (const [index, source] of sources.entries()) {
      const listener = { output: (output: Output) => void outputs[index]!.push(output) };
      const { error } = await kernel.execute({ cellId: `cell ${index}`, source, line: 10 }, listener);
      assert.equal(error, undefined, error?.stack);
    }
    await sleep(wait);
    return outputs.map(textOf);
  }

  for (const [how, source] of Object.entries({
    'a timer': 'setTimeout(() => console.log("late"), 40)',
    'an interval': 'const ticker = setInterval(() => { console.log("late"); clearInterval(ticker) }, 40)',
    'a promise': 'void (async () => { await new Promise((done) => setTimeout(done, 40)); console.log("late") })()',
    'node:timers/promises':
      'void (await import("node:timers/promises")).setTimeout(40).then(() => console.log("late"))',
    'a callback of fs': 'setTimeout(() => require("fs").stat(".", () => process.stdout.write("late\\n")), 30)',
    'a child process': 'require("child_process").exec("sleep 0.04; echo late", (_, text) => console.log(text.trim()))',
  })) {
    it(`is shown in the cell whose ${how} it is, while others run`, async () => {
      const [first, second, third] = await printed([
        `${source}; undefined`,
        'console.log("second"); await new Promise((done) => setTimeout(done, 80))',
        'console.log("third")',
      ]);
      assert.deepEqual([first, second, third], ['late\n', 'second\n', 'third\n']);
    });
  }

  for (const [how, source] of Object.entries({
    'a rejection that nobody handles':
      'void (async () => { await null; await new Promise((done) => setTimeout(done, 20)); throw new Error("lost") })()',
    'an error in a timer': 'setTimeout(() => { throw new Error("lost") }, 20)',
    'an error in a callback': 'setTimeout(() => require("fs").stat(".", () => { throw new Error("lost") }), 15)',
    'an error in a microtask': 'setTimeout(() => queueMicrotask(() => { throw new Error("lost") }), 20)',
    'an error in a listener':
      'const events = new (require("events"))(); events.on("x", () => { throw new Error("lost") }); setTimeout(() => events.emit("x"), 20)',
  })) {
    it(`blames the cell that made it: ${how}`, async () => {
      const [first, second] = await printed([
        `${source}; undefined`,
        'await new Promise((done) => setTimeout(done, 60))',
      ]);
      assert.match(first!, /^(Unhandled rejection|Uncaught): Error: lost\n.*x\.lab\.ts:11:/);
      assert.equal(second, '');
    });
  }

  it('is counted as a check of the cell that made it', async () => {
    const source =
      'import { check } from "mlops-lab/lab"; setTimeout(() => void check("late", () => {}), 30); undefined';
    const [first, second] = await printed([source, 'await check("own", () => {})']);
    assert.deepEqual([first, second], ['cell 0\n', 'cell 1\n']);
  });

  it('keeps all that console can do in order, and results after it', async () => {
    const { text, outputs } = await run(
      kernel,
      `console.log('log %d', 1); console.info('info'); console.debug('debug'); console.error('error'); console.warn('warn');
      console.table([{ a: 1 }]); console.dir({ deep: 1 }); console.count(); console.count('c'); console.countReset('c'); console.count('c');
      console.group('group'); console.log('inside'); console.groupEnd(); console.assert(1 === 2, 'assertion');
      console.time('t'); console.timeLog('t'); console.timeEnd('t'); console.trace('trace'); 'value'`,
    );
    const order = [
      'log 1',
      'info',
      'debug',
      'error',
      'warn',
      '│ 0 ',
      '{ deep: 1 }',
      'default: 1',
      'c: 1',
      'c: 1',
      'group',
    ];
    order.push('  inside', 'Assertion failed: assertion', 't: ', 't: ', 'Trace: trace', "'value'");
    let from = 0;
    for (const part of order) {
      const at = text.indexOf(part, from);
      assert.ok(at >= 0, `${part} is missing, or too early, in\n${text}`);
      from = at + part.length;
    }
    const kinds = outputs.map((each) => (each.kind === 'stream' ? each.name : each.kind));
    // How they fall into messages is a matter of time.
    const turns = kinds.filter((kind, index) => kind !== kinds[index - 1]);
    assert.deepEqual(turns, ['stdout', 'stderr', 'stdout', 'stderr', 'stdout', 'stderr', 'display']);
  });

  it('sends long outputs in pieces of bounded size, whole', async () => {
    const { outputs, text } = await run(kernel, 'process.stdout.write("x".repeat(5e6)); console.log("end")');
    assert.equal(text, `${'x'.repeat(5e6)}end\n`);
    const sizes = outputs.map((output) => (output.kind === 'stream' ? output.text.length : 0));
    assert.ok(Math.max(...sizes) <= 1 << 20, sizes.join());
  });

  it('leaves its parent responsive while it prints without end', async () => {
    let lines = 0;
    const listener = {
      output(output: Output) {
        if (output.kind === 'stream') lines += output.text.split('\n').length - 1;
      },
    };
    const flood = kernel.execute(
      { cellId: 'flood', source: 'for (let i = 0; i < 20000; i++) console.log(i)', line: 1 },
      listener,
    );
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    await flood;
    clearInterval(watch);
    assert.equal(lines, 20_000);
    assert.ok(longest < 1000, `the parent stood still for ${longest} ms`);
  });
});

describe('a question', function () {
  this.timeout(30_000);
  const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-ask-'));
  let kernel: Kernel;
  before(async () => {
    kernel = await startKernel({ dist, workspace });
    await run(kernel, 'import { input } from "mlops-lab/lab"');
  });
  after(async () => {
    await endKernels();
    rmSync(workspace, { recursive: true });
  });

  type Ask = (question: Question, signal: AbortSignal) => Promise<string | undefined>;
  async function asking(source: string, ask?: Ask) {
    const outputs: Output[] = [];
    const listener = { output: (output: Output) => void outputs.push(output), ...(ask && { ask }) };
    const outcome = await kernel.execute({ cellId: 'asks', source, line: 10 }, listener);
    return { ...outcome, text: textOf(outputs) };
  }

  it('is put to the person, and answered', async () => {
    const asked: Question[] = [];
    const ask: Ask = async (question) => {
      asked.push(question);
      return question.password ? '' : 'Ada';
    };
    const { text } = await asking('[await input("Name?"), await input("Secret?", { password: true })]', ask);
    assert.equal(text, "[ 'Ada', '' ]\n");
    assert.deepEqual(asked, [
      { prompt: 'Name?', password: false },
      { prompt: 'Secret?', password: true },
    ]);
  });

  for (const [how, ask] of [
    ['was closed', async () => undefined],
    ['could not be put', () => Promise.reject(new Error('no window'))],
    ['nobody takes', undefined],
  ] as const) {
    it(`fails in the cell when it ${how}`, async () => {
      const { error } = await asking('\nawait input("Name?")', ask);
      assert.deepEqual([error?.name, error?.line], ['InputError', 12]);
      assert.match(error?.message ?? '', /^"Name\?" was not answered\./);
      assert.equal((await run(kernel, '1')).text, '1\n');
    });
  }

  it('is taken back by a stop, which ends the cell', async () => {
    let takenBack = false;
    let stopping: ReturnType<Kernel['interrupt']> | undefined;
    const ask: Ask = (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          takenBack = true;
          resolve(undefined);
        });
        stopping = kernel.interrupt();
      });
    const { status, stage, error } = await asking('await input("Name?")', ask);
    assert.deepEqual([takenBack, status, stage, error?.name], [true, 'interrupted', 'cooperative', 'Interrupted']);
    assert.equal((await stopping)?.stage, 'cooperative');
    assert.equal((await asking('await input("Again?")', async () => 'yes')).text, "'yes'\n");
  });

  it('is taken back when the kernel dies', async () => {
    const ask: Ask = (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(undefined));
        process.kill(kernel.pid!, 'SIGKILL');
      });
    assert.equal((await asking('await input("Name?")', ask)).status, 'failed');
  });
});
