import assert from 'node:assert/strict';
import {
  batchesPerEpoch,
  type CurveRun,
  curvesOf,
  curvesSpec,
  meanCurve,
  smoothed,
  xValues,
} from '../../../../src/runs/compare/curves.ts';
import { axisColumns, numberColumns, parallelSpec, scatterSpec } from '../../../../src/runs/compare/plots.ts';
import type { History } from '../../../../src/runs/compare/read.ts';
import { tableColumns } from '../../../../src/runs/compare/table.ts';
import { usualView } from '../../../../src/runs/compare/view.ts';
import { columnsFrom } from '../../../ui/runs/compared.ts';

const history = (id: string, values: number[], key = 'loss'): History => ({
  ...{ id, key, logged: values.length },
  steps: Float64Array.from(values.keys()),
  times: Float64Array.from(values.keys(), (step) => 5000 + step * 2000),
  values: Float64Array.from(values),
});
const run = (id: string, more: Partial<CurveRun> = {}): CurveRun => ({
  id,
  label: id,
  started: 5000,
  batchesPerEpoch: undefined,
  ...more,
});
const { chart } = usualView;

describe('runs: curves', () => {
  it('stand over steps, seconds since the start, or epochs', () => {
    assert.deepEqual([...xValues(history('a', [1, 2, 3]), run('a'), 'time')!], [0, 2, 4]);
    assert.deepEqual([...xValues(history('a', [1, 2, 3]), run('a'), 'epoch')!], [0, 1, 2]);
    const batches = history('a', [1, 2, 3], 'batch/loss');
    assert.deepEqual([...xValues(batches, run('a', { batchesPerEpoch: 2 }), 'epoch')!], [0, 0.5, 1]);
    assert.equal(xValues(batches, run('a'), 'epoch'), undefined);
    const params: Readonly<Record<string, string>> = { samples: '100', batch_size: '32' };
    assert.equal(
      batchesPerEpoch((key) => params[key]),
      4,
    );
    assert.equal(
      batchesPerEpoch(() => undefined),
      undefined,
    );
  });

  it('are smoothed as TensorBoard does, without a bias at the start; gaps stay', () => {
    const values = Float64Array.of(1, 1, Number.NaN, 3);
    assert.equal(smoothed(values, 0), values);
    // mean: 0.5·1, then 0.5·0.5 + 0.5·1, then 0.5·0.75 + 0.5·3; divided by 1 − 0.5ⁿ
    const expected = [1, 1, Number.NaN, 1.875 / 0.875];
    for (const [i, value] of smoothed(values, 0.5).entries()) {
      if (Number.isNaN(expected[i])) assert.ok(Number.isNaN(value));
      else assert.ok(Math.abs(value - expected[i]!) < 1e-12, `${i}: ${value}`);
    }
  });

  it('of a group are its mean and deviation at each place', () => {
    const curve = (y: number[]) => ({
      name: '',
      x: Float64Array.from(y.keys()),
      y: Float64Array.from(y),
      raw: Float64Array.from(y),
    });
    const mean = meanCurve('g', [curve([1, 2, 5]), curve([3, 4])]);
    assert.deepEqual(
      [[...mean.x], [...mean.y], [...mean.deviation!]],
      [
        [0, 1, 2],
        [2, 3, 5],
        [Math.SQRT2, Math.SQRT2, 0],
      ],
    );
    const runs = [run('a', { group: 'x' }), run('b', { group: 'x' }), run('c', { group: 'y' })];
    const curves = curvesOf(
      runs,
      ['a', 'b', 'c'].map((id) => history(id, [1])),
      chart,
    );
    assert.deepEqual(
      curves.map(({ name }) => name),
      ['x', 'y'],
    );
  });

  it('leave out runs without the metric, and break where there is no finite value', () => {
    const curves = curvesOf([run('a'), run('b')], [history('a', [1, Number.POSITIVE_INFINITY, 2])], chart);
    assert.equal(curves.length, 1);
    const { data, description } = curvesSpec('loss', curves, chart) as {
      data: { values: { y: number | null }[] };
      description: string;
    };
    assert.deepEqual(
      data.values.map(({ y }) => y),
      [1, null, 2],
    );
    assert.match(description, /a: 2 points, from 1 \(0\) to 2 \(2\); least 1 \(0\), greatest 2 \(2\)\./);
  });

  it('on logarithmic axes leave out what has no logarithm', () => {
    const curves = curvesOf([run('a')], [history('a', [1, -1, 2])], chart);
    const { data } = curvesSpec('loss', curves, { ...chart, logX: true, logY: true }) as { data: { values: object[] } };
    assert.deepEqual(data.values, [
      { series: 'a', x: 1, y: null },
      { series: 'a', x: 2, y: 2 },
    ]);
  });

  it('show what was logged behind what is smoothed', () => {
    const curves = curvesOf([run('a')], [history('a', [1, 3])], { ...chart, smoothing: 0.5 });
    const { layer } = curvesSpec('loss', curves, { ...chart, smoothing: 0.5 }) as { layer: object[] };
    assert.equal(layer.length, 2);
  });
});

describe('runs: as points and lines', () => {
  const runs = columnsFrom([
    { id: 'a', name: 'one', params: { lr: '0.1', net: 'small' }, metrics: { loss: 0.5 } },
    { id: 'b', name: 'two', params: { lr: '0.2', net: 'big' }, metrics: { loss: Number.NaN } },
    { id: 'c', name: 'three', params: { lr: '0', net: 'big' }, metrics: { loss: 0.7 } },
  ]);
  const columns = tableColumns(runs, new Map(), 0);
  const of = (id: string) => columns.find((column) => column.id === id)!;
  const rows = Uint32Array.of(0, 1, 2);

  it('numbers have a place on an axis, also those that were logged as params', () => {
    const ids = numberColumns(axisColumns(columns)).map(({ id }) => id);
    assert.ok(ids.includes('params.lr') && ids.includes('metrics.loss') && !ids.includes('params.net'));
  });

  it('a point is a run that has both values, and says which', () => {
    const options = { logX: false, logY: false, name: (row: number) => runs.ids[row]!, group: of('params.net') };
    const spec = scatterSpec(rows, of('params.lr'), of('metrics.loss'), options) as {
      data: { values: object[] };
      description: string;
    };
    assert.deepEqual(spec.data.values, [
      { x: 0.1, y: 0.5, run: 'a', series: 'small' },
      { x: 0, y: 0.7, run: 'c', series: 'big' },
    ]);
    assert.match(spec.description, /2 of 3 runs as points: lr from 0 to 0\.1, loss from 0\.5 to 0\.7\./);
    const log = scatterSpec(rows, of('params.lr'), of('metrics.loss'), { ...options, logX: true }) as {
      data: { values: object[] };
    };
    assert.equal(log.data.values.length, 1);
  });

  it('a line goes through the params and metrics that are shown', () => {
    const { description } = parallelSpec(
      rows,
      columns.filter(({ usual }) => usual),
      of('params.net'),
    ) as { description: string };
    assert.match(
      description,
      /3 rows, 3 axes, coloured by net.*loss from 0\.5 to 0\.7; lr from 0 to 0\.2; net from big to small/,
    );
  });
});
