/** Windows, circles and splits beside TensorFlow, SciPy and scikit-learn; test/parity/windows.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  assertNoLeaks,
  circularMean,
  cyclic,
  groupKFold,
  labelCounts,
  leaksOf,
  leaveOneGroupOut,
  majority,
  rowsOf,
  type SlidingOptions,
  type Split,
  slidingWindows,
  splitWindowsAt,
  streamsOf,
  timeSeriesSplit,
  valuesOf,
  WindowsError,
  type WindowsErrorCode,
} from '../../../src/mlops/windows.ts';

interface Python {
  readonly versions: Readonly<Record<string, string>>;
  readonly windows: readonly (Required<SlidingOptions> & {
    readonly rows: number;
    readonly count: number;
    readonly windows: readonly { readonly at: number; readonly rows: number[]; readonly label: number }[];
  })[];
  readonly keras: readonly (SlidingOptions & { readonly rows: number; readonly starts: number[] })[];
  readonly circular: readonly { readonly values: number[]; readonly period: number; readonly mean: number }[];
  readonly groupKFold: readonly { readonly groups: string[]; readonly folds: number; readonly splits: Split[] }[];
  readonly leaveOneGroupOut: readonly { readonly groups: string[]; readonly splits: Split[] }[];
  readonly timeSeries: readonly {
    readonly rows: number;
    readonly folds: number;
    readonly testSize: number | null;
    readonly gap: number;
    readonly splits: Split[];
  }[];
  readonly majority: readonly { readonly labels: string[]; readonly most: string[] }[];
}

const python: Python = JSON.parse(readFileSync(new URL('../../fixtures/windows/python.json', import.meta.url), 'utf8'));
const { versions } = python;
const refuses = (run: () => unknown, code: WindowsErrorCode, message = /./) =>
  assert.throws(run, (error) => error instanceof WindowsError && error.code === code && message.test(error.message));

describe(`windows, beside TensorFlow ${versions.tensorflow}`, () => {
  for (const { rows, count, windows, size, shift, stride, ahead } of python.windows)
    it(`${size} of ${rows} rows, shift ${shift}, stride ${stride}, ${ahead} ahead: ${count}`, () => {
      const cut = slidingWindows(rows, { size, shift, stride, ahead });
      assert.equal(cut.length, count);
      for (const each of windows) {
        assert.deepEqual(rowsOf(cut[each.at]!), each.rows);
        assert.equal(cut[each.at]!.label, each.label);
      }
    });

  it('begin where those of Keras begin', () => {
    for (const { rows, starts, ...options } of python.keras)
      assert.deepEqual(
        slidingWindows(rows, options).map(({ start }) => start),
        starts,
      );
  });

  it('do not overlap, and end with their label, by default', () => {
    assert.deepEqual(slidingWindows(7, { size: 3 }), [
      { start: 0, last: 2, label: 2, stride: 1 },
      { start: 3, last: 5, label: 5, stride: 1 },
    ]);
  });

  it('never cross from one stream into another, and are counted stream by stream', () => {
    const keys = [...'aaaaaaabbbbbaaaa'];
    const cut = slidingWindows(keys, { size: 3, shift: 2, ahead: 1 });
    for (const { start, label } of cut) assert.equal(new Set(keys.slice(start, label + 1)).size, 1);
    assert.deepEqual(
      cut.map(({ start }) => start),
      [0, 2, 7, 12],
    );
    assert.deepEqual(slidingWindows([], { size: 1 }), []);
  });

  it('know streams by group and by time', () => {
    assert.deepEqual(streamsOf({ groups: [...'aabbba'] }), [0, 0, 1, 1, 1, 2]);
    assert.deepEqual(streamsOf({ times: [0, 600, 1200, 6000, 6600, 6600, 7200], step: 600 }), [0, 0, 0, 1, 1, 2, 2]);
    assert.deepEqual(streamsOf({ times: [0, 1, 2, 3], step: 1, groups: [1, 1, 2, 2] }), [0, 0, 1, 1]);
    assert.deepEqual(streamsOf({ times: [0, Number.NaN, 2], step: 1 }), [0, 1, 2]);
  });

  it('give the values of a column, and not its end for what is not there', () => {
    const [first] = slidingWindows(7, { size: 3, stride: 2, ahead: 1 });
    assert.deepEqual(valuesOf('abcdefg', first!), ['a', 'c', 'e']);
    refuses(() => valuesOf('abc', first!), 'bad-argument', /row 4.*row 2/);
  });

  it('are refused for sizes that are none', () => {
    for (const options of [
      { size: 0 },
      { size: 2, shift: 0 },
      { size: 2, stride: 0.5 },
      { size: 2, ahead: -1 },
      { size: Number.NaN },
    ])
      refuses(() => slidingWindows(10, options), 'bad-argument');
    refuses(() => slidingWindows(-1, { size: 1 }), 'bad-argument');
    refuses(() => streamsOf({}), 'bad-argument');
    refuses(() => streamsOf({ times: [0, 1] }), 'bad-argument', /step/);
    refuses(() => streamsOf({ times: [0, 1], step: 1, groups: [1] }), 'unequal-lengths');
  });

  it('take the label of most rows, and none where two are equal', () => {
    for (const { labels, most } of python.majority) {
      assert.equal(majority(labels), most.length === 1 ? most[0] : undefined);
      assert.deepEqual(
        labelCounts(labels)
          .filter(([, count], _, [first]) => count === first![1])
          .map(([label]) => label),
        most,
      );
    }
    assert.equal(majority([]), undefined);
  });
});

describe(`circles, beside SciPy ${versions.scipy}`, () => {
  for (const { values, period, mean } of python.circular)
    it(`mean of ${values.slice(0, 5)} of ${period}`, () => {
      const off = Math.abs(circularMean(values, period) - mean);
      assert.ok(Math.min(off, period - off) < 1e-9, `${circularMean(values, period)} and ${mean}`);
    });

  it('have no mean where all balance each other, and leave out what is missing', () => {
    assert.ok(Number.isNaN(circularMean([0, 180])) && Number.isNaN(circularMean([])));
    assert.ok(Math.abs(circularMean([20, Number.NaN, 40]) - 30) < 1e-9);
    for (const value of [359.9999999999999, -1e-300, -1e-17]) {
      const mean = circularMean([value]);
      assert.ok(mean >= 0 && mean < 360, String(mean));
    }
  });

  it('set the end beside the beginning, and no two hours on one point', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    const { sin, cos } = cyclic([...hours, 24, -1, Number.NaN], 24);
    const gap = (a: number, b: number) => Math.hypot(sin[a]! - sin[b]!, cos[a]! - cos[b]!);
    for (const hour of hours) {
      assert.ok(Math.abs(sin[hour]! ** 2 + cos[hour]! ** 2 - 1) < 1e-12);
      for (const other of hours.slice(0, hour)) assert.ok(gap(hour, other) > 0.2);
    }
    assert.ok(gap(0, 24) < 1e-12 && gap(23, 25) < 1e-12 && Math.abs(gap(23, 0) - gap(11, 12)) < 1e-12);
    assert.ok(Number.isNaN(sin[26]!) && Number.isNaN(cos[26]!));
    refuses(() => cyclic([1], 0), 'bad-argument');
    refuses(() => circularMean([1], Number.NaN), 'bad-argument');
  });
});

describe(`splits, beside scikit-learn ${versions['scikit-learn']}`, () => {
  it('deal groups into folds', () => {
    for (const { groups, folds, splits } of python.groupKFold) assert.deepEqual(groupKFold(groups, folds), splits);
    refuses(() => groupKFold(['a', 'b', 'a'], 3), 'too-few', /there are 2/);
  });

  it('leave one group out', () => {
    for (const { groups, splits } of python.leaveOneGroupOut)
      assert.deepEqual(
        leaveOneGroupOut(groups).map(({ train, test }) => ({ train, test })),
        splits,
      );
    assert.deepEqual(
      leaveOneGroupOut([10, 9, 10]).map(({ group }) => group),
      [9, 10],
    );
    refuses(() => leaveOneGroupOut(['a', 'a']), 'too-few');
  });

  it('keep time in order', () => {
    for (const { rows, folds, testSize, gap, splits } of python.timeSeries)
      assert.deepEqual(timeSeriesSplit(rows, { folds, gap, ...(testSize === null ? {} : { testSize }) }), splits);
    refuses(() => timeSeriesSplit(5, { folds: 5 }), 'too-few');
    refuses(() => timeSeriesSplit(20, { folds: 4, gap: 4 }), 'too-few');
    refuses(() => timeSeriesSplit(20, { folds: 1 }), 'bad-argument');
  });
});

describe('leaks', () => {
  const all = slidingWindows(100, { size: 6, shift: 1, stride: 2, ahead: 2 });

  it('are none after a split in time, where no window crosses the border', () => {
    const { train, test } = splitWindowsAt(all, 60);
    assert.ok(train.every(({ label }) => label < 60) && test.every(({ start }) => start >= 60));
    assert.equal(train.length + test.length, all.length - 14);
    assert.deepEqual(leaksOf(train, test), { overlapping: 0, later: 0, groups: [] });
    assertNoLeaks(train, test);
  });

  it('are as many as a plain comparison of all windows finds', () => {
    for (const step of [2, 3, 7, 20]) {
      const train = all.filter((_, i) => i % step === 0);
      const test = all.filter((_, i) => i % step === 1 && i > 20);
      const meets = test.filter((t) => train.some((r) => r.start <= t.label && t.start <= r.label));
      const { overlapping, later } = leaksOf(train, test);
      assert.equal(overlapping, meets.length);
      assert.equal(later, train.filter(({ label }) => label >= test[0]!.start).length);
      refuses(() => assertNoLeaks(train, test), 'leak', new RegExp(`${meets.length} of ${test.length}`));
    }
  });

  it('are told where training lies after the test', () => {
    const { train, test } = splitWindowsAt(all, 60);
    assert.equal(leaksOf(test, train).overlapping, 0);
    refuses(() => assertNoLeaks(test, train), 'leak', /later/);
  });

  it('are persons on both sides', () => {
    const people = [...'aaaaabbbbbccccc'];
    const windows = slidingWindows(people, { size: 2 });
    const [of, others] = ['a', 'b'].map((person) => windows.filter(({ start }) => people[start] === person));
    const rest = windows.filter(({ start }) => people[start] !== 'a');
    assert.deepEqual(leaksOf([...others!, ...of!], rest, people).groups, ['b']);
    assertNoLeaks(of!, rest, people);
    refuses(() => assertNoLeaks(windows, rest, people), 'leak', /2 groups.*b, c/);
  });
});
