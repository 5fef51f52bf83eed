import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uniform } from '../../../src/mlops/datasets/chance.ts';
import {
  readParquet,
  streamParquet,
  TabularError,
  type TabularErrorCode,
  writeParquet,
} from '../../../src/mlops/tabular.ts';

const rows = Array.from({ length: 3000 }, (_, i) => ({
  id: i,
  x: i % 7 === 0 ? null : i / 8,
  city: i % 11 === 0 ? null : ['Köln', 'Oslo', '😀', ''][i % 4]!,
  large: BigInt(i) + 2n ** 60n,
  yes: i % 2 === 0,
  at: new Date(Date.UTC(2020, 1, 2) + i),
  raw: Uint8Array.of(255, i % 256),
  nothing: null,
}));

describe('tabular: Parquet', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-parquet-'));
  });
  after(() => rm(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  const refused = async (code: TabularErrorCode, act: () => Promise<unknown>): Promise<TabularError> => {
    const error = await act().then(
      () => assert.fail(`nothing was refused, ${code} is expected`),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof TabularError, String(error));
    assert.equal(error.code, code, error.message);
    return error;
  };

  it('reads what it wrote, whatever it is packed with', async () => {
    for (const compression of ['snappy', 'gzip', 'zstd', 'none'] as const) {
      await writeParquet(at(compression), rows, { compression });
      assert.deepEqual(await readParquet(at(compression)), rows, compression);
    }
    const some = await readParquet(at('gzip'), { columns: ['city', 'id'] });
    assert.deepEqual(some[5], { city: rows[5]!.city, id: 5 });
    let count = 0;
    for await (const row of streamParquet(at('snappy'))) assert.equal(row.id, count++);
    assert.equal(count, rows.length);
  });

  it('a column of numbers is whole only where all are', async () => {
    await writeParquet(at('numbers'), [{ a: 1, b: 1 }, { a: 2.5 }, { b: -0 }, { a: Number.NaN, b: 2n }]);
    const read = await readParquet(at('numbers'));
    assert.deepEqual(read, [
      { a: 1, b: 1 },
      { a: 2.5, b: null },
      { a: null, b: -0 },
      { a: Number.NaN, b: 2 },
    ]);
  });

  it('refuses columns that mix types, with row and column', async () => {
    const error = await refused('wrong-type', () => writeParquet(at('mixed'), [{ a: 1 }, { a: 'x' }]));
    assert.deepEqual([error.row, error.column], [2, 'a']);
    await refused('wrong-type', () => writeParquet(at('mixed'), [{ a: () => 1 }]));
    await refused('bad-argument', () => writeParquet(at('mixed'), []));
    await refused('no-file', () => writeParquet(at('no/folder'), rows));
    await refused('bad-argument', () => readParquet(at('gzip'), { columns: ['town'] }));
    await refused('no-file', () => readParquet(at('missing')));
  });

  it('says at which byte a file is cut off or damaged', async () => {
    const whole = await readFile(at('none'));
    const tried = async (code: TabularErrorCode, bytes: Uint8Array) => {
      await writeFile(at('tried'), bytes);
      return (await refused(code, () => readParquet(at('tried')))).offset;
    };
    assert.equal(await tried('truncated-file', whole.subarray(0, 5000)), 5000);
    assert.equal(await tried('bad-parquet', whole.subarray(0, 7)), 0);
    assert.equal(await tried('bad-parquet', Buffer.from('id,name\n1,Ann\n2,Bob\n')), 0);
    const longFooter = Buffer.from(whole);
    longFooter.writeUInt32LE(whole.length, whole.length - 8);
    assert.equal(await tried('bad-parquet', longFooter), whole.length - 8);
    const badPage = Buffer.from(whole);
    badPage.fill(0xff, 4, 40);
    assert.equal(await tried('bad-parquet', badPage), 4);
  });

  it('a damaged footer, or a cut anywhere, gives rows or a typed error, and comes to an end', async () => {
    const next = uniform(8);
    await writeParquet(at('small'), rows.slice(0, 60));
    const whole = await readFile(at('small'));
    const footer = whole.length - 8 - whole.readUInt32LE(whole.length - 8);
    let refusals = 0;
    const read = async (bytes: Uint8Array) => {
      await writeFile(at('fuzzed'), bytes);
      try {
        await readParquet(at('fuzzed'));
      } catch (error) {
        assert.ok(error instanceof TabularError && error.offset !== undefined, String((error as Error).stack));
        refusals++;
      }
    };
    for (let round = 0; round < 300; round++) {
      const bytes = Buffer.from(whole);
      for (let i = 0; i < 3; i++)
        bytes[footer + Math.floor(next() * (whole.length - footer))] = Math.floor(next() * 256);
      await read(bytes);
    }
    assert.ok(refusals > 100, `${refusals} of 300 were refused`);
    refusals = 0;
    const cuts = Array.from({ length: 100 }, () => Math.floor(next() * whole.length));
    for (const cut of cuts) await read(whole.subarray(0, cut));
    assert.equal(refusals, cuts.length);
  });
});
