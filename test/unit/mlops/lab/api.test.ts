import assert from 'node:assert/strict';
import { type CheckResult, currentHost, type LabHost, setHost } from '../../../../src/mlops/host.ts';
import { CheckFailure, check, close, display, equal, markdown, ok, table } from '../../../../src/mlops/lab.ts';
import { type MimeBundle, mime } from '../../../../src/mlops/payloads/mime.ts';
import type { TableData } from '../../../../src/mlops/payloads/table.ts';

/** A host that keeps what it is given. */
class RecordingHost implements LabHost {
  readonly shown: MimeBundle[] = [];
  readonly checks: Omit<CheckResult, 'id'>[] = [];
  display(bundle: MimeBundle) {
    this.shown.push(bundle);
  }
  checked(result: Omit<CheckResult, 'id'>) {
    this.checks.push(result);
  }
}

describe('lab', () => {
  let host: RecordingHost;
  const usual = currentHost();
  beforeEach(() => {
    host = new RecordingHost();
    setHost(host);
  });
  after(() => setHost(usual));

  describe('check', () => {
    it('passes when nothing is thrown, and then keeps its hint to itself', async () => {
      await check('a', () => undefined, { hint: 'Look again.' });
      await check('b', async () => true);
      assert.deepEqual(host.checks, [
        { name: 'a', passed: true },
        { name: 'b', passed: true },
      ]);
    });

    it('fails with both sides of a comparison, its tolerance and the hint', async () => {
      await check('equal', () => equal([1, 2], [1, 3]), { hint: 'Look again.' });
      await check('close', () => close([1, [2]], [1, [2.1]], 0.01));
      await check('ok', () => ok(0.5 > 0.8, 'an accuracy above 0.8'));
      assert.deepEqual(host.checks, [
        {
          name: 'equal',
          passed: false,
          expected: '[ 1, 3 ]',
          actual: '[ 1, 2 ]',
          hint: 'Look again.',
          hints: ['Look again.'],
        },
        { name: 'close', passed: false, expected: '[ 1, [ 2.1 ] ]', actual: '[ 1, [ 2 ] ]', tolerance: 0.01 },
        { name: 'ok', passed: false, expected: 'an accuracy above 0.8', actual: 'false' },
      ]);
    });

    it('climbs a ladder of hints, and names the first mistake that holds', async () => {
      const hints = ['Which rows?', 'Divide.', '(x - …) / …'];
      const broken = {
        when: () => {
          throw new Error('looks at what is not there');
        },
        say: 'never said',
      };
      const mistakes = [
        broken,
        { when: () => false, say: 'not this' },
        { when: async () => true, say: 'divided by the variance' },
        { when: () => true, say: 'too late' },
      ];
      await check('named', () => equal(1, 2), { hints, mistakes });
      await check('unnamed', () => equal(1, 2), { hints: [], mistakes: [broken] });
      await check('passed', () => equal(1, 1), { hints, mistakes });
      assert.deepEqual(host.checks, [
        {
          name: 'named',
          passed: false,
          expected: '2',
          actual: '1',
          mistake: 'divided by the variance',
          hint: 'Which rows?',
          hints,
        },
        { name: 'unnamed', passed: false, expected: '2', actual: '1' },
        { name: 'passed', passed: true },
      ]);
    });

    it('understands node:assert, false, rejections and errors, and never throws itself', async () => {
      await check('assert', () => assert.equal(1, 2));
      await check('false', () => false);
      await check('rejected', () => Promise.reject(new TypeError('no such thing')));
      await check('thrown', () => {
        throw 'text';
      });
      assert.deepEqual(host.checks, [
        { name: 'assert', passed: false, expected: '2', actual: '1' },
        { name: 'false', passed: false, expected: 'true', actual: 'false' },
        { name: 'rejected', passed: false, expected: 'no error', actual: 'TypeError: no such thing' },
        { name: 'thrown', passed: false, expected: 'no error', actual: "'text'" },
      ]);
    });
  });

  describe('comparisons', () => {
    const fails = (run: () => void) => assert.throws(run, CheckFailure);

    it('equal compares by value, at any depth', () => {
      equal({ a: [1, { b: 'c' }] }, { a: [1, { b: 'c' }] });
      equal(new Float32Array([1, 2]), [1, 2]);
      equal([-0, Number.NaN], [0, Number.NaN]);
      equal(new Map([['a', 1]]), new Map([['a', 1]]));
      fails(() => equal(1, '1'));
      fails(() => equal([1], [1, undefined]));
      fails(() => equal({ a: 1 }, { a: 1, b: undefined }));
      fails(() => equal(new Map([['a', 1]]), new Map([['a', 2]])));
    });

    it('close wants the same shape and every number within the tolerance', () => {
      close(0.1 + 0.2, 0.3);
      close(new Float32Array([0.1, 1]), [0.1, 1]);
      close([[1], [2]], [[1.05], [2]], 0.1);
      close([Number.NaN, Number.POSITIVE_INFINITY], [Number.NaN, Number.POSITIVE_INFINITY]);
      fails(() => close([1, 2], [1]));
      fails(() => close([1], [[1]]));
      fails(() => close(1.00001, 1));
      fails(() => close(Number.NaN, 1));
      fails(() => close(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY));
      // @ts-expect-error: a set is no list of numbers, and the editor says so.
      fails(() => close(new Set([1, 2]), [1, 2]));
    });
  });

  describe('display', () => {
    it('shows text, bundles and what makes its own bundle', () => {
      display('hello');
      display({ [mime.html]: '<b>hello</b>', [mime.text]: 'hello' });
      display(markdown('**hello**'));
      display({ a: 1 });
      display({});
      assert.deepEqual(host.shown, [
        { 'text/plain': 'hello' },
        { 'text/html': '<b>hello</b>', 'text/plain': 'hello' },
        { 'text/markdown': '**hello**', 'text/plain': '**hello**' },
        { 'text/plain': '{ a: 1 }' },
        { 'text/plain': '{}' },
      ]);
    });
  });

  describe('table', () => {
    it('makes columns of rows that differ, with missing values', () => {
      const rows = [
        { city: 'Rome', n: 1 },
        { n: 2.5, city: null, when: new Date(0), size: { w: 1 } },
      ];
      const bundle = table(rows, { caption: 'Two' }).toMimeBundle();
      assert.deepEqual(bundle[mime.table], {
        columns: [
          { name: 'city', values: ['Rome', null] },
          { name: 'n', values: [1, 2.5] },
          { name: 'when', values: [null, '1970-01-01T00:00:00.000Z'] },
          { name: 'size', values: [null, '{ w: 1 }'] },
        ],
        rows: 2,
        caption: 'Two',
      });
    });

    it('takes columns as they are, and prints them aligned', () => {
      const bundle = table({ name: ['a', 'longer'], value: new Float32Array([0.1, -12]) }).toMimeBundle();
      assert.equal(bundle[mime.text], ['name    value', '──────  ─────', 'a         0.1', 'longer    -12'].join('\n'));
    });

    it('keeps the numbers that JSON loses, on the way to the notebook and in the terminal', () => {
      const bundle = table({ n: [1, Number.NaN, 1 / 0, -1 / 0, -0, 0] }).toMimeBundle();
      const { columns } = JSON.parse(JSON.stringify(bundle[mime.table])) as TableData;
      assert.deepEqual(columns, [{ name: 'n', values: [1, 'NaN', 'Infinity', '-Infinity', '-0', 0] }]);
      const lines = ['n', '─────────', '1', 'NaN', 'Infinity', '-Infinity', '-0', '0'];
      assert.equal(bundle[mime.text], lines.map((line) => line.padStart(9)).join('\n'));
    });

    it('fills columns shorter than the longest with missing values', () => {
      const bundle = table({ a: [1], b: ['x', 'y'], none: [] }).toMimeBundle();
      assert.deepEqual(bundle[mime.table], {
        columns: [
          { name: 'a', values: [1, null] },
          { name: 'b', values: ['x', 'y'] },
          { name: 'none', values: [null, null] },
        ],
        rows: 2,
      });
      assert.equal(bundle[mime.text], ['a  b  none', '─  ─  ────', '1  x  —', '—  y  —'].join('\n'));
      const long = table({ a: [1], b: Array(1500).fill(2) }).toMimeBundle()[mime.table] as TableData;
      assert.deepEqual(
        long.columns.map(({ values }) => values.length),
        [1000, 1000],
      );
      assert.equal(long.rows, 1500);
    });

    it('cuts a long table and says so', () => {
      const bundle = table(Array.from({ length: 2000 }, (_, n) => ({ n }))).toMimeBundle();
      const { columns, rows } = bundle[mime.table] as TableData;
      assert.equal(rows, 2000);
      assert.equal(columns[0]!.values.length, 1000);
      assert.match(String(bundle[mime.text]), /\n19\n… 1980 more rows$/);
    });

    it('can be empty', () => {
      assert.deepEqual(table([]).toMimeBundle(), { [mime.table]: { columns: [], rows: 0 }, [mime.text]: '' });
    });
  });
});
