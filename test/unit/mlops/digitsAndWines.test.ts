import assert from 'node:assert/strict';
import { DatasetsError, meterDigitSide, meterDigits, wineColumns, wines } from '../../../src/mlops/datasets.ts';
import { KNeighborsClassifier, StandardScaler } from '../../../src/mlops/estimators.ts';

const column = (rows: readonly Float64Array[], j: number) => rows.map((row) => row[j]!);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0);
const deviation = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
const right = (told: readonly number[], is: readonly number[]) => mean(told.map((label, i) => Number(label === is[i])));

describe('digits of a meter', () => {
  it('are the same for a seed, in turn, of 64 pixels', () => {
    const { x, y } = meterDigits({ seed: 3, count: 25 });
    assert.deepEqual(meterDigits({ seed: 3, count: 25 }).x, x);
    assert.notDeepEqual(meterDigits({ seed: 4, count: 25 }).x, x);
    assert.deepEqual(y.slice(8, 12), [8, 9, 0, 1]);
    assert.ok(x.every((row) => row.length === meterDigitSide ** 2));
  });

  it('can be told by their likes, and not by a chance of one in ten', () => {
    const [known, later] = [3, 4].map((seed) => meterDigits({ seed, count: 400 }));
    const told = new KNeighborsClassifier<number>({ nNeighbors: 1 }).fit(known!.x, known!.y).predict(later!.x);
    assert.ok(right(told, later!.y) > 0.95);
  });

  it('have the noise that is asked for', () => {
    // The last line holds no ink where a digit lies high; its lower left corner never does.
    const corner = (noise: number) => deviation(column(meterDigits({ seed: 5, count: 2000, noise }).x, 63));
    assert.ok(corner(0) < 1e-12 && Math.abs(corner(0.3) - 0.3) < 0.02);
    for (const options of [
      { seed: -1, count: 1 },
      { seed: 1, count: 0.5 },
      { seed: 1, count: 1, noise: -1 },
    ])
      assert.throws(() => meterDigits(options), DatasetsError);
  });
});

describe('wines', () => {
  const { rows, cellar } = wines({ seed: 2, count: 900 });

  it('are the same for a seed, and 178 by default', () => {
    assert.equal(wines({ seed: 1 }).rows.length, 178);
    assert.deepEqual(wines({ seed: 2, count: 10 }).rows, rows.slice(0, 10));
    assert.ok(rows.every((row) => row.length === wineColumns.length && row.every((value) => value > 0)));
    assert.throws(() => wines({ seed: 0.5 }), DatasetsError);
  });

  it('have proline in the hundreds, magnesium next, and all others below', () => {
    const spreads = wineColumns.map((_, j) => deviation(column(rows, j)));
    const order = spreads.map((_, j) => j).sort((a, b) => spreads[b]! - spreads[a]!);
    assert.deepEqual(
      order.slice(0, 2).map((j) => wineColumns[j]),
      ['proline (mg/l)', 'magnesium (mg/l)'],
    );
    assert.ok(spreads[order[0]!]! > 15 * spreads[order[1]!]!);
  });

  it('tell their cellar by all columns together', () => {
    const scaled = new StandardScaler().fitTransform(rows);
    const model = new KNeighborsClassifier<number>().fit(scaled.slice(0, 600), cellar.slice(0, 600));
    assert.ok(right(model.predict(scaled.slice(600)), cellar.slice(600)) > 0.9);
  });
});
