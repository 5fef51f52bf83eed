/** Stays at a hospital: as the table of UCI has them, the same for a seed, and with nothing planted before its time. */
import assert from 'node:assert/strict';
import { DatasetsError, encounterColumns, encounterPayers, encounters } from '../../../src/mlops/datasets.ts';

const rows = encounters(20_000, { seed: 42 });
const parts = { train: rows.slice(0, 14_000), later: rows.slice(14_000, 17_000), serving: rows.slice(17_000) };
const share = (part: typeof rows, column: string, value: string) =>
  part.filter((row) => row[column] === value).length / part.length;

describe('encounters', () => {
  it('have the fifty columns, the same for a seed, whatever their number where nothing is planted', () => {
    assert.equal(encounterColumns.length, 50);
    assert.deepEqual([encounterColumns[2], encounterColumns.at(-1)], ['race', 'readmitted']);
    for (const row of rows.slice(0, 50)) assert.deepEqual(Object.keys(row), [...encounterColumns]);
    assert.deepEqual(encounters(20_000, { seed: 42 }), rows);
    assert.deepEqual(encounters(300, { seed: 5, quiet: true }).slice(0, 50), encounters(50, { seed: 5, quiet: true }));
    assert.notDeepEqual(encounters(50, { seed: 6, quiet: true }), encounters(50, { seed: 5, quiet: true }));
  });

  it('are paid for by 18 payers, and come back as in the table of UCI: 11 % soon, 35 % later', () => {
    const quiet = encounters(20_000, { seed: 7, quiet: true });
    assert.ok(Math.abs(Object.values(encounterPayers).reduce((sum, each) => sum + each, 0) - 1) < 1e-12);
    assert.equal(Object.keys(encounterPayers).length, 18);
    for (const [payer, expected] of Object.entries(encounterPayers))
      assert.ok(Math.abs(share(quiet, 'payer_code', payer) - expected) < 0.012, payer);
    assert.ok(Math.abs(share(quiet, 'readmitted', '<30') - 0.11) < 0.03, String(share(quiet, 'readmitted', '<30')));
    assert.ok(Math.abs(share(quiet, 'readmitted', '>30') - 0.35) < 0.05, String(share(quiet, 'readmitted', '>30')));
    assert.ok(Math.abs(share(quiet, 'diabetesMed', 'Yes') - 0.77) < 0.03, String(share(quiet, 'diabetesMed', 'Yes')));
  });

  it('hold what is planted from its row on, and not before', () => {
    const has = (part: typeof rows, column: string, value: string) => share(part, column, value) > 0;
    for (const [column, value, from] of [
      ['medical_specialty', 'Sleep-Medicine', 'later'],
      ['glimepiride-pioglitazone', 'Steady', 'later'],
      ['metformin-rosiglitazone', 'Steady', 'serving'],
      ['metformin-pioglitazone', 'Steady', 'serving'],
      ['payer_code', 'EU', 'serving'],
    ] as const) {
      assert.deepEqual(
        [has(parts.train, column, value), has(parts.later, column, value), has(parts.serving, column, value)],
        [false, from === 'later', true],
        `${column} ${value}`,
      );
    }
    const surgeons = (part: typeof rows) => part.filter((row) => row.medical_specialty === 'Surgery-General');
    assert.equal(share(surgeons(parts.serving), 'payer_code', 'MC'), 0);
    assert.ok(share(surgeons(parts.later), 'payer_code', 'MC') > 0.3);
    assert.ok(Math.abs(share(parts.serving, 'payer_code', 'TR') - 0.02) < 0.008);
    assert.ok(share(parts.serving, 'diabetesMed', 'Yes') - share(parts.train, 'diabetesMed', 'Yes') > 0.015);
  });

  it('must be a whole number of them', () => {
    for (const act of [() => encounters(-1, { seed: 1 }), () => encounters(1, { seed: 0.5 })])
      assert.throws(act, DatasetsError);
  });
});
