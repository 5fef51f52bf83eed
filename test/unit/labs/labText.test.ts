import assert from 'node:assert/strict';
import { labParts } from '../../../src/labs/labText.ts';

describe('what is found in a lab', () => {
  it('is no solution, and no folded answer: their questions are', () => {
    const markdown = [
      '# Self-test',
      '<details>',
      '<summary>What **moves**?</summary>',
      '',
      'The mean.',
      '</details>',
      'Next.',
    ];
    const exercise = [
      '// #region starter',
      '// const a = 0;',
      '// #endregion',
      '// #region solution',
      'const a = 1;',
      '// #endregion',
    ];
    const text = [
      '// %% [markdown]',
      ...markdown.map((line) => `// ${line}`),
      '',
      '// %% exercise="a"',
      ...exercise,
      '',
    ];
    assert.deepEqual(
      labParts(text.join('\n')).map(({ lines }) => lines),
      [['Self-test', 'What **moves**?', 'Next.'], ['const a = 0;']],
    );
  });
});
