import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Column } from '../../../src/mlops/data/columns.ts';
import { readColumns } from '../../../src/mlops/data/read.ts';
import type { CellValue } from '../../../src/mlops/data/value.ts';
import type { ColumnSummary } from '../../../src/mlops/payloads/table.ts';
import { delimited } from '../../../src/mlops/tables/delimited.ts';
import { orderOf } from '../../../src/mlops/tables/order.ts';
import { summarize } from '../../../src/mlops/tables/summary.ts';
import { finish, inTurns } from '../../../src/mlops/tables/work.ts';

const columnOf = (values: readonly CellValue[]): Column => ({ name: 'c', at: (row) => values[row] ?? null });
const numbers = fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 }));
/** Texts that begin alike, are the same, end early, or hold odd units. */
const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '\0', 'a', 'a\0', 'a\0\0\0\0\0', 'row-0001', 'row-0002', 'row-00021', '\ud83d\ude00', '\uffff'),
);
const cells: fc.Arbitrary<CellValue> = fc.oneof(numbers, texts, fc.boolean(), fc.constant(null));
const shapes = fc.oneof(
  fc.array(cells, { maxLength: 60 }),
  fc.array(numbers, { maxLength: 60 }),
  // More than are sorted by comparing.
  fc.array(texts, { minLength: 300, maxLength: 600 }),
);

describe('tables: sort', () => {
  /** The same order by comparing, as it is described. */
  function reference(values: readonly CellValue[], descending: boolean): number[] {
    const kind = (value: CellValue) => {
      if (value === null) return 4;
      if (typeof value === 'number') return Number.isNaN(value) ? 3 : 0;
      return typeof value === 'boolean' ? 1 : 2;
    };
    const sign = descending ? -1 : 1;
    return values
      .map((_, row) => row)
      .sort((a, b) => {
        const [x, y] = [values[a]!, values[b]!];
        const [kindX, kindY] = [kind(x), kind(y)];
        if (kindX !== kindY) return kindX > 2 || kindY > 2 ? kindX - kindY : sign * (kindX - kindY);
        if (kindX > 2) return a - b;
        return sign * (x! < y! ? -1 : x! > y! ? 1 : 0) || a - b;
      });
  }

  it('gives the order that comparing gives, for numbers, texts and all together', () => {
    fc.assert(
      fc.property(shapes, fc.boolean(), (values, descending) => {
        const order = finish(orderOf(columnOf(values), values.length, descending));
        assert.deepEqual([...order], reference(values, descending));
      }),
      { numRuns: 300 },
    );
  });

  it('sorts long columns of texts that begin alike, and of few different ones', () => {
    const length = 20_000;
    const scattered = (row: number) => (row * 7919) % length;
    for (const text of [
      (row: number) => `https://example.com/a/long/path/${scattered(row)}`,
      (row: number) => `class ${scattered(row) % 3}`,
      (row: number) => 'x'.repeat(scattered(row) % 50),
    ]) {
      const values = Array.from({ length }, (_, row) => text(row));
      for (const descending of [false, true]) {
        const order = finish(orderOf(columnOf(values), length, descending));
        assert.deepEqual([...order], reference(values, descending));
      }
    }
  });

  it('lets others have their turn while it works', async () => {
    const values = Array.from({ length: 300_000 }, (_, row) => Math.sin(row));
    let turns = 0;
    const order = await inTurns(orderOf(columnOf(values), values.length, false), async () => turns++);
    assert.ok(turns > 0);
    assert.ok(values[order[0]!]! <= values[order[150_000]!]!);
  });
});

describe('tables: summary of a column', () => {
  const summary = (values: readonly CellValue[]) => finish(summarize(columnOf(values), values.length));

  it('counts, and tells what the numbers are', () => {
    const { numbers, ...rest } = summary([3, 1, null, 2, Number.NaN, Number.POSITIVE_INFINITY, 1]);
    assert.deepEqual(rest, {
      ...{ type: 'number', count: 6, missing: 1, distinct: 5 },
      top: [
        ['1', 2],
        ['3', 1],
        ['2', 1],
        ['NaN', 1],
        ['Infinity', 1],
      ],
    } satisfies ColumnSummary);
    const { histogram, standardDeviation, ...figures } = numbers!;
    assert.deepEqual(figures, { min: 1, max: 3, mean: 1.75, median: 1.5, notFinite: 2 });
    assert.ok(Math.abs(standardDeviation! - Math.sqrt(2.75 / 3)) < 1e-12);
    assert.deepEqual([histogram.length, histogram[0], histogram[10], histogram[19]], [20, 2, 1, 1]);
  });

  it('names the type, and the most frequent values', () => {
    assert.deepEqual(summary(['b', 'a', 'b']), {
      ...{ type: 'text', count: 3, missing: 0, distinct: 2 },
      top: [
        ['b', 2],
        ['a', 1],
      ],
    });
    assert.equal(summary([true, null]).type, 'boolean');
    assert.equal(summary([true, 1]).type, 'mixed');
    assert.deepEqual(summary([null]), { type: 'empty', count: 0, missing: 1, distinct: 0 });
    const many = summary(Array.from({ length: 20_000 }, (_, row) => `t${row}`));
    assert.deepEqual([many.distinct, many.top], [10_000, undefined]);
  });

  it('equals what a naive reading gives', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(cells, fc.double({ min: -1e6, max: 1e6 })), { maxLength: 80 }), (values) => {
        const made = summary(values);
        const present = values.filter((value) => value !== null);
        const finite = present.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
        assert.equal(made.count, present.length);
        assert.equal(made.missing, values.length - present.length);
        assert.equal(made.distinct, new Set(present).size);
        assert.equal(made.numbers === undefined, finite.length === 0);
        if (!made.numbers) return;
        assert.equal(made.numbers.min, Math.min(...finite) + 0);
        assert.equal(made.numbers.max, Math.max(...finite) + 0);
        assert.equal(
          made.numbers.histogram.reduce((sum, count) => sum + count, 0),
          finite.length,
        );
        const sorted = finite.toSorted((a, b) => a - b);
        const below = sorted.filter((value) => value <= made.numbers!.median).length;
        assert.ok(below >= finite.length / 2);
        const largest = Math.max(...finite.map(Math.abs));
        if (largest > 1e9) return;
        const mean = finite.reduce((sum, value) => sum + value / finite.length, 0);
        assert.ok(Math.abs(made.numbers.mean! - mean) <= 1e-9 * Math.max(1, largest));
      }),
    );
  });

  it('says that the median of a long column is that of a sample', () => {
    const values = Array.from({ length: 250_000 }, (_, row) => (row * 7919) % 250_000);
    const { median, sampled, max } = summary(values).numbers!;
    assert.equal(max, 249_999);
    assert.ok(sampled! < 100_001 && sampled! > 50_000);
    assert.ok(Math.abs(median - 125_000) < 2500);
  });
});

describe('tables: text with separators', () => {
  /** A reader of RFC 4180, for any separator: fields and whether each was quoted. */
  function read(text: string, separator: string): { text: string; quoted: boolean }[][] {
    const lines: { text: string; quoted: boolean }[][] = [];
    for (let at = 0; at < text.length; ) {
      const line: { text: string; quoted: boolean }[] = [];
      for (;;) {
        const quoted = text[at] === '"';
        const pattern = quoted ? /"((?:[^"]|"")*)"/y : separator === ',' ? /([^,\r]*)/y : /([^\t\r]*)/y;
        pattern.lastIndex = at;
        const match = pattern.exec(text)!;
        line.push({ text: match[1]!.replaceAll('""', '"'), quoted });
        at += match[0].length;
        if (text[at] !== separator) break;
        at++;
      }
      assert.equal(text.slice(at, at + 2), '\r\n');
      at += 2;
      lines.push(line);
    }
    return lines;
  }

  it('is read back as it was', () => {
    const tables = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(cells, { minLength: width, maxLength: width }), { minLength: 1 }));
    fc.assert(
      fc.property(tables, fc.constantFrom(',' as const, '\t' as const), (rows, separator) => {
        const columns = rows[0]!.map((_, c) => ({ name: `a"${c}`, at: (row: number) => rows[row]![c]! }));
        const text = delimited(columns, rows.keys(), { separator, header: true });
        const [header, ...lines] = read(text, separator);
        assert.deepEqual(
          header!.map((field) => field.text),
          columns.map(({ name }) => name),
        );
        assert.equal(lines.length, rows.length);
        for (const [row, line] of lines.entries())
          for (const [c, field] of line.entries()) {
            const value = rows[row]![c]!;
            if (value === null) assert.equal(field.text, '');
            else assert.equal(field.text, Object.is(value, -0) ? '-0' : String(value));
            // An empty text is told from a missing value where there is more than one column.
            if (line.length > 1 && (value === null || value === '')) assert.equal(field.quoted, value === '');
          }
      }),
    );
  });
});

describe('tables: reading data where they lie', () => {
  it('takes rows, lists, typed arrays, iterables and tables of other libraries', () => {
    const big = 2n ** 60n;
    const lists = readColumns({
      f: new Float32Array([1, 0.5]),
      i: new BigInt64Array([1n, big]),
      s: new Set(['x', 'y', 'z']),
    });
    const read = ({ rows, columns }: typeof lists) =>
      columns.map(({ name, dtype, at }) => [name, dtype, ...Array.from({ length: rows }, (_, row) => at(row))]);
    assert.deepEqual(read(lists), [
      ['f', 'float32', 1, 0.5, null],
      ['i', 'int64', 1, String(big), null],
      ['s', undefined, 'x', 'y', 'z'],
    ]);
    const other = { columnNames: () => ['a'], numRows: () => 2, get: (name: string, row: number) => name + row };
    assert.deepEqual(read(readColumns(other)), [['a', undefined, 'a0', 'a1']]);
    const rows = [{ a: 1 }, { b: new Date(0) }];
    const table = readColumns(rows);
    rows[0]!.a = 2;
    assert.deepEqual(read(table), [
      ['a', undefined, 2, null],
      ['b', undefined, null, '1970-01-01T00:00:00.000Z'],
    ]);
  });
});
