import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readColumns } from '../../../src/mlops/data/read.ts';
import type { SourceQuery } from '../../../src/mlops/payloads/source.ts';
import type { TableText } from '../../../src/mlops/payloads/table.ts';
import { TableSource } from '../../../src/mlops/tables/source.ts';
import { columnFormat } from '../../../src/outputs/browser/table/format.ts';
import { gather } from '../../../src/outputs/browser/table/gather.ts';
import { TableModel } from '../../../src/outputs/browser/table/model.ts';
import { layoutHeight, mostTop, placeOf, scrolled } from '../../../src/outputs/browser/table/scroll.ts';
import { afterKey, rangeOf, type Selection, start, within } from '../../../src/outputs/browser/table/selection.ts';
import { columnEdges, columnsBetween } from '../../../src/outputs/browser/table/widths.ts';
import { figure, percent } from '../../../src/outputs/browser/table/words.ts';
import {
  parseCell,
  parseMatches,
  parseRows,
  parseSummary,
  parseTable,
  parseText,
} from '../../../src/outputs/payloads/table.ts';
import { UserError } from '../../../src/platform/errors.ts';

describe('table output: what it takes', () => {
  const pair = fc.record({ columns: fc.array(fc.record({ name: fc.string(), values: fc.array(fc.anything()) })) });

  it('never lets anything but a UserError out, whatever comes as a table or as an answer', () => {
    const readers = [parseTable, parseSummary, parseText, parseCell, (data: unknown) => parseRows(data, 2, 3)];
    fc.assert(
      fc.property(fc.oneof(fc.anything(), pair, fc.record({ rows: fc.nat(), columns: fc.array(pair) })), (data) => {
        for (const read of readers)
          try {
            read(data);
          } catch (error) {
            assert.ok(error instanceof UserError, String(error));
          }
      }),
    );
  });

  it('refuses what does not fit together', () => {
    const columns = [{ name: 'a', values: [1, 2] }];
    const rejects = (read: () => unknown, message: RegExp) =>
      assert.throws(read, (error) => error instanceof UserError && message.test(error.message));
    rejects(() => parseTable({ rows: 1, columns }), /more rows than it has/);
    rejects(() => parseTable({ rows: 2, columns, summaries: [] }), /one summary a column/);
    rejects(() => parseRows({ columns: [[1, 2], [1]] }, 2, 10), /size is not that asked for/);
    rejects(() => parseRows({ columns: [[1, 2, 3]] }, 1, 2), /size is not that asked for/);
  });

  it('takes the answers of a table, after the way through JSON', async () => {
    const source = new TableSource(readColumns({ a: [1, Number.NaN, null], t: ['x', 'y'.repeat(500), ''] }));
    const ask = async (query: SourceQuery) => JSON.parse(JSON.stringify(await source.answer(query)));
    assert.deepEqual(parseRows(await ask({ op: 'rows', offset: 1, count: 9 }), 2, 9).columns, [
      ['NaN', null],
      [{ start: 'y'.repeat(200), length: 500 }, ''],
    ]);
    assert.equal(parseSummary(await ask({ op: 'summary', column: 0 })).numbers?.mean, 1);
    assert.deepEqual(parseText(await ask({ op: 'csv', offset: 0, count: 1 })), { text: 'a,t\r\n1,x\r\n', rows: 1 });
    assert.deepEqual(parseRows(await ask({ op: 'rows', offset: 0, count: 9, filter: 'YYY' }), 2, 9).columns[0], [
      'NaN',
    ]);
    assert.equal(parseMatches(await ask({ op: 'matches', filter: 'nan' })), 1);
    assert.equal(parseMatches(await ask({ op: 'matches', filter: 'null' })), 0);
    assert.equal(parseCell(await ask({ op: 'cell', row: 1, column: 1 })).length, 500);
    await assert.rejects(() => ask({ op: 'summary', column: 2 }), /no column 3/);
    await assert.rejects(() => ask({ op: 'cell', row: 3, column: 0 }), /no row 4/);
    await assert.rejects(() => ask({ op: 'slice', at: [], offset: [0, 0], count: [1, 1] }), /does not know/);
  });

  it('takes the summary of numbers so large that their mean is none', async () => {
    const source = new TableSource(readColumns({ a: [1e308, -1e308, 1.7e308] }));
    const answer = JSON.parse(JSON.stringify(await source.answer({ op: 'summary', column: 0 })));
    assert.deepEqual([parseSummary(answer).numbers?.max, parseSummary(answer).type], [1.7e308, 'number']);
  });
});

describe('table output: scrolling', () => {
  const sizes = fc.record({
    rows: fc.integer({ min: 0, max: 100_000_000 }),
    rowHeight: fc.integer({ min: 10, max: 60 }),
    viewport: fc.integer({ min: 50, max: 1000 }),
  });

  it('reaches both ends, and stays between them whatever the steps', () => {
    fc.assert(
      fc.property(sizes, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (size, shares) => {
        const most = Math.max(0, layoutHeight(size) - size.viewport);
        let place = placeOf(0, size);
        for (const share of shares) {
          place = scrolled(place, share * most, size);
          assert.ok(place.top >= 0 && place.top <= mostTop(size));
        }
        assert.equal(scrolled(place, most, size).top, mostTop(size));
        assert.equal(scrolled(place, 0, size).top, 0);
        assert.ok(placeOf(mostTop(size), size).scrollTop <= most + 1e-6);
      }),
    );
  });

  it('moves by the pixels of a small step', () => {
    const size = { rows: 10_000_000, rowHeight: 20, viewport: 400 };
    const place = placeOf(50_000_000, size);
    assert.ok(Math.abs(scrolled(place, place.scrollTop + 100, size).top - 50_000_100) < 1e-6);
  });

  it('draws the columns between two places, and one at least', () => {
    const edges = columnEdges([10, 20, 30]);
    assert.deepEqual(edges, [0, 10, 30, 60]);
    assert.deepEqual(columnsBetween(edges, 0, 10), [0, 1]);
    assert.deepEqual(columnsBetween(edges, 10, 31), [1, 3]);
    assert.deepEqual(columnsBetween(edges, 500, 600), [2, 3]);
    assert.deepEqual(columnsBetween([0], 0, 100), [0, 0]);
  });
});

describe('table output: selection', () => {
  const size = { rows: 100, columns: 5 };
  const press = (selection: Selection, key: string, modifiers: Partial<{ shiftKey: boolean; ctrlKey: boolean }> = {}) =>
    afterKey(selection, { key, shiftKey: false, ctrlKey: false, metaKey: false, ...modifiers }, size, 10);

  it('moves by keys, and grows with Shift', () => {
    let selection = press(start, 'ArrowDown')!;
    selection = press(selection, 'PageDown')!;
    assert.deepEqual(selection.focus, { row: 11, column: 0 });
    selection = press(selection, 'End', { shiftKey: true })!;
    selection = press(selection, 'ArrowUp', { shiftKey: true })!;
    assert.deepEqual(rangeOf(selection), { rows: [10, 12], columns: [0, 5] });
    assert.deepEqual(rangeOf(press(selection, 'Escape')!), { rows: [10, 11], columns: [4, 5] });
    assert.equal(press(press(selection, 'Escape')!, 'Escape'), undefined);
    assert.deepEqual(press(selection, 'End', { ctrlKey: true })!.focus, { row: 99, column: 4 });
    assert.deepEqual(press(start, 'ArrowUp')!.focus, { row: -1, column: 0 });
    assert.equal(press(start, 'x'), undefined);
  });

  it('stays within the table, whatever the keys, also when that becomes shorter', () => {
    const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown', 'a', ' '];
    const presses = fc.record({ key: fc.constantFrom(...keys), shiftKey: fc.boolean(), ctrlKey: fc.boolean() });
    fc.assert(
      fc.property(fc.array(presses), fc.integer({ min: 1, max: 100 }), (presses, rows) => {
        let selection = start;
        for (const { key, ...modifiers } of presses) selection = press(selection, key, modifiers) ?? selection;
        const range = rangeOf(within(selection, { rows, columns: 2 }));
        assert.ok(range.rows[0] >= 0 && range.rows[1] <= rows && range.columns[0] >= 0 && range.columns[1] <= 2);
      }),
    );
  });
});

describe('table output: its data', () => {
  const rows = 5000;
  const table = readColumns({ n: Int32Array.from({ length: rows }, (_, row) => (row * 7) % rows) });
  const held = { rows, source: 's', columns: [{ name: 'n', values: Array.from({ length: 10 }, (_, row) => row * 7) }] };

  /** A model over a table, and what it asked. */
  function modelOf() {
    const source = new TableSource(table);
    const state = { asked: [] as SourceQuery[], gone: false };
    let changed: () => void = () => undefined;
    const model = new TableModel(
      held,
      async (_, query) => {
        state.asked.push(query);
        if (state.gone) throw new Error('gone');
        return source.answer(query);
      },
      () => changed(),
    );
    const change = () => new Promise<void>((done) => (changed = done));
    return { model, state, change };
  }

  async function searched(model: TableModel): Promise<void> {
    while (model.isSearching) await new Promise((later) => setTimeout(later));
  }

  it('fetches the rows in view, by pages, and those in the order that is asked for', async () => {
    const { model, state, change } = modelOf();
    model.show(0, 8);
    assert.deepEqual(state.asked, []);
    assert.equal(model.value(4000, 0), undefined);
    let arrived = change();
    model.show(4000, 4010);
    await arrived;
    assert.equal(model.value(4003, 0), (4003 * 7) % rows);
    model.sort({ column: 0, descending: true });
    arrived = change();
    model.show(0, 10);
    await arrived;
    assert.deepEqual([model.value(0, 0), model.value(9, 0)], [4999, 4990]);
  });

  it('leaves the rows that contain a text, in the order that is asked for, and asks for the last text alone', async () => {
    const { model, state, change } = modelOf();
    model.sort({ column: 0, descending: true });
    model.search('99');
    assert.ok(model.isSearching);
    model.search('49');
    model.search('499');
    await searched(model);
    const wanted = Array.from({ length: rows }, (_, n) => n).filter((n) => String(n).includes('499'));
    assert.deepEqual([model.filter, model.rows, model.mostRows], ['499', wanted.length, rows]);
    assert.deepEqual(
      state.asked.map((query) => query.op === 'matches' && query.filter),
      ['99', '499'],
    );
    const arrived = change();
    model.show(0, 10);
    await arrived;
    assert.deepEqual([model.value(0, 0), model.value(wanted.length - 1, 0)], [wanted.at(-1), wanted[0]]);
    assert.deepEqual(model.toSave('x.csv'), {
      ...{ name: 'x.csv', source: 's', rows: wanted.length, columns: [0, 1] },
      ...{ sort: { column: 0, descending: true }, filter: '499' },
    });
    const part = { rows: [0, model.rows], columns: [0, 1], separator: ',', header: false } as const;
    const whole = await gather(model.text(part), { signal: new AbortController().signal, progress: () => undefined });
    assert.equal(
      whole,
      wanted
        .toReversed()
        .map((n) => `${n}\r\n`)
        .join(''),
    );
    model.search('');
    await searched(model);
    assert.deepEqual([model.rows, model.isSearching], [rows, false]);
  });

  it('looks through the rows that travelled where nobody can be asked', async () => {
    const { model, state } = modelOf();
    state.gone = true;
    model.search('4');
    await searched(model);
    // 14, 42 and 49 of 0, 7, …, 63.
    assert.deepEqual([model.problem, model.rows, model.mostRows], ['gone', 3, 10]);
    assert.deepEqual(
      [0, 1, 2].map((place) => model.value(place, 0)),
      [14, 42, 49],
    );
    model.sort({ column: 0, descending: true });
    assert.equal(model.value(0, 0), 49);
    assert.equal(model.toSave('x.csv'), undefined);
    model.search('nowhere');
    assert.equal(model.rows, 0);
  });

  it('falls back to the rows that travelled, sorts those, and tries again', async () => {
    const { model, state, change } = modelOf();
    state.gone = true;
    let arrived = change();
    model.show(1000, 1010);
    await arrived;
    assert.deepEqual([model.problem, model.rows], ['gone', 10]);
    model.sort({ column: 0, descending: true });
    assert.deepEqual([model.value(0, 0), model.value(9, 0)], [63, 0]);
    const text: TableText[] = [];
    const part = { rows: [0, 2], columns: [0, 1], separator: ',', header: true } as const;
    for await (const piece of model.text(part)) text.push(piece);
    assert.deepEqual(text, [{ text: 'n\r\n63\r\n56\r\n', rows: 2 }]);
    state.gone = false;
    model.retry();
    arrived = change();
    model.show(0, 10);
    await arrived;
    assert.deepEqual([model.problem, model.rows, model.value(0, 0)], [undefined, rows, 4999]);
  });

  it('puts pieces of text together until it is stopped', async () => {
    const { model } = modelOf();
    const part = { rows: [10, 20], columns: [0, 1], separator: '\t', header: false } as const;
    const signal = new AbortController();
    const progress: number[] = [];
    const whole = await gather(model.text(part), { signal: signal.signal, progress: (done) => progress.push(done) });
    assert.equal(whole, Array.from({ length: 10 }, (_, i) => `${70 + 7 * i}\r\n`).join(''));
    assert.deepEqual(progress, [10]);
    signal.abort();
    assert.equal(await gather(model.text(part), { signal: signal.signal, progress: () => undefined }), undefined);
  });
});

describe('table output: words and figures', () => {
  it('never calls something nothing', () => {
    assert.deepEqual(
      [percent(0, 9), percent(1, 1000), percent(999, 1000), percent(1, 1)],
      ['0%', '<1%', '>99%', '100%'],
    );
    assert.deepEqual(
      [figure(1234567), figure(0.123456), figure(1e-9), figure(-2.5)],
      ['1,234,567', '0.1235', '1e-9', '-2.5'],
    );
  });

  it('writes a value that comes later no rounder than it is', () => {
    const { text } = columnFormat([1, 2, 3]);
    assert.deepEqual([text(4), text(0.5), text(1e-7)], ['4', '0.5', '1e-7']);
  });
});
