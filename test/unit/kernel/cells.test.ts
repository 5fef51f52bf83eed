import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { promiseHooks } from 'node:v8';
import type { CellRun } from '../../../src/kernel/process/cells/cellRun.ts';
import { Cells } from '../../../src/kernel/process/cells/cells.ts';
import { Signal } from '../../../src/kernel/process/stopping/signal.ts';
import type { FromKernel } from '../../../src/kernel/protocol/messages.ts';

describe('what runs cells', () => {
  const { onBefore } = promiseHooks;
  let beforeMicrotask: (() => void) | undefined;
  afterEach(() => {
    promiseHooks.onBefore = onBefore;
  });

  /** Cells that wait for ever, on an engine that only counts breaks; `install` stands for V8's hook. */
  function endless(install: () => void = () => undefined) {
    promiseHooks.onBefore = ((hook: () => void) => {
      install();
      beforeMicrotask = hook;
    }) as typeof onBefore;
    const runs = new AsyncLocalStorage<CellRun>();
    const signal = new Signal();
    const sent: FromKernel[] = [];
    const started: CellRun[] = [];
    let breaks = 0;
    const engine = {
      run(run: CellRun) {
        started.push(run);
        return new Promise<undefined>(() => undefined);
      },
      ended() {},
      stopped() {},
      breakOff() {
        breaks++;
      },
    };
    const cells = new Cells(engine, runs, signal, (message) => sent.push(message));
    const submit = (serial: number) => cells.submit({ cellId: 'c', source: '', line: 0 }, serial);
    const breakOff = (serial: number) => {
      signal.set('stop', serial);
      signal.set('stage', 2);
      cells.receive({ type: 'brokenOff', serial });
    };
    /** Whether a microtask of that execution is broken off. */
    const isBroken = (serial: number) => {
      const before = breaks;
      runs.run(started.find((run) => run.serial === serial)!, () => beforeMicrotask?.());
      return breaks > before;
    };
    return { submit, breakOff, isBroken, sent };
  }

  it('breaks off what goes on of a stopped cell', () => {
    const { submit, breakOff, isBroken } = endless();
    submit(1);
    breakOff(1);
    assert.ok(isBroken(1));
  });

  it('hears of microtasks also where the end of the first cell stopped was itself broken off', () => {
    let attempts = 0;
    const { submit, breakOff, isBroken, sent } = endless(() => {
      attempts++;
      if (attempts === 1) throw new Error('broken off');
    });
    submit(1);
    assert.throws(() => breakOff(1), /broken off/);
    breakOff(1);
    assert.ok(isBroken(1));
    assert.deepEqual(
      sent.map(({ type }) => type),
      ['done'],
    );
  });

  it('beside a cell that runs, lets pass the turn that wakes a stopped one, and no more', async () => {
    const { submit, breakOff, isBroken } = endless();
    submit(1);
    breakOff(1);
    submit(2);
    assert.ok(!isBroken(1));
    assert.ok(!isBroken(2));
    await sleep(1);
    assert.ok(isBroken(1));
    assert.ok(!isBroken(2));
  });

  it('does not let a stopped cell fill that turn', () => {
    const { submit, breakOff, isBroken } = endless();
    submit(1);
    breakOff(1);
    submit(2);
    let microtasks = 0;
    while (microtasks < 1000 && !isBroken(1)) microtasks++;
    assert.ok(microtasks < 1000);
  });
});
