import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { decoder, encode, type FromControl, type ToControl } from '../../../src/kernel/control.ts';
import { type CellOutcome, Executions } from '../../../src/kernel/executions.ts';
import { type FromKernel, isFromKernel, type ToKernel } from '../../../src/kernel/protocol/messages.ts';
import { start } from '../commandLine.ts';
import { dist, endKernels, run, startKernel } from '../kernels.ts';

type Said = FromKernel | FromControl | ToKernel | ToControl;
const touched = ['execute', 'stop', 'done', 'over', 'stuck'] as const;
const faults = ['none', 'drop', 'delay', 'repeat', 'forge'] as const;
/** What becomes of each message of a type. */
type Faults = Readonly<Record<(typeof touched)[number], (typeof faults)[number]>>;
/** How a cell ends. */
const endings = ['by itself', 'asked', 'never', 'too late'] as const;

interface Case {
  readonly faults: Faults;
  readonly ending: (typeof endings)[number];
  readonly presses: number;
  readonly forged: unknown;
}

const patience = { stop: 150, end: 100, read: 10 };
/** What a machine that is busy may take beyond that, in milliseconds. */
const slack = 2000;

/** The parent's side, with a kernel that does as it was made to; resolves with what its cell came to. */
async function play({ faults, ending, presses, forged }: Case) {
  let killed = false;
  const kill = () => {
    if (killed) return;
    killed = true;
    // SIGKILL is what no process withstands.
    setTimeout(() => executions.end({ code: null, signal: 'SIGKILL', stderr: [], wanted: { by: 'stuck' } }), 5);
  };
  const pass = (message: Said, deliver: (message: Said) => void) => {
    switch (faults[message.type as keyof Faults] ?? 'none') {
      case 'drop':
        return;
      case 'delay':
        return void setTimeout(deliver, 400, message);
      case 'repeat':
        for (const after of [0, 3, 60, 200]) setTimeout(deliver, after, message);
        return;
      case 'forge':
        deliver({ ...message, ...(forged as object) } as Said);
        return;
      default:
        deliver(message);
    }
  };

  let ended = false;
  const say = (message: FromKernel) =>
    pass(message, (each) => isFromKernel(each) && each.type === 'done' && executions.done(each));
  const end = (serial: number, stage?: 'cooperative') => {
    if (ended) return;
    ended = true;
    say({ type: 'done', serial, seconds: 0, ...(stage && { stage }) });
  };
  const hear = decoder<ToControl>((message) =>
    pass(message, () => {
      if (ending === 'asked') end(message.serial, 'cooperative');
      if (ending === 'too late') setTimeout(() => end(message.serial, 'cooperative'), 600);
      const type = ending === 'never' || ending === 'too late' ? 'stuck' : 'over';
      pass({ type, serial: message.serial }, (each) => control.push(encode(each as FromControl)));
    }),
  );
  const control = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      hear(String(chunk));
      done();
    },
  });
  const executions: Executions = new Executions(
    control,
    { stuck: kill, outOfMemory: kill },
    (message) =>
      pass(message, (each) => {
        if (each.type === 'execute' && ending === 'by itself') setTimeout(() => end(each.serial), 20);
      }),
    () => undefined,
    patience,
  );
  const outcome = executions.run({ cellId: 'a', source: '', line: 0 }, { output: () => undefined });
  await sleep(10);
  const pressed = performance.now();
  for (let press = 0; press < presses; press++) void executions.interrupt();
  const late = sleep(patience.stop + patience.end + 2 * patience.read + slack, undefined, { ref: false });
  const result = await Promise.race([outcome, late]);
  return { result: result as CellOutcome | undefined, killed, milliseconds: performance.now() - pressed };
}

const someFaults: fc.Arbitrary<Faults> = fc.record(
  Object.fromEntries(touched.map((type) => [type, fc.constantFrom(...faults)])) as Record<
    keyof Faults,
    fc.Arbitrary<(typeof faults)[number]>
  >,
);
const forged = fc.constantFrom(
  { serial: 7 },
  { serial: 'one' },
  { serial: -1, stage: 'terminated' },
  { type: 'over' },
  { type: 'memory', megabytes: 1e9 },
  { type: 'none' },
  { error: 5 },
  { error: { name: 'E', message: 'm', stack: 's' } },
  { stage: 'cooperative', seconds: null },
);

describe('a kernel that says what it should not, or nothing', function () {
  this.timeout(60_000);
  afterEach(endKernels);

  it('is ended in bounded time by a stop, whatever becomes of each message', async () => {
    const single = touched.flatMap((type) =>
      faults.flatMap((fault) =>
        endings.flatMap((ending) =>
          [1, 2, 4].map((presses): Case => {
            const none = Object.fromEntries(touched.map((each) => [each, 'none'])) as Faults;
            return { faults: { ...none, [type]: fault }, ending, presses, forged: { serial: 9 } };
          }),
        ),
      ),
    );
    const any = fc.record({
      faults: someFaults,
      ending: fc.constantFrom(...endings),
      presses: fc.integer({ min: 1, max: 4 }),
      forged,
    });
    const cases = [...single, ...fc.sample(any, 500)];
    const results = await Promise.all(cases.map(play));
    for (const [at, { result }] of results.entries()) assert.ok(result, JSON.stringify(cases[at]));
    // The test sees both ends that a stop can have.
    assert.ok(results.some(({ killed }) => killed) && results.some(({ killed }) => !killed));
    cases.forEach(({ faults, ending, presses }, at) => {
      const isSound = Object.values(faults).every((fault) => fault === 'none');
      if (isSound && presses < 3 && ending !== 'never' && ending !== 'too late') {
        assert.equal(results[at]!.killed, false, JSON.stringify(cases[at]));
      }
    });
  });

  it('is heard only where a message has its shape', () => {
    for (const message of [
      null,
      5,
      'done',
      [],
      {},
      { type: 'toString' },
      { type: 'constructor' },
      { type: 'done', serial: 1 },
      { type: 'done', serial: 1, seconds: 0, error: 5 },
      { type: 'done', serial: 1, seconds: 0, error: { name: 'E' } },
      { type: 'outputs' },
      { type: 'outputs', items: 5 },
      { type: 'outputs', items: [null] },
      { type: 'outputs', items: [{ cellId: 1, output: {} }] },
      { type: 'tensors', serial: 1, cellId: 'a', use: { backend: 'wasm' } },
      { type: 'ask', requestId: 1, cellId: 'a' },
      { type: 'reply', requestId: 1, error: {} },
      { type: 'leaving' },
    ]) {
      assert.equal(isFromKernel(message), false, JSON.stringify(message));
    }
    const heard: unknown[] = [];
    const receive = decoder((message) => heard.push(message));
    receive(`garbage\nnull\n5\n{"type":"over"}\n{"type":"stop","serial":"1"}\n{"type":"over","ser`);
    receive('ial":1}\n');
    receive('x'.repeat(5000));
    receive('y\n{"type":"stuck","serial":2}\n');
    assert.deepEqual(heard, [
      { type: 'over', serial: 1 },
      { type: 'stuck', serial: 2 },
    ]);
  });

  /** What a cell may do to its own kernel; afterwards it never ends, or its end is never heard. */
  const cells: Readonly<Record<string, string>> = {
    'drops all that it says': '(process as any)._send = () => true; 1',
    'drops all that it says, and goes on': '(process as any)._send = () => true; for (;;);',
    'hears nothing any more': 'process.removeAllListeners("message"); await new Promise(() => {})',
    'closes the control pipe': 'require("fs").closeSync(4); for (;;);',
    'forges the end of the stop':
      'for (const serial of [1, 2, 3]) require("fs").writeSync(4, JSON.stringify({ type: "over", serial }) + "\\n"); for (;;);',
    'writes garbage into the pipe': 'require("fs").writeSync(4, "}{\\nnull\\n{\\"type\\":"); for (;;);',
    'forges messages of no shape':
      'for (const type of ["done", "outputs", "ready", "tensors", "ask", "reply", "result", "backend"]) process.send!({ type }); for (;;);',
    'forges its end': 'process.send!({ type: "done", serial: 2, seconds: 0 }); for (;;);',
  };
  for (const [what, source] of Object.entries(cells)) {
    it(`is stopped though its cell ${what}`, async () => {
      const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-faults-'));
      const kernel = await startKernel({ dist, workspace });
      await run(kernel, '1');
      const first = run(kernel, source);
      await sleep(300);
      const started = performance.now();
      // It may have been told that the cell has ended: then the next one is what waits for ever.
      const next = what === 'forges its end' ? first.then(() => run(kernel, '2')) : first;
      await sleep(50);
      await kernel.interrupt();
      assert.equal((await next).status, 'interrupted');
      assert.ok(performance.now() - started < 12_000);
      rmSync(workspace, { recursive: true });
    });
  }

  it('answers though a cell has taken `process.send` away', async () => {
    const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-faults-'));
    const kernel = await startKernel({ dist, workspace });
    assert.equal((await run(kernel, '(process as any).send = undefined; 1')).text, '1\n');
    assert.equal((await run(kernel, '2')).text, '2\n');
    rmSync(workspace, { recursive: true });
  });

  it('is ended by --timeout', async () => {
    const deaf = ['(process as any)._send = () => true;', 'process.removeAllListeners("message");'];
    const answers = deaf.map(async (cell) => {
      const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-faults-'));
      const lab = join(workspace, 'a.lab.ts');
      writeFileSync(lab, `// ---\n// id: a\n// title: a\n// ---\n\n// %%\n${cell}\n1;\n\n// %%\n2;\n`);
      const answer = await start(['run', lab, '--workspace', workspace, '--timeout', '1']).answer;
      rmSync(workspace, { recursive: true });
      return answer;
    });
    for (const { code, stderr } of await Promise.all(answers)) {
      assert.equal(code, 1);
      assert.match(stderr, /it takes longer than 1 s/);
    }
  });
});
