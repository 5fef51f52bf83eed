/** Files of TensorFlow, pandas, Spark's flavor and DuckDB as we read them; test/parity/tabular.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  decodeExample,
  type Example,
  encodeExample,
  encodeTfRecords,
  parseTfRecords,
  readParquet,
  readTfRecords,
} from '../../../src/mlops/tabular.ts';

interface Fixture {
  readonly made_by: string;
  readonly records: readonly { compression: string; file: string; examples: unknown[] }[];
  readonly parquet: readonly { writer: string; file: string; rows: unknown[] }[];
}

const special = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if ('$bigint' in value) return BigInt(String(value.$bigint));
  if ('$number' in value) return Number(value.$number);
  if ('$date' in value) return new Date(String(value.$date));
  return '$bytes' in value ? new Uint8Array(Buffer.from(String(value.$bytes), 'base64')) : value;
};
const path = new URL('../../fixtures/tabular/peers.json', import.meta.url);
const fixture: Fixture = JSON.parse(readFileSync(path, 'utf8'), (_, value) => special(value));

/** An example as the fixture has it: views become bytes of their own, int64 numbers. */
const comparable = (example: Example) =>
  Object.fromEntries(
    Object.entries(example).map(([name, { kind, values }]) => [
      name,
      {
        kind,
        values: Array.from<unknown, unknown>(values, (value) => {
          if (value instanceof Uint8Array) return new Uint8Array(value);
          return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
        }),
      },
    ]),
  );

describe(`tabular against its peers (${fixture.made_by})`, () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-tabular-'));
  });
  after(() => rm(folder, { recursive: true }));

  for (const { compression, file, examples } of fixture.records) {
    it(`reads TensorFlow's records${compression && `, packed by ${compression}`}, and writes them again`, async () => {
      const bytes = Buffer.from(file, 'base64');
      const records = parseTfRecords(bytes);
      assert.deepEqual(records.map(decodeExample).map(comparable), examples);
      await writeFile(join(folder, 'records'), bytes);
      assert.deepEqual((await readTfRecords(join(folder, 'records'))).map(decodeExample).map(comparable), examples);
      const again = parseTfRecords(encodeTfRecords(records.map((each) => encodeExample(decodeExample(each)))));
      assert.deepEqual(again.map(decodeExample).map(comparable), examples);
      if (!compression)
        assert.deepEqual(encodeTfRecords(records), new Uint8Array(bytes), 'the same records are the same bytes');
    });
  }

  for (const { writer, file, rows } of fixture.parquet) {
    it(`reads Parquet of ${writer}`, async () => {
      await writeFile(join(folder, 'table.parquet'), Buffer.from(file, 'base64'));
      assert.deepEqual(await readParquet(join(folder, 'table.parquet')), rows);
    });
  }
});
