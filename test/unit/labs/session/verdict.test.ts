import assert from 'node:assert/strict';
import type { CellRecord } from '../../../../src/labs/session/report.ts';
import { verdictOf, verdictText } from '../../../../src/labs/session/verdict.ts';

const record = (status: CellRecord['status'], ...checks: boolean[]): CellRecord => ({
  status,
  seconds: 0,
  outputs: checks.map((passed, index) => ({ kind: 'check', check: { id: `c${index}`, name: 'It holds', passed } })),
  ...(status === 'failed' && { error: { name: 'TypeError', message: 'x is undefined', stack: '' } }),
});
const of = (...records: (CellRecord | undefined)[]) => {
  const ids = records.map((_, index) => `cell-${index}`);
  const ran = records.flatMap((each, index): [string, CellRecord][] => (each ? [[`cell-${index}`, each]] : []));
  return verdictOf(ids, new Map(ran));
};
const textOf = (...records: (CellRecord | undefined)[]) => {
  const verdict = of(...records);
  return verdict && verdictText(verdict);
};

describe('the verdict on a run of several cells', () => {
  it('counts checks, and names the cell of the first that failed', () => {
    const verdict = of(
      record('succeeded', true),
      record('succeeded'),
      record('succeeded', true, false),
      record('succeeded', false),
    );
    assert.deepEqual(verdict, { kind: 'failed', cellId: 'cell-2', passed: 2, of: 4 });
    assert.equal(verdict && verdictText(verdict), '2 of 4 checks passed.');
  });

  it('names the cell that threw before any check, with how many were left out', () => {
    const threw = of(record('succeeded', false), record('failed'), record('skipped'), undefined);
    assert.deepEqual(threw, { kind: 'error', cellId: 'cell-1', skipped: 2 });
    assert.equal(textOf(record('failed'), undefined), 'A cell failed; the one after it was not run.');
    assert.equal(textOf(record('failed')), 'A cell failed.');
  });

  it('says that all passed only when all was run', () => {
    assert.equal(textOf(record('succeeded', true), record('succeeded', true)), 'All 2 checks passed.');
    assert.equal(textOf(record('succeeded', true)), 'The check passed.');
    assert.equal(of(record('succeeded', true), undefined), undefined);
  });

  it('is silent about a run that somebody stopped, and about one without checks', () => {
    assert.equal(of(record('succeeded', false), record('interrupted')), undefined);
    assert.equal(of(record('succeeded'), record('succeeded')), undefined);
  });
});
