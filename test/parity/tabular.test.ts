import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeExample, exampleFromRow, writeParquet, writeTfRecords } from '../../src/mlops/tabular.ts';
import { skip } from '../skip.ts';
import { pythonOf, run, Unavailable } from './python.ts';

const requirements = ['tensorflow-cpu==2.21.0', 'pandas==3.1.1', 'pyarrow==25.0.1', 'duckdb==2.0.1'];
const rows = Array.from({ length: 50 }, (_, i) => ({
  id: i,
  x: i % 7 === 0 ? null : Math.fround(i / 7),
  city: i % 11 === 0 ? null : ['Köln', 'Oslo', '😀', ''][i % 4]!,
  large: BigInt(i) - 2n ** 60n,
}));
/** JSON has no number for a bigint; Python writes its digits as text. */
const asRead = rows.map((row) => ({ ...row, large: String(row.large) }));

/** Our files, read by TensorFlow, pandas and DuckDB themselves. */
describe('files of tabular in Python', function () {
  this.timeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-tabular-'));
  let python: string;

  before(function () {
    try {
      python = pythonOf({ name: 'tabular', requirements });
    } catch (error) {
      if (error instanceof Unavailable) skip(this, error.message);
      throw error;
    }
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const read = (...args: string[]): unknown =>
    JSON.parse(run(python, [join(import.meta.dirname, 'tabular_read.py'), ...args]));

  for (const compression of ['none', 'gzip'] as const) {
    it(`TensorFlow reads TFRecords, ${compression}`, async () => {
      const path = join(folder, `records-${compression}`);
      const records = rows.map((row) => encodeExample(exampleFromRow(row, { x: 'FLOAT', city: 'STRING' })));
      await writeTfRecords(path, records, { compression });
      assert.deepEqual(read('records', compression, path), asRead);
    });
  }

  for (const compression of ['snappy', 'gzip', 'zstd', 'none'] as const) {
    it(`pandas and DuckDB read Parquet, ${compression}`, async () => {
      const path = join(folder, `${compression}.parquet`);
      await writeParquet(path, rows, { compression });
      assert.deepEqual(read('pandas', path), asRead);
      assert.deepEqual(read('duckdb', path), asRead);
    });
  }
});
