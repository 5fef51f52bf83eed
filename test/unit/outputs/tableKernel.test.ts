import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kernel } from '../../../src/kernel/kernel.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import type { SourceQuery } from '../../../src/mlops/payloads/source.ts';
import { parseMatches, parseRows, parseSummary, parseTable } from '../../../src/outputs/payloads/table.ts';
import { dist, endKernels, run, startKernel } from '../kernels.ts';

describe('a table of a million rows in a kernel', function () {
  this.timeout(60_000);
  const rows = 1_000_000;
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'mlops-lab-table-')));
  let kernel: Kernel;
  let source: string;
  const ask = (query: SourceQuery) => kernel.query({ op: 'source', source, query });

  before(async () => {
    kernel = await startKernel({ dist, workspace });
    const { status, outputs, error } = await run(
      kernel,
      `import { table } from 'mlops-lab/lab';
const n = Float64Array.from({ length: ${rows} }, (_, row) => (row * 7919) % ${rows});
table({ n, t: Array.from(n, (value) => 'row ' + value) })`,
    );
    assert.equal(status, 'succeeded', error?.stack);
    const [shown] = outputs;
    assert.ok(shown?.kind === 'display');
    const data = parseTable(JSON.parse(JSON.stringify(shown.data[mime.table])));
    assert.deepEqual([data.rows, data.columns[0]!.values.length], [rows, 1000]);
    source = data.source!;
  });
  after(async () => {
    await endKernels();
    rmSync(workspace, { recursive: true });
  });

  it('answers for any of its rows, in any order', async () => {
    const at = async (offset: number, sort?: { column: number; descending: boolean }) =>
      parseRows(await ask({ op: 'rows', offset, count: 1, ...(sort && { sort }) }), 2, 1).columns.flat();
    assert.deepEqual(await at(999_999), [(999_999 * 7919) % rows, `row ${(999_999 * 7919) % rows}`]);
    assert.deepEqual(await at(0, { column: 0, descending: true }), [999_999, 'row 999999']);
    assert.deepEqual(await at(3, { column: 1, descending: false }), [100, 'row 100']);
    const { numbers } = parseSummary(await ask({ op: 'summary', column: 0 }));
    assert.deepEqual([numbers?.min, numbers?.max], [0, rows - 1]);
    assert.ok(Math.abs(numbers!.mean! - (rows - 1) / 2) < 1e-3);
  });

  it('finds the rows that contain a text, and gives them in any order', async () => {
    assert.equal(parseMatches(await ask({ op: 'matches', filter: 'ROW 99999' })), 11);
    const choice = { filter: 'row 99999', sort: { column: 0, descending: true } };
    const { columns } = parseRows(await ask({ op: 'rows', offset: 9, count: 5, ...choice }), 2, 5);
    assert.deepEqual(columns[0], [999_990, 99_999]);
    assert.deepEqual(await ask({ op: 'csv', offset: 10, count: 5, header: true, ...choice }), {
      text: 'n,t\r\n99999,row 99999\r\n',
      rows: 1,
    });
  });

  it('answers while a cell waits, and lets that be stopped while it sorts', async () => {
    const waiting = run(kernel, 'await new Promise(() => {})');
    const sorted = ask({ op: 'rows', offset: 0, count: 1, sort: { column: 1, descending: true } });
    await new Promise((later) => setTimeout(later, 50));
    await kernel.interrupt();
    assert.equal((await waiting).status, 'interrupted');
    assert.deepEqual(parseRows(await sorted, 2, 1).columns, [[999_999], ['row 999999']]);
  });

  it('says so when the cell was run again', async () => {
    await run(kernel, '1', { cellId: 'again' });
    const first = await run(kernel, `table({ n })`, { cellId: 'again' });
    assert.ok(first.outputs[0]?.kind === 'display');
    source = parseTable(JSON.parse(JSON.stringify(first.outputs[0].data[mime.table]))).source!;
    await ask({ op: 'rows', offset: 0, count: 1 });
    await run(kernel, '1', { cellId: 'again' });
    await assert.rejects(() => ask({ op: 'rows', offset: 0, count: 1 }), /Run the cell again/);
  });
});
