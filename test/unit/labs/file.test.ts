import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cellLines, formatLab, frontMatter, type LabCell, parseLab } from '../../../src/labs/file.ts';

const sample = `// -*- coding: utf-8 -*-
// ---
// id: C2_W2_Lab_1
// title: "Simple: features"
// minutes: 20
// ---

// %% [markdown]
// # Hello
//
// world

// %%
const a = 1;

// %% check="sum"
check('sum', () => a);
`;

describe('lab file', () => {
  it('reads cells, kinds, metadata and front matter', () => {
    const file = parseLab(sample);
    assert.deepEqual(
      file.cells.map(({ kind, source, metadata }) => ({ kind, source, metadata })),
      [
        { kind: 'markdown', source: '# Hello\n\nworld', metadata: {} },
        { kind: 'code', source: 'const a = 1;', metadata: {} },
        { kind: 'code', source: "check('sum', () => a);", metadata: { check: 'sum' } },
      ],
    );
    assert.deepEqual(frontMatter(file, 'x'), { id: 'C2_W2_Lab_1', title: 'Simple: features', minutes: 20 });
    assert.deepEqual(cellLines(file), [8, 13, 16]);
  });

  it('says what a foreign file lacks', () => {
    assert.throws(() => frontMatter(parseLab('const a = 1;\n'), 'a.lab.ts'), /a\.lab\.ts is not a lab file/);
  });

  it('keeps code above the first marker as a cell of its own', () => {
    const file = parseLab('import x from "y";\n// %%\nx\n');
    assert.deepEqual(
      file.cells.map((cell) => cell.source),
      ['import x from "y";', 'x'],
    );
  });

  it('writes an edited cell in the file’s own line ending and leaves the others alone', () => {
    const text = sample.replaceAll('\n', '\r\n');
    const file = parseLab(text);
    const cells = file.cells.map((cell, index) => (index === 1 ? { ...cell, source: 'const a = 2;\nlet b;' } : cell));
    assert.equal(formatLab({ ...file, cells }), text.replace('const a = 1;', 'const a = 2;\r\nlet b;'));
  });

  it('writes a cell anew when its kind was changed', () => {
    const file = parseLab('// %%\nhello\n');
    assert.equal(
      formatLab({ ...file, cells: [{ ...file.cells[0]!, kind: 'markdown' }] }),
      '// %% [markdown]\n// hello\n',
    );
  });

  const piece = fc.constantFrom(
    ...[
      '// %%',
      '// %% [markdown]',
      '// %% key="v\\"" [markdown]',
      '//%%',
      '// %%%% x',
      '// %%time',
      '\n',
      '\r\n',
      '\r',
      '// ---',
      '// id: x',
      '//',
      '// a',
      'const x = 1;',
      '  ',
      '\t',
      '\uFEFF',
      '\u2028',
      '// -*- coding: utf-8 -*-',
      '`',
      '// #region starter',
    ],
  );
  const anyText = fc.oneof(
    fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 40 }).map((parts) => parts.join('')),
    fc.string(),
  );

  it('is lossless: text → cells → text, to the byte', () => {
    fc.assert(
      fc.property(anyText, (text) => assert.equal(formatLab(parseLab(text)), text)),
      { numRuns: 5000, examples: [['// %% [markdown]\n\n//']] },
    );
  });

  it('is lossless over JSON, as the notebook carries it', () => {
    fc.assert(
      fc.property(anyText, (text) => assert.equal(formatLab(JSON.parse(JSON.stringify(parseLab(text)))), text)),
      { numRuns: 1000 },
    );
  });

  const cell: fc.Arbitrary<LabCell> = fc.record({
    kind: fc.constantFrom('code' as const, 'markdown' as const),
    source: fc
      .array(fc.oneof(fc.string(), fc.constantFrom('# Title', '%% not a marker', '// a comment', '')), { maxLength: 6 })
      .map((lines) =>
        lines
          .join('\n')
          .replace(/[\r\u2028]/g, '')
          .trimEnd(),
      )
      .filter((source) => !/^\s*\/\/\s*%%/m.test(source)),
    metadata: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string(), { noNullPrototype: true }),
  });

  it('is lossless: cells → text → cells', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
        const read = parseLab(formatLab({ header: '', cells })).cells;
        assert.deepEqual(
          read.map(({ kind, metadata }) => ({ kind, metadata })),
          cells.map(({ kind, metadata }) => ({ kind, metadata })),
        );
        // In Markdown, a line that would start a cell comes back escaped.
        const escaped = ({ kind, source }: LabCell) =>
          kind === 'code' ? source : source.replace(/^(\s*)%%/gm, '$1\\%%');
        assert.deepEqual(
          read.map((c) => c.source),
          cells.map(escaped),
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('changes only the cell that was edited', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, pick) => {
        const file = parseLab(text);
        if (!file.cells.length) return;
        const index = pick % file.cells.length;
        const cells = file.cells.map((c, at) => (at === index ? { ...c, source: 'edited' } : c));
        const again = parseLab(formatLab({ ...file, cells }));
        assert.deepEqual(
          again.cells.map((c) => c.source),
          cells.map((c) => c.source),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
