import assert from 'node:assert/strict';
import { linkCells } from '../../../src/outputs/text/stackLinks.ts';

const url = 'file:///w/my%20labs/One.lab.ts';
const placeOf = (line: number) => (line > 10 ? { order: 3, line: line - 10 } : undefined);
const linked = (...stack: string[]) => linkCells(stack.join('\n'), url, placeOf).split('\n');

describe('links of a stack in a notebook', () => {
  it('lead to the cell, in IPython’s words, beside the file’s line and column', () => {
    assert.deepEqual(linked('Error: no', `    at f (${url}:12:7)`, `    at async ${url}:14:1`), [
      'Error: no',
      '    at f (One.lab.ts:12:7)',
      '    Cell In[3], line 2',
      '    at async One.lab.ts:14:1',
      '    Cell In[3], line 4',
    ]);
  });

  it('stay as they are in other files, in cells that are gone, and in what is no frame', () => {
    const stack = [
      `Error: ${url}:12:7`,
      '    at file:///w/my%20labs/One.lab.ts.ts:12:7',
      '    at file:///w/helper.ts:12:7',
      `    at f (${url}:3:7)`,
      `    at ${url}`,
      'last words',
    ];
    assert.deepEqual(linked(...stack), stack);
  });
});
