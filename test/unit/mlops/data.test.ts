import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { DataError } from '../../../src/mlops/data/errors.ts';
import type { NamedNumbers } from '../../../src/mlops/data/numbers.ts';
import type { ColumnLists, Tabular } from '../../../src/mlops/data/read.ts';
import { type CellValue, kindOf, numberOf, type ValueKind } from '../../../src/mlops/data/value.ts';
import { tableData } from '../../../src/mlops/lab/table.ts';
import * as plot from '../../../src/mlops/plot.ts';
import { analyzeAndTransform, inferSchema, type TransformError } from '../../../src/mlops/transform.ts';
import { startBackends } from '../wasmBackends.ts';

/** What a table shows, by column. */
const shown = (data: Tabular) =>
  Object.fromEntries(tableData(data).columns.map(({ name, values }) => [name, values] as const));

/** What a line chart draws: null where there is a gap. */
function drawn(y: NamedNumbers): Record<string, (number | null)[]> {
  const { spec } = plot.line({ title: 't', xLabel: 'x', yLabel: 'y', y });
  const points = (spec.data as { values: { y: number | null; series?: string }[] }).values;
  const lines: Record<string, (number | null)[]> = {};
  for (const { series = 'value', y } of points) {
    lines[series] ??= [];
    lines[series].push(y);
  }
  return lines;
}

/** What a transform reads: the columns as they are. */
const transformed = (data: Iterable<object> | ColumnLists) =>
  analyzeAndTransform(data as Iterable<Record<string, number>>, (inputs) => ({ ...inputs })).data;

describe('one value means the same to tables, charts and transforms', () => {
  const date = new Date('2024-02-29T12:00:00Z');
  const table: Readonly<Record<string, readonly [unknown, ValueKind, CellValue, number]>> = {
    null: [null, 'missing', null, Number.NaN],
    undefined: [undefined, 'missing', null, Number.NaN],
    'an invalid date': [new Date('no date'), 'missing', null, Number.NaN],
    'a whole number': [7, 'number', 7, 7],
    'a fraction': [0.1, 'number', 0.1, 0.1],
    zero: [0, 'number', 0, 0],
    NaN: [Number.NaN, 'number', 'NaN', Number.NaN],
    infinity: [Number.POSITIVE_INFINITY, 'number', 'Infinity', Number.POSITIVE_INFINITY],
    'a small bigint': [12n, 'number', 12, 12],
    'a large bigint': [2n ** 60n + 1n, 'text', '1152921504606846977', 2 ** 60],
    text: ['red', 'text', 'red', Number.NaN],
    'the empty text': ['', 'text', '', Number.NaN],
    'text of digits': ['12', 'text', '12', Number.NaN],
    true: [true, 'boolean', true, 1],
    false: [false, 'boolean', false, 0],
    'a date': [date, 'date', '2024-02-29T12:00:00.000Z', date.getTime()],
    'a list': [[1, 2], 'other', '[ 1, 2 ]', Number.NaN],
    'an object': [{ a: 1 }, 'other', '{ a: 1 }', Number.NaN],
  };
  for (const [name, [value, kind, cell, number]] of Object.entries(table)) {
    it(name, () => {
      assert.deepEqual([kindOf(value), numberOf(value)], [kind, number]);
      assert.deepEqual(shown([{ v: value }]), { v: [cell] }, 'in a table of rows');
      assert.deepEqual(shown({ v: [value] }), { v: [cell] }, 'in a table of columns');
      const point = Number.isFinite(number) ? number : null;
      assert.deepEqual(drawn([value, 1] as number[]), { value: [point, 1] }, 'in a chart');
      // A second row, so that a column is there when the value is missing.
      const other = kind === 'text' ? 'x' : 1;
      for (const data of [[{ v: value }, { v: other }], { v: [value, other] }] as const) {
        if (kind === 'boolean' || kind === 'date' || kind === 'other') {
          assert.throws(() => transformed(data as ColumnLists), { name: 'TransformError', code: 'wrong-type', row: 0 });
        } else {
          const feature = kind === 'missing' ? null : kind === 'text' ? cell : number;
          assert.deepEqual(transformed(data as ColumnLists), { v: [feature, other] }, 'in a transform');
        }
      }
    });
  }
});

describe('tables, charts and transforms read the same from', () => {
  before(startBackends);

  const values = [1, 2, 3];
  const letters = ['a', 'b', 'c'];
  function* counted() {
    yield* values;
  }
  function* rowByRow() {
    for (const value of values) yield { value };
  }
  const arquero = { columnNames: () => ['value'], numRows: () => 3, get: (_: string, row: number) => values[row] };
  /** All of them hold the column “value” with 1, 2, 3. */
  const holders: Readonly<Record<string, () => Tabular>> = {
    rows: () => values.map((value) => ({ value })),
    'rows one by one': rowByRow,
    'a set of rows': () => new Set(values.map((value) => ({ value }))),
    columns: () => ({ value: values }),
    'a column in 32 bits': () => ({ value: Float32Array.from(values) }),
    'a column of bytes': () => ({ value: Uint8Array.from(values) }),
    'a column of bigints': () => ({ value: BigInt64Array.from(values, BigInt) }),
    'a column that is walked through': () => ({ value: counted() }),
    'a column that is a tensor': () => ({ value: tf.tensor1d(values) }),
    'another library’s table': () => arquero,
    'a typed array': () => Float64Array.from(values),
    'bigints in a typed array': () => BigUint64Array.from(values, BigInt),
    'a tensor of one axis': () => tf.tensor1d(values, 'int32'),
  };
  for (const [name, make] of Object.entries(holders)) {
    it(name, () => {
      assert.deepEqual(shown(make()), { value: values });
      assert.deepEqual(transformed(make() as ColumnLists), { value: values });
      const columns = Object.fromEntries(Object.entries(shown(make())).map(([key, list]) => [key, list as number[]]));
      assert.deepEqual(drawn(columns), { value: values });
      const given = make();
      const isNumbers = ArrayBuffer.isView(given) || given instanceof tf.Tensor;
      const isLists = name.startsWith('a column') || name === 'columns';
      if (isNumbers || isLists) assert.deepEqual(drawn(given as NamedNumbers), { value: values });
    });
  }

  it('a tensor of two axes', () => {
    const matrix = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    assert.deepEqual(shown(matrix), { 0: [1, 3], 1: [2, 4] });
    assert.deepEqual(transformed(matrix as never), { 0: [1, 3], 1: [2, 4] });
    const cells = plot.heatMap({ title: 't', xLabel: 'x', yLabel: 'y', values: matrix }).spec;
    const { values: drawnCells } = cells.data as { values: { value: number }[] };
    assert.deepEqual(
      drawnCells.map(({ value }) => value),
      [1, 2, 3, 4],
    );
  });

  it('tensors of texts and of truths', () => {
    assert.deepEqual(shown(tf.tensor1d(letters)), { value: letters });
    assert.deepEqual(transformed({ value: tf.tensor1d(letters) }), { value: letters });
    assert.deepEqual(shown(tf.tensor1d([true, false])), { value: [true, false] });
    assert.deepEqual(drawn(tf.tensor1d([true, false])), { value: [1, 0] });
  });

  it('rows that lack a name, and columns that end early: these values are missing', () => {
    const rows = [{ a: 1 }, { b: 2 }, null];
    assert.deepEqual(shown(rows), { a: [1, null, null], b: [null, 2, null] });
    const columns = { a: [1], b: [2, 3] };
    assert.deepEqual(shown(columns), { a: [1, null], b: [2, 3] });
    assert.deepEqual(transformed(columns), { a: [1, null], b: [2, 3] });
    assert.deepEqual(inferSchema(columns), {
      a: { type: 'number', required: false },
      b: { type: 'number', required: true },
    });
  });

  it('nothing that has no rows and columns: the error says what was given', () => {
    const scalar = tf.scalar(1);
    const given: readonly (readonly [unknown, RegExp])[] = [
      [5, /this is number/],
      [{ a: 1 }, /this is “a”, number/],
      [{ a: 'text' }, /this is “a”, string/],
      [scalar, /this is a float32 tensor of the shape \[\]/],
    ];
    for (const [data, message] of given) {
      assert.throws(
        () => tableData(data as Tabular),
        (error) => error instanceof DataError && error.code === 'not-tabular' && message.test(error.message),
      );
    }
  });
});

describe('transform', () => {
  it('knows the types of columns, as of rows', () => {
    const columns = { fare: Float32Array.of(2, 4), company: ['a', 'b'] };
    const { data, graph } = analyzeAndTransform(columns, (inputs, tft) => ({
      fare: tft.scaleTo01(inputs.fare),
      company: tft.computeAndApplyVocabulary(inputs.company),
    }));
    const fares: readonly number[] = data.fare;
    assert.deepEqual(
      [fares, data.company],
      [
        [0, 1],
        [1, 0],
      ],
    );
    assert.deepEqual(graph.transform({ fare: [3], company: ['b'] }), { fare: [0.5], company: [0] });
    assert.deepEqual(graph.transform([{ fare: 3, company: 'b' }]), { fare: [0.5], company: [0] });
  });

  it('says that a bigint beyond what a number holds is text', () => {
    const rows = [{ id: 1 }, { id: 2n ** 60n }];
    assert.throws(
      () => inferSchema(rows),
      (error: TransformError) =>
        error.code === 'wrong-type' && /bigint, but the rows before it hold a number/.test(error.message),
    );
  });
});
