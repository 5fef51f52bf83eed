import assert from 'node:assert/strict';
import fc from 'fast-check';
import { table } from '../../../src/mlops/lab.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import type { TableValue } from '../../../src/mlops/payloads/table.ts';
import { columnFormat } from '../../../src/outputs/browser/table/format.ts';
import { parseCheck } from '../../../src/outputs/payloads/payload.ts';
import { parseTable } from '../../../src/outputs/payloads/table.ts';
import { UserError } from '../../../src/platform/errors.ts';

describe('outputs: what a renderer takes', () => {
  it('takes well-formed tables and checks', () => {
    const table = { rows: 9, caption: 'c', columns: [{ name: 'a', values: [1, null, 'x', true] }] };
    assert.deepEqual(parseTable(table), table);
    assert.deepEqual(parseTable({ rows: 0, columns: [] }), { rows: 0, columns: [] });
    const check = { id: 'i', name: 'n', passed: false, expected: '1', actual: '2', tolerance: 0.1, hint: 'h' };
    assert.deepEqual(parseCheck(check), check);
  });

  it('takes what mlops-lab/lab makes of columns of any length, after the way through JSON', () => {
    const { [mime.table]: made } = table({ a: [Number.NaN], b: [1, 2], none: [] }).toMimeBundle();
    const { columns } = parseTable(JSON.parse(JSON.stringify(made)));
    assert.deepEqual(
      columns.map(({ values }) => values),
      [
        ['NaN', null],
        [1, 2],
        [null, null],
      ],
    );
  });

  it('says what is wrong and where', () => {
    const rejects = (read: () => unknown, message: RegExp) =>
      assert.throws(read, (error) => error instanceof UserError && message.test(error.message));
    rejects(() => parseTable({ rows: 1, columns: [{ name: 'a', values: [[]] }] }), /table \(columns\.0\.values\.0/);
    rejects(() => parseTable({ rows: -1, columns: [] }), /table \(rows/);
    const uneven = [1, 2].map((length) => ({ name: `c${length}`, values: Array(length).fill(0) }));
    rejects(() => parseTable({ rows: 2, columns: uneven }), /column "c2" is not as long/);
    rejects(() => parseCheck({ id: 'a', name: 'b', passed: 'yes' }), /check result \(passed/);
  });

  it('never lets anything but a UserError out', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const read of [parseTable, parseCheck])
          try {
            read(value);
          } catch (error) {
            assert.ok(error instanceof UserError);
          }
      }),
    );
  });
});

describe('outputs: how a column is written', () => {
  const written = (values: TableValue[]) => {
    const format = columnFormat(values);
    return values.map((value) => (value === null ? null : format.text(value)));
  };

  it('puts decimal points below each other, with six significant digits of the largest', () => {
    assert.deepEqual(written([1.5, 2, 30.25]), ['1.50', '2.00', '30.25']);
    assert.deepEqual(written([18, 19, null]), ['18', '19', null]);
    assert.deepEqual(written([Math.PI * 10, -0.001234567]), ['31.4159', '-0.0012']);
    assert.deepEqual(written([1 / 3]), ['0.333333']);
    assert.deepEqual(written([123456.5, 0.0123]), ['123456.5000', '0.0123']);
  });

  it('writes very large and very small numbers one by one', () => {
    assert.deepEqual(written([1e-7, 1]), ['1e-7', '1']);
    assert.deepEqual(written([1e21, 0.5]), ['1e+21', '0.5']);
  });

  it('calls a column numeric when all that is there is a number', () => {
    assert.ok(columnFormat([1, null]).numeric);
    assert.ok(!columnFormat([1, 'a']).numeric);
    assert.ok(!columnFormat([null]).numeric);
    assert.deepEqual(written([1, 'a', true]), ['1', 'a', 'true']);
  });

  it('writes the numbers that travel as text as they stand, among numbers', () => {
    const odd = ['NaN', 'Infinity', '-Infinity', '-0'];
    assert.ok(columnFormat(odd).numeric);
    assert.ok(columnFormat([...odd, 1, null]).numeric);
    assert.ok(!columnFormat([...odd, 'nan']).numeric);
    assert.deepEqual(written([...odd, 1, 2.5]), [...odd, '1.0', '2.5']);
    assert.deepEqual(written([...odd, 1e-7]), [...odd, '1e-7']);
  });

  it('keeps four decimals or five significant digits of every value', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 }), (values) => {
        const { text } = columnFormat(values);
        for (const value of values) {
          const tolerance = Math.max(0.5e-4, Math.abs(value) * 1e-5);
          assert.ok(Math.abs(Number(text(value)) - value) <= tolerance, `${value} as ${text(value)}`);
        }
      }),
    );
  });
});
