/** What the proof of a lab can tell from its text alone. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseLab } from '../../../../src/labs/file.ts';
import { blindAnswers } from '../../../../src/labs/proof/blindAnswers.ts';
import { claimsOf, seedsBeside } from '../../../../src/labs/proof/claims.ts';
import { namesOf, neededCells, neededFromStart } from '../../../../src/labs/proof/dataFlow.ts';
import { LabCells } from '../../../../src/labs/proof/labCells.ts';
import { minutesOf, wordsOf } from '../../../../src/labs/proof/minutes.ts';

describe('the names of a cell', () => {
  const names = (source: string) => {
    const { declares, uses, changes } = namesOf(source);
    return { declares: [...declares].sort(), uses: [...uses].sort(), changes: [...changes].sort() };
  };

  it('are what it declares, by whatever kind of declaration', () => {
    const source = `import d, { a as b } from 'x'; import * as all from 'y'; import type { T } from 'z';
      const { c, e: [f, ...g], h = 1 } = all; let i: number; var j; function k() {} class L {} export const m = 1;`;
    assert.deepEqual(names(source).declares, ['L', 'all', 'b', 'c', 'd', 'f', 'g', 'h', 'i', 'j', 'k', 'm']);
  });

  it('are what it uses: no members, no keys', () => {
    assert.deepEqual(names('f(a.b, { c: d, e }, g[h]); x?.y(i);').uses, ['a', 'd', 'e', 'f', 'g', 'h', 'i', 'x']);
  });

  it('are what it changes: by assignment, in place, or by a method that does', () => {
    const source =
      'a = 1; b.c.d = 2; e++; delete f.g; h.push(1); await i.fit(x); Object.assign(j, k); [l] = m; n.map(o);';
    assert.deepEqual(names(source).changes, ['a', 'b', 'e', 'f', 'h', 'i', 'j', 'l']);
  });
});

describe('the cells that an answer flows through', () => {
  const cells = (...sources: string[]) => sources.map(namesOf);

  it('are those that the checks need and that lie after it, and no others', () => {
    const lab = cells(
      'const rows = [1];',
      'const f = (x) => x;',
      'const other = rows;',
      'const y = f(rows);',
      'train(y);',
      'ok(y);',
    );
    assert.deepEqual(neededCells(lab, 1, [5]), [1, 3, 5]);
  });

  it('are also the earlier ones whose values they change', () => {
    const lab = cells(
      'const losses = [];',
      'const model = make();',
      'const rate = 1;',
      'model.fit(rate); losses.push(1);',
      'ok(losses);',
    );
    assert.deepEqual(neededCells(lab, 2, [4]), [0, 1, 2, 3, 4]);
  });

  it('are all that lead there, where a lab is begun anew', () => {
    const lab = cells('const a = 1;', 'const b = 2;', 'const f = () => a;', 'ok(f());', 'const c = b;');
    assert.deepEqual(neededFromStart(lab, [2, 3]), [0, 2, 3]);
    assert.deepEqual(neededFromStart(lab, []), []);
  });
});

describe('answers that are blind', () => {
  const run = (code: string, use: string): unknown => new Function(`${code}; return ${use};`)();

  it('answer every call as the first, by whatever kind of function', () => {
    for (const solution of [
      'const f = (x: number, y: number) => x + y;',
      'const f = function (x: number, y: number): number { return x + y };',
      'function f(x: number, y: number) { return x + y }',
    ]) {
      const blind = blindAnswers(solution);
      assert.ok(typeof blind !== 'string', solution);
      assert.deepEqual(run(blind.constant, '[f(1, 2), f(3, 4)]'), [3, 3], solution);
      const [x, y] = blind.ignored;
      assert.deepEqual(run(x!.code, '[f(1, 2), f(3, 4)]'), [3, 5], solution);
      assert.deepEqual(run(y!.code, '[f(1, 2), f(3, 4), f(0, 9)]'), [3, 5, 2], solution);
      assert.deepEqual(
        blind.ignored.map(({ input }) => input.replaceAll(/\s+\)/g, ')')),
        ['f(x)', 'f(y)'],
        solution,
      );
    }
  });

  it('are none where there is nothing to be blind to, with the reason', () => {
    assert.equal(blindAnswers('const a = 1;'), 'the answer is a value, and no function');
    assert.equal(blindAnswers('const f = () => 1;'), 'its function has no parameters');
  });
});

describe('the figures of a lab', () => {
  it('are its words, cells and exercises, in minutes rounded to five', () => {
    const lab = (words: number, code: number) =>
      parseLab(`// %% [markdown]\n// ${'word '.repeat(words)}\n${'// %%\n1;\n'.repeat(code)}`);
    assert.equal(minutesOf(lab(0, 0)), 5);
    assert.equal(minutesOf(lab(1000, 14)), 25, '5 + 21 = 26');
    assert.equal(minutesOf(lab(1000, 15)), 30, '5 + 22.5 = 27.5');
  });

  it('count words of prose alone', () => {
    const text = [
      '// %% [markdown]',
      '// Two [words](https://x.org/a b) — and | `one`',
      '// <details>',
      '// ```ts',
      '// const no = 1;',
      '// ```',
    ];
    assert.equal(wordsOf(parseLab(text.join('\n'))), 4);
  });

  it('are its claims, each with a seed of its own', async () => {
    const text = await readFile(join(import.meta.dirname, '../../../fixtures/exercises.lab.ts'), 'utf8');
    const { claims, problems } = claimsOf(new LabCells(text).code);
    assert.deepEqual([claims.map(({ text, seed }) => [text, seed]), problems], [[['surprise > 1', 1]], []]);
    assert.deepEqual([claims[0]?.holds(1.1), claims[0]?.holds(1), claims[0]?.holds(Number.NaN)], [true, false, false]);
    const bad = claimsOf(new LabCells('// %% claim="surprise is big; gap < -0.05"\n1;\n').code);
    assert.equal(bad.claims[0]?.holds(-0.1), true);
    assert.match(bad.problems.join('\n'), /needs seed="…"[\s\S]*“surprise is big” is not of the form/u);
    assert.deepEqual(seedsBeside(23), [11, 37, 59, 71, 97]);
  });
});
