import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  applyChange,
  fractionDone,
  initialState,
  type LiveChange,
  type LiveState,
  limits,
  secondsLeft,
} from '../../../../src/mlops/payloads/live.ts';
import { addPoint, emptySeries, liveNumber, mostNames } from '../../../../src/mlops/payloads/liveSeries.ts';
import { liveLine, liveText } from '../../../../src/mlops/payloads/liveText.ts';
import { parseLive, settledJson } from '../../../../src/outputs/live/form.ts';

const start = initialState({ id: 'a', kind: 'training', title: 'Training m', unit: 'epoch', total: 50 });

/** A change that logs one value a point. */
function logged(values: readonly number[], from = 1): LiveChange {
  const points = emptySeries();
  for (const [index, value] of values.entries()) addPoint(points, from + index, { loss: liveNumber(value) }, 500);
  return { type: 'progress', done: from + values.length - 1, elapsed: 1, values: {}, points };
}

const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 });

describe('the state of a live output', () => {
  it('is the same however its points are divided among changes', () => {
    fc.assert(
      fc.property(fc.array(fc.array(number, { maxLength: 20 }), { maxLength: 10 }), (parts) => {
        let from = 1;
        let state = start;
        for (const part of parts) {
          state = applyChange(state, logged(part, from));
          from += part.length;
        }
        const whole = applyChange(start, logged(parts.flat()));
        assert.deepEqual(state.points, whole.points);
        assert.deepEqual(state.best, whole.best);
        assert.equal(state.version, parts.length);
      }),
    );
  });

  it('never changes what it was made of', () => {
    const before = applyChange(start, logged([3, 2, 1]));
    const copy = structuredClone(before);
    applyChange(applyChange(before, logged([5, 4], 4)), { type: 'end', status: 'finished' });
    assert.deepEqual(before, copy);
  });

  it('stays bounded, keeps its mean, its ends and its lowest value, over 100,000 points', () => {
    let state = start;
    const values = Array.from({ length: 100_000 }, (_, index) => Math.cos(index / 5000) + (index % 7) / 10);
    values[77_777] = -9;
    for (let at = 0; at < values.length; at += 100)
      state = applyChange(state, logged(values.slice(at, at + 100), at + 1));
    const { points, best } = state;
    assert.ok(points.x.length <= limits.points && points.x.length > limits.points / 4, `${points.x.length} points`);
    assert.equal(points.x.at(-1), 100_000);
    assert.deepEqual(best, { name: 'loss', x: 77_778, value: -9 });
    const weights = points.x.map((_, index) => (index === points.x.length - 1 ? points.count : points.stride));
    assert.equal(
      weights.reduce((sum, weight) => sum + weight, 0),
      100_000,
    );
    const mean = points.y.loss!.reduce<number>((sum, y, index) => sum + (y as number) * weights[index]!, 0) / 100_000;
    assert.ok(Math.abs(mean - values.reduce((sum, value) => sum + value, 0) / 100_000) < 1e-9);
    assert.ok(JSON.stringify(state).length < 400_000);
  });

  it('is as big after 100,000 changes as after 5,000', () => {
    const sizeAfter = (changes: number) => {
      const series = emptySeries();
      for (let step = 1; step <= changes; step++) addPoint(series, step, { loss: 0.123456 }, limits.batches);
      return series.x.length;
    };
    assert.ok(sizeAfter(100_000) <= limits.batches);
    assert.ok(sizeAfter(5_000) <= limits.batches);
  });

  it('keeps any limit for any weights, and loses no point', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        fc.integer({ min: 2, max: 20 }),
        (weights, limit) => {
          const series = emptySeries();
          for (const [index, weight] of weights.entries()) addPoint(series, index, { a: 1 }, limit, weight);
          assert.ok(series.x.length <= limit);
          assert.deepEqual(
            series.x,
            [...series.x].sort((a, b) => a - b),
          );
          assert.ok(series.y.a!.every((value) => value === 1) && series.y.a!.length === series.x.length);
        },
      ),
    );
  });

  it('does not let a mean hide a NaN', () => {
    const series = emptySeries();
    for (let x = 0; x < 64; x++) addPoint(series, x, { loss: x === 13 ? 'NaN' : 1 }, 8);
    assert.equal(series.y.loss!.filter((value) => value === 'NaN').length, 1);
  });

  it('takes any name, and not too many', () => {
    const series = emptySeries();
    addPoint(series, 1, JSON.parse('{"__proto__": 1, "constructor": 2}'), 10);
    assert.deepEqual(Object.keys(series.y), ['__proto__', 'constructor']);
    for (let index = 0; index < 100; index++) addPoint(series, index, { [`n${index}`]: 1 }, 10);
    assert.equal(Object.keys(series.y).length, mostNames);
  });

  it('knows how much is done and left', () => {
    const state: LiveState = { ...start, done: 10, inner: { title: 'batch', done: 5, total: 10 }, rate: 2 };
    assert.equal(fractionDone(state), 10.5 / 50);
    assert.equal(secondsLeft(state), 39.5 / 2);
    assert.equal(secondsLeft({ ...state, status: 'stopped' }), undefined);
    assert.equal(fractionDone(initialState({ id: 'a', kind: 'progress', title: '', unit: 'step' })), undefined);
  });

  it('is running again when more comes after all', () => {
    const over = applyChange(start, { type: 'end', status: 'stopped', reason: 'Why.' });
    assert.equal(over.reason, 'Why.');
    const { status, reason } = applyChange(over, logged([1]));
    assert.deepEqual([status, reason], ['running', undefined]);
  });

  it('passes its own check after any changes, also through JSON, and stored while it ran it is stopped', () => {
    const state = applyChange(start, logged([1, Number.NaN, Number.POSITIVE_INFINITY, 2]));
    assert.deepEqual(parseLive(JSON.parse(JSON.stringify(state))), state);
    const settled = JSON.parse(settledJson(JSON.stringify(state))!) as LiveState;
    assert.equal(settled.status, 'stopped');
    assert.match(settled.reason!, /closed while it ran/);
    const done = applyChange(state, { type: 'end', status: 'finished' });
    assert.deepEqual(JSON.parse(settledJson(JSON.stringify(done))!), done);
  });

  it('that is malformed is refused', () => {
    for (const bad of [
      undefined,
      {},
      { ...start, points: { ...emptySeries(), x: [1], y: { a: [] } } },
      { ...start, done: 'x' },
    ]) {
      assert.throws(() => parseLive(bad), { code: 'output-malformed' });
    }
    assert.equal(settledJson('{'), undefined);
  });
});

describe('a live output in words', () => {
  it('is a line while it runs', () => {
    const state: LiveState = { ...start, done: 25, rate: 5, elapsed: 5, values: { loss: 0.12345 } };
    assert.equal(
      liveLine(state),
      'Training m: epoch 26 of 50  ━━━━━━──────  loss 0.1235  ETA 5.0 s  5.0 s  5 epochs/s',
    );
  });

  it('is a sentence when it is over', () => {
    const state = applyChange(applyChange(start, logged([3, 1, 2])), { type: 'end', status: 'finished' });
    assert.equal(liveText(state), 'Training m ended early, after 3 of 50 epochs in 1.0 s. Lowest loss: 1, at epoch 2.');
  });
});
