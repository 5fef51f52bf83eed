/** Cells of a forest: as the table of UCI has them, the same for a seed, and what tells of the cover is known. */
import assert from 'node:assert/strict';
import { DatasetsError, forestCells, forestSoils } from '../../../src/mlops/datasets.ts';
import { fClassif } from '../../../src/mlops/feature-selection.ts';
import { fingerprint64 } from '../../../src/mlops/transform.ts';

describe('forest cells', () => {
  const cells = forestCells(20_000, { seed: 42 });

  it('have 13 columns, 40 soils and seven kinds of cover, the same for a seed', () => {
    assert.equal(Object.keys(cells[0]!).length, 13);
    assert.equal(new Set(forestSoils).size, 40);
    assert.equal(new Set(cells.map((each) => each.Soil_Type)).size, 40);
    assert.deepEqual([...new Set(cells.map((each) => each.Cover_Type))].sort(), [0, 1, 2, 3, 4, 5, 6]);
    assert.deepEqual(forestCells(50, { seed: 42 }), cells.slice(0, 50));
    assert.notDeepEqual(forestCells(50, { seed: 43 }), cells.slice(0, 50));
    for (const act of [() => forestCells(-1, { seed: 1 }), () => forestCells(1, { seed: 0.5 })])
      assert.throws(act, DatasetsError);
  });

  it('lie as high as those of the table, and aspect and the light at 3 pm tell least of the cover', () => {
    const mean = cells.reduce((sum, { Elevation }) => sum + Elevation, 0) / cells.length;
    assert.ok(Math.abs(mean - 2959) < 60, String(mean));
    const columns = Object.keys(cells[0]!).slice(0, 10);
    for (const seed of [42, 11, 23]) {
      const some = forestCells(8000, { seed });
      const rows = some.map((each) => Object.values(each).slice(0, 10) as number[]);
      const { scores } = fClassif(
        rows,
        some.map((each) => each.Cover_Type),
      );
      const weakest = columns.toSorted((a, b) => scores[columns.indexOf(a)]! - scores[columns.indexOf(b)]!).slice(0, 2);
      assert.deepEqual(weakest.sort(), ['Aspect', 'Hillshade_3pm'], `${seed}: ${scores}`);
    }
  });

  it('hash as TensorFlow hashes them: C7745 is in bucket 4 of 10', () => {
    assert.equal(fingerprint64('C7745') % 10n, 4n);
  });
});
