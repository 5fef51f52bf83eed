/** The samples of the hospital: the same on every machine, and what is planted in them is there. */
import assert from 'node:assert/strict';
import { biopsies, biopsyColumns, DatasetsError, weakBiopsyColumns } from '../../../src/mlops/datasets.ts';
import { correlationMatrix } from '../../../src/mlops/feature-selection.ts';

describe('samples of the hospital', () => {
  const { rows, labels } = biopsies({ seed: 123 });

  it('are 569 of 30 columns, 212 of them malignant, the same for a seed', () => {
    assert.deepEqual([rows.length, labels.filter((label) => label === 1).length], [569, 212]);
    assert.ok(rows.every((row) => row.length === biopsyColumns.length && row.every(Number.isFinite)));
    assert.deepEqual(biopsies({ seed: 123 }), { rows, labels });
    assert.notDeepEqual(biopsies({ seed: 124 }).rows, rows);
  });

  it('have five columns that tell nothing, one that tells most, and blocks that say the same', () => {
    const many = biopsies({ seed: 9, benign: 2500, malignant: 2500 });
    const r = correlationMatrix(many.rows.map((row, i) => [...row, many.labels[i]!]));
    const of = (name: string) => r[biopsyColumns.indexOf(name)]!;
    for (const name of weakBiopsyColumns) assert.ok(Math.abs(of(name).at(-1)!) < 0.06, name);
    const strongest = Math.max(...Array.from(r.at(-1)!.slice(0, 30), Math.abs));
    assert.equal(Math.abs(of('concave points worst').at(-1)!), strongest);
    assert.ok(of('radius mean')[biopsyColumns.indexOf('perimeter mean')]! > 0.9);
  });

  it('refuse a count that is none', () => {
    for (const wrong of [{ seed: 0.5 }, { seed: 1, benign: -1 }, { seed: 1, malignant: Number.NaN }])
      assert.throws(
        () => biopsies(wrong),
        (error) => error instanceof DatasetsError && error.code === 'bad-argument',
      );
  });
});
