import assert from 'node:assert/strict';
import { type LabHost, setHost } from '../../../../src/mlops/host.ts';
import { liveChart, progress } from '../../../../src/mlops/lab.ts';
import { LiveTerminal } from '../../../../src/mlops/live/terminal.ts';
import { applyChange, initialState, type LiveChange, type LiveState } from '../../../../src/mlops/payloads/live.ts';
import { type MimeBundle, mime } from '../../../../src/mlops/payloads/mime.ts';

const hostKey = Symbol.for('mlops-lab.host');

/** Keeps what is shown, as an editor does. */
class Shown implements LabHost {
  readonly states: LiveState[] = [];
  updates = 0;
  readonly #ends: (() => void)[] = [];

  display(bundle: MimeBundle): void {
    this.states.push(bundle[mime.live] as LiveState);
  }

  update(id: string, change: LiveChange): void {
    this.updates += 1;
    const index = this.states.findIndex((state) => state.id === id);
    this.states[index] = applyChange(this.states[index]!, change);
  }

  beforeCellEnds(send: () => void): void {
    this.#ends.push(send);
  }
  checked() {}

  endCell(): void {
    for (const send of this.#ends) send();
  }
}

const pause = (milliseconds = 0) => new Promise((later) => setTimeout(later, milliseconds));

describe('live outputs of loops', () => {
  let shown: Shown;
  beforeEach(() => {
    shown = new Shown();
    setHost(shown);
  });
  after(() => Reflect.deleteProperty(globalThis, hostKey));
  const only = () => {
    assert.equal(shown.states.length, 1);
    return shown.states[0]!;
  };

  describe('progress', () => {
    it('gives each item, and counts to the end', () => {
      assert.deepEqual([...progress(['a', 'b', 'c'], { title: 'Letters', unit: 'letter' })], ['a', 'b', 'c']);
      const { title, unit, done, total, status } = only();
      assert.deepEqual(
        { title, unit, done, total, status },
        { title: 'Letters', unit: 'letter', done: 3, total: 3, status: 'finished' },
      );
    });

    it('knows the size of sets and maps, and not that of a generator', () => {
      for (const items of [
        new Set([1, 2]),
        new Map([
          [1, 2],
          [3, 4],
        ]),
        new Float32Array(2),
      ])
        for (const _ of progress<unknown>(items));
      assert.deepEqual(
        shown.states.map(({ total }) => total),
        [2, 2, 2],
      );
      for (const _ of progress([1, 2].values()));
      assert.equal(shown.states.at(-1)?.total, undefined);
      assert.equal(shown.states.at(-1)?.done, 2);
    });

    it('is stopped by a break and by an error in the body, failed by an error of the items, and passes both on', () => {
      for (const item of progress([1, 2, 3])) if (item === 2) break;
      assert.throws(() => {
        for (const _ of progress([1, 2])) throw new Error('body');
      }, /body/);
      const broken = (function* () {
        yield 1;
        throw new Error('items');
      })();
      assert.throws(() => [...progress(broken)], /items/);
      assert.deepEqual(
        shown.states.map(({ status, done }) => [status, done]),
        [
          ['stopped', 1],
          ['stopped', 0],
          ['failed', 1],
        ],
      );
    });

    it('goes over what is asynchronous', async () => {
      const items = async function* () {
        yield* [1, 2, 3];
      };
      const seen: number[] = [];
      for await (const item of progress(items(), { total: 3 })) seen.push(item);
      assert.deepEqual(seen, [1, 2, 3]);
      assert.equal(only().status, 'finished');
    });

    it('shows values beside the bar', () => {
      const bar = progress([1, 2]);
      for (const item of bar) bar.set({ loss: 1 / item, bad: Number.NaN });
      assert.deepEqual(only().values, { loss: 0.5, bad: 'NaN' });
    });

    it('shows a loop within a loop in one output', async () => {
      const seen: unknown[] = [];
      for (const _ of progress([1, 2], { title: 'Outer' })) {
        for (const _ of progress([1, 2, 3], { title: 'Inner' })) await pause(60);
        seen.push(only().inner);
      }
      assert.equal(only().title, 'Outer');
      assert.equal(only().done, 2);
      assert.deepEqual(new Set(seen.map((inner) => (inner as { title: string }).title)), new Set(['Inner']));
    });

    it('shows loops that run beside each other in an output each', async () => {
      const loop = async (title: string, time: number) => {
        for (const _ of progress([1, 2, 3, 4], { title })) await pause(time);
      };
      await Promise.all([loop('A', 5), loop('B', 8)]);
      assert.deepEqual(
        shown.states.map(({ title, done, status }) => [title, done, status]),
        [
          ['A', 4, 'finished'],
          ['B', 4, 'finished'],
        ],
      );
    });

    it('tells at most ten changes a second, also of a loop that never waits', () => {
      const began = performance.now();
      let count = 0;
      for (const _ of progress({
        *[Symbol.iterator]() {
          while (performance.now() - began < 450) yield 1;
        },
      }))
        count += 1;
      assert.ok(count > 1000);
      assert.ok(shown.updates >= 3 && shown.updates <= 7, `${shown.updates} updates`);
      assert.equal(only().done, count);
      assert.ok(only().rate! > 0);
    });

    it('refuses what cannot be gone over', () => {
      assert.throws(() => progress(5 as never), TypeError);
    });
  });

  describe('liveChart', () => {
    it('draws what is logged, at the steps that are named or one after the other', () => {
      const chart = liveChart({ title: 'Reward', unit: 'episode' });
      chart.log({ reward: 1 });
      chart.log({ reward: 2, loss: 0.5 }, 10);
      chart.log({ reward: 3 });
      chart.end();
      const { points, kind, status, best } = only();
      assert.deepEqual([kind, status], ['chart', 'finished']);
      assert.deepEqual(points.x, [1, 10, 11]);
      assert.deepEqual(points.y, { reward: [1, 2, 3], loss: [null, 0.5, null] });
      assert.deepEqual(best, { name: 'loss', x: 10, value: 0.5 });
    });

    it('sends what waits when its cell ends, if nobody ended it', () => {
      const chart = liveChart();
      for (let step = 1; step <= 100_000; step++) chart.log({ a: step });
      shown.endCell();
      const { points, done } = only();
      assert.equal(done, 100_000);
      assert.equal(points.x.at(-1), 100_000);
      assert.ok(points.x.length <= 5000);
    });

    it('says where a value was no number any more, and refuses what is none', () => {
      const chart = liveChart();
      chart.log({ loss: 1 });
      chart.log({ loss: Number.POSITIVE_INFINITY });
      assert.throws(() => chart.log({ loss: '1' as never }), /loss must be a number/);
      chart.end();
      assert.deepEqual(only().broken, { name: 'loss', value: 'Infinity', x: 2 });
    });
  });
});

describe('a live output in a terminal', () => {
  const state = initialState({ id: 'a', kind: 'progress', title: 'Work', unit: 'step', total: 100 });
  let time = 0;
  const step = (terminal: LiveTerminal, done: number) =>
    terminal.change('a', { type: 'progress', done, elapsed: done / 10, values: {} });
  const run = (isTTY: boolean) => {
    const written: string[] = [];
    const results: string[] = [];
    time = 0;
    const streams = {
      progress: { isTTY, columns: 60, write: (text: string) => written.push(text) },
      result: (text: string) => results.push(text),
    };
    const terminal = new LiveTerminal(streams, () => time);
    terminal.show(state);
    for (let done = 1; done <= 100; done++) {
      time += 20;
      step(terminal, done);
    }
    terminal.change('a', { type: 'end', status: 'finished' });
    return { written, results };
  };

  it('is one line that is rewritten, at most ten times a second, and taken away at the end', () => {
    const { written, results } = run(true);
    assert.equal(written.length, 21);
    assert.ok(
      written.slice(0, -1).every((text) => text.startsWith('\r\u001b[K') && text.length < 64 && !text.includes('\n')),
    );
    assert.equal(written.at(-1), '\r\u001b[K');
    assert.deepEqual(results, ['Work finished 100 of 100 steps in 10 s.']);
  });

  it('is few lines in a log, and its end', () => {
    const { written, results } = run(false);
    assert.deepEqual(written, []);
    assert.equal(results.length, 1);
  });
});
