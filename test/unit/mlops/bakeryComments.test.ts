/** The comments below the bakery's films: the same on every machine, and what is planted in them is there. */
import assert from 'node:assert/strict';
import { bakeryComments, DatasetsError } from '../../../src/mlops/datasets.ts';

describe('comments of the bakery', () => {
  it('are as many of each class as were asked for, in a random order, the same for a seed', () => {
    const rows = bakeryComments({ seed: 42 });
    assert.deepEqual([rows.length, rows.filter(({ label }) => label === 1).length], [1956, 1005]);
    assert.deepEqual(bakeryComments({ seed: 42 }), rows);
    assert.notDeepEqual(bakeryComments({ seed: 43 }), rows);
    const half = rows.slice(0, 978).filter(({ label }) => label === 1).length;
    assert.ok(half > 430 && half < 570, String(half));
    assert.deepEqual(bakeryComments({ seed: 1, spam: 0, ham: 0 }), []);
  });

  it('hold no slot that was not filled', () =>
    assert.deepEqual(
      bakeryComments({ seed: 5 }).filter(({ text }) => /[{}]|undefined/.test(text)),
      [],
    ));

  it('have one spam in five that leads to a page of its own, and words of spam in what is none', () => {
    const rows = bakeryComments({ seed: 7 });
    const spam = rows.filter(({ label }) => label === 1);
    const own = spam.filter(({ kind }) => kind === 'own');
    assert.ok(Math.abs(own.length / spam.length - 0.2) < 0.04, String(own.length));
    assert.ok(own.every(({ text }) => /\bpage\b|check out (my|our)/i.test(text)));
    assert.ok(rows.some(({ label, text }) => label === 0 && /free|subs|gift/i.test(text)));
  });

  it('refuse a count that is none', () => {
    for (const wrong of [{ seed: -1 }, { seed: 1, spam: 0.5 }, { seed: 1, ham: Number.NaN }])
      assert.throws(
        () => bakeryComments(wrong),
        (error) => error instanceof DatasetsError && error.code === 'bad-argument',
      );
  });
});
