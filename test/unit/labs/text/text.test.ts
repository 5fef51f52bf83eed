import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseLab } from '../../../../src/labs/file.ts';
import { cellAt, type TextCell, textCells } from '../../../../src/labs/text/cells.ts';
import { foldsOf } from '../../../../src/labs/text/folds.ts';
import { type LabAccess, lensesOf } from '../../../../src/labs/text/lenses.ts';
import { type OutlineItem, outlineOf } from '../../../../src/labs/text/outline.ts';
import { type CellState, errorPlace, findingsOf, verdictOf } from '../../../../src/labs/text/state.ts';
import { LiveOutputs } from '../../../../src/outputs/live/liveOutputs.ts';
import { errorText, outputText } from '../../../../src/outputs/text/outputText.ts';

const bundled = join(import.meta.dirname, '../../../../course/C2/W2/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts');
const cells = (text: string) => textCells(parseLab(text));
const succeeded = (seconds: number): CellState => ({
  status: 'ended',
  end: { status: 'succeeded', seconds },
  checks: [],
});

const small = `// ---
// id: Small
// title: Small
// ---

// %% [markdown]
// # One
//
// text

// %%
import { check } from 'mlops-lab/lab';

const one = 1;

// %% exercise="two"
const two = 3;

// %% check="two"
await check('first', () => {});
await check('second', () => {});
`;

describe('a lab as text: its cells', () => {
  it('have the lines of their marker, first and last line', () => {
    assert.deepEqual(
      cells(small).map(({ top, first, last }) => [top, first, last]),
      [
        [5, 6, 8],
        [10, 11, 13],
        [15, 16, 16],
        [18, 19, 20],
      ],
    );
  });

  it('own every line below the front matter, in any text', () => {
    const line = fc.constantFrom('// %%', '// %% [markdown]', '// text', '', 'x', '// ---', '//', '// # h');
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), (lines, eol) => {
        const found = cells(lines.join(eol));
        for (const [index, { top, first, last }] of found.entries()) {
          assert.ok(top <= first && first <= top + 1 && last >= top, `cell ${index}: ${top} ${first} ${last}`);
          assert.ok(last < (found[index + 1]?.top ?? lines.length));
          assert.equal(cellAt(found, last), found[index]);
          assert.equal(cellAt(found, top), found[index]);
        }
      }),
    );
  });

  it('keep their key when they move, and lose it when they change', () => {
    const before = cells(small);
    const moved = cells(small.replace('// %%\nimport', '// %%\n0;\n\n// %%\nimport'));
    assert.deepEqual(
      moved.filter(({ source }) => source !== '0;').map(({ key }) => key),
      before.map(({ key }) => key),
    );
    assert.notEqual(cells(small.replace('two = 3', 'two = 2'))[2]?.key, before[2]?.key);
    const twins = cells('// %%\nx\n\n// %%\nx\n');
    assert.notEqual(twins[0]?.key, twins[1]?.key);
  });

  it('is none in the front matter', () => {
    assert.equal(cellAt(cells(small), 2), undefined);
  });
});

describe('a lab as text: its outline', () => {
  const names = (items: readonly OutlineItem[]): unknown[] =>
    items.map(({ name, children }) => (children.length > 0 ? [name, names(children)] : name));

  it('nests headings and puts each code cell under its heading', () => {
    const text = `// %%
before();
// %% [markdown]
// # A
// ## B #
// %%
import x from 'x';
inB();
// %% check="c"
// %% [markdown]
// ## C
// ~~~
// # no heading
// ~~~
// # D
// %% exercise="e"
`;
    assert.deepEqual(names(outlineOf(cells(text))), [
      'before();',
      ['A', [['B', ['inB();', 'Check c']], 'C']],
      ['D', ['Exercise e']],
    ]);
  });

  it('holds its children within its lines, for the bundled lab too', () => {
    const within = ({ from, line, to, children }: OutlineItem): void => {
      assert.ok(from <= line && line <= to);
      for (const child of children) {
        assert.ok(from <= child.from && child.to <= to, child.name);
        within(child);
      }
    };
    const items = outlineOf(cells(readFileSync(bundled, 'utf8')));
    items.forEach(within);
    assert.equal(items[0]?.name, 'Simple Feature Engineering');
    assert.equal(items[0].children.length, 13);
  });
});

describe('a lab as text: its folds', () => {
  it('are its cells, and answers from their questions on', () => {
    const lines = [
      '// %% [markdown]',
      '// # One',
      '// <details>',
      '// <summary>Why?</summary>',
      '// Because.',
      '// </details>',
      '',
    ];
    const cells = textCells(parseLab([...lines, '// %%', 'one;', '', '// %%', ''].join('\n')));
    assert.deepEqual(foldsOf(cells), [
      { from: 0, to: 5 },
      { from: 7, to: 8 },
      { from: 3, to: 5 },
    ]);
  });
});

describe('a lab as text: its lenses', () => {
  const titles = (states: Readonly<Record<number, CellState>> = {}, access: LabAccess = 'own', busy = false) =>
    lensesOf(cells(small), ({ index }: TextCell) => states[index], access, busy).map(
      ({ line, title }) => `${line + 1} ${title}`,
    );

  it('run what makes sense at each cell, and nothing at Markdown', () => {
    assert.deepEqual(titles(), [
      '1 Run All',
      '1 Open as Notebook',
      '11 Run Cell',
      '11 Run Below',
      '16 Run Cell',
      '16 Run Above',
      '16 Run Below',
      '16 Check Cell',
      '16 Show Solution',
      '16 Reset Cell',
      '19 Run Check',
      '19 Run Above',
    ]);
  });

  it('offer a hint where a check has failed that has some, and no solution of a prediction', () => {
    const kind = (cell: TextCell, kind: string) =>
      cell.metadata.exercise === undefined ? cell : { ...cell, metadata: { ...cell.metadata, kind } };
    const shown = (of: string) =>
      lensesOf(
        cells(small).map((cell) => kind(cell, of)),
        () => undefined,
        'own',
        false,
        ({ metadata }) => metadata.exercise !== undefined,
      ).flatMap(({ line, title }) => (line === 15 && !title.startsWith('Run') ? [title] : []));
    assert.deepEqual(shown('build'), ['Check Cell', 'Show Hint', 'Show Solution', 'Reset Cell']);
    assert.deepEqual(shown('predict'), ['Check Cell', 'Show Hint', 'Reset Cell']);
  });

  it('stop what runs when its text was changed meanwhile, and no cell shows it', () => {
    assert.deepEqual(titles({}, 'own', true).slice(0, 2), ['1 Stop', '1 Open as Notebook']);
  });

  it('stop what runs, and tell what waits and how it came out', () => {
    assert.deepEqual(titles({ 1: succeeded(0.25), 2: { status: 'running' }, 3: { status: 'waiting' } }, 'own', true), [
      '1 Stop',
      '1 Open as Notebook',
      '11 Run Cell',
      '11 Run Below',
      '11 $(pass)\u00a0Succeeded in 250 ms',
      '16 Stop',
      '16 $(sync)\u00a0Running',
      '19 $(clock)\u00a0Waiting',
    ]);
  });

  it('offer to run neither a bundled lab nor anything in Restricted Mode', () => {
    assert.deepEqual(titles({}, 'bundled'), ['1 Open Your Copy', '1 Open as Notebook']);
    assert.deepEqual(titles({}, 'restricted'), [
      '1 Restricted Mode: nothing runs. Manage Workspace Trust',
      '1 Open as Notebook',
    ]);
  });
});

describe('a lab as text: how a cell came out', () => {
  const error = { name: 'TypeError', message: 'no\nmore', stack: '' };
  const check = { id: 'two', name: 'second', passed: false, expected: '2', actual: '3', hint: 'Count again.' };
  const [, , , checkCell] = cells(small) as [TextCell, TextCell, TextCell, TextCell];
  const ended = (state: Partial<Extract<CellState, { status: 'ended' }>>): CellState => ({
    status: 'ended',
    end: { status: 'failed', seconds: 2 },
    checks: [],
    ...state,
  });

  it('is said in one line', () => {
    const said = (state: CellState) => Object.values(verdictOf(state)).join(' ');
    assert.equal(said(succeeded(2)), 'pass Succeeded in 2.0 s');
    assert.equal(said(ended({ end: { status: 'failed', seconds: 2, error } })), 'error TypeError: no');
    assert.equal(said(ended({ checks: [check] })), 'error Check failed: expected 2, got 3');
    assert.equal(
      said(ended({ end: { status: 'succeeded', seconds: 0.002 }, checks: [{ ...check, passed: true }] })),
      'pass Check passed in 2 ms',
    );
    assert.equal(said(ended({ end: { status: 'interrupted', seconds: 2, error } })), 'debug-stop Stopped after 2.0 s');
    assert.equal(said(ended({ end: { status: 'skipped', seconds: 0 } })), 'circle-slash Skipped');
  });

  it('finds errors at their place and failed checks at their call', () => {
    const state = ended({
      end: { status: 'failed', seconds: 0, error },
      at: { line: 1, column: 6 },
      checks: [{ ...check, passed: true }, check],
    });
    assert.deepEqual(findingsOf(checkCell, state), [
      { line: 20, column: 6, severity: 'error', message: 'TypeError: no\nmore' },
      { line: 20, column: 0, severity: 'warning', message: 'second\nexpected 2, got 3\nCount again.' },
    ]);
    assert.deepEqual(findingsOf(checkCell, ended({ end: { status: 'interrupted', seconds: 0, error } })), []);
    assert.deepEqual(findingsOf(checkCell, { status: 'running' }), []);
    assert.deepEqual(findingsOf(checkCell, undefined), []);
  });

  it('places an error of another cell’s function at the call in this one', () => {
    const path = '/w/my labs/small.lab.ts';
    const url = 'file:///w/my%20labs/small.lab.ts';
    const stack = ['TypeError: no', `    at one (${url}:14:7)`, `    at ${url}:21:3`].join('\n');
    assert.deepEqual(errorPlace({ ...error, line: 14, column: 7, stack }, checkCell, path), { line: 1, column: 2 });
    assert.deepEqual(errorPlace({ ...error, line: 20, column: 5 }, checkCell, path), { line: 0, column: 4 });
    assert.equal(errorPlace({ ...error, line: 3, column: 1 }, checkCell, path), undefined);
  });

  it('is shown as plain text, without a terminal’s colours', () => {
    const live = new LiveOutputs();
    assert.equal(outputText({ kind: 'stream', name: 'stdout', text: '\u001b[31mred\u001b[0m' }, live), 'red');
    assert.equal(outputText({ kind: 'display', data: { 'text/plain': '1', 'text/html': '<b>1</b>' } }, live), '1\n');
    assert.match(outputText({ kind: 'display', data: { 'image/png': '' } }, live), /^\[image\/png: .*notebook.*\]\n$/);
    assert.equal(
      outputText({ kind: 'check', check }, live),
      '✘ Check failed: second\n  expected: 2\n  actual: 3\n  hint: Count again.\n',
    );
    assert.equal(errorText(error), 'TypeError: no\nmore\n');
    const stack = 'Error: file:///%:1:1\n    at f (file:///w/my%20labs/a.lab.ts:3:7)\n    at file:///w/b.ts:1:2';
    const shown = 'Error: file:///%:1:1\n    at f (/w/my labs/a.lab.ts:3:7)\n    at /w/b.ts:1:2\n';
    assert.equal(errorText({ ...error, stack }), shown);
  });
});
