import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uniform } from '../../../src/mlops/datasets/chance.ts';
import { table } from '../../../src/mlops/lab.ts';
import {
  groupSplit,
  hashSplit,
  orderedSplit,
  parseCsv,
  parseJsonLines,
  readCsv,
  stratifiedSplit,
  streamCsv,
  streamJsonLines,
  TabularError,
  type TabularErrorCode,
} from '../../../src/mlops/tabular.ts';

function refused(code: TabularErrorCode, act: () => unknown): Pick<TabularError, 'row' | 'column' | 'line'> {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof TabularError, String(error));
    assert.equal(error.code, code, error.message);
    return { row: error.row, column: error.column, line: error.line };
  }
  return assert.fail(`nothing was refused, ${code} is expected`);
}

describe('tabular: CSV', () => {
  it('has types from all of a column, and missing values', () => {
    const { rows, types, length } = parseCsv('n,x,s,e\r\n1,1,1,\r\n2,2.5,b,\r\n,nan,"",\r\n');
    assert.deepEqual(types, { n: 'INT', x: 'FLOAT', s: 'STRING', e: 'STRING' });
    assert.deepEqual(rows, [
      { n: 1, x: 1, s: '1', e: null },
      { n: 2, x: 2.5, s: 'b', e: null },
      { n: null, x: Number.NaN, s: '', e: null },
    ]);
    assert.equal(length, 3);
  });

  it('keeps what stands in quotes, and takes blanks and marks of the Adult file away', () => {
    const text = '39, State-gov, "a ""b"", c\nd"\n 50,?,"?"\n\n';
    // RFC 4180 knows no blank before a quote.
    refused('bad-quote', () => parseCsv(text, { columns: ['age', 'class', 'note'], trim: true }));
    const { rows } = parseCsv(text.replace(', "', ',"'), {
      columns: ['age', 'class', 'note'],
      trim: true,
      missing: ['?'],
    });
    assert.deepEqual(rows, [
      { age: 39, class: 'State-gov', note: 'a "b", c\nd' },
      { age: 50, class: null, note: '?' },
    ]);
    assert.deepEqual(parseCsv('\ufeffa;b\n1;2', { separator: ';' }).rows, [{ a: 1, b: 2 }]);
    assert.deepEqual(parseCsv('a\tb\n1\t2\n', { separator: '\t', types: { a: 'STRING', b: 'FLOAT' } }).rows, [
      { a: '1', b: 2 },
    ]);
  });

  it('is a list of rows for a table', () => {
    const text = table(parseCsv('a,b\n1,x\n')).toMimeBundle()['text/plain'];
    assert.match(String(text), /a {2}b\n─ {2}─\n1 {2}x/);
  });

  it('is refused with row, column and line', () => {
    assert.deepEqual(
      refused('ragged-row', () => parseCsv('a,b\n1,2\n3\n')),
      { row: 2, column: 2, line: 3 },
    );
    assert.deepEqual(
      refused('ragged-row', () => parseCsv('a,b\n"x\ny",2\n3,4,5\n')),
      { row: 2, column: 3, line: 4 },
    );
    assert.deepEqual(
      refused('bad-quote', () => parseCsv('a,b\n1,"open\n2,3\n')),
      { row: 2, column: 2, line: 4 },
    );
    assert.deepEqual(
      refused('bad-quote', () => parseCsv('a,b\n1,x"y\n')),
      { row: 2, column: 2, line: 2 },
    );
    assert.deepEqual(
      refused('bad-quote', () => parseCsv('a,b\n1,"x"y\n')),
      { row: 2, column: 2, line: 2 },
    );
    assert.deepEqual(
      refused('bad-character', () => parseCsv('a,b\n1,\0\n')),
      { row: 2, column: 2, line: 2 },
    );
    assert.deepEqual(
      refused('bad-character', () => parseCsv('a,b\r1,2\r')),
      { row: 1, column: 2, line: 1 },
    );
    assert.deepEqual(
      refused('wrong-type', () => parseCsv('a,b\n1,2\n3,x\n', { types: { b: 'INT' } })),
      {
        ...{ row: 2, column: 'b', line: 3 },
      },
    );
    assert.deepEqual(
      refused('bad-header', () => parseCsv('a,b,a\n')),
      { row: undefined, column: 3, line: 1 },
    );
    refused('bad-header', () => parseCsv('a,,b\n'));
    refused('bad-header', () => parseCsv(''));
    refused('bad-argument', () => parseCsv('a', { separator: '""' as never }));
    refused('too-long', () => parseCsv(`a\n"${'x'.repeat(17_000_000)}`));
  });

  it('is read from files piece by piece, and refused where they are no text', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tabular-'));
    const file = async (name: string, content: string | Uint8Array) => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    };
    const line = 'süß,"a\nb",3\r\n';
    const large = await file('large.csv', `x,y,z\r\n${line.repeat(200_000)}`);
    const read = await readCsv(large);
    assert.deepEqual([read.length, read.rows.at(-1)], [200_000, { x: 'süß', y: 'a\nb', z: 3 }]);
    let streamed = 0;
    for await (const row of streamCsv(large, { types: { z: 'INT' } })) streamed += row.z as number;
    assert.equal(streamed, 600_000);
    await assert.rejects(readCsv(await file('latin.csv', Buffer.from('a\ns\xfc\xdf\n', 'latin1'))), {
      code: 'bad-encoding',
    });
    await assert.rejects(readCsv(await file('cut.csv', Buffer.from('a\nü').subarray(0, 3))), { code: 'bad-encoding' });
    await assert.rejects(readCsv(join(folder, 'none.csv')), { code: 'no-file' });
    const wide = await file('utf16.csv', Buffer.from('a,b\n1,2\n', 'utf16le'));
    await assert.rejects(readCsv(wide), { code: 'bad-character' });
    await rm(folder, { recursive: true });
  });

  it('is read, or refused with its place, whatever was done to it', () => {
    const next = uniform(3);
    const pieces = ['"', ',', '\n', '\r', '\0', 'x', '""', 'ü'];
    const text = 'a,b,c\n1,"x, y",2.5\n2,"z ""q""",3\n'.repeat(3).replace(/(?<!^)a,b,c\n/g, '');
    let read = 0;
    for (let i = 0; i < 3000; i++) {
      const from = Math.floor(next() * text.length);
      const broken =
        text.slice(0, from) + pieces[Math.floor(next() * pieces.length)] + text.slice(from + Math.floor(next() * 2));
      try {
        parseCsv(broken);
        read++;
      } catch (error) {
        assert.ok(error instanceof TabularError && error.line !== undefined, `${error}\n${broken}`);
      }
    }
    assert.ok(read > 0 && read < 3000, `${read} of 3000 were read`);
  });
});

describe('tabular: JSON Lines', () => {
  it('are objects, one a line', async () => {
    const text = '{"a":1}\n\n{"b":[2]}\r\n{"c":null}';
    assert.deepEqual(parseJsonLines(text), [{ a: 1 }, { b: [2] }, { c: null }]);
    const folder = await mkdtemp(join(tmpdir(), 'lines-'));
    await writeFile(join(folder, 'rows.jsonl'), text);
    const streamed: unknown[] = [];
    for await (const row of streamJsonLines(join(folder, 'rows.jsonl'))) streamed.push(row);
    assert.deepEqual(streamed, parseJsonLines(text));
    await rm(folder, { recursive: true });
  });

  it('are refused with their line', () => {
    assert.deepEqual(
      refused('bad-json', () => parseJsonLines('{"a":1}\n\n{"a":\n')),
      { row: 2, column: undefined, line: 3 },
    );
    refused('bad-json', () => parseJsonLines('[1]'));
    refused('bad-json', () => parseJsonLines('7'));
    refused('too-long', () => parseJsonLines('x'.repeat(17_000_000)));
  });
});

describe('tabular: splits', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => ({
    id: i,
    person: i % 50,
    kind: i % 10 === 0 ? 'rare' : 'common',
  }));
  const shares = { train: 0.7, eval: 0.15, serving: 0.15 };
  const ids = (part: typeof rows) => part.map(({ id }) => id);

  it('in order', () => {
    const { train, eval: later, serving } = orderedSplit(rows, shares);
    assert.deepEqual([train.length, later.length, serving.length], [700, 150, 150]);
    assert.deepEqual(ids([...train, ...later, ...serving]), ids(rows));
    const adult = orderedSplit(Array.from({ length: 32_561 }), { train: 0.8, eval: 0.2 });
    assert.deepEqual([adult.train.length, adult.eval.length], [26_048, 6513]);
  });

  it('by class, shuffled by a seed', () => {
    const parts = stratifiedSplit(rows, ({ kind }) => kind, shares, { seed: 3 });
    const rare = Object.values(parts).map((part) => part.filter(({ kind }) => kind === 'rare').length);
    assert.deepEqual(rare, [70, 15, 15]);
    assert.deepEqual(
      ids(Object.values(parts).flat()).sort((a, b) => a - b),
      ids(rows),
    );
    assert.notDeepEqual(
      ids(parts.train),
      ids(parts.train).sort((a, b) => a - b),
    );
    assert.deepEqual(
      stratifiedSplit(rows, ({ kind }) => kind, shares, { seed: 3 }),
      parts,
    );
  });

  it('by hash: a row goes where it went, and a group stays together', () => {
    const parts = hashSplit(rows, ({ id }) => id, { train: 2 / 3, eval: 1 / 3 });
    assert.ok(Math.abs(parts.train.length - 667) < 60, String(parts.train.length));
    const again = hashSplit([...rows].reverse(), ({ id }) => id, { train: 2 / 3, eval: 1 / 3 });
    assert.deepEqual(
      ids(again.train).sort((a, b) => a - b),
      ids(parts.train),
    );
    const groups = groupSplit(rows, ({ person }) => person, shares);
    const people = Object.values(groups).map((part) => new Set(part.map(({ person }) => person)));
    assert.equal(
      people.reduce((sum, { size }) => sum + size, 0),
      50,
    );
  });

  it('are refused for shares that are none', () => {
    for (const bad of [{ a: 0.5 }, { a: 1.5, b: -0.5 }, {}, { a: Number.NaN }])
      refused('bad-argument', () => orderedSplit(rows, bad as Record<string, number>));
    refused('bad-argument', () => stratifiedSplit(rows, () => 1, { a: 1 }, { seed: -1 }));
  });
});
